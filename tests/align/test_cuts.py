"""Clauses that a boundary cuts off."""

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.align import Words
from provenance.align.band import full
from provenance.align.cuts import MOST, edges
from provenance.align.partners import explain
from provenance.align.words import KNOTS

Floats = NDArray[np.float64]


def of_one(*rows: str) -> tuple[list[float], list[float]]:
    """Tail and head of one segment.  rows: a word each, 1 for each segment that explains it."""
    explained = np.array([[float(mark) for mark in row] for row in rows])
    tail, head = edges(explained, np.array([0, len(rows)]))
    return tail[0].tolist(), head[0].tolist()


def test_the_tail_is_the_run_at_the_end_that_belongs_behind_the_boundary() -> None:
    tail, head = of_one("100", "100", "010", "010", "010")

    assert tail == [4.0, 3.0, 0.0, 0.0]  # before all, where a run counts 4 at most; between the first two
    assert head == [0.0, 2.0, 4.0, 3.0]


def test_a_word_explained_on_both_sides_of_a_boundary_counts_for_neither() -> None:
    tail, head = of_one("110", "110")

    assert tail[1] == head[1] == 0.0


def test_a_run_counts_only_so_far() -> None:
    tail, _ = of_one(*["01"] * 20)

    assert tail[1] == MOST


def test_segments_are_read_apart_and_one_without_words_cuts_nothing_off() -> None:
    explained = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])

    tail, head = edges(explained, np.array([0, 2, 2, 4]))

    assert tail[:, 1].tolist() == [1.0, 0.0, 0.0]
    assert head[:, 1].tolist() == [1.0, 0.0, 0.0]


def _words(text: list[list[int]]) -> Words:
    """The words of segments: each number is a word of its own, equal numbers are partners."""
    ids = np.array([word for segment in text for word in segment], np.int64)
    starts = np.concatenate([[0], np.cumsum([len(segment) for segment in text])]).astype(np.int64)
    nothing = np.zeros(len(text) + 1, np.int64)
    return Words(np.eye(64, dtype=np.float32), ids, starts, nothing, nothing[:-1])


def _at(cuts: Floats, row: int, column: int, columns: int) -> list[float]:
    return [float(value) for value in cuts[:, row * (columns + 1) + column]]


def test_a_clause_that_moved_shows_on_both_sides_at_its_boundary_alone() -> None:
    one = _words([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15]])
    other = _words([[0, 1], [2, 3, 4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15]])

    cuts = explain(full(4, 4), one, other, np.zeros((1, len(KNOTS)))).cuts

    assert _at(cuts, 1, 1, 4) == [4.0, 2.0]  # the tail of the first is the head of the second
    assert _at(cuts, 2, 2, 4)[1] == _at(cuts, 3, 3, 4)[1] == 0.0
    assert _at(cuts, 0, 0, 4) == _at(cuts, 4, 4, 4) == [0.0, 0.0]


@pytest.mark.parametrize("seed", [1, 2])
def test_swapping_the_sides_transposes_what_is_cut_off(seed: int) -> None:
    draw = np.random.default_rng(seed)
    one, other = (_words([list(draw.integers(0, 64, draw.integers(0, 9))) for _ in range(count)]) for count in (20, 35))
    curve = np.zeros((1, len(KNOTS)))

    ours = explain(full(20, 35), one, other, curve).cuts.reshape(2, 21, 36)
    theirs = explain(full(35, 20), other, one, curve).cuts.reshape(2, 36, 21)

    np.testing.assert_allclose(ours, theirs.transpose(0, 2, 1))
