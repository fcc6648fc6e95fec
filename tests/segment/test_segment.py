"""Paragraphs, lines, kinds, and what holds for any text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.segment import segment
from provenance.segment.sentences import LONGEST

ARTICLE = """Harbour town bans night flights

By Ada Moss and Ben Reed

NORTHPORT, March 12 (Wire) - The council voted on Monday. It was close.

Residents had asked for the ban, which covers the hours between eleven and
five. The airport said that it would appeal.

- twelve votes for
- nine against

(Reporting by Ada Moss; Editing by Carl Dean)

Source link
"""


def pieces(text: str, language: str = "en") -> list[str]:
    return [one.span.trimmed(text).of(text) for one in segment(text, language)]


def test_kinds_of_an_article() -> None:
    kinds = [one.kind for one in segment(ARTICLE, "en")]

    assert kinds == ["title", "byline", "dateline", *["body"] * 6, "credit", "boilerplate"]


def test_wrapped_prose_is_not_cut_at_its_newlines() -> None:
    assert "Residents had asked for the ban, which covers the hours between eleven and\nfive." in pieces(ARTICLE)


def test_list_items_stand_alone() -> None:
    assert pieces(ARTICLE)[7:9] == ["- twelve votes for", "- nine against"]


def test_a_heading_above_its_paragraph_is_cut_off() -> None:
    assert pieces("Weather\nIt rained all day and the streets were under water. Nobody came.")[0] == "Weather"


def test_paragraphs_are_numbered_by_empty_lines() -> None:
    assert [one.paragraph for one in segment("A.\n\nB\nC\n \nD", "en")] == [0, 1, 1, 2]


def test_a_link_is_not_cut() -> None:
    assert pieces("See https://example.org/a.B?c=D. Then go.") == ["See https://example.org/a.B?c=D.", "Then go."]


def test_closing_marks_stay_with_their_sentence() -> None:
    assert pieces("Elle dit : « Oui. » Puis elle part.", "fr") == ["Elle dit : « Oui. »", "Puis elle part."]


def test_boilerplate_of_another_language_is_known() -> None:
    assert (
        segment("Un texte assez long pour un titre\n\nUne phrase. Une autre.\n\nLire aussi", "fr")[-1].kind
        == "boilerplate"
    )


@pytest.mark.parametrize("language", ["en", "und", "th", "zh-Hant", "xx", "sr-Latn"])
@given(text=st.text(st.characters(codec=None), max_size=300))
def test_segments_tile_any_text(language: str, text: str) -> None:
    found = segment(text, language)

    assert "".join(one.span.of(text) for one in found) == text
    assert [one.index for one in found] == list(range(len(found)))
    assert all(len(one.span) for one in found)


@pytest.mark.parametrize(
    "unit", ["word and ", "a", ".", "(", "“a. ", "Mr. ", "«", "\n", "a\n", "1. ", "… A", "字", "。"]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    small, large = unit * (8_000 // len(unit)), unit * (80_000 // len(unit))
    assert least_time(large) < 40 * max(least_time(small), 0.01)


def least_time(text: str) -> float:
    """Processor time of the quickest of three runs: what the machine does besides cannot be in all of them."""
    times = []
    for _ in range(3):
        start = time.process_time()
        segment(text, "en")
        times.append(time.process_time() - start)
    return min(times)


def test_no_segment_is_longer_than_the_cap() -> None:
    text = "word and " * 5000

    assert max(len(one.span) for one in segment(text, "en")) <= LONGEST
