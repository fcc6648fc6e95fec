"""Of two versions in one language, which lies nearer to a third: sentence by sentence, so that languages cancel out."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from provenance.types import Cite, Evidence, Pair, Record, primary
from provenance.weigh.descent import label, observed_id
from provenance.weigh.single import evidence

LEAST = 0.005  # difference of mean similarities that says anything
WHOLE = 0.7  # coverage both ways
MIN_OTHERS = 2  # versions related to both
FULL = 0.05  # difference at which the rule counts in full
MOST = 1.5  # times in full that the nearest of all versions counts


def weigh_nearness(
    records: Sequence[Record], pairs: Sequence[Pair], related: Mapping[frozenset[int], Pair]
) -> Iterator[Evidence]:
    """Yield evidence "vI~vJ" that I lies nearer to J than another version in the language of I does."""
    numbers = {id(pair): number for number, pair in enumerate(pairs)}
    for near, far, third in permutations(range(len(records)), 3):
        tongues = [primary(records[index].language.language) for index in (near, far, third)]
        two = (related.get(frozenset((near, third))), related.get(frozenset((far, third))))
        if tongues[0] != tongues[1] or tongues[0] == tongues[2] or two[0] is None or two[1] is None:
            continue
        gap = _shared(two[0], two[1], records[third].document.id)
        if gap >= LEAST:
            one, other = sorted((near, third))
            cites = [Cite(records[third].document.id, None, f"/pairs/{numbers[id(pair)]}") for pair in two if pair]
            yield evidence(
                "nearest", f"{observed_id(one)}~{observed_id(other)}",
                f"sentence by sentence, {label(records, third)} lies nearer to {observed_id(near)} than to "
                f"{observed_id(far)}",
                "inferred", cites, min(1.0, gap / FULL),
            )  # fmt: skip


def _shared(near: Pair, far: Pair, name: str) -> float:
    """Return the mean difference of similarity over the third's sentences that both align; 0.0 without any."""
    one, other = _similarities(near, name), _similarities(far, name)
    both = one.keys() & other.keys()
    return (
        sum(one[place] - other[place] for place in both) / len(both)
        if both
        else near.coverage.similarity - far.coverage.similarity
    )


def _similarities(pair: Pair, name: str) -> dict[int, float]:
    is_first = pair.alignment.one_id == name
    return {
        place: link.similarity
        for link in pair.alignment.links
        if link.one and link.other
        for place in (link.one if is_first else link.other)
    }


def _is_whole(pair: Pair | None) -> bool:
    """Tell whether two versions cover each other: a summary's few beads are its best ones."""
    return pair is not None and min(pair.coverage.one, pair.coverage.other) >= WHOLE


def weigh_hubs(
    records: Sequence[Record], pairs: Sequence[Pair], related: Mapping[frozenset[int], Pair]
) -> Iterator[Evidence]:
    """Yield evidence "vI>vJ" that I lies nearer to the others than J does, with at least two others related to both.

    What several versions were made from lies nearer to each of them than they lie to one another.  Of several versions
    that lie nearer than J, the nearest one counts in full and the others less by what they lie farther.  Silent where a
    credit of the two speaks of translation: it says more, and in a path the middle lies nearest to all.
    """
    numbers = {id(pair): number for number, pair in enumerate(pairs)}
    gaps: dict[tuple[int, int], float] = {}
    for one, other in combinations(range(len(records)), 2):
        thirds = _thirds(len(records), related, one, other)
        if frozenset((one, other)) in related and len(thirds) >= MIN_OTHERS and not _tells(records, one, other):
            gap = sum(_similarity(related, one, third) - _similarity(related, other, third) for third in thirds)
            gaps[(one, other) if gap > 0 else (other, one)] = abs(gap) / len(thirds)
    for (parent, child), gap in sorted(gaps.items()):
        best = max(value for (_, other), value in gaps.items() if other == child)
        share = min(MOST, best / FULL) - (best - gap) / FULL
        if share * FULL < LEAST:
            continue
        cites = [
            Cite(records[parent].document.id, None, f"/pairs/{numbers[id(related[frozenset((parent, third))])]}")
            for third in _thirds(len(records), related, parent, child)
        ]
        yield evidence(
            "hub", f"{observed_id(parent)}>{observed_id(child)}",
            f"{label(records, parent)} lies nearer to the other versions than {label(records, child)} does",
            "inferred", cites, share,
        )  # fmt: skip


def _thirds(count: int, related: Mapping[frozenset[int], Pair], one: int, other: int) -> list[int]:
    """Return the other versions that both cover."""
    return [
        third
        for third in range(count)
        if third not in {one, other}
        and all(_is_whole(related.get(frozenset((index, third)))) for index in (one, other))
    ]


def _similarity(related: Mapping[frozenset[int], Pair], one: int, other: int) -> float:
    return related[frozenset((one, other))].coverage.similarity


def _tells(records: Sequence[Record], one: int, other: int) -> bool:
    """Tell whether a credit of the two speaks of translation."""
    return any(credit.is_translation for index in (one, other) for credit in records[index].credits)
