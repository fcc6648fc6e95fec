from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from provenance.embed import Vectors, load_encoder
from provenance.embed.calibration import translation_probabilities
from provenance.embed.characters import WIDTH, character_vectors, plain, plain_numbers
from provenance.embed.similarity import document_vectors, joint_vectors, margin_scores
from provenance.errors import ModelError


@dataclass(frozen=True)
class Fake:
    """An encoder that knows texts by their length alone; an empty text is unknown."""

    name: str = "fake"
    sha256: str = "0" * 64
    dimensions: int = 4

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), 4), dtype=np.float32)
        for i, text in enumerate(texts):
            if text:
                rows[i, len(text) % 4] = 1.0
        return rows


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,450,000 people", {"1450000"}),
        ("1.450.000 Menschen", {"1450000"}),
        ("1 450 000 человек", {"1450000"}),
        ("١٤٥٠ شخص", {"1450"}),
        ("१४५० लोग", {"1450"}),
        ("３５人", {"35"}),
        ("at 14:30 in 2023", {"1430", "2023"}),
        ("no number", set()),
    ],
)
def test_a_number_looks_alike_in_every_format(text: str, numbers: set[str]) -> None:
    assert plain_numbers(text) == numbers


def test_scripts_meet_in_plain_letters() -> None:
    assert plain("Москва!") == "moskva "


def test_a_name_is_found_across_scripts() -> None:
    vectors = character_vectors(["Vladimir Medvedev", "Владимир Медведев", "Angela Merkel"])

    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_joint_rows_have_unit_length_even_where_one_side_knows_nothing() -> None:
    vectors = joint_vectors(["", "!!", "Москва 2023", "a"], Fake())

    assert vectors.shape == (4, 4 + WIDTH)
    assert np.allclose(np.linalg.norm(vectors[1:], axis=1), 1.0, atol=1e-5)
    assert not vectors[0].any()


def test_the_joint_dot_product_is_the_weighted_sum_of_both() -> None:
    texts = ["Moscow 2023", "Москва 2023"]

    joint = joint_vectors(texts, Fake(), character_share=0.3)
    words, letters = Fake().encode(texts), character_vectors(texts)

    expected = 0.7 * words[0] @ words[1] + 0.3 * letters[0] @ letters[1]
    assert joint[0] @ joint[1] == pytest.approx(expected, abs=1e-5)


def test_margin_punishes_the_neighbour_of_everything() -> None:
    hub = np.array([1.0, 1.0, 1.0]) / np.sqrt(3)
    ones = np.eye(3, dtype=np.float32)
    others = np.vstack([0.56 * np.eye(3)[0] + 0.8 * np.array([0, 0.6, 0.5]), hub, hub]).astype(np.float32)

    plain_best = (ones @ others.T).argmax(axis=1)
    scores = margin_scores(ones, others, k=2)

    assert scores.shape == (3, 3)
    assert plain_best[0] == 1
    assert margin_scores(ones, others, k=2)[0].argmax() == scores[0].argmax()


def test_margin_refuses_vectors_of_different_width() -> None:
    with pytest.raises(ModelError, match="width 4 and 5"):
        margin_scores(np.zeros((2, 4), np.float32), np.zeros((2, 5), np.float32))


def test_margin_of_nothing_is_nothing() -> None:
    assert margin_scores(np.zeros((2, 4), np.float32), np.zeros((0, 4), np.float32)).shape == (2, 0)


def test_a_document_without_passages_gives_zeros() -> None:
    vectors = document_vectors([["abc", "de"], []], Fake())

    assert np.linalg.norm(vectors[0]) == pytest.approx(1.0)
    assert not vectors[1].any()


def test_a_translation_is_probable_and_a_stranger_is_not() -> None:
    encoder = load_encoder()
    ones = ["The train arrives at seven o'clock.", "The train arrives at seven o'clock."]
    others = ["Der Zug kommt um sieben Uhr an.", "Sie trinkt gern schwarzen Kaffee."]
    vectors = joint_vectors(ones, encoder), joint_vectors(others, encoder)

    probabilities = translation_probabilities(ones, others, vectors=vectors, languages=("en", "de"))

    assert probabilities[0] > 0.8
    assert probabilities[1] < 0.4


def test_differing_counts_are_refused() -> None:
    vectors = joint_vectors(["a"], Fake())

    with pytest.raises(ModelError, match="1 and 2 texts"):
        translation_probabilities(["a"], ["a", "b"], vectors=(vectors, vectors), languages=("en", "de"))
