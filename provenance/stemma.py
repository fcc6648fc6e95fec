"""The chain of several versions: who was made from whom, with versions that only a credit names in their place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from provenance.forest import FORBIDDEN, Forest, grow
from provenance.languages.naming import language_name
from provenance.types import (
    Alternative,
    Chain,
    Evidence,
    Hop,
    HopKind,
    Pair,
    Record,
    Role,
    Version,
    primary,
)

DECIDED = 0.5  # marginal probability from which a step is reported
LIKELIEST = 0.25  # … and from which it is, where every rival, the reverse among them, has at most half as much
IDENTICAL = 0.97  # coverage both ways from which two texts in one language are one text republished
EXCERPT = 0.7  # coverage of the parent below which a child in its language is an excerpt
# Log-odds that two related versions come from one that nobody has, against the one from the other, before any evidence:
# for two alone (benchmarks.chains --two), and where a third one related to both is at hand (corpora/: 2 pairs of 48
# steps, -2.5; rounded towards doubt).
ALONE = 0.7
WITH_OTHERS = -1.0
# What tells an earlier text from a later one by degrees lies halfway where neither was made from the other.
HALFWAY = frozenset({"shorter", "later-artefacts"})
UNRELATED = "the texts share too little to be versions of one text"


@dataclass(frozen=True, slots=True)
class _Story:
    """What the steps need together."""

    records: Sequence[Record]
    pairs: Sequence[Pair]
    evidence: Sequence[Evidence]
    forest: Forest

    def pair(self, one: int, other: int) -> tuple[Pair, bool] | None:
        """Return the pair of two records and whether it lists them in this order."""
        names = (self.records[one].document.id, self.records[other].document.id)
        for pair in self.pairs:
            found = (pair.alignment.one_id, pair.alignment.other_id)
            if found == names:
                return pair, True
            if found == names[::-1]:
                return pair, False
        return None


def chain_records(
    records: Sequence[Record], pairs: Sequence[Pair], evidence: Sequence[Evidence]
) -> tuple[Chain, tuple[Evidence, ...]]:
    """Return the chain of several versions, and all evidence that it cites.

    evidence: claims "vI~vJ" and "vI>vJ" (weigh_pairs).  The evidence of single records that stands behind implied
    versions is lifted into the result with new ids, so that each id in the chain resolves there.
    """
    story = _Story(records, pairs, evidence, kinship(len(records), evidence))
    versions = [_observed(record, number) for number, record in enumerate(records)]
    hops: list[Hop] = []
    lifted: list[Evidence] = []
    implied: dict[tuple[str, tuple[tuple[Role, str], ...]], Version] = {}
    for child in range(len(records)):
        parent = story.forest.parents[child]
        share = float(story.forest.marginals[parent if parent >= 0 else len(records), child])
        known = parent if parent >= 0 and _is_decided(story.forest, parent, child) else None
        found, extra = _steps(story, child, known, share, implied, len(evidence) + len(lifted))
        hops += found
        lifted += extra
    used = {hop.parent for hop in hops} | {hop.child for hop in hops}
    extra_versions = [version for version in implied.values() if version.id in used]
    chain = Chain(
        (*versions, *extra_versions),
        tuple(sorted(hops, key=lambda hop: (hop.child, hop.parent))),
        round(story.forest.probability, 4),
        _alternatives(story),
        _undetermined(story, hops),
    )
    return chain, (*evidence, *lifted)


def kinship(count: int, evidence: Sequence[Evidence]) -> Forest:
    """Return how likely each step between versions is, and each two to come from one that nobody has.

    count: of the versions; evidence: as ``chain_records`` takes it.
    """
    return grow(*_scores(count, evidence))


def _is_decided(forest: Forest, parent: int, child: int) -> bool:
    """Tell whether a step is likely enough to be reported, against the child's other parents and its own children."""
    share = float(forest.marginals[parent, child])
    rivals = [float(forest.marginals[other, child]) for other in range(len(forest.marginals)) if other != parent]
    rivals += [float(share) for share in forest.beside[child]]
    reverse = float(forest.marginals[child, parent])
    return share >= DECIDED or (share >= LIKELIEST and share >= 2 * max(rivals) and share >= 2 * reverse)


