"""The coarse quantiser: which documents lie near each other, in whole numbers.

K-means on the sphere (the inverted file of Jégou et al., "Product quantization for nearest neighbor search", 2011).

Everything is exact: vectors are whole numbers (int8), and their dot products stay below 2^24, up to which float32 adds
whole numbers without rounding.  So neither the number of workers nor the order in which a library adds changes a bit.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from provenance.embed import Vectors

Quantised = NDArray[np.int8]
Rows = NDArray[np.int64]

UNIT = 256  # steps of a coordinate of a unit vector
NEAR = 3  # cells that a document goes to
COARSE = 1024  # cells up to which a document is compared with every centre
SAMPLE = 64  # documents a cell that k-means sees
ROUNDS = 8
BLOCK = 512  # rows compared at a time
PRIOR = 16  # documents that the mean of the whole corpus counts for in the mean of a language
FEW = 32  # documents of a corpus whose mean is halved
FINE = 64  # steps of UNIT that a mean is kept in


@dataclass(frozen=True, slots=True)
class Cells:
    """The coarse quantiser.  centres: int16[c, d], of length UNIT; groups: int16[g, d], centres of the centres.

    owners: int64[c], the group of each centre.  Without groups (c ≤ COARSE) every centre is looked at.
    """

    centres: NDArray[np.int16]
    groups: NDArray[np.int16]
    owners: Rows


def quantise(vectors: Vectors) -> Quantised:
    """Round vectors of unit length, float32[n, d], to int8[n, d] of steps of 1 / UNIT (at most ±127)."""
    rounded: Quantised = np.clip(np.rint(vectors * np.float32(UNIT)), -127, 127).astype(np.int8)
    return rounded


def means(vectors: Quantised, tongues: NDArray[np.int16]) -> NDArray[np.int64]:
    """Return the mean vector of each language, int64[languages, d] in steps of 1 / FINE, to ``centre`` with.

    A language of few documents leans on the mean of all, and a corpus of few on none: what six documents share is
    their story, not their language.  tongues: int16[n], from 0.  Sums of whole numbers: shards
    may be added up in any order.
    """
    count = int(tongues.max(initial=-1)) + 1
    sums, sizes = np.zeros((count, vectors.shape[1]), np.int64), np.bincount(tongues, minlength=count)
    for first in range(0, len(vectors), 8 * BLOCK):
        block = slice(first, first + 8 * BLOCK)
        order = np.argsort(tongues[block], kind="stable")
        found, starts = np.unique(tongues[block][order], return_index=True)
        sums[found] += np.add.reduceat(np.asarray(vectors[block])[order], starts, axis=0, dtype=np.int64)
    whole = sums.sum(axis=0) / max(len(vectors), 1)
    shrunk = (sums + PRIOR * whole) / (sizes[:, None] + PRIOR)
    shrunk *= len(vectors) / (len(vectors) + FEW)
    rounded: NDArray[np.int64] = np.rint(shrunk * FINE).astype(np.int64)
    return rounded


def centre(vectors: Quantised, tongues: NDArray[np.int16], mean: NDArray[np.int64]) -> Quantised:
    """Return vectors less the mean of their language, of length UNIT again; rows of zeros stay.

    What all texts of one language share says nothing of what they are about, and keeps translations apart.
    """
    left = np.where(vectors.any(axis=1, keepdims=True), vectors.astype(np.int64) * FINE - mean[tongues], 0)
    lengths = np.sqrt(np.maximum((left * left).sum(axis=1, keepdims=True), 1))
    centred: Quantised = np.clip(np.rint(left * (UNIT / lengths)), -127, 127).astype(np.int8)
    return centred


def sample(count: int, size: int, seed: int) -> Rows:
    """Return the rows that k-means sees, ascending."""
    drawn = np.random.default_rng(seed).choice(count, min(size, count), replace=False)
    return np.sort(drawn).astype(np.int64)


def train(vectors: Quantised, count: int, *, seed: int = 0) -> Cells:
    """Return about ``count`` cells for a sample of the corpus, by k-means on the sphere; the same for the same sample.

    Past COARSE cells, groups are found first and each is cut for itself, so that no vector meets all centres.
    """
    known = vectors[vectors.any(axis=1)]
    count = min(count, len(known))
    if count <= COARSE:
        return Cells(_k_means(known, count, seed), np.zeros((0, vectors.shape[1]), np.int16), np.zeros(count, np.int64))
    wanted = int(np.sqrt(count))
    groups = _k_means(known[sample(len(known), wanted * SAMPLE, seed)], wanted, seed)
    owner = _nearest_centre(known, groups)
    order = np.argsort(owner, kind="stable")
    parts = np.split(order, np.searchsorted(owner[order], np.arange(1, wanted)))
    cut = [_k_means(known[part], -(-count * len(part) // len(known)), seed) for part in parts]
    return Cells(np.concatenate(cut), groups, np.repeat(np.arange(wanted), [len(centres) for centres in cut]))


def assign(vectors: Quantised, cells: Cells, near: int = NEAR) -> NDArray[np.int64]:
    """Return the nearest cells of each row: int64[n, near], nearest first, -1 for rows of zeros.

    With groups, the cells of the nearest 2 × near groups are looked at; -1 where they hold fewer than near.
    """
    near = min(near, len(cells.centres))
    if len(cells.groups):
        found = _assign_by_groups(vectors, cells, near)
    else:
        found = np.argsort(-_products(vectors, cells.centres), axis=1, kind="stable")[:, :near].astype(np.int64)
    found[~vectors.any(axis=1)] = -1
    return found


def _assign_by_groups(vectors: Quantised, cells: Cells, near: int) -> NDArray[np.int64]:
    looked = np.argsort(-_products(vectors, cells.groups), axis=1, kind="stable")[:, : 2 * near]
    bounds = np.searchsorted(cells.owners, np.arange(len(cells.groups) + 1))
    seen = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))]
    for group in np.unique(looked).tolist():
        rows = np.flatnonzero((looked == group).any(axis=1))
        scores = _products(vectors[rows], cells.centres[bounds[group] : bounds[group + 1]])
        best = np.argsort(-scores, axis=1, kind="stable")[:, :near]
        values = np.take_along_axis(scores, best, axis=1)
        seen.append((np.repeat(rows, best.shape[1]), best.ravel() + bounds[group], values.ravel()))
    rows, places, values = (np.concatenate(part) for part in zip(*seen, strict=True))
    order = np.lexsort((places, -values, rows))
    rank = np.arange(len(rows)) - np.searchsorted(rows[order], rows[order], side="left")
    found = np.full((len(vectors), near), -1, np.int64)
    kept = rank < near
    found[rows[order][kept], rank[kept]] = places[order][kept]
    return found


def _k_means(vectors: NDArray[Any], count: int, seed: int) -> NDArray[np.int16]:
    """Return int16[count, d]: centres of length UNIT, from a seeded draw of the vectors."""
    drawn = np.sort(np.random.default_rng(seed).choice(len(vectors), count, replace=False))
    centres = _to_length(vectors[drawn].astype(np.int64))
    for _ in range(ROUNDS):
        owners = _nearest_centre(vectors, centres)
        order = np.argsort(owners, kind="stable")
        filled, starts = np.unique(owners[order], return_index=True)
        moved = centres.copy()
        moved[filled] = _to_length(np.add.reduceat(vectors[order].astype(np.int64), starts, axis=0))
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres


def _nearest_centre(vectors: NDArray[Any], centres: NDArray[np.int16]) -> NDArray[np.int64]:
    table = centres.astype(np.float32).T
    blocks = (vectors[first : first + BLOCK].astype(np.float32) @ table for first in range(0, len(vectors), BLOCK))
    return np.concatenate([np.zeros(0, np.int64), *(block.argmax(axis=1) for block in blocks)])


def _to_length(sums: NDArray[np.int64]) -> NDArray[np.int16]:
    lengths = np.sqrt(np.maximum((sums * sums).sum(axis=1, keepdims=True), 1))
    scaled: NDArray[np.int16] = np.rint(sums * (UNIT / lengths)).astype(np.int16)
    return scaled


def _products(vectors: NDArray[Any], centres: NDArray[np.int16]) -> NDArray[np.float32]:
    """Dot products of whole numbers, exact in float32."""
    table = centres.astype(np.float32).T
    blocks = [vectors[first : first + BLOCK].astype(np.float32) @ table for first in range(0, len(vectors), BLOCK)]
    return np.concatenate(blocks) if blocks else np.zeros((0, len(centres)), np.float32)
