"""Clauses that a boundary cuts off: what the end of one passage says stands behind the boundary on the other side.

A translator who moves a clause to the neighbouring sentence leaves two beads that each look right, since most of their
words have partners inside.  The clause itself tells: a run of words at the edge of a segment, each with a better
partner across the boundary than on its own side, and the run on the other side that answers it.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from provenance.align.band import Band

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# A run counts up to this many words that would rather stand beyond the boundary.
MOST = 4.0


class Cuts:
    """What each segment's words find in the segments of the other side, row by row of a band.

    Every value is how well a word is explained, in 0..1.
    """

    def __init__(self, columns: int) -> None:
        self._rows: list[tuple[int, Floats]] = []
        self._columns: list[tuple[int, list[Floats]]] = [(0, []) for _ in range(columns)]

    def add(self, first: int, ours: Floats, theirs: Floats, starts: Integers) -> None:
        """Add the next segment of one, within whose reach lie segments first, first + 1, … of other.

        ours: float64[words, k], its words by each of the k segments.  theirs: float64[t], the words of those segments
        by it; starts: int64[k + 1], where in ``theirs`` the words of each begin.
        """
        row = len(self._rows)
        self._rows.append((first, ours))
        for place, (begin, end) in enumerate(pairwise(starts.tolist()), first):
            since, known = self._columns[place]
            known.append(theirs[begin:end])
            self._columns[place] = (since if len(known) > 1 else row, known)

    def at_nodes(self, band: Band) -> Floats:
        """Return float64[2, size]: for each node how much its boundary cuts off, and how much of that both sides show.

        In words: 0..4 × MOST and 0..2 × MOST.
        """
        columns = [(row, np.stack(known, axis=1) if known else np.zeros((0, 0))) for row, known in self._columns]
        rows, places = band.cells()
        tails_one, heads_one = _looked_up(self._rows, rows, places)
        tails_other, heads_other = _looked_up(columns, places, rows)
        both = np.minimum(tails_one, heads_other) + np.minimum(heads_one, tails_other)
        return np.stack([tails_one + heads_one + tails_other + heads_other, both])


def edges(explained: Floats) -> tuple[Floats, Floats]:
    """Return the tail and the head, float64[k + 1] each, of a segment beside each boundary of the other side.

    tail: at [j] the words at the segment's end that belong behind the boundary before segment j; head: those at its
    beginning that belong before it.  Of a run the part counts that gains most.  explained: float64[words, k].
    """
    words, segments = explained.shape
    before, behind = np.zeros((words, segments + 1)), np.zeros((words, segments + 1))
    before[:, 1:] = explained
    before[:, 2:] = np.maximum(before[:, 2:], explained[:, :-1])
    behind[:, :-1] = explained
    behind[:, :-2] = np.maximum(behind[:, :-2], explained[:, 1:])
    rather = behind - before
    tail = np.cumsum(rather[::-1], axis=0).max(axis=0, initial=0.0)
    head = np.cumsum(-rather, axis=0).max(axis=0, initial=0.0)
    return np.minimum(tail, MOST), np.minimum(head, MOST)


def _looked_up(seen: Sequence[tuple[int, Floats]], here: Integers, there: Integers) -> tuple[Floats, Floats]:
    """Return float64[size] twice: the tail of the segment before each node, and the head of the one behind it.

    here, there: segments of this and of the other side before each node.  The first and last boundary within reach
    cut nothing off.
    """
    both = [edges(explained) for _, explained in seen]
    firsts = np.array([first for first, _ in seen], np.int64)
    widths = np.array([len(tail) for tail, _ in both], np.int64)
    starts = np.concatenate([[0], np.cumsum(widths)])
    found = []
    for flat, segment in (
        (np.concatenate([tail for tail, _ in both]), here - 1),
        (np.concatenate([head for _, head in both]), here),
    ):
        at = np.clip(segment, 0, len(seen) - 1)
        place = there - firsts[at]
        inside = (segment == at) & (place > 0) & (place < widths[at] - 1)
        found.append(np.where(inside, flat[np.where(inside, starts[at] + place, 0)], 0.0))
    return found[0], found[1]
