"""Which documents of a corpus may be versions of one text: nearest neighbours, shard by shard.

A coarse quantiser (cells.py) cuts the corpus into cells; each document goes to the few cells nearest to it, and is
compared with what lies there.  So no step needs all vectors in one place, and work grows with n × size of a cell, not
with n².  A cell that is too large (a corpus of one template) is cut again.

Neighbours are counted by language.  A text has few versions in any one language, but a page made from a template has
hundreds of likes in its own, which would crowd out its translations.  So each row keeps its few nearest in every
language, a pair must stand on both sides' lists, and its margin is taken over the neighbours in those two languages.

Vectors are whole numbers, and so exact (see cells.py).  Rows stand in the order of the documents' ids, which makes the
result one of the corpus, not of the order of its files.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from provenance.audit.cells import BLOCK, NEAR, SAMPLE, Cells, Quantised, Rows, assign, sample, train

Floats = NDArray[np.float32]
Tongues = NDArray[np.int16]
# Apply a function to items, results in the order of the items: ``map``, a pool's imap, a cluster's.
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

NEIGHBOURS = 4  # that a row keeps in each language
CELL = 2048  # documents in a cell, on average
LARGEST = 4 * CELL  # a larger cell is cut again, a smaller corpus is one cell
ASSIGNED = 8192  # rows that are given their cells at a time
MERGED = 1 << 22  # neighbours that are waited for before they are merged
FLOOR = np.float32(0.05)  # least mean similarity of a neighbourhood: below it is noise


class Table(Protocol):
    """A corpus's vectors: int8[n, d] (``cells.centre``), in the order of the ids, and int16[n], language numbers.

    Functions over shards are sent with the table they read, so it should be small to send: a file's name, not arrays.
    """

    @property
    def vectors(self) -> Quantised:
        """The vectors; a memory map will do."""
        ...

    @property
    def tongues(self) -> Tongues:
        """The languages' numbers, from 0."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A table in memory."""

    vectors: Quantised
    tongues: Tongues


@dataclass(frozen=True, slots=True)
class Task:
    """One cell's work.  rows: int64[m], ascending; vectors: int8[m, d]; tongues: int16[m]."""

    rows: Rows
    vectors: Quantised
    tongues: Tongues


