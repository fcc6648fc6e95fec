"""Evidence that two or more versions give together: which are one text, and which was made from which.

Claims: "v1~v2" (the two are versions of one text) and "v1>v2" (the second was made from the first).  Versions are
numbered in the order of the records, from v1.
"""

from collections.abc import Iterator, Sequence

from provenance.languages.naming import language_name
from provenance.types import Cite, Evidence, Pair, Record, primary
from provenance.weigh.single import MAX_SAME_RULE, evidence, named_versions
from provenance.weigh.style import weigh_style

RELATED = {
    "same-text": 1.0,
    "translation": 1.0,
    "partial-translation": 0.8,
    "summary": 0.4,
    "same-event": -1.0,
    "undetermined": -0.3,
    "unrelated": -3.0,
}
SHORTER_BY = 0.1  # of the body's characters that lack a partner, before "it lacks passages" counts


def observed_id(number: int) -> str:
    """Return the id of the version that is the record with this index."""
    return f"v{number + 1}"


def weigh_pairs(records: Sequence[Record], pairs: Sequence[Pair]) -> tuple[Evidence, ...]:
    """Return the evidence between records, without ids (see ``renumbered``); cites point into the comparison (/records/N/credits/M, /pairs/N)."""
    places = {record.document.id: index for index, record in enumerate(records)}
    raw: list[Evidence] = []
    for number, pair in enumerate(pairs):
        one, other = places[pair.alignment.one_id], places[pair.alignment.other_id]
        raw.append(_relation(records, pair, number, one, other))
        if RELATED[pair.verdict] > 0:
            raw += _direction(records, one, other)
            raw += _direction(records, other, one)
            raw += _shorter(records, pair, number, one, other)
            raw += weigh_style(records, pair, number, one, other)
    raw += _departures(records, pairs, places)
    return tuple(raw)


def _label(records: Sequence[Record], index: int) -> str:
    return f"{observed_id(index)} ({language_name(records[index].language.language)})"


def _relation(records: Sequence[Record], pair: Pair, number: int, one: int, other: int) -> Evidence:
    cover = pair.coverage
    statement = (
        f"{_label(records, one)} and {_label(records, other)}: {cover.one:.0%} and {cover.other:.0%} of the text have a "
        f"partner, {cover.order:.0%} in the same order: {pair.verdict.replace('-', ' ')}"
    )
    cites = [Cite(pair.alignment.one_id, None, f"/pairs/{number}"), Cite(pair.alignment.other_id, None, f"/pairs/{number}")]
    factor = RELATED[pair.verdict] * max(pair.confidence, 0.1)
    return evidence("same-text", f"{observed_id(one)}~{observed_id(other)}", statement, "inferred", cites, factor)


def _direction(records: Sequence[Record], parent: int, child: int) -> Iterator[Evidence]:
    """Yield what speaks for the child having been made from the parent."""
    claim = f"{observed_id(parent)}>{observed_id(child)}"
    yield from _credited(records, parent, child, claim)
    yield from _carried(records, parent, child, claim)
    yield from _traces(records, parent, child, claim)


