"""Clauses that a boundary cuts off: what the end of one passage says stands behind the boundary on the other side.

A translator who moves a clause to the neighbouring sentence leaves two beads that each look right, since most of their
words have partners inside.  The clause itself tells: a run of words at the edge of a segment, each with a better
partner across the boundary than on its own side, and the run on the other side that answers it.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# A run counts up to this many words that would rather stand beyond the boundary.
MOST = 4.0


def edges(explained: Floats, starts: Integers) -> tuple[Floats, Floats]:
    """Return the tail and the head, float64[n, k + 1] each, of n segments beside each boundary of the other side.

    tail: at [i, j] the words at the end of segment i that belong behind the boundary before segment j of the other
    side; head: those at its beginning that belong before it.  Of a run the part counts that gains most, at most MOST.
    explained: float64[words, k], how well each word is explained by each of k segments, in 0..1.  starts: int64[n + 1],
    where the words of each segment begin.
    """
    words, segments = explained.shape
    rather = np.zeros((words, segments + 1))  # better explained by the two segments behind than by the two before
    rather[:, :-1] = explained
    rather[:, :-2] = np.maximum(rather[:, :-2], explained[:, 1:])
    before = np.zeros_like(rather)
    before[:, 1:] = explained
    before[:, 2:] = np.maximum(before[:, 2:], explained[:, :-1])
    rather -= before
    gained = np.zeros((words + 1, segments + 1))
    np.cumsum(rather, axis=0, out=gained[1:])
    first, last = gained[starts[:-1]], gained[starts[1:]]
    least = np.minimum(first, last)
    filled = np.diff(starts) > 0
    if filled.any():
        least[filled] = np.minimum(least[filled], np.minimum.reduceat(gained[:-1], starts[:-1][filled], axis=0))
    return np.minimum(last - least, MOST), np.minimum(first - least, MOST)
