"""Which documents of a corpus are versions of one text, and who was made from whom.

Four steps, each cheaper for a pair than the next and each with fewer pairs to look at: neighbours by vector (join.py),
their sentences held against each other (likeness.py), groups that hold together (grouping.py), and within a group the
alignment, whose verdict decides: who is no version of any other member leaves.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import combinations
from typing import Protocol

import numpy as np

from provenance.audit.corpus import Corpus, Family
from provenance.audit.grouping import Floats, Rows, gaps, group
from provenance.audit.join import Candidates, Spread, Table, Tongues, join
from provenance.audit.likeness import Sketch, features, first_sight, second_sight
from provenance.audit.sketches import Sketches, write_sketches
from provenance.embed import Encoder, load_encoder
from provenance.pipeline.comparison import pair_of, relate, side_of
from provenance.types import Chain, Cite, Evidence, Pair, Record

RELATED = frozenset(("same-text", "translation", "partial-translation", "summary"))
PAIRS = 1024  # scored at a time
WHOLE = 6  # members up to which every pair is aligned
PARTNERS = 3  # that a member of a larger family is aligned with, beside the one that is likest to all
CHAINED = 24  # members that a chain is drawn through


class Shelf(Protocol):
    """A corpus's sketches by row; small to send to a worker."""

    def __getitem__(self, row: int) -> Sketch: ...


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, ascending.  pairs: (one, other, log-odds) of the candidates among them."""

    rows: tuple[int, ...]
    pairs: tuple[tuple[int, int, float], ...]


def families(corpus: Corpus, *, spread: Spread = map) -> Iterator[Family]:
    """Give the families of a corpus in the order of their first members."""
    table, shelf = write_sketches(corpus, spread=spread)
    groups = find(table, shelf, spread=spread)
    found = [family for some in spread(partial(related, corpus), groups) for family in some]
    yield from sorted(found, key=lambda family: family.members)


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


def related(corpus: Corpus, found: Group) -> tuple[Family, ...]:
    """Align a group's members and return the families among them, with their chains."""
    encoder = _encoder(corpus.model)
    records = {row: corpus.record(row) for row in found.rows}
    sides = {row: side_of(record, encoder) for row, record in records.items()}
    pairs = {
        (one, other): pair_of(records[one], records[other], sides[one], sides[other], encoder)[0]
        for one, other in aligned(found)
    }
    parts = _held_together(found.rows, [rows for rows, pair in pairs.items() if is_version(pair)])
    return tuple(_family(part, records, pairs) for part in parts)


def aligned(found: Group) -> list[tuple[int, int]]:
    """Return the pairs of a group to align: all of a small one; of a large one each member's likest, and the hub's."""
    if len(found.rows) <= WHOLE:
        return list(combinations(found.rows, 2))
    likest: dict[int, list[tuple[float, int]]] = {row: [] for row in found.rows}
    for one, other, value in found.pairs:
        likest[one].append((-value, other))
        likest[other].append((-value, one))
    hub = min(found.rows, key=lambda row: (sum(value for value, _ in likest[row]), row))
    wanted = {(row, other) for row in found.rows for _, other in sorted(likest[row])[:PARTNERS]}
    wanted |= {(row, hub) for row in found.rows if row != hub}
    return sorted({(min(pair), max(pair)) for pair in wanted})


def is_version(pair: Pair) -> bool:
    """Tell whether the alignment finds the two to be versions of one text."""
    return pair.verdict in RELATED and pair.confidence >= 0.5


def _held_together(rows: Sequence[int], pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Return the sets of two or more rows that pairs connect."""
    parts = {row: {row} for row in rows}
    for one, other in pairs:
        if parts[one] is not parts[other]:
            parts[one] |= parts[other]
            for row in parts[other]:
                parts[row] = parts[one]
    return sorted({tuple(sorted(part)) for part in parts.values() if len(part) > 1})


def _family(rows: Sequence[int], records: dict[int, Record], pairs: dict[tuple[int, int], Pair]) -> Family:
    """Return the family of some records, its chain drawn through those that most speaks for if there are too many."""
    within = {key: pair for key, pair in pairs.items() if set(key) <= set(rows)}
    chosen = _chosen(rows, within)
    chain, evidence = relate(
        [records[row] for row in chosen], [pair for key, pair in within.items() if set(key) <= set(chosen)]
    )
    if len(chosen) < len(rows):
        places = [rows.index(row) for row in chosen]
        evidence = (*(_moved(item, places) for item in evidence), _partial(chain, len(chosen), len(rows), evidence))
    return Family(
        tuple(records[row].document.id for row in rows), tuple(within[key] for key in sorted(within)), chain, evidence
    )


def _chosen(rows: Sequence[int], pairs: dict[tuple[int, int], Pair]) -> tuple[int, ...]:
    if len(rows) <= CHAINED:
        return tuple(rows)
    support = dict.fromkeys(rows, 0.0)
    for key, pair in pairs.items():
        for row in key:
            support[row] += pair.confidence * is_version(pair)
    return tuple(sorted(sorted(rows, key=lambda row: (-support[row], row))[:CHAINED]))


def _moved(item: Evidence, places: Sequence[int]) -> Evidence:
    """Return evidence whose refs count the family's members instead of those in the chain."""
    return replace(item, cites=tuple(_cite(cite, places) for cite in item.cites))


def _cite(cite: Cite, places: Sequence[int]) -> Cite:
    parts = (cite.ref or "").split("/", 3)
    if len(parts) < 3 or parts[1] != "records":
        return replace(cite, ref=None)
    return replace(cite, ref="/".join([*parts[:2], str(places[int(parts[2])]), *parts[3:]]))


def _partial(chain: Chain, chosen: int, members: int, evidence: Sequence[Evidence]) -> Evidence:
    said = f"the chain is drawn through the {chosen} of {members} members that the comparisons support best"
    return Evidence(f"e{len(evidence) + 1}", "family-part", chain.versions[0].id, said, 0.0, "inferred", ())


@lru_cache(maxsize=1)
def _encoder(model: str | None) -> Encoder:
    return load_encoder(model)


__all__ = ["Group", "Shelf", "Sketches", "aligned", "families", "find", "is_version", "related", "score"]
