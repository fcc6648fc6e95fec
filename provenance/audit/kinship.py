"""Within a group: which of its documents alignment finds to be versions of one text, and the chain through them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

from provenance.audit.corpus import Corpus, Family, Stored, encoder_named, record_of
from provenance.audit.grouping import Group
from provenance.audit.join import Spread
from provenance.embed import Encoder
from provenance.pipeline.comparison import pair_of, relate, side_of
from provenance.types import Cite, Evidence, Pair, Record, Verdict, primary

RELATED: frozenset[Verdict] = frozenset(("same-text", "translation", "partial-translation", "summary"))
SURE = 0.5
WHOLE = 6  # members up to which every pair is aligned
PARTNERS = 3  # that a member of a larger group is aligned with, beside the one that is likest to all
CHAINED = 24  # members that a chain is drawn through
CROWD = 48  # members from which a group is aligned by several workers
AT_ONCE = 64  # pairs of a crowd that one of them aligns

Key = tuple[int, int]
Shelf = Mapping[int, Stored]  # the records of some rows
Records = Mapping[int, Record]
Found = tuple[int, Family]  # a family's first row, and the family


def sent(corpus: Corpus, found: Group) -> tuple[Group, Shelf]:
    """Return a group with its records, for a worker that may be on another machine."""
    return found, {row: corpus.stored(row) for row in found.rows}


def related(task: tuple[Group, Shelf], model: str | None = None) -> tuple[Found, ...]:
    """Align a group's members and return the families among them, with their chains.

    task: what ``sent`` gives.  model: name of the encoder, None for the bundled one.
    """
    found, shelf = task
    records = _read(shelf)
    pairs = compared(aligned(found), records, encoder_named(model))
    parts = held_together(found.rows, [key for key, pair in pairs.items() if is_version(pair)])
    return tuple(_family(rows, shelf, records, _within(pairs, rows), pairs) for rows in parts)


def crowd(corpus: Corpus, found: Group, *, spread: Spread = map) -> Iterator[Found]:
    """Do what ``related`` does for a group that is too large for one worker."""
    keys = aligned(found)
    chunks = (keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE))
    tasks = ((some, _shelf(corpus, {row for key in some for row in key})) for some in chunks)
    light = spread(partial(_light_pairs, model=corpus.model), tasks)
    pairs = {key: pair for some in light for key, pair in some.items()}
    for rows in held_together(found.rows, [key for key, pair in pairs.items() if is_version(pair)]):
        within = _within(pairs, rows)
        chosen = _chosen(rows, within)
        records = _read(_shelf(corpus, chosen))
        full = compared(sorted(_within(pairs, chosen)), records, encoder_named(corpus.model))
        yield _family(rows, _shelf(corpus, rows), records, within, full)


def _shelf(corpus: Corpus, rows: Iterable[int]) -> Shelf:
    return {row: corpus.stored(row) for row in sorted(rows)}


def _within(pairs: Mapping[Key, Pair], rows: Iterable[int]) -> dict[Key, Pair]:
    held = {*rows}
    return {key: pairs[key] for key in sorted(pairs) if {*key} <= held}


def aligned(found: Group) -> list[Key]:
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


def compared(keys: Iterable[Key], records: Records, encoder: Encoder) -> dict[Key, Pair]:
    """Align pairs of rows; a record is encoded once.

    Whether two texts are versions, and which way, shows without spelling, without single words and without learning
    from each pair anew (docs/scale.md): all three are left to ``compare``.
    What changed between two versions tells of a third, or of a copy in one language: two in different languages alone
    are not searched for it, and the others only for passages, order, figures, dates and spellings.
    """
    sides = {row: side_of(record, encoder, is_light=True) for row, record in records.items()}
    tongues = {primary(record.language.language) for record in records.values()}
    is_collated = len(records) > 2 or len(tongues) < len(records)
    return {
        (one, other): pair_of(
            records[one],
            records[other],
            sides[one],
            sides[other],
            encoder,
            is_collated=is_collated,
            is_light=True,
            rounds=0,
        )[0]
        for one, other in keys
    }  # fmt: skip


def is_version(pair: Pair) -> bool:
    """Tell whether the alignment finds the two to be versions of one text."""
    return pair.verdict in RELATED and pair.confidence >= SURE


def held_together(rows: Sequence[int], pairs: Iterable[Key]) -> list[tuple[int, ...]]:
    """Return the sets of two or more rows that pairs connect, each ascending, by their first rows."""
    parts = {row: {row} for row in rows}
    for one, other in pairs:
        if parts[one] is not parts[other]:
            parts[one] |= parts[other]
            for row in parts[other]:
                parts[row] = parts[one]
    return sorted({tuple(sorted(part)) for part in parts.values() if len(part) > 1})


def _read(shelf: Shelf) -> Records:
    return {row: record_of(stored) for row, stored in shelf.items()}


def _light_pairs(task: tuple[Iterable[Key], Shelf], model: str | None) -> dict[Key, Pair]:
    """Align pairs of rows, and return what was found without the beads."""
    keys, shelf = task
    return {
        key: replace(pair, alignment=replace(pair.alignment, links=()), discrepancies=())
        for key, pair in compared(keys, _read(shelf), encoder_named(model)).items()
    }


def _family(
    rows: Sequence[int], shelf: Shelf, records: Records, pairs: Mapping[Key, Pair], full: Mapping[Key, Pair]
) -> Found:
    """Return the family of some rows, its chain drawn through those that most speaks for if there are too many.

    records: of those in the chain at least.  pairs: all that were aligned.  full: with their beads, those at least
    that lie within the chain.
    """
    chosen = _chosen(rows, pairs)
    chain, evidence = relate([records[row] for row in chosen], list(_within(full, chosen).values()))
    if len(chosen) < len(rows):
        places = [list(rows).index(row) for row in chosen]
        said = f"the chain is drawn through the {len(chosen)} of {len(rows)} members that comparison supports best"
        note = Evidence(f"e{len(evidence) + 1}", "family-part", chain.versions[0].id, said, 0.0, "inferred", ())
        evidence = (*(_moved(item, places) for item in evidence), note)
    return rows[0], Family(tuple(shelf[row][0] for row in rows), tuple(pairs.values()), chain, evidence)


def _chosen(rows: Sequence[int], pairs: Mapping[Key, Pair]) -> tuple[int, ...]:
    if len(rows) <= CHAINED:
        return tuple(rows)
    support = dict.fromkeys(rows, 0.0)
    for key in sorted(pairs):
        for row in key:
            support[row] += pairs[key].confidence * is_version(pairs[key])
    return tuple(sorted(sorted(rows, key=lambda row: (-support[row], row))[:CHAINED]))


def _moved(item: Evidence, places: Sequence[int]) -> Evidence:
    """Return evidence whose refs count the family's members instead of those in the chain."""
    return replace(item, cites=tuple(_cite(cite, places) for cite in item.cites))


def _cite(cite: Cite, places: Sequence[int]) -> Cite:
    parts = (cite.ref or "").split("/", 3)
    if len(parts) < 3 or parts[1] != "records":
        return replace(cite, ref=None)
    return replace(cite, ref="/".join([*parts[:2], str(places[int(parts[2])]), *parts[3:]]))