@dataclass(frozen=True, slots=True)
class Neighbours:
    """rows[i] has others[i], of language tongues[i], at cosines[i]; by row, language, nearest first, then by other."""

    rows: Rows
    others: Rows
    tongues: Tongues
    cosines: Floats


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs that may be versions of one text: one[i] < other[i], in this order, each pair once.

    cosines: float32[p], of the two documents' vectors.  margins: float32[p], the cosine by the mean of the two
    neighbourhoods, each that of the nearest in the other's language (ratio margin, Artetxe & Schwenk, ACL 2019).
    """

    one: Rows
    other: Rows
    cosines: Floats
    margins: Floats

    def __len__(self) -> int:
        return len(self.one)


def join(
    table: Table, *, neighbours: int = NEIGHBOURS, seed: int = 0, spread: Spread = map, cell: int = CELL
) -> Candidates:
    """Return the pairs of rows that lie among each other's nearest in their languages.

    neighbours: that a row keeps in each language.  spread: applies a function to shards (``map``, or the like over
    workers).  cell: documents of a cell on average; a corpus of at most four times as many is compared whole.
    """
    search = partial(_nearest_of, table=table, k=neighbours, seed=seed, largest=4 * cell)
    kept, waiting, size = _NONE, [], 0
    for found in spread(search, shard(table, seed=seed, spread=spread, cell=cell)):
        waiting.append(found)
        size += len(found.rows)
        if size > max(MERGED, len(kept.rows)):  # so that what is held stays near what is kept
            kept, waiting, size = merge([kept, *waiting], neighbours), [], 0
    return pair(merge([kept, *waiting], neighbours), neighbours)


def shard(table: Table, *, seed: int = 0, spread: Spread = map, cell: int = CELL) -> list[Rows]:
    """Return the rows of each cell, ascending; rows of zeros, of which nothing is known, stand in none."""
    count = len(table.tongues)
    if count <= 4 * cell:
        return [np.flatnonzero(np.asarray(table.vectors).any(axis=1)).astype(np.int64)]
    wanted = -(-count * NEAR // cell)
    cells = train(np.asarray(table.vectors[sample(count, wanted * SAMPLE, seed)]), wanted, seed=seed)
    rows, owners = [], []
    firsts = range(0, count, ASSIGNED)
    for first, near in zip(firsts, spread(partial(_cells_of, table=table, cells=cells), firsts), strict=True):
        known, rank = np.nonzero(near >= 0)
        rows.append(known + first)
        owners.append(near[known, rank])
    flat, owner = np.concatenate(rows), np.concatenate(owners)
    order = np.lexsort((flat, owner))
    bounds = np.searchsorted(owner[order], np.arange(len(cells.centres) + 1))
    parts = [flat[order[start:stop]] for start, stop in pairwise(bounds)]
    return [part for part in parts if len(part) > 1]


def _cells_of(first: int, table: Table, cells: Cells) -> NDArray[np.int64]:
    return assign(np.asarray(table.vectors[first : first + ASSIGNED]), cells)


def _nearest_of(rows: Rows, table: Table, k: int, seed: int, largest: int) -> Neighbours:
    task = Task(rows, np.asarray(table.vectors[rows]), np.asarray(table.tongues[rows]))
    return nearest(task, k, seed=seed, largest=largest)


def nearest(task: Task, k: int = NEIGHBOURS, *, seed: int = 0, largest: int = LARGEST) -> Neighbours:
    """Return the k nearest neighbours of each row in each language within one cell.

    A cell of more than ``largest`` rows is cut again.  Memory is BLOCK × the size of the cell, beside the vectors.
    """
    if len(task.rows) > largest:
        return merge((nearest(part, k, seed=seed, largest=largest) for part in _parts(task, seed, largest)), k)
    order = np.argsort(task.tongues, kind="stable")  # a language is a range of columns
    rows, tongues = task.rows[order], task.tongues[order]
    table = task.vectors[order].astype(np.float32)
    scale = 1.0 / np.sqrt(np.maximum((table * table).sum(axis=1, dtype=np.float64), 1.0))
    kinds, starts = np.unique(tongues, return_index=True)
    found = []
    for first in range(0, len(rows), BLOCK):
        block = slice(first, first + BLOCK)
        scores = (table[block] @ table.T * (scale[block, None] * scale[None, :])).astype(np.float32)
        own = np.arange(len(scores))
        scores[own, own + first] = -np.inf
        for kind, (start, stop) in zip(kinds, pairwise([*starts, len(rows)]), strict=True):
            best, cosines = _best(scores[:, start:stop], k)
            width = best.shape[1]
            owners, others = np.repeat(rows[block], width), rows[start:stop][best.ravel()]
            kept = np.isfinite(cosines.ravel())
            tags = np.full(int(kept.sum()), kind, np.int16)
            found.append(Neighbours(owners[kept], others[kept], tags, cosines.ravel()[kept]))
    return merge(found, k)


def _best(scores: Floats, k: int) -> tuple[NDArray[np.int64], Floats]:
    """Return the columns of the k best of each row, and their scores."""
    if scores.shape[1] > k:
        best = np.sort(np.argpartition(-scores, k - 1, axis=1)[:, :k], axis=1)
    else:
        best = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    return best, np.take_along_axis(scores, best, axis=1)


def merge(found: Iterable[Neighbours], k: int) -> Neighbours:
    """Join what cells found: each row keeps its k nearest in each language, each once."""
    parts = [*found, _NONE]
    rows = np.concatenate([part.rows for part in parts])
    others = np.concatenate([part.others for part in parts])
    tongues = np.concatenate([part.tongues for part in parts])
    cosines = np.concatenate([part.cosines for part in parts])
    order = np.lexsort((others, -cosines, tongues, rows))
    rows, others, tongues, cosines = rows[order], others[order], tongues[order], cosines[order]
    fresh = np.ones(len(rows), dtype=bool)  # a pair has one cosine wherever it is found, so its copies are adjacent
    fresh[1:] = (rows[1:] != rows[:-1]) | (others[1:] != others[:-1])
    rows, others, tongues, cosines = rows[fresh], others[fresh], tongues[fresh], cosines[fresh]
    kept = _rank(rows, tongues) < k
    return Neighbours(rows[kept], others[kept], tongues[kept], cosines[kept])


def pair(found: Neighbours, k: int = NEIGHBOURS) -> Candidates:
    """Make pairs of neighbours that stand on both sides' lists of k, with their margins."""
    means = _means(found, k)
    size = int(found.rows.max(initial=-1)) + 1
    low, high = np.minimum(found.rows, found.others), np.maximum(found.rows, found.others)
    order = np.argsort(low * size + high, kind="stable")
    low, high, cosines, means = low[order], high[order], found.cosines[order], means[order]
    twice = np.flatnonzero((low[1:] == low[:-1]) & (high[1:] == high[:-1]))
    around = np.maximum((means[twice] + means[twice + 1]) / 2, FLOOR)
    return Candidates(low[twice], high[twice], cosines[twice], (cosines[twice] / around).astype(np.float32))


def _means(found: Neighbours, k: int) -> Floats:
    """Return for each entry the mean cosine of its row's k neighbours in the entry's language.

    Where the corpus has fewer, strangers as far as FLOOR stand in their place.
    """
    starts = np.flatnonzero(_rank(found.rows, found.tongues) == 0)
    if not len(starts):
        return found.cosines
    counts = np.diff([*starts, len(found.rows)])
    totals = np.add.reduceat(found.cosines, starts) + np.maximum(k - counts, 0) * FLOOR
    means: Floats = np.repeat(totals / np.maximum(counts, k), counts).astype(np.float32)
    return means


def _rank(rows: Rows, tongues: Tongues) -> NDArray[np.int64]:
    """Return the place of each entry among those of its row and language, from 0."""
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]) | (tongues[1:] != tongues[:-1])
    places = np.arange(len(rows))
    rank: NDArray[np.int64] = places - np.maximum.accumulate(np.where(new, places, 0))
    return rank


def _parts(task: Task, seed: int, largest: int) -> Iterator[Task]:
    """Cut a cell that is too large; one that will not be cut (equal vectors) is cut by row numbers, overlapping."""
    wanted = max(2, -(-len(task.rows) * NEAR * 2 // largest))
    cells = train(task.vectors[sample(len(task.rows), wanted * SAMPLE, seed)], wanted, seed=seed)
    near = assign(task.vectors, cells)
    parts = [np.flatnonzero((near == cell).any(axis=1)) for cell in range(len(cells.centres))]
    if max(map(len, parts)) == len(task.rows):
        parts = [np.arange(at, min(at + largest, len(task.rows))) for at in range(0, len(task.rows), largest // 2)]
    for part in parts:
        yield Task(task.rows[part], task.vectors[part], task.tongues[part])


_NONE = Neighbours(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int16), np.zeros(0, np.float32))
