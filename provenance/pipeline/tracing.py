"""Trace: which document of an index a text comes from.

One vector finds candidates, their passages and numbers put them in order, and the best few are aligned, which gives
verdicts with calibrated confidences; the chain through all that are versions says who was made from whom.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from provenance.embed import Encoder, load_encoder
from provenance.errors import IndexingError
from provenance.index import Filter, Hit, Index, Row, likeness
from provenance.pipeline.comparison import Side, pair_of, relate, side_of
from provenance.pipeline.indexing import entries, model_of
from provenance.pipeline.inspection import inspect
from provenance.stemma import kinship
from provenance.types import (
    Answer,
    Comparison,
    Document,
    Match,
    Model,
    Pair,
    Record,
    Relation,
    Trace,
    Verdict,
)

CANDIDATES = 100  # documents that are ranked by their passages
ALIGNED = 6  # the best of them, which are aligned
VERSIONS: frozenset[Verdict] = frozenset({"same-text", "translation", "partial-translation", "summary"})
DECIDED = 0.5  # probability from which two are said to come from one that nobody has
_ORDER: tuple[Relation, ...] = ("original", "version", "sibling", "derived", "same-event", "unrelated")
_ALL = Filter()


@dataclass(frozen=True, slots=True)
class _Held:
    """A candidate held against the text."""

    row: Row
    record: Record
    side: Side
    likeness: float
    pair: Pair


def trace(
    document: Document,
    index: Index,
    *,
    encoder: Encoder | None = None,
    language: str | None = None,
    only: Filter = _ALL,
    limit: int = ALIGNED,
) -> Trace:
    """Return where a text comes from, as far as the index tells.

    encoder: the one that the index was made with; the bundled model by default.  language: BCP 47 tag asserted for the
    text.  only: which documents to look among.  limit: how many of the likeliest to align; the text itself, if it is in
    the index, is not one of them.  Raises IndexingError for an index that is damaged or was made with another model.
    """
    encoder = encoder or load_encoder()
    model = model_of(encoder)
    _check(index, model)
    record = inspect(document, model=model, language=language)
    searched = index.count(only)
    ranked = _ranked(record, index, encoder, only)
    side = side_of(record, encoder)
    held = [_hold(record, side, row, index, encoder, score) for row, score in ranked[:limit]]
    related = [item for item in held if item.pair.verdict in VERSIONS]
    comparison = _together(record, side, related, encoder, model) if related else None
    matches = _matches(record, held, comparison)
    answer, confidence, reason = _answered(matches, searched, only)
    return Trace(
        document, record.language, answer, confidence, reason, searched, len(ranked), matches, comparison, model
    )


def nearest(
    document: Document, index: Index, encoder: Encoder, *, only: Filter = _ALL, limit: int = 10
) -> tuple[Hit, ...]:
    """Return the documents whose vectors are nearest to a text's, best first.

    Raises IndexingError as ``trace`` does.
    """
    _check(index, model_of(encoder))
    return index.search(entries([inspect(document)], encoder)[0].vector, limit, only)


def _check(index: Index, model: Model) -> None:
    found = index.model
    if found is not None and found.sha256 != model.sha256:
        raise IndexingError(
            f"{index.folder}: made with the model {found.name} ({found.sha256[:12]}), found {model.name} "
            f"({model.sha256[:12]}): trace with that model (--model)"
        )


def _ranked(record: Record, index: Index, encoder: Encoder, only: Filter) -> list[tuple[Row, float]]:
    """Return candidates with their likeness, best first, without the text itself."""
    entry = entries([record], encoder)[0]
    found = []
    for hit in index.search(entry.vector, CANDIDATES, only):
        if hit.row.sha256 == record.document.sha256:
            continue
        try:
            _, theirs = index.content(hit.row.key)
        except KeyError:
            continue  # removed since
        found.append((hit.row, likeness(entry.passages, theirs, cosine=hit.cosine)))
    return sorted(found, key=lambda item: (-round(item[1], 6), item[0].id))


def _hold(record: Record, side: Side, row: Row, index: Index, encoder: Encoder, score: float) -> _Held:
    try:
        document, _ = index.content(row.key)
    except KeyError as error:
        raise IndexingError(f"{index.folder}: {row.id} was removed while it was read: trace again") from error
    if document.id == record.document.id:  # an earlier state of the same file, say
        document = replace(document, id=f"{document.id} (in the index)")
    theirs = inspect(document, model=record.model, language=row.language if row.language != "und" else None)
    own = side_of(theirs, encoder)
    return _Held(row, theirs, own, score, _pair(record, theirs, side, own, encoder))


def _pair(one: Record, other: Record, one_side: Side, other_side: Side, encoder: Encoder) -> Pair:
    """Return the pair of two records, in the order of their ids, as comparisons list them."""
    if other.document.id < one.document.id:
        return pair_of(other, one, other_side, one_side, encoder)[0]
    return pair_of(one, other, one_side, other_side, encoder)[0]


def _together(record: Record, side: Side, related: Sequence[_Held], encoder: Encoder, model: Model) -> Comparison:
    """Return the comparison of the text with all its versions."""
    everyone = sorted(
        [(record, side), *((item.record, item.side) for item in related)], key=lambda it: it[0].document.id
    )
    at_hand = {item.record.document.id: item.pair for item in related}
    own = record.document.id
    pairs = tuple(
        at_hand[other.document.id if one.document.id == own else one.document.id]
        if own in (one.document.id, other.document.id)
        else _pair(one, other, one_side, other_side, encoder)
        for place, (one, one_side) in enumerate(everyone)
        for other, other_side in everyone[place + 1 :]
    )
    records = tuple(one for one, _ in everyone)
    chain, evidence = relate(records, pairs)
    return Comparison(records, pairs, evidence, chain, model)


def _matches(record: Record, held: Iterable[_Held], comparison: Comparison | None) -> tuple[Match, ...]:
    """Return what was found, likeliest originals first."""
    found = [_match(record, item, comparison) for item in held]
    return tuple(
        sorted(found, key=lambda match: (
            _ORDER.index(match.relation), -(match.chances or (0.0,))[0], -round(match.likeness, 6), match.document_id
        ))
    )  # fmt: skip


def _match(record: Record, item: _Held, comparison: Comparison | None) -> Match:
    relation: Relation
    chances = None
    if item.pair.verdict in VERSIONS and comparison is not None:
        chances = _chances(comparison, record.document.id, item.record.document.id)
        relation = _relation(comparison, record.document.id, item.record.document.id, chances)
    else:
        relation = "same-event" if item.pair.verdict == "same-event" else "unrelated"
    coverage = item.pair.coverage
    if item.pair.alignment.one_id != record.document.id:
        coverage = replace(coverage, one=coverage.other, other=coverage.one)
    return Match(
        item.record.document.id,
        item.row.sha256,
        item.row.language,
        item.row.published,
        item.row.title,
        round(item.likeness, 4),
        relation,
        item.pair.verdict,
        item.pair.confidence,
        coverage,
        chances,
    )


def _chances(comparison: Comparison, own: str, other: str) -> tuple[float, float, float]:
    places = {record.document.id: place for place, record in enumerate(comparison.records)}
    between = {f"v{place + 1}" for place in range(len(places))}
    evidence = [
        item for item in comparison.evidence if set(item.claim.replace("~", ">").split(">")) <= between
    ]  # without what single records say of versions that nobody has
    forest = kinship(len(places), evidence)
    one, two = places[own], places[other]
    chances = forest.marginals[two, one], forest.marginals[one, two], forest.beside[one, two]
    first, second, third = (round(min(1.0, max(0.0, float(chance))), 4) for chance in chances)
    return first, second, third


def _relation(comparison: Comparison, own: str, other: str, chances: tuple[float, float, float]) -> Relation:
    """Return what another version is to the text: as the chain says where it does, else as is likelier than not."""
    ids = {version.document_id: version.id for version in comparison.chain.versions if version.document_id}
    ours, theirs = _above(comparison, ids[own]), _above(comparison, ids[other])
    if ids[other] in ours:
        return "original"
    if ids[own] in theirs:
        return "derived"
    return "sibling" if ours & theirs or chances[2] >= DECIDED else "version"


def _above(comparison: Comparison, version: str) -> frozenset[str]:
    """Return the versions that one was made from, in one step or more."""
    parents = {hop.child: hop.parent for hop in comparison.chain.hops}
    found: list[str] = []
    while version in parents and parents[version] not in found:
        version = parents[version]
        found.append(version)
    return frozenset(found)


def _answered(matches: Sequence[Match], searched: int, only: Filter) -> tuple[Answer, float, str]:
    """Return the answer, its confidence and its reason."""
    if not searched:
        where = "the index is empty" if only == _ALL else "no document in the index is within the filters"
        return "none", 1.0, f"no original in this index: {where}"
    originals = [match for match in matches if match.relation == "original"]
    if originals:
        best = originals[0]
        share = best.confidence * max((best.chances or (0.0,))[0], _least(best))
        return "original", round(share, 4), f"the text is consistent with having been made from {best.document_id}"
    versions = [match for match in matches if match.chances is not None]
    if versions:
        best = versions[0]
        return "version", best.confidence, f"no original in this index is certain: {_how(best)}"
    if not matches:
        return "none", 1.0, "no original in this index: nothing but the text itself is in it"
    events = [match for match in matches if match.relation == "same-event"]
    sure = min(match.confidence for match in matches)
    if events:
        said = f"{events[0].document_id} tells of the same event in a text of its own"
        return "none", sure, f"no original in this index: {said}"
    said = f"the nearest, {matches[0].document_id}, shares too little with it"
    return "none", sure, f"no original in this index: {said}"


def _least(match: Match) -> float:
    """An original that stands further up the chain than one step is as likely as the text is a version of it."""
    chances = match.chances or (0.0, 0.0, 0.0)
    return 1.0 - chances[1] - chances[2]


def _how(match: Match) -> str:
    if match.relation == "sibling":
        return f"{match.document_id} and the text are consistent with coming from one version that is not in it"
    if match.relation == "derived":
        return f"{match.document_id} is consistent with having been made from the text"
    return f"{match.document_id} is a version of the text, and nothing decides which was made from the other"
