"""Clauses left out of a sentence, in texts of one language so that shared words are meaning enough."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.collate.clauses import clauses, compare_clauses, load_model
from provenance.collate.passages import Bead, Passage, knowledge
from provenance.types import Link, Span

WHOLE = (
    "The harbour was closed at noon, because nobody had repaired the broken lighthouse, "
    "and eleven fishing boats stayed outside until the evening."
)
CUT = "The harbour was closed at noon, and eleven fishing boats stayed outside until the evening."
CLAUSE = "because nobody had repaired the broken lighthouse"


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Count words: one dimension for each."""
    rows = np.zeros((len(texts), 128), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(",", "").replace(".", "").split():
            rows[row, places.setdefault(word, len(places))] += 1
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)


places: dict[str, int] = {}


def passage(text: str) -> Passage:
    return Passage(text, Span(0, len(text)), knowledge("en"))


def bead(one: str, other: str) -> Bead:
    return Bead(Link((0,), (0,), 0.9, 0.95), passage(one), passage(other), 0)


def usual() -> Bead:
    """A bead of two sentences of one length, so that the texts are known to be as long as each other."""
    return bead("The wind fell and everybody slept.", "The wind fell and everybody slept.")


def test_a_clause_that_only_one_has_is_an_omission() -> None:
    (found,) = compare_clauses([usual(), usual(), bead(WHOLE, CUT)], encode)

    assert (found.kind, found.one.of(WHOLE)) == ("omission", CLAUSE)
    assert CLAUSE in found.note


def test_a_clause_that_only_the_other_has_is_an_addition() -> None:
    (found,) = compare_clauses([usual(), usual(), bead(CUT, WHOLE)], encode)

    assert (found.kind, found.other.of(WHOLE)) == ("addition", CLAUSE)


@pytest.mark.parametrize("text", [WHOLE, CUT])
def test_a_sentence_that_says_all_lacks_nothing(text: str) -> None:
    assert compare_clauses([usual(), usual(), bead(text, text)], encode) == []


def test_without_an_encoder_nothing_is_told() -> None:
    assert compare_clauses([bead(WHOLE, CUT)], None) == []


def test_every_clause_has_one_measure_for_each_weight() -> None:
    found = clauses(passage(WHOLE), passage(CUT), 0.0, encode)

    assert len(found) == 3
    assert {len(clause.measures) for clause in found} == {len(load_model().weights)}


def test_a_number_is_no_end_of_a_clause() -> None:
    text = "The town of 12,500 people lies on the river, and it has a small harbour of its own."

    assert [clause.span.of(text) for clause in clauses(passage(text), passage(text), 0.0, encode)] == [
        "The town of 12,500 people lies on the river",
        "and it has a small harbour of its own.",
    ]
