"""Passages that stand elsewhere: what the monotone search left over, matched across the path.

Seeds are left-over segments that are each other's best and stand so far above chance that it is not luck, the number
of comparisons considered.  Around a seed the two left-over runs that hold it are aligned like texts of their own; what
they yield together must outweigh luck once more.

Time is the product of the numbers of left-over segments (a matrix product, in blocks, no table kept), which is small
unless two long texts have nearly nothing in common.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.align.background import Chance
from provenance.align.band import full
from provenance.align.coarse import band_for
from provenance.align.groups import Groups, Lengths
from provenance.align.score import Fit, costs, length_nats, margins, similarity_nats
from provenance.align.search import Bead, best_path

# Nats by which a seed and a whole passage must beat the logarithm of the number of comparisons.
SEED_NATS, PASSAGE_NATS = 2.0, 4.0
MIN_CHARS = 20.0
BLOCK = 2048


@dataclass(frozen=True, slots=True)
class Texts:
    """What the search knows of both texts."""

    one: Groups
    other: Groups
    one_lengths: Lengths
    other_lengths: Lengths
    chance: Chance
    fit: Fit


def moved(texts: Texts, left_one: Sequence[int], left_other: Sequence[int]) -> list[tuple[Bead, float]]:
    """Return beads among left-over segments, each with the nats by which its passage beats luck.

    left_one, left_other: indices without partner, ascending.  No two beads share a segment.
    """
    free_one, free_other = set(left_one), set(left_other)
    luck = float(np.log(max(len(left_one) * len(left_other), 1)))
    found: list[tuple[Bead, float]] = []
    for i, j in _seeds(texts, left_one, left_other, luck):
        if i in free_one and j in free_other:
            beads, nats = _passage(texts, _run(free_one, i), _run(free_other, j))
            if nats >= luck + PASSAGE_NATS:
                found += [(bead, nats - luck) for bead in beads]
                for row, column, a, b in beads:
                    free_one -= set(range(row, row + a))
                    free_other -= set(range(column, column + b))
    return found


def _seeds(texts: Texts, left_one: Sequence[int], left_other: Sequence[int], luck: float) -> list[tuple[int, int]]:
    """Return mutual best pairs that beat luck, the best first."""
    rows = np.array([i for i in left_one if texts.one_lengths[i] >= MIN_CHARS], np.int64)
    columns = np.array([j for j in left_other if texts.other_lengths[j] >= MIN_CHARS], np.int64)
    if not len(rows) or not len(columns):
        return []
    best, best_row = np.full(len(columns), -np.inf), np.zeros(len(columns), np.int64)
    candidates: list[tuple[float, int, int]] = []
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        nats = _nats(texts, block, columns)
        top = nats.argmax(axis=0)
        value = nats[top, np.arange(len(columns))]
        better = value > best
        best[better], best_row[better] = value[better], block[top[better]]
        choice = nats.argmax(axis=1)
        candidates += [
            (float(row[column]), int(i), int(column)) for i, row, column in zip(block, nats, choice, strict=True)
        ]
    mutual = [(nats, i, column) for nats, i, column in candidates if best_row[column] == i and nats >= luck + SEED_NATS]
    return [(i, int(columns[column])) for _, i, column in sorted(mutual, key=lambda seed: (-seed[0], seed[1:]))]


def _nats(texts: Texts, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
    cosines = texts.one[0][rows] @ texts.other[0][columns].T
    centres = texts.chance.one[0][0][rows, None] + texts.chance.other[0][0][columns]
    z = (cosines - 0.5 * centres) / texts.chance.spread[0, 0]
    lengths = length_nats(texts.one_lengths[rows, None], texts.other_lengths[columns], texts.fit)
    return similarity_nats(z, texts.fit) + lengths


def _run(free: set[int], index: int) -> slice:
    """Return the longest run of free segments around one of them."""
    start = stop = index
    while start - 1 in free:
        start -= 1
    while stop in free:
        stop += 1
    return slice(start, stop)


def _passage(texts: Texts, one: slice, other: slice) -> tuple[list[Bead], float]:
    """Align two runs like texts of their own; return the beads in indices of the texts, and their nats."""
    groups_one, groups_other = _cut(texts.one, one), _cut(texts.other, other)
    lengths_one, lengths_other = texts.one_lengths[one], texts.other_lengths[other]
    rows, columns = len(lengths_one), len(lengths_other)
    band = (
        full(rows, columns)
        if rows * columns < BLOCK
        else band_for(groups_one[0], groups_other[0], lengths_one, lengths_other)
    )
    z = margins(band, groups_one, groups_other, texts.chance.part(one, other))
    nats = costs(band, z, lengths_one, lengths_other, texts.fit)
    beads = [bead for bead in best_path(band, nats) if bead[2] and bead[3]]
    total = sum(float(nats.beads[a - 1, b - 1, band.starts[i + a] + j + b - band.low[i + a]]) for i, j, a, b in beads)
    return [(i + one.start, j + other.start, a, b) for i, j, a, b in beads], total


def _cut(groups: Groups, run: slice) -> Groups:
    return tuple(layer[run.start : max(run.stop - size, run.start)] for size, layer in enumerate(groups))
