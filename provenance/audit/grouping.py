"""From pairs with log-odds to groups: agglomeration by average link, which one chance likeness cannot chain.

Two groups join while the mean log-odds over all pairs between them is above nothing (average link, Sokal and Michener
1958, on the sum that correlation clustering maximises).  So a lone strong pair between two large families counts for
one of many, and pairs that the join never proposed count against.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

UNSEEN = -2.0  # log-odds of a pair that is no candidate
LIMIT = 5.0  # log-odds beyond which a pair counts no more
GAP = 6.0
_STEPS = 1024  # a log-odds is kept in as many steps: sums of whole numbers have no order


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, ascending.  pairs: (one, other, log-odds) of the candidates among them."""

    rows: tuple[int, ...]
    pairs: tuple[tuple[int, int, float], ...]


def gaps(one: Rows, other: Rows, tongues: NDArray[np.int16], scores: Floats) -> Floats:
    """Return by how much each pair leads its best rival on either side: float64[p, 2], the lesser lead first.

    A rival of (a, b) is (a, c) with c in the language of b, or (c, b) with c in that of a.  Within ±GAP, which also is
    the lead of a pair without rivals.
    """
    rows, beside = np.concatenate([one, other]), np.concatenate([tongues[other], tongues[one]])
    twice = np.concatenate([scores, scores])
    order = np.lexsort((-twice, beside, rows))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (rows[order][1:] != rows[order][:-1]) | (beside[order][1:] != beside[order][:-1])
    starts = np.flatnonzero(new)
    sizes = np.diff([*starts, len(order)])
    best = np.repeat(twice[order][starts], sizes)
    second = np.repeat(np.where(sizes > 1, twice[order][np.minimum(starts + 1, len(order) - 1)], -np.inf), sizes)
    leads = np.empty(len(order))
    leads[order] = twice[order] - np.where(new, second, best)
    sides = np.column_stack([leads[: len(one)], leads[len(one) :]])
    return np.asarray(np.clip(np.sort(sides, axis=1), -GAP, GAP))


def group(one: Rows, other: Rows, scores: Floats) -> tuple[tuple[int, ...], ...]:
    """Return the groups of two or more rows, each ascending, by their first rows.

    one, other: rows of the candidate pairs, one < other, each pair once.  scores: natural log-odds that they belong
    together.  The result does not depend on the order of the pairs.
    """
    steps = np.rint(np.clip(scores, -LIMIT, LIMIT) * _STEPS).astype(np.int64)
    found = [group for edges in _components(one, other, steps) for group in _agglomerated(edges)]
    return tuple(sorted(found))


def _components(one: Rows, other: Rows, steps: Rows) -> Iterator[dict[tuple[int, int], int]]:
    """Give the pairs of each set of rows that is held together by pairs likelier than not."""
    owners: dict[int, int] = {}

    def owner(row: int) -> int:
        while (above := owners.get(row, row)) != row:
            owners[row] = owners.get(above, above)
            row = above
        return row

    pairs = list(zip(one.tolist(), other.tolist(), steps.tolist(), strict=True))
    for left, right, step in pairs:
        if step > 0:
            first, second = sorted((owner(left), owner(right)))
            owners[second] = first
    found: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    for left, right, step in pairs:
        if owner(left) == owner(right):
            found[owner(left)][left, right] = step
    yield from found.values()


def _agglomerated(edges: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Join the two groups with the highest mean until none is above nothing; a group is called by its first row."""
    members = {row: [row] for pair in edges for row in pair}
    links: dict[int, dict[int, tuple[int, int]]] = {row: {} for row in members}  # sum and number of seen pairs
    for (left, right), step in edges.items():
        links[left][right] = links[right][left] = (step, 1)
    rounds = dict.fromkeys(members, 0)

    def entry(left: int, right: int) -> tuple[float, int, int, int, int]:
        total, seen = links[left][right]
        count = len(members[left]) * len(members[right])
        mean = (total + (count - seen) * UNSEEN * _STEPS) / count
        return -mean, left, right, rounds[left], rounds[right]

    heap = [found for left, right in edges if (found := entry(left, right))[0] < 0]
    heapq.heapify(heap)
    while heap:
        _, left, right, *seen = heapq.heappop(heap)
        if left not in members or right not in members or seen != [rounds[left], rounds[right]]:
            continue
        members[left] += members.pop(right)
        rounds[left] += 1
        for third, (total, count) in links.pop(right).items():
            del links[third][right]
            if third != left:
                before = links[left].get(third, (0, 0))
                links[left][third] = links[third][left] = (before[0] + total, before[1] + count)
        for third in links[left]:
            if (found := entry(min(left, third), max(left, third)))[0] < 0:
                heapq.heappush(heap, found)
    return [tuple(sorted(rows)) for rows in members.values() if len(rows) > 1]
