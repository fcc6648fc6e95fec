"""Names: how letters speak for one name, how the other side answers it, and whether another has taken its place."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.collate.answers import answers
from provenance.collate.capitals import counts
from provenance.collate.likeness import likeness, texts_of
from provenance.collate.names import names
from provenance.collate.passages import Bead, Passage, knowledge
from provenance.collate.spelling import NOTHING_ALIKE, spelled_alike
from provenance.collate.substitution import candidates, compare_names, load_model
from provenance.types import Discrepancy, Link, Span


def passage(text: str, tag: str) -> Passage:
    return Passage(text, Span(0, len(text)), knowledge(tag))


def bead(one: str, other: str, tags: str, number: int = 0) -> Bead:
    here, there = tags.split("-")
    return Bead(Link((number,), (number,), 0.9, 0.95), passage(one, here), passage(other, there), number)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Give words of one beginning, or of one line of ``meanings``, one direction, and every other word its own."""
    rows = np.zeros((len(texts), 1024), np.float32)
    for row, text in enumerate(texts):
        rows[row, places.setdefault(meanings.get(text.lower(), text.lower()), len(places))] = 1
    return rows


places: dict[str, int] = {}
meanings = {"vienna": "wien", "wien": "wien", "відень": "wien"}


def compare(one: str, other: str, tags: str) -> list[Discrepancy]:
    return compare_names([bead(one, other, tags)], encode)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Whitehouse", "Уайтхаус"), ("Joe", "Джо"), ("Moss", "Мосс"), ("Peking", "北京"), ("Hughes", "Hughesovou")],
)
def test_spellings_of_one_name_share_letters_beyond_chance(one: str, other: str) -> None:
    assert spelled_alike([one], [other])[0, 0] > 5


@pytest.mark.parametrize(
    ("one", "other"), [("Marsden", "Окафор"), ("Clippers", "Olafsen"), ("Selby", "京都"), ("Dallas", "Васкес")]
)
def test_spellings_of_two_names_do_not(one: str, other: str) -> None:
    assert spelled_alike([one], [other])[0, 0] < 0


def test_spelling_is_compared_alike_from_both_sides() -> None:
    ones, others = ["Moss", "Kyiv", "Lee", ""], ["Мосс", "Київ", "Lees", "..."]

    forth, back = spelled_alike(ones, others), spelled_alike(others, ones)

    assert forth == pytest.approx(back.T, abs=0.01)
    assert forth[3].tolist() == [NOTHING_ALIKE] * 4


def test_words_of_the_language_are_seen_small_and_names_are_not() -> None:
    small = counts(["Government", "Kowalczyk"])[:, 0]

    assert small[0] > 5
    assert small[1] == 0


def test_a_word_that_another_name_spells_better_is_no_answer() -> None:
    beads = [bead("Then Morris met Moretti.", "Puis Moretti est venu.", "en-fr")]
    one, other = texts_of(beads)

    (found,) = answers(one, other, likeness(one, other, encode))

    spelled = {answer.name.word: answer.spelled for answer in found}
    assert spelled["Moretti"] > 10
    assert spelled["Morris"] < 0


def test_a_name_keeps_no_possessive() -> None:
    text = "We saw Selby's brother."

    assert [(name.word, name.span.of(text)) for name in names(passage(text, "en"))] == [("Selby", "Selby")]


@pytest.mark.parametrize(
    ("one", "other", "tags", "here", "there"),
    [
        ("The talks in Marsden began late.", "Переговоры в Окафоре начались поздно.", "en-ru", "Marsden", "Окафоре"),
        ("They asked Renata Novak to sing.", "Ils ont invité Renata Vasquez à chanter.", "en-fr", "Novak", "Vasquez"),
        ("Ils vivent à Grenoble avec Lucie.", "They live in Okafor with Lucie.", "fr-en", "Grenoble", "Okafor"),
    ],
)
def test_a_name_that_took_the_place_of_another_is_told(one: str, other: str, tags: str, here: str, there: str) -> None:
    (found,) = compare(one, other, tags)

    assert (found.severity, found.one.of(one), found.other.of(other)) == ("major", here, there)


@pytest.mark.parametrize(
    ("one", "other", "tags"),
    [
        ("The train to Vienna was late.", "Der Zug nach Wien hatte Verspätung.", "en-de"),
        ("They moved to Vienna in March.", "У березні вони переїхали у Відень.", "en-uk"),
        ("He met Joe Heath at the gate.", "Он встретил Джо Хита у ворот.", "en-ru"),
        ("He met Marsden at the gate.", "Er traf Marsden am Tor des Schlosses.", "en-de"),
    ],
)
def test_a_name_in_the_other_languages_form_is_no_finding(one: str, other: str, tags: str) -> None:
    assert [item for item in compare(one, other, tags) if item.severity != "info"] == []


def test_every_candidate_has_one_measure_for_each_weight() -> None:
    beads = [bead("Then Morris met Lee.", "Puis Moretti est venu avec Lee.", "en-fr")]

    found = candidates(beads, encode)

    assert {len(candidate.measures) for candidate in found} == {len(load_model().weights)}
    assert any(candidate.here is None for candidate in found)


def test_nothing_is_told_of_no_beads() -> None:
    assert compare_names([], encode) == []


def test_long_texts_are_read_in_blocks_and_a_late_bead_keeps_its_place() -> None:
    lines = [("The talks went on all night.", "Les discussions ont duré toute la nuit.")] * 100
    lines[90] = ("They asked Renata Novak to sing.", "Ils ont invité Renata Vasquez à chanter.")
    beads = [bead(one, other, "en-fr") for one, other in lines]

    assert {candidate.bead for candidate in candidates(beads, encode) if candidate.there.name.word == "Vasquez"} == {90}
