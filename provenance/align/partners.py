"""Which words find a partner on the other side, for every passage of a band at once.

Segments are taken in blocks: one product gives the cosines of all distinct words of a block and of what lies within its
reach, and all that is asked of them is answered for the block as a whole.  The words of the other side are read from
the same products, block by block of its own segments.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from provenance.align.band import Band
from provenance.align.cuts import edges
from provenance.align.groups import MERGE
from provenance.align.words import FULL, KNOTS, Words, by_chance

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BLOCK = 16
# Less than any cosine above chance that counts for something.
NONE = -1.0
# Steps in which a curve is read between its first and its last knot.
STEPS = 4000


@dataclass(frozen=True, slots=True)
class Explained:
    """How well words are explained, for each node of a band at which a passage may end.

    one: float64[c, MERGE, size]: at [:, b - 1, node (i, j)] the worth, by c curves, of the words of segment i - 1 of
    one, given the b segments of other that end at j.  other: the same of the words of segment j - 1 of other, given the
    a segments of one that end at i.  near_one: float64[n], near_other: float64[m]: how many words of a segment are
    explained by anything within the band.  share: that of all words of both texts, in [0, 1].  cuts: float64[2, size],
    how much the boundary at each node cuts off, and how much of that both sides show (``cuts.edges``), in words.
    """

    one: Floats
    other: Floats
    near_one: Floats
    near_other: Floats
    share: float
    cuts: Floats


def explain(band: Band, one: Words, other: Words, curves: Floats) -> Explained:
    """Look for the partners of each segment's words in the segments within the band.

    curves: float64[c, len(KNOTS)], what a cosine above chance is worth at each knot.  Time and memory grow with the
    size of the band.
    """
    rows, columns = band.cells()
    worth = _tabulated(curves)
    sides = _above_chance(band, one, other)
    ours = _side(band.rows, sides[0], (rows, columns), worth)
    theirs = _side(band.columns, sides[1], (columns, rows), worth)
    both = np.minimum(ours.tails, theirs.heads) + np.minimum(ours.heads, theirs.tails)
    cuts = np.stack([ours.tails + ours.heads + theirs.tails + theirs.heads, both])
    share = float(ours.near.sum() + theirs.near.sum()) / max(len(one.ids) + len(other.ids), 1)
    return Explained(ours.worth, theirs.worth, ours.near, theirs.near, share, cuts)


@dataclass(frozen=True, slots=True)
class _Block:
    """Segments first, first + 1, … of a side.

    starts: int64[k + 1], where the words of each of k segments begin among those of the block.  reach: int64[k, 2],
    the segments of the other side within reach of each, first and behind the last.  far: the first segment of the other
    side that ``above`` shows.  above: float64[words, f], the cosine above chance of each word with its best partner in
    each segment of the other side, NONE out of reach.
    """

    first: int
    starts: Integers
    reach: Integers
    far: int
    above: Floats


@dataclass(frozen=True, slots=True)
class _Side:
    """worth: float64[c, MERGE, size], tails, heads: float64[size], by node.  near: float64[n], by segment."""

    worth: Floats
    near: Floats
    tails: Floats
    heads: Floats


def _above_chance(band: Band, one: Words, other: Words) -> tuple[list[_Block], list[_Block]]:
    """Return the blocks of one and of other."""
    chance_one, chance_other = by_chance(one, other), by_chance(other, one)[other.ids]
    reach = _reaches(band)
    ours: list[_Block] = []
    seen: list[tuple[int, int, Floats]] = []  # rows of a block: first row, first word of other, float64[rows, words]
    for first in range(0, band.rows, BLOCK):
        last = min(first + BLOCK, band.rows)
        far, behind = int(reach[first, 0]), int(reach[last - 1, 1])
        begin, end = int(other.starts[far]), int(other.starts[behind])
        mine = one.between(first, last)
        distinct, places = np.unique(mine, return_inverse=True)
        theirs, their_places = np.unique(other.ids[begin:end], return_inverse=True)
        cosines = one.rows[distinct] @ other.rows[theirs].T
        starts = one.starts[first : last + 1] - one.starts[first]
        far_starts = other.starts[far : behind + 1] - begin
        by_theirs = _by_segment(np.maximum, cosines[:, their_places], far_starts, 1, NONE)
        above = by_theirs[places] - chance_one[mine, None]
        inside = (np.arange(far, behind) >= reach[first:last, :1]) & (np.arange(far, behind) < reach[first:last, 1:])
        above[~np.repeat(inside, np.diff(starts), axis=0)] = NONE
        ours.append(_Block(first, starts, reach[first:last], far, above))
        best = _by_segment(np.maximum, cosines[places], starts, 0, NONE)[:, their_places] - chance_other[begin:end]
        best[~np.repeat(inside, np.diff(far_starts), axis=1)] = NONE
        seen.append((first, begin, best))
    return ours, list(_turned(band, other, reach, seen))


def _turned(band: Band, other: Words, reach: Integers, seen: Sequence[tuple[int, int, Floats]]) -> Iterator[_Block]:
    """Yield the blocks of other from what the rows of one have seen of its words."""
    columns = np.arange(band.columns)
    back = np.stack(
        [np.searchsorted(reach[:, 1], columns, "right"), np.searchsorted(reach[:, 0], columns, "right")], axis=1
    )
    for first in range(0, band.columns, BLOCK):
        last = min(first + BLOCK, band.columns)
        begin, end = int(other.starts[first]), int(other.starts[last])
        far, behind = int(back[first, 0]), int(back[last - 1, 1])
        above = np.full((end - begin, behind - far), NONE)
        for row, word, best in seen[far // BLOCK : -(-behind // BLOCK)]:
            left, right = max(begin, word), min(end, word + best.shape[1])
            top, bottom = max(far, row), min(behind, row + len(best))
            if right > left and bottom > top:
                above[left - begin : right - begin, top - far : bottom - far] = best[
                    top - row : bottom - row, left - word : right - word
                ].T
        yield _Block(first, other.starts[first : last + 1] - begin, back[first:last], far, above)


def _reaches(band: Band) -> Integers:
    """Return int64[n, 2]: the run of segments of other that a passage with each segment of one can hold."""
    rows = np.minimum(np.arange(1, band.rows + 1)[:, None] + np.arange(MERGE), band.rows)
    return np.stack([np.maximum(band.low[rows].min(axis=1) - MERGE, 0), band.high[rows].max(axis=1)], axis=1)


def _side(count: int, blocks: Sequence[_Block], nodes: tuple[Integers, Integers], worth: Floats) -> _Side:
    """Ask everything of the words of one side.  nodes: segments before each node, here and there."""
    here, there = nodes
    found = np.zeros((len(worth), MERGE, len(here)))
    tails, heads = np.zeros(len(here)), np.zeros(len(here))
    near = np.zeros(count)
    order = np.argsort(here, kind="stable")
    begins = np.searchsorted(here[order], np.arange(count + 2))
    for block in blocks:
        size = len(block.reach)
        explained = np.clip(block.above / FULL, 0.0, 1.0)
        near[block.first : block.first + size] = _by_segment(
            np.add, explained.max(axis=1, initial=0.0), block.starts, 0, 0.0
        )
        values = _worth_of_runs(block, worth)
        tail, head = edges(explained, block.starts)
        for ahead, table, out in ((1, values, found), (1, tail, tails), (0, head, heads)):
            places = order[begins[block.first + ahead] : begins[block.first + size + ahead]]
            segment, boundary = here[places] - block.first - ahead, there[places] - block.far
            if table is values:
                inside = (boundary >= 0) & (boundary < values.shape[3])
                out[..., places[inside]] = values[..., segment[inside], boundary[inside]]
            else:  # the first and the last boundary within reach cut nothing off
                edge = block.reach[segment] - block.far
                inside = (boundary > edge[:, 0]) & (boundary < edge[:, 1])
                out[places[inside]] = table[segment[inside], boundary[inside]]
    return _Side(found, near, tails, heads)


def _worth_of_runs(block: _Block, worth: Floats) -> Floats:
    """Return float64[c, MERGE, k, f + 1]: the words of each segment, given the segments that end at each boundary."""
    width = block.above.shape[1]
    values = np.zeros((len(worth), MERGE, len(block.reach), width + 1))
    run = block.above
    for size in range(1, min(MERGE, width) + 1):
        if size > 1:
            run = np.maximum(run[:, 1:], block.above[:, : width - size + 1])
        steps = ((np.clip(run, KNOTS[0], KNOTS[-1]) - KNOTS[0]) * (STEPS / (KNOTS[-1] - KNOTS[0])) + 0.5).astype(
            np.int64
        )
        values[:, size - 1, :, size:] = _by_segment(np.add, worth[:, steps], block.starts, 1, 0.0)
    return values


def _tabulated(curves: Floats) -> Floats:
    """Return float64[c, STEPS + 1]: each curve in small steps."""
    cosines = np.linspace(KNOTS[0], KNOTS[-1], STEPS + 1)
    return np.stack([np.interp(cosines, KNOTS, curve) for curve in curves])


def _by_segment(reduce: np.ufunc, values: NDArray[Any], starts: Integers, axis: int, empty: float) -> Floats:
    """Reduce each run between starts along an axis; runs without anything give ``empty``."""
    filled = np.diff(starts) > 0
    shape = list(values.shape)
    shape[axis] = len(filled)
    result = np.full(shape, empty)
    if filled.any():
        place = (slice(None),) * axis + (filled,)
        result[place] = reduce.reduceat(values, starts[:-1][filled], axis=axis)
    return result
