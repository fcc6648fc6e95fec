"""Quotations that changed places, in texts of one language so that shared words are meaning enough."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from provenance.collate.passages import beads_of, knowledge
from provenance.collate.quotes import compare_quotations
from provenance.types import Alignment, Discrepancy, Link, Span

BRIDGE, MARKET = "the old bridge must be closed before winter", "nobody sells herring on the market any more"


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Count words: one dimension for each."""
    rows = np.zeros((len(texts), 128), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(",", "").replace(".", "").replace('"', "").split():
            rows[row, places.setdefault(word, len(places))] += 1
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)


places: dict[str, int] = {}


def spans(sentences: Sequence[str]) -> list[Span]:
    starts = [sum(len(text) + 1 for text in sentences[:place]) for place in range(len(sentences))]
    return [Span(start, start + len(text)) for start, text in zip(starts, sentences, strict=True)]


def compare(one: Sequence[str], other: Sequence[str], links: Sequence[Link] = ()) -> list[Discrepancy]:
    links = links or [Link((place,), (place,), 0.9, 0.95) for place in range(len(one))]
    english = knowledge("en")
    ours, theirs = (" ".join(one), spans(one), english), (" ".join(other), spans(other), english)
    beads = beads_of(ours, theirs, Alignment("one", "other", tuple(links)))
    return compare_quotations(beads, ours[1], theirs[1], encode)


ONE = [
    f'The mayor told the council that "{BRIDGE}" last week.',
    "It rained all day long.",
    f'A fisherman answered: "{MARKET}" and left.',
]
OTHER = [text.replace(BRIDGE, "?").replace(MARKET, BRIDGE).replace("?", MARKET) for text in ONE]


def test_two_quotations_that_changed_places_are_both_told() -> None:
    found = compare(ONE, OTHER)

    assert [(item.kind, item.other.of(" ".join(OTHER))) for item in found] == [
        ("quotation", MARKET),
        ("quotation", BRIDGE),
    ]
    assert [item.one for item in found] == [spans(ONE)[0], spans(ONE)[2]]


def test_marks_may_be_missing_on_either_side() -> None:
    bare = [text.replace('"', "") for text in ONE]

    forth, back = compare(bare, OTHER), compare(OTHER, bare)

    assert [item.severity for item in forth] == ["info", "info", "major", "major"]
    assert [(item.one, item.other) for item in back] == [(item.other, item.one) for item in forth]


def test_speech_without_marks_may_have_become_reported() -> None:
    (found,) = compare([ONE[0]], [f"The mayor told the council that {BRIDGE} last week."])

    assert (found.severity, found.one.of(ONE[0])) == ("info", BRIDGE)


def test_a_dash_marks_speech_as_quotation_marks_do() -> None:
    assert compare([f'"{BRIDGE}"'], [f"— {BRIDGE}"]) == []


def test_a_bead_of_two_sentences_is_read_in_order() -> None:
    one, other = [ONE[0], ONE[2]], [OTHER[0], OTHER[2]]

    assert len(compare(one, other, [Link((0, 1), (0, 1), 0.8, 0.9)])) == 2


def test_quotations_in_their_own_places_are_no_finding() -> None:
    assert compare(ONE, ONE) == []


def test_sentences_that_changed_places_with_what_they_quote_are_no_finding() -> None:
    links = [Link((0,), (2,), 0.9, 0.9), Link((1,), (1,), 0.9, 0.9), Link((2,), (0,), 0.9, 0.9)]

    assert compare(ONE, [ONE[2], ONE[1], ONE[0]], links) == []
