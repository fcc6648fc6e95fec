"""Which documents of a corpus are versions of one text, and who was made from whom.

Four steps, each cheaper for a pair than the next and each with fewer pairs to look at: neighbours by vector (join.py),
their sentences held against each other (likeness.py), groups that hold together (grouping.py), and within a group the
alignment, whose verdict decides: who is no version of any other member leaves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Protocol

import numpy as np

from provenance.audit.corpus import Corpus, Family
from provenance.audit.grouping import Floats, Group, Rows, gaps, group
from provenance.audit.join import Candidates, Spread, Table, Tongues, join
from provenance.audit.kinship import CROWD, Found, crowd, related, sent
from provenance.audit.likeness import Sketch, features, first_sight, second_sight
from provenance.audit.sketches import write_sketches

PAIRS = 1024  # scored at a time


class Shelf(Protocol):
    """A corpus's sketches by row; small to send to a worker."""

    def __getitem__(self, row: int) -> Sketch: ...


def families(corpus: Corpus, *, spread: Spread = map) -> Iterator[Family]:
    """Give the families of a corpus in the order of their first members."""
    table, shelf = write_sketches(corpus)
    groups = find(table, shelf, spread=spread)
    small = [found for found in groups if len(found.rows) < CROWD]
    waiting = [found for some in groups if len(some.rows) >= CROWD for found in crowd(corpus, some, spread=spread)]
    waiting.sort(key=_first_row, reverse=True)
    tasks = (sent(corpus, found) for found in small)
    for some, found in zip(small, spread(partial(related, model=corpus.model), tasks), strict=True):
        while waiting and waiting[-1][0] < some.rows[0]:  # no family of this or a later group begins before it
            yield waiting.pop()[1]
        waiting = sorted([*waiting, *found], key=_first_row, reverse=True)
    yield from (family for _, family in reversed(waiting))


def _first_row(found: Found) -> int:
    return found[0]


def find(table: Table, shelf: Shelf, *, spread: Spread = map) -> tuple[Group, ...]:
    """Return the groups of a corpus that pass for families before any alignment, by their first rows."""
    pairs = join(table, spread=spread)
    if not len(pairs):
        return ()
    scores = score(pairs, table.tongues, shelf, spread=spread)
    owners = {row: place for place, rows in enumerate(group(pairs.one, pairs.other, scores)) for row in rows}
    rows: dict[int, list[int]] = {}
    for row in sorted(owners):
        rows.setdefault(owners[row], []).append(row)
    held: dict[int, list[tuple[int, int, float]]] = {place: [] for place in rows}
    for one, other, value in zip(pairs.one.tolist(), pairs.other.tolist(), scores.tolist(), strict=True):
        if one in owners and owners[one] == owners.get(other):
            held[owners[one]].append((one, other, value))
    return tuple(Group(tuple(rows[place]), tuple(held[place])) for place in sorted(rows))


def score(pairs: Candidates, tongues: Tongues, shelf: Shelf, *, spread: Spread = map) -> Floats:
    """Return the log-odds that the documents of each pair are versions of one text: float64[p]."""
    blocks = (_block(pairs, tongues, start) for start in range(0, len(pairs), PAIRS))
    first = np.concatenate(list(spread(partial(_first, shelf=shelf), blocks)))
    return second_sight(first, gaps(pairs.one, pairs.other, tongues, first))


@dataclass(frozen=True, slots=True)
class _Block:
    one: Rows
    other: Rows
    cosines: Sequence[float]
    margins: Sequence[float]
    same: Sequence[bool]


def _block(pairs: Candidates, tongues: Tongues, start: int) -> _Block:
    part = slice(start, start + PAIRS)
    one, other = pairs.one[part], pairs.other[part]
    same = (tongues[one] == tongues[other]).tolist()
    return _Block(one, other, pairs.cosines[part].tolist(), pairs.margins[part].tolist(), same)


def _first(block: _Block, shelf: Shelf) -> Floats:
    @lru_cache(maxsize=4 * PAIRS)
    def taken(row: int) -> Sketch:
        return shelf[row]

    seen = [
        features(taken(one), taken(other), cosine=cosine, margin=margin, is_same_language=same)
        for one, other, cosine, margin, same in zip(
            block.one.tolist(), block.other.tolist(), block.cosines, block.margins, block.same, strict=True
        )
    ]
    return first_sight(np.array(seen))
