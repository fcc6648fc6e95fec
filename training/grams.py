"""Pieces share what their spellings share: each row is its own vector plus those of its character n-grams.

A rare form of a thin language is seen a few times; its n-grams are seen in its other forms, in related languages
and, romanised, across scripts (fastText: Bojanowski et al., TACL 2017).  The sum is taken when the model is written,
so the shipped model stays one row a piece.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numba as nb
import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from training.rows import Floats, Ids, Offsets
from training.vocabulary import WORD_START

SIZES = (3, 4, 5)
# Ideographs say something alone; their romanisation does not.
IDEOGRAPHS = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"))
# An n-gram that fewer pieces hold shares nothing.
LEAST = 2
MOST = 131_072


@dataclass(frozen=True, slots=True)
class Grams:
    """Piece p holds the n-grams ids[offsets[p]:offsets[p + 1]], numbers from 0 to count - 1."""

    ids: Ids
    offsets: Offsets
    count: int


def piece_grams(pieces: Sequence[str], *, most: int = MOST) -> Grams:
    """List the n-grams of each piece, in the order of the pieces; the `most` that the most pieces hold are kept."""
    held = [_grams(piece) for piece in pieces]
    uses = Counter(gram for grams in held for gram in grams)
    kept = sorted((gram for gram, n in uses.items() if n >= LEAST), key=lambda gram: (-uses[gram], gram))[:most]
    numbers = {gram: i for i, gram in enumerate(kept)}
    rows = [[numbers[gram] for gram in grams if gram in numbers] for grams in held]
    offsets = np.cumsum([0] + [len(row) for row in rows]).astype(np.int64)
    return Grams(np.array([i for row in rows for i in row], dtype=np.int32), offsets, len(kept))


def _grams(piece: str) -> tuple[str, ...]:
    bare = piece.lstrip(WORD_START)
    if any(low <= char <= high for char in bare for low, high in IDEOGRAPHS):
        return tuple(dict.fromkeys([*bare, *(bare[i : i + 2] for i in range(len(bare) - 1))])) if len(bare) > 1 else ()
    mark = WORD_START if piece.startswith(WORD_START) else ""
    spelled = mark + anyascii(bare).lower()
    found = (spelled[i : i + size] for size in SIZES for i in range(len(spelled) - size + 1))
    return tuple(dict.fromkeys(found))


@nb.njit(parallel=True, fastmath=True, cache=True)
def compose(table: Floats, pieces: Ids, ids: Ids, offsets: Offsets, size: int) -> Floats:
    """Return float32[n, d]: own row plus the sum of the piece's n-gram rows (table[size + gram]) over √count."""
    n, d = len(pieces), table.shape[1]
    made = np.empty((n, d), np.float32)
    for i in nb.prange(n):
        piece = pieces[i]
        begin, end = offsets[piece], offsets[piece + 1]
        for k in range(d):
            made[i, k] = np.float32(0.0)
        for j in range(begin, end):
            row = table[size + ids[j]]
            for k in range(d):
                made[i, k] += row[k]
        share = np.float32(1.0 / np.sqrt(max(1, end - begin)))
        own = table[piece]
        for k in range(d):
            made[i, k] = made[i, k] * share + own[k]
    return made


@nb.njit(cache=True)
def spread(pieces: Ids, ids: Ids, offsets: Offsets, size: int) -> tuple[Ids, Ids, NDArray[np.float32]]:
    """List the rows that the pieces are made of: the row, the index of the piece, the weight."""
    total = 0
    for piece in pieces:
        total += 1 + offsets[piece + 1] - offsets[piece]
    rows = np.empty(total, np.int32)
    sources = np.empty(total, np.int32)
    weights = np.empty(total, np.float32)
    at = 0
    for i in range(len(pieces)):
        piece = pieces[i]
        rows[at], sources[at], weights[at] = piece, i, 1.0
        at += 1
        begin, end = offsets[piece], offsets[piece + 1]
        share = np.float32(1.0 / np.sqrt(max(1, end - begin)))
        for j in range(begin, end):
            rows[at], sources[at], weights[at] = size + ids[j], i, share
            at += 1
    return rows, sources, weights


@nb.njit(parallel=True, fastmath=True, cache=True)
def gather(gradients: Floats, order: NDArray[np.int64], bags: Ids, starts: Offsets) -> Floats:
    """Sum the bags' gradients for each piece: piece u owns order[starts[u]:starts[u + 1]]."""
    n, d = len(starts) - 1, gradients.shape[1]
    made = np.zeros((n, d), np.float32)
    for u in nb.prange(n):
        for j in range(starts[u], starts[u + 1]):
            source = gradients[bags[order[j]]]
            for k in range(d):
                made[u, k] += source[k]
    return made
