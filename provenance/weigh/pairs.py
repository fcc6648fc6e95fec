"""Evidence that two or more versions give together: which are one text, and which was made from which.

Claims: "v1~v2" (the two are versions of one text, next to each other) and "v1>v2" (the second was made from the first).
Versions are numbered in the order of the records, from v1.
"""

from collections.abc import Iterator, Sequence

from provenance.languages.naming import language_name
from provenance.odds import log_odds
from provenance.types import Cite, Evidence, Pair, Record, primary
from provenance.weigh.departures import weigh_departures
from provenance.weigh.descent import CARELESS, descent, label, observed_id, translators
from provenance.weigh.direction import DirectionScorer, StyleScorer
from provenance.weigh.nearness import weigh_hubs, weigh_nearness
from provenance.weigh.single import evidence
from provenance.weigh.style import weigh_style

__all__ = ["RELATED", "observed_id", "relatedness", "weigh_pairs"]

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
EXCERPT = 0.7  # coverage of the longer text below which the shorter is an excerpt rather than an earlier state
# Mean similarity of the beads (bundled model) below which they mean nothing, and from which they mean a version.  On
# corpora/ same-event texts of another newsroom lie at .09 to .21 (.26 in one language), parents and children at .28
# and more.
CHANCE = {False: (0.19, 0.27), True: (0.35, 0.55)}  # by whether the two are in one language
SURE = 3.0  # log-odds of a verdict (.95) that counts in full
ENOUGH = 0.4  # relatedness below which nothing is asked about the direction
# Mean similarity in one language: at most of two independent translations (corpora/: .71), and of one text.
SAME_WORDING = (0.8, 0.95)


def weigh_pairs(
    records: Sequence[Record], pairs: Sequence[Pair], *, direction: DirectionScorer | None = None
) -> tuple[Evidence, ...]:
    """Return the evidence between records, without ids (see ``renumbered``).

    Cites point into the comparison (/records/N/credits/M, /pairs/N).  direction: a scorer beside the bundled one.
    """
    scorers = (StyleScorer(), *([direction] if direction is not None else []))
    places = {record.document.id: index for index, record in enumerate(records)}
    raw: list[Evidence] = []
    related: dict[frozenset[int], Pair] = {}
    for number, pair in enumerate(pairs):
        one, other = places[pair.alignment.one_id], places[pair.alignment.other_id]
        strength = relatedness(records, pair, one, other)
        raw.append(_relation(records, pair, number, (one, other), strength))
        if strength > 0:
            related[frozenset((one, other))] = pair
        if strength >= ENOUGH:
            raw += _shorter(records, pair, number, one, other)
            raw += _worded(records, pair, number, one, other)
            raw += _carried_over(records, one, other)
            raw += weigh_style(records, pair, number, one, other, scorers)
    for one, other in sorted(tuple(sorted(two)) for two, pair in related.items() if _strong(records, pair, places)):
        at_hand = {primary(records[index].language.language) for two in related for index in two if two & {one, other}}
        raw += descent(records, one, other, at_hand)
        raw += descent(records, other, one, at_hand)
    raw += weigh_departures(records, related)
    raw += weigh_nearness(records, pairs, related)
    raw += weigh_hubs(records, pairs, related)
    return tuple(raw)


def _strong(records: Sequence[Record], pair: Pair, places: dict[str, int]) -> bool:
    return relatedness(records, pair, places[pair.alignment.one_id], places[pair.alignment.other_id]) >= ENOUGH


def relatedness(records: Sequence[Record], pair: Pair, one: int, other: int) -> float:
    """Return how far a pair's verdict, confidence and similarity speak for one text in two versions, in [-3, 1]."""
    if RELATED[pair.verdict] <= 0:
        return RELATED[pair.verdict] * max(pair.confidence, 0.1)
    low, high = CHANCE[_is_one_language(records, one, other)]
    sure = log_odds(pair.confidence) / SURE
    return RELATED[pair.verdict] * min(1.0, sure, max(-0.5, (pair.coverage.similarity - low) / (high - low)))


def _is_one_language(records: Sequence[Record], one: int, other: int) -> bool:
    return primary(records[one].language.language) == primary(records[other].language.language)


def _relation(records: Sequence[Record], pair: Pair, number: int, places: tuple[int, int], strength: float) -> Evidence:
    cover, (one, other) = pair.coverage, places
    statement = (
        f"{label(records, one)} and {label(records, other)}: {cover.one:.0%} and {cover.other:.0%} of the text have a "
        f"partner, {cover.order:.0%} in the same order: {pair.verdict.replace('-', ' ')}"
    )
    return evidence(
        "same-text", f"{observed_id(one)}~{observed_id(other)}", statement, "inferred", _cites(pair, number), strength
    )


def _cites(pair: Pair, number: int) -> list[Cite]:
    return [Cite(name, None, f"/pairs/{number}") for name in (pair.alignment.one_id, pair.alignment.other_id)]


def _shorter(records: Sequence[Record], pair: Pair, number: int, one: int, other: int) -> Iterator[Evidence]:
    gap = pair.coverage.other - pair.coverage.one
    if abs(gap) < SHORTER_BY:
        return
    parent, child = (one, other) if gap > 0 else (other, one)
    kept = min(pair.coverage.one, pair.coverage.other)
    if _is_one_language(records, one, other) and kept >= EXCERPT:
        return
    statement = f"{label(records, parent)} has passages that {label(records, child)} lacks"
    forward, back = (
        f"{observed_id(first)}>{observed_id(second)}" for first, second in ((parent, child), (child, parent))
    )
    cites = _cites(pair, number)
    yield evidence("shorter", forward, statement, "inferred", cites, 2.0 if kept < EXCERPT else 1.0)
    if kept < EXCERPT:
        lacking = f"{label(records, child)} holds only {kept:.0%} of what {label(records, parent)} says"
        yield evidence("too-short-a-source", back, lacking, "inferred", cites, 1.0 - kept)


def _worded(records: Sequence[Record], pair: Pair, number: int, one: int, other: int) -> Iterator[Evidence]:
    low, high = SAME_WORDING
    share = min(1.0, (pair.coverage.similarity - low) / (high - low))
    if _is_one_language(records, one, other) and share > 0:
        language = language_name(records[one].language.language)
        statement = f"{observed_id(one)} and {observed_id(other)} share their {language} wording"
        claim = f"{observed_id(one)}~{observed_id(other)}"
        yield evidence("same-wording", claim, statement, "inferred", _cites(pair, number), share)


def _carried_over(records: Sequence[Record], one: int, other: int) -> Iterator[Evidence]:
    """Two languages, one translator: a credit line that was translated along with the text."""
    shared = translators(records[one]) & translators(records[other])
    if not shared or _is_one_language(records, one, other):
        return
    cites = [
        Cite(records[index].document.id, credit.span, f"/records/{index}/credits/{number}")
        for index in (one, other)
        for number, credit in enumerate(records[index].credits)
        if any(agent.name.casefold() in shared for agent in credit.agents)
    ]
    names = f"{label(records, one)} and {label(records, other)}"
    statement = f"{names} credit one translator: consistent with a credit carried over"
    careless = [any(item.kind in CARELESS for item in records[index].findings) for index in (one, other)]
    joint = "~" if careless[0] == careless[1] else ">"
    parent, child = (other, one) if careless[0] and not careless[1] else (one, other)
    claim = f"{observed_id(parent)}{joint}{observed_id(child)}"
    yield evidence("credit-carried-over", claim, statement, "inferred", cites)