def _scores(count: int, evidence: Sequence[Evidence]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the log-odds of every step, and of every two to come from a version that nobody has.

    A child dated before its parent is ruled out, unless the user asserts it.
    """
    scores = np.zeros((count, count))
    seen = np.zeros((count, count), dtype=bool)
    asserted = {item.claim for item in evidence if item.basis == "asserted"}
    beside = np.zeros((count, count))
    late = []
    for item in evidence:
        left, right = (int(part[1:]) - 1 for part in item.claim.replace("~", ">").split(">"))
        if item.rule == "published-later":
            late += [(left, right)] if item.claim not in asserted else []
            continue
        scores[left, right] += item.log_odds
        if "~" in item.claim or item.rule in HALFWAY:
            shared = item.log_odds if "~" in item.claim else item.log_odds / 2
            beside[left, right] += shared
            beside[right, left] += shared
        if "~" in item.claim:
            scores[right, left] += item.log_odds
            seen[left, right] = seen[right, left] = True
    scores[~seen] = beside[~seen] = FORBIDDEN
    for left, right in late:
        scores[left, right] = FORBIDDEN
    near = seen & (beside > 0)
    company = (near.astype(int) @ near.astype(int)) > 0
    return scores, beside + np.where(company, WITH_OTHERS, ALONE)


def _observed(record: Record, number: int) -> Version:
    tongue = ((record.language.language, record.language.confidence), *record.language.alternatives)
    agents = tuple(
        (credit.role, agent.name) for credit in record.credits if credit.scope.kind == "text" for agent in credit.agents
    )
    label = f"{language_name(record.language.language)} text {record.document.id}"
    return Version(f"v{number + 1}", "observed", label, tongue, record.document.id, agents)


def _steps(
    story: _Story,
    child: int,
    parent: int | None,
    share: float,
    implied: dict[tuple[str, tuple[tuple[Role, str], ...]], Version],
    offset: int,
) -> tuple[list[Hop], list[Evidence]]:
    """Return the steps that lead to one record, through the versions that its own credits name and nobody has."""
    record = story.records[child]
    own = _between(story, child, parent)
    if not own and parent is None:
        return [], []
    if not own and parent is not None:
        return [_direct(story, parent, child, share)], []
    ids: dict[str, str] = {"text": f"v{child + 1}"}
    for version in own:
        held = implied.setdefault((version.label, version.agents), replace(version, id=f"i{len(implied) + 1}"))
        ids[version.id] = held.id
    own_hops = [hop for hop in record.chain.hops if hop.child in ids and (parent is not None or hop.parent in ids)]
    if parent is not None:  # the text at hand takes the place of what the credits saw as the step before
        ids |= {hop.parent: f"v{parent + 1}" for hop in own_hops if hop.parent not in ids}
    lifted = _lifted(record, child, ids, own_hops, offset)
    hops = [
        replace(
            hop, parent=ids[hop.parent], child=ids[hop.child], evidence=tuple(lifted[name].id for name in hop.evidence)
        )
        for hop in own_hops
    ]
    if parent is not None:
        direct = _direct(story, parent, child, share)
        hops[0] = replace(hops[0], confidence=round(share, 4), evidence=(*direct.evidence, *hops[0].evidence))
    return hops, list(lifted.values())


def _between(story: _Story, child: int, parent: int | None) -> list[Version]:
    """Return the versions that nobody has and that a record's credits put above it, or between it and its parent."""
    record = story.records[child]
    own = [version for version in record.chain.versions if version.status == "implied"]
    middle = [version for version in own if version.id != "original"]
    if parent is None:
        is_root = child in story.forest.parents and not middle and not _declares_translation(record)
        return [] if is_root else own
    tongue = primary(story.records[parent].language.language)
    named = [primary(version.languages[0][0]) for version in middle]
    if named == ["und"] and tongue != primary(record.language.language):
        return []  # the parent at hand may be the version whose language the credit leaves open
    return middle[named.index(tongue) + 1 :] if tongue in named else middle


def _declares_translation(record: Record) -> bool:
    return any(hop.basis == "declared" for hop in record.chain.hops)


def _lifted(record: Record, index: int, ids: dict[str, str], hops: Sequence[Hop], offset: int) -> dict[str, Evidence]:
    """Return the evidence of a record that some hops cite, by its old id, with what the comparison calls things."""
    cited = {name for hop in hops for name in hop.evidence}
    lifted: dict[str, Evidence] = {}
    for item in record.evidence:
        if item.id not in cited:
            continue
        claim = item.claim
        for old in sorted(ids, key=len, reverse=True):
            claim = claim.replace(old, ids[old])
        cites = tuple(replace(cite, ref=f"/records/{index}{cite.ref}" if cite.ref else None) for cite in item.cites)
        lifted[item.id] = replace(item, id=f"e{offset + len(lifted) + 1}", claim=claim, cites=cites)
    return lifted


def _direct(story: _Story, parent: int, child: int, share: float) -> Hop:
    record = story.records[child]
    own = record.language.language
    claims = {f"v{parent + 1}>v{child + 1}", f"v{parent + 1}~v{child + 1}", f"v{child + 1}~v{parent + 1}"}
    cited = [item for item in story.evidence if item.claim in claims]
    makers = tuple(
        (credit.role, agent.name) for credit in record.credits if credit.translates(own) for agent in credit.agents
    )
    is_declared = any(
        item.basis == "declared" and ">" in item.claim and item.rule.startswith(("credit", "declared"))
        for item in cited
    )
    is_asserted = any(item.basis == "asserted" for item in cited)
    last = record.chain.hops[-1] if record.chain.hops else None
    return Hop(
        f"v{parent + 1}",
        f"v{child + 1}",
        _kind(story, parent, child),
        round(share, 4),
        "asserted" if is_asserted else "declared" if is_declared else "inferred",
        makers,
        last.is_machine_probability if last is not None else None,
        tuple(item.id for item in cited),
    )


def _kind(story: _Story, parent: int, child: int) -> HopKind:
    theirs = primary(story.records[parent].language.language)
    own = primary(story.records[child].language.language)
    if theirs == own:
        found = story.pair(parent, child)
        if found is None:
            return "revision"
        pair, forward = found
        kept = pair.coverage.one if forward else pair.coverage.other
        if min(pair.coverage.one, pair.coverage.other) >= IDENTICAL and not pair.discrepancies:
            return "republication"
        return "excerpt" if kept < EXCERPT else "revision"
    notices = {finding.kind for finding in story.records[child].findings} & {"machine-notice"}
    if notices or any(
        credit.role == "machine-translator" and credit.translates(own) for credit in story.records[child].credits
    ):
        return "machine-translation"
    ancestor = story.forest.parents[parent]
    while ancestor >= 0:
        if primary(story.records[ancestor].language.language) == own:
            return "re-translation"
        ancestor = story.forest.parents[ancestor]
    return "translation"


def _alternatives(story: _Story) -> tuple[Alternative, ...]:
    found = []
    for shape, share in story.forest.runners_up:
        steps = [(parent, child) for child, parent in enumerate(shape.parents) if parent >= 0]
        made = [(parent, child) for parent, child in steps if not shape.beside[child]]
        hops = tuple((f"v{parent + 1}", f"v{child + 1}", _kind(story, parent, child)) for parent, child in made)
        words = [f"{_told(story, child)} was made from {_told(story, parent)}" for parent, child in made]
        words += [
            f"{_told(story, parent)} and {_told(story, child)} come from a version that nobody has"
            for parent, child in steps
            if shape.beside[child]
        ]
        statement = "; ".join(words) or "no version comes from another one at hand"
        found.append(Alternative(statement, hops, round(share, 4)))
    return tuple(found)


def _told(story: _Story, index: int) -> str:
    return f"v{index + 1} ({language_name(story.records[index].language.language)})"


def _undetermined(story: _Story, hops: Sequence[Hop]) -> str | None:
    """Return why no step is reported; None where one is, for then the alternatives say what else may be."""
    if hops:
        return None
    forest = story.forest
    open_pairs = [
        f"v{one + 1} and v{other + 1}"
        for one, other in combinations(range(len(story.records)), 2)
        if forest.marginals[one, other] + forest.marginals[other, one] + forest.beside[one, other] >= DECIDED
    ]
    if not open_pairs:
        return UNRELATED
    named = ", ".join(open_pairs)
    return f"nothing decides which of {named} was made from the other, or whether both come from one that nobody has"
