"""Titles that say different things, with an encoder that counts words."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.collate.passages import Bead, Passage, knowledge
from provenance.collate.titles import compare_titles
from provenance.types import Link, SegmentKind, Span

HARBOUR, BRIDGE = "Storm closes the harbour for days", "Council wants another old bridge"


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    rows = np.zeros((len(texts), 64), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split():
            rows[row, places.setdefault(word, len(places))] += 1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


places: dict[str, int] = {}


def bead(one: str, other: str, place: int = 0) -> Bead:
    english = knowledge("en")
    ours, theirs = Passage(one, Span(0, len(one)), english), Passage(other, Span(0, len(other)), english)
    return Bead(Link((place,), (place,), 0.3, 0.5), ours, theirs, place)


def test_linked_titles_without_a_word_in_common_are_told() -> None:
    (found,) = compare_titles([bead(HARBOUR, BRIDGE)], (), (), encode)

    assert (found.kind, found.severity, found.one) == ("title", "minor", Span(0, len(HARBOUR)))


@pytest.mark.parametrize(
    ("one", "other", "place", "kinds"),
    [
        (HARBOUR, HARBOUR, 0, ()),
        (HARBOUR, BRIDGE, 1, ()),
        (HARBOUR, BRIDGE, 0, ("body",)),
        ("Marsden closes her harbour", "Wants of Marsden", 0, ()),
        ("Weather", BRIDGE, 0, ()),
    ],
)
def test_titles_that_agree_and_lines_that_are_no_titles_are_not(
    one: str, other: str, place: int, kinds: tuple[SegmentKind, ...]
) -> None:
    assert compare_titles([bead(one, other, place)], kinds, kinds, encode) == []
