"""Words as rows of the bundled model."""

import numpy as np

from provenance.embed.bundled import load_bundled
from provenance.embed.words import word_rows

ENCODER = load_bundled()


def words(*texts: str) -> tuple[np.ndarray, list[list[int]]]:
    rows, ids, starts = word_rows(texts, ENCODER)
    return rows, [ids[starts[k] : starts[k + 1]].tolist() for k in range(len(texts))]


def test_rows_have_unit_length_and_ids_follow_the_text() -> None:
    rows, (one, other) = words("The mountain, the lake.", "Lake!")

    assert len(rows) == 3
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert one[0] == one[2]
    assert other == [one[3]]


def test_a_word_is_nearest_to_its_translation() -> None:
    rows, ((mountain, lake), (berg, see)) = words("mountain lake", "Gebirge See")
    cosines = rows @ rows.T

    assert cosines[mountain, berg] > cosines[mountain, see]
    assert cosines[lake, see] > cosines[lake, berg]


def test_numbers_are_words_and_punctuation_is_none() -> None:
    _, (found,) = words("— 8848 m (1956)!")

    assert len(found) == 3


def test_a_script_without_spaces_is_cut_into_pieces() -> None:
    _, (found, _) = words("今天北京的天气很好。", "...")

    assert len(found) >= 4


def test_texts_without_words_have_none() -> None:
    rows, found = words("...", "")

    assert len(rows) == 0
    assert found == [[], []]