def _credited(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """What the child's credits say of a parent in this language."""
    own, theirs = records[child].language.language, records[parent].language.language
    credits = records[child].credits
    pivots = [primary(tag) for tag in named_versions(credits, own)]
    for number, credit in enumerate(credits):
        cites = [Cite(records[child].document.id, credit.span, f"/records/{child}/credits/{number}")]
        if credit.source_language and primary(credit.source_language) == primary(theirs) and primary(own) != primary(theirs):
            yield evidence(
                "credit-names-source", claim,
                f"{_label(records, child)} is credited as made from {language_name(theirs)}", "declared", cites,
            )  # fmt: skip
        elif credit.translates(own) and credit.source_language is None and primary(own) != primary(theirs):
            yield evidence(
                "credit-names-translation", claim, f"{_label(records, child)} is credited as a translation", "declared",
                cites, 0.5,
            )  # fmt: skip
        elif credit.is_translation and primary(theirs) in pivots and credit.target_language and (
            primary(credit.target_language) == primary(theirs)
        ):  # fmt: skip
            yield evidence(
                "credit-language-mismatch", claim,
                f"{_label(records, child)} credits a {language_name(theirs)} version, which {observed_id(parent)} may be",
                "inferred", cites,
            )  # fmt: skip
        if credit.worded_as and primary(credit.worded_as) == primary(theirs) != primary(own):
            yield evidence(
                "credit-wording", claim, f"a credit in {_label(records, child)} is worded as in {language_name(theirs)}",
                "inferred", cites,
            )  # fmt: skip
    if not any(credit.is_translation for credit in credits):
        return
    originals = [
        Cite(records[parent].document.id, credit.span, f"/records/{parent}/credits/{number}")
        for number, credit in enumerate(records[parent].credits)
        if credit.role in {"reporter", "author"}
    ]
    if originals and not any(credit.is_translation for credit in records[parent].credits):
        yield evidence(
            "original-credit", claim, f"{_label(records, parent)} credits its reporters and no translation", "declared",
            originals,
        )  # fmt: skip


def _carried(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """What the carriers declare: addresses of originals, dates."""
    ours, theirs = records[child].document, records[parent].document
    addresses = {item.value for item in theirs.declared if item.key == "canonical"} | {theirs.id, theirs.origin}
    for item in ours.declared:
        if item.key == "original" and (item.value in addresses or any(item.value.endswith("/" + place) for place in addresses)):
            yield evidence(
                "declared-original", claim, f"{_label(records, child)} declares {observed_id(parent)} as its original",
                "declared", [Cite(ours.id, None)],
            )  # fmt: skip
    if ours.published and theirs.published and theirs.published[:10] < ours.published[:10]:
        yield evidence(
            "published-earlier", claim,
            f"{observed_id(parent)} is dated {theirs.published[:10]}, {observed_id(child)} {ours.published[:10]}",
            "declared", [Cite(theirs.id, None), Cite(ours.id, None)],
        )  # fmt: skip


def _traces(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """What the child's text shows: the parent's language shining through, marks of a later hand."""
    tongue = primary(records[parent].language.language)
    own = primary(records[child].language.language)
    counts: dict[str, int] = {}
    for number, finding in enumerate(records[child].findings):
        through = finding.kind in {"romanisation", "calque"} and primary(finding.value) == tongue != own
        careless = finding.kind in {"doubled-word", "broken-sentence", "aggregator-tail"}
        notice = finding.kind == "machine-notice"
        if not (through or careless or notice):
            continue
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
        if counts[finding.kind] > MAX_SAME_RULE or (careless and _has(records[parent], finding.kind)):
            continue
        rule = finding.kind if through else "later-artefacts"
        cites = [Cite(records[child].document.id, finding.span, f"/records/{child}/findings/{number}")]
        factor = finding.confidence * (2.0 if notice else 1.0)
        yield evidence(rule, claim, f"in {_label(records, child)}: {finding.note}", "inferred", cites, factor)


def _has(record: Record, kind: str) -> bool:
    return any(finding.kind == kind for finding in record.findings)


def _shorter(records: Sequence[Record], pair: Pair, number: int, one: int, other: int) -> Iterator[Evidence]:
    gap = pair.coverage.other - pair.coverage.one
    if abs(gap) < SHORTER_BY:
        return
    parent, child = (one, other) if gap > 0 else (other, one)
    yield evidence(
        "shorter", f"{observed_id(parent)}>{observed_id(child)}",
        f"{_label(records, parent)} has passages that {_label(records, child)} lacks", "inferred",
        [Cite(records[parent].document.id, None, f"/pairs/{number}")],
    )  # fmt: skip


def _departures(records: Sequence[Record], pairs: Sequence[Pair], places: dict[str, int]) -> Iterator[Evidence]:
    """Where two versions depart from a third in the same place and agree with each other (Lachmann's shared errors)."""
    between = {frozenset((places[pair.alignment.one_id], places[pair.alignment.other_id])): pair for pair in pairs}
    for third in range(len(records)):
        others = [index for index in range(len(records)) if index != third]
        for position, one in enumerate(others):
            for other in others[position + 1 :]:
                trio = [between.get(frozenset(two)) for two in ((third, one), (third, other), (one, other))]
                if all(pair is not None and RELATED[pair.verdict] > 0 for pair in trio):
                    yield from _shared(records, [pair for pair in trio if pair is not None], third, one, other)


def _shared(records: Sequence[Record], trio: list[Pair], third: int, one: int, other: int) -> Iterator[Evidence]:
    name = records[third].document.id
    count = 0
    for mine in trio[0].discrepancies:
        place = mine.one if trio[0].alignment.one_id == name else mine.other
        theirs = next(
            (
                item
                for item in trio[1].discrepancies
                if item.kind == mine.kind
                and len(place)
                and place.overlaps(item.one if trio[1].alignment.one_id == name else item.other)
            ),
            None,
        )
        if theirs is None or mine.kind in {"moved", "title"}:
            continue
        first = mine.other if trio[0].alignment.one_id == name else mine.one
        second = theirs.other if trio[1].alignment.one_id == name else theirs.one
        ours = trio[2]
        forward = ours.alignment.one_id == records[one].document.id
        if any(
            item.kind == mine.kind and ((item.one if forward else item.other).overlaps(first) or (item.other if forward else item.one).overlaps(second))
            for item in ours.discrepancies
        ):
            continue
        count += 1
        if count > MAX_SAME_RULE:
            return
        yield evidence(
            "shared-departure", f"{observed_id(one)}~{observed_id(other)}",
            f"{_label(records, one)} and {_label(records, other)} depart from {observed_id(third)} in the same place ({mine.kind})",
            "inferred",
            [Cite(name, place), Cite(records[one].document.id, first), Cite(records[other].document.id, second)],
        )  # fmt: skip


