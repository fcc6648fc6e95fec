"""Clauses that a boundary cuts off."""

import numpy as np
import pytest

from provenance.align.band import full
from provenance.align.cuts import MOST, Cuts, edges


def _explained(*rows: str) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A row for each word, a mark for each segment of the other side: 1 where it explains the word."""
    return np.array([[float(mark) for mark in row] for row in rows])


def test_the_tail_is_the_run_at_the_end_that_belongs_behind_the_boundary() -> None:
    tail, head = edges(_explained("100", "100", "010", "010", "010"))

    assert tail.tolist() == [4.0, 3.0, 0.0, 0.0]  # before all; between the first two; one segment looks two back
    assert head.tolist() == [0.0, 2.0, 4.0, 3.0]


def test_a_word_explained_on_both_sides_of_a_boundary_counts_for_neither() -> None:
    tail, head = edges(_explained("110", "110"))

    assert tail[1] == head[1] == 0.0


def test_a_run_counts_only_so_far() -> None:
    tail, _ = edges(_explained(*["01"] * 20))

    assert tail[1] == MOST


def test_a_segment_without_words_cuts_nothing_off() -> None:
    tail, head = edges(np.zeros((0, 3)))

    assert not tail.any()
    assert not head.any()


def _cuts(table: np.ndarray[tuple[int, int, int, int], np.dtype[np.float64]]) -> Cuts:
    """table: [segment of one, word of it, segment of other, word of it], 1 where two words are partners."""
    segments, _, columns, words = table.shape
    cuts = Cuts(columns)
    for row in range(segments):
        cuts.add(0, table[row].max(axis=2), table[row].max(axis=0).ravel(), np.arange(columns + 1) * words)
    return cuts


def test_a_clause_that_moved_shows_on_both_sides_at_its_boundary_alone() -> None:
    table = np.zeros((3, 4, 3, 4))  # three segments of four words each on both sides, word k for word k …
    for segment in range(3):
        table[segment, range(4), segment, range(4)] = 1.0
    table[0, 2:, 0, 2:] = 0.0  # … but the last two words of the first stand at the beginning of the second
    table[0, 2, 1, 0] = table[0, 3, 1, 1] = 1.0
    table[1, :2, 1, :2] = 0.0
    band = full(3, 3)

    any_side, both_sides = _cuts(table).at_nodes(band)

    rows, columns = band.cells()
    diagonal = {(int(i), int(j)): place for place, (i, j) in enumerate(zip(rows, columns, strict=True)) if i == j}
    assert both_sides[diagonal[1, 1]] == 2.0
    assert any_side[diagonal[1, 1]] == 4.0
    assert both_sides[diagonal[2, 2]] == 0.0
    assert both_sides[diagonal[0, 0]] == both_sides[diagonal[3, 3]] == 0.0


@pytest.mark.parametrize("seed", [1, 2])
def test_swapping_the_sides_transposes_what_is_cut_off(seed: int) -> None:
    table = np.random.default_rng(seed).random((4, 3, 5, 2))
    here, there = full(4, 5), full(5, 4)

    ours = _cuts(table).at_nodes(here).reshape(2, 5, 6)
    theirs = _cuts(table.transpose(2, 3, 0, 1)).at_nodes(there).reshape(2, 6, 5)

    np.testing.assert_allclose(ours, theirs.transpose(0, 2, 1))
