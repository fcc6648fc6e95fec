"""Triangulation: where two versions depart from a third in one place and agree with each other (Lachmann's errors).

Of three versions, the one between the other two never stands alone against them.  So patterns "third against the other
two" speak for the two being neighbours, less the noise, which is the smallest count of their kind among the three
patterns.  One reading that two share against several others is one witness; credits and notices are none.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from provenance.types import Cite, Discrepancy, Evidence, Pair, Record, Span
from provenance.weigh.descent import label, observed_id
from provenance.weigh.single import MAX_SAME_RULE, evidence

WHOLE = 0.7  # coverage both ways: what a summary leaves out, others leave out by chance
GAPS = frozenset({"omission", "addition"})
# Whom a version follows shows in what it has and in its figures; its wording differs in as many ways as translators do.
TELLING = frozenset({"omission", "addition", "number", "date", "name"})
NOTICES = frozenset({"revision-note", "machine-notice"})
NEAR = 2  # code points between two places of insertion that are one place
_Pattern = tuple[str, Span, Span, Span]


def weigh_departures(records: Sequence[Record], related: Mapping[frozenset[int], Pair]) -> tuple[Evidence, ...]:
    """Return evidence "vI~vJ" from departures that two versions share; related: pairs of versions of one text."""
    found: dict[tuple[int, int], list[tuple[int, _Pattern]]] = {}
    for trio in combinations(range(len(records)), 3):
        if any(frozenset(two) not in related for two in combinations(trio, 2)):
            continue
        patterns = {third: _alone(records, related, third, trio) for third in trio}
        for third, items in patterns.items():
            one, other = (index for index in trio if index != third)
            held = found.setdefault((one, other), [])
            for item in _beyond_noise(items, patterns):
                if not any(_same(item[2], known[2]) and _same(item[3], known[3]) for _, known in held):
                    held.append((third, item))
    return tuple(
        _evidence(records, one, other, third, pattern)
        for (one, other), items in sorted(found.items())
        for third, pattern in items[:MAX_SAME_RULE]
    )


def _beyond_noise(items: list[_Pattern], patterns: Mapping[int, list[_Pattern]]) -> Iterator[_Pattern]:
    """Yield of each kind as many patterns as go beyond the fewest of that kind among the three versions."""
    counts = [Counter(item[0] for item in some) for some in patterns.values()]
    left = {kind: count - min(other[kind] for other in counts) for kind, count in Counter(i[0] for i in items).items()}
    for item in items:
        if left[item[0]]:
            left[item[0]] -= 1
            yield item


def _evidence(records: Sequence[Record], one: int, other: int, third: int, pattern: _Pattern) -> Evidence:
    kind, place, first, second = pattern
    statement = (
        f"{label(records, one)} and {label(records, other)} depart from {observed_id(third)} in the same place ({kind})"
    )
    cites = [Cite(records[index].document.id, span) for index, span in ((third, place), (one, first), (other, second))]
    return evidence("shared-departure", f"{observed_id(one)}~{observed_id(other)}", statement, "inferred", cites)


def _alone(
    records: Sequence[Record], related: Mapping[frozenset[int], Pair], third: int, trio: tuple[int, int, int]
) -> list[_Pattern]:
    """Return the places where the third version stands alone against the other two."""
    one, other = (index for index in trio if index != third)
    mine = _sides(related[frozenset((third, one))], records[third].document.id)
    theirs = _sides(related[frozenset((third, other))], records[third].document.id)
    between = _sides(related[frozenset((one, other))], records[one].document.id)
    patterns = []
    for kind, place, first in mine:
        if kind in GAPS and any(
            _is_notice(records[index], span) for index, span in ((third, place), (one, first)) if len(span)
        ):
            continue
        match = next((item for item in theirs if item[0] == kind and _same(place, item[1])), None)
        if match is None or any(
            item[0] == kind and (_same(item[1], first) or _same(item[2], match[2])) for item in between
        ):
            continue
        patterns.append((kind, place, first, match[2]))
    return patterns


def _is_notice(record: Record, span: Span) -> bool:
    """Tell whether a passage is a credit, a note of revision or a notice: of one version, not of its text."""
    notices = [credit.span for credit in record.credits]
    notices += [finding.span for finding in record.findings if finding.kind in NOTICES]
    return any(notice is not None and notice.overlaps(span) for notice in notices)


def _sides(pair: Pair, name: str) -> list[tuple[str, Span, Span]]:
    """Return the discrepancies of a pair as (kind seen from the named document, its span, the other's span)."""
    is_first = pair.alignment.one_id == name
    is_whole = min(pair.coverage.one, pair.coverage.other) >= WHOLE
    return [
        (_seen(item, is_first=is_first), *((item.one, item.other) if is_first else (item.other, item.one)))
        for item in pair.discrepancies
        if item.kind in TELLING and (is_whole or item.kind not in GAPS)
    ]


def _seen(item: Discrepancy, *, is_first: bool) -> str:
    if item.kind in {"omission", "addition"} and not is_first:
        return "addition" if item.kind == "omission" else "omission"
    return item.kind


def _same(one: Span, other: Span) -> bool:
    if len(one) and len(other):
        return one.overlaps(other)
    return not len(one) and not len(other) and abs(one.start - other.start) <= NEAR
