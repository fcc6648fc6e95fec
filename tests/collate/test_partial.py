"""Sentences left out inside a bead of several, in texts of one language so that shared words are meaning enough."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from provenance.collate import collate
from provenance.types import Alignment, Discrepancy, Link, Span

SENTENCES = [
    "The harbour was closed at noon because of the storm.",
    "Eleven fishing boats stayed outside and waited for the tide.",
    "Nobody on shore knew how long the wind would last.",
    "In the evening the lighthouse keeper lit both of his lamps.",
]


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Count words: one dimension for each word of the sentences."""
    words = sorted({word for sentence in SENTENCES for word in sentence.lower().split()})
    rows = np.array([[text.lower().split().count(word) for word in words] for text in texts], dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def spans(sentences: Sequence[str]) -> list[Span]:
    starts = [sum(len(text) + 1 for text in sentences[:place]) for place in range(len(sentences))]
    return [Span(start, start + len(text)) for start, text in zip(starts, sentences, strict=True)]


def compare(one: Sequence[str], other: Sequence[str]) -> list[Discrepancy]:
    link = Link(tuple(range(len(one))), tuple(range(len(other))), 0.7, 0.9)
    found = collate(
        " ".join(one), " ".join(other), spans(one), spans(other), Alignment("a", "b", (link,)),
        one_language="en", other_language="en", encode=encode,
    )  # fmt: skip
    return list(found)


def test_a_sentence_left_out_of_a_bead_of_several_is_an_omission() -> None:
    other = [SENTENCES[0], SENTENCES[2], SENTENCES[3]]

    (found,) = compare(SENTENCES, other)

    assert (found.kind, found.one.of(" ".join(SENTENCES))) == ("omission", SENTENCES[1])
    assert found.other == Span(len(other[0]), len(other[0]))


def test_a_sentence_put_into_a_bead_of_several_is_an_addition() -> None:
    (found,) = compare([SENTENCES[0]], SENTENCES[:2])

    assert (found.kind, found.other.of(" ".join(SENTENCES[:2]))) == ("addition", SENTENCES[1])
    assert found.one == Span(len(SENTENCES[0]), len(SENTENCES[0]))


def test_two_sentences_made_into_one_lack_nothing() -> None:
    merged = f"{SENTENCES[0]} {SENTENCES[1]}"

    assert compare([*SENTENCES[:2], SENTENCES[3]], [merged, SENTENCES[3]]) == []
    assert compare([merged], SENTENCES[:2]) == []
