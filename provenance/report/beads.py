"""The beads of an alignment as a page draws them: which sentences are linked, and which links are moved."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
Bead = tuple[tuple[int, ...], tuple[int, ...], int, int]
"""Sentences of the one side, of the other, 1 where the passage is moved, and how alike they are in per cent."""


def beads(links: Sequence[Json]) -> tuple[Bead, ...]:
    """Return the links of an alignment as beads."""
    moved = moved_links(links)
    return tuple(
        (tuple(link["one"]), tuple(link["other"]), int(place in moved), round(max(link["similarity"], 0) * 100))
        for place, link in enumerate(links)
    )


def moved_links(links: Sequence[Json]) -> set[int]:
    """Return the places of the links that cross the longest run of links in order (patience sorting)."""
    linked = [
        (place, link["one"][0], link["other"][0]) for place, link in enumerate(links) if link["one"] and link["other"]
    ]
    linked.sort(key=lambda entry: entry[1])
    piles: list[int] = []
    before: dict[int, int | None] = {}
    tops: list[int] = []
    for entry, (_, _, other) in enumerate(linked):
        pile = bisect_left(piles, other)
        before[entry] = tops[pile - 1] if pile else None
        piles[pile : pile + 1] = [other]
        tops[pile : pile + 1] = [entry]
    kept: set[int] = set()
    last: int | None = tops[-1] if tops else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return {linked[entry][0] for entry in range(len(linked)) if entry not in kept}
