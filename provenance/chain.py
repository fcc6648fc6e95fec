"""From evidence to the most likely story of one text: its versions, the steps between them, the alternatives.

The chain of several texts is worked out in provenance/forest.py, with the same nouns.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from provenance.languages.naming import language_name
from provenance.odds import probability
from provenance.types import (
    Alternative,
    Basis,
    Chain,
    Credit,
    Document,
    Evidence,
    Hop,
    HopKind,
    LanguageGuess,
    Role,
    Version,
    primary,
)

TEXT = "text"
ORIGINAL = "original"
NO_OTHER_VERSION = "nothing in the text or its metadata names another version"


def chain_text(
    document: Document,
    language: LanguageGuess,
    credits: tuple[Credit, ...],
    evidence: tuple[Evidence, ...],
    *,
    languages: Mapping[str, float],
    agencies: Mapping[str, Mapping[str, float]],
    agency: str | None,
    is_translation: float,
    is_machine: float,
) -> Chain:
    """Return the chain that one text's own words imply.

    languages: base rate of each language among originals; agencies: the same for reports of an agency; agency: the one
    that the dateline names.  is_translation, is_machine: prior log-odds that a text at hand is a translation, and that
    a translation was made by a machine.  Undetermined, with the reason, where no evidence names another version.
    """
    own = language.language
    text = Version(TEXT, "observed", f"this {language_name(own)} text", _tongue(language), document.id)
    pivots = _pivots(evidence)
    steps = {item.claim for item in evidence if ">" in item.claim and "#" not in item.claim}
    sources = _named_sources(evidence)
    if not steps and not sources:
        return Chain((text,), (), 0.0, (), NO_OTHER_VERSION)
    prior = agencies.get(agency or "", {}) or languages
    candidates = _original_languages(sources, prior, {*pivots, *([] if pivots else [own])}, languages)
    path = [_original(agency, candidates, credits), *(_implied(tag, credits, own) for tag in pivots), text]
    hops = tuple(
        _hop(parent, child, credits, evidence, own, is_translation, is_machine) for parent, child in pairwise(path)
    )
    confidence = 1.0
    for hop in hops:
        confidence *= hop.confidence
    return Chain(tuple(path), hops, confidence, _alternatives(path, hops, own))


def _original(agency: str | None, languages: tuple[tuple[str, float], ...], credits: tuple[Credit, ...]) -> Version:
    label = f"original report{f' ({agency})' if agency else ''}"
    return Version(ORIGINAL, "implied", label, languages, None, _agents(credits, "original", None))


def _implied(tag: str, credits: tuple[Credit, ...], own: str) -> Version:
    """Return the version in a language that a credit names, or in one that it leaves unnamed ("und")."""
    label = "version in another language" if tag == "und" else f"{language_name(tag)} version"
    agents = _agents(credits, "version", tag)
    if tag == "und":
        agents = tuple(
            (credit.role, agent.name) for credit in credits if credit.is_returned(own) for agent in credit.agents
        )
    return Version(f"version:{tag}", "implied", label, ((tag, 1.0),), None, agents)


def _tongue(language: LanguageGuess) -> tuple[tuple[str, float], ...]:
    return ((language.language, language.confidence), *language.alternatives)


def _pivots(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Return the languages of implied versions, in the order in which the evidence names them."""
    found = [
        part.removeprefix("version:")
        for item in evidence
        for part in item.claim.split("#")[0].split(">")
        if part.startswith("version:")
    ]
    return tuple(dict.fromkeys(found))


def _named_sources(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Return the languages that credits name as the original's."""
    found = [
        item.claim.split("=", 1)[1]
        for item in evidence
        if item.basis == "declared" and item.claim.startswith(f"{ORIGINAL}=")
    ]
    return tuple(dict.fromkeys(found))


def _original_languages(
    sources: Sequence[str], prior: Mapping[str, float], excluded: set[str], rates: Mapping[str, float]
) -> tuple[tuple[str, float], ...]:
    """Return candidates with probabilities, best first: what a credit names, else the prior less what is excluded."""
    if sources:
        share = 0.97 / len(sources)
        return tuple((tag, round(share, 4)) for tag in sources)
    out = {primary(tag) for tag in excluded}
    merged = {tag: share for tag, share in prior.items() if tag not in out}
    rest = 1.0 - sum(prior.values())
    for tag, rate in rates.items():
        if tag not in out and tag not in merged:
            merged[tag] = max(rest, 0.0) * rate
    total = sum(merged.values()) + max(rest, 0.0) * max(0.0, 1.0 - sum(rates.values()))
    ranked = sorted(merged.items(), key=lambda item: (-item[1], item[0]))
    return tuple((tag, round(share / total, 4)) for tag, share in ranked[:3]) if total > 0 else (("und", 1.0),)


def _agents(credits: tuple[Credit, ...], kind: str, tag: str | None) -> tuple[tuple[Role, str], ...]:
    return tuple(
        (credit.role, agent.name)
        for credit in credits
        if credit.scope.kind == kind and (tag is None or credit.version == tag)
        for agent in credit.agents
    )


def _hop(
    parent: Version,
    child: Version,
    credits: tuple[Credit, ...],
    evidence: tuple[Evidence, ...],
    own: str,
    is_translation: float,
    is_machine: float,
) -> Hop:
    claim = f"{parent.id}>{child.id}"
    direct = [item for item in evidence if item.claim == claim]
    traces = [item for item in evidence if child.id == TEXT and item.claim.startswith("language:")]
    sources = [
        item for item in evidence if parent.id == ORIGINAL and item.claim.startswith((f"{ORIGINAL}=", f"{ORIGINAL}!="))
    ]
    marks = [item for item in evidence if item.claim == f"{claim}#machine"]
    declared_sources = [item for item in sources if item.basis == "declared"]
    support = sum(item.log_odds for item in [*direct, *declared_sources])
    machine = probability(is_machine + sum(item.log_odds for item in marks))
    agents = _makers(credits, child, own)
    declared = any(item.rule == "machine-notice" for item in marks)
    kind: HopKind = "machine-translation" if declared else "translation"
    basis: Basis = "declared" if any(item.basis == "declared" for item in [*direct, *declared_sources]) else "inferred"
    cited = (*direct, *sources, *traces, *marks)
    return Hop(
        parent.id,
        child.id,
        kind,
        # That a text at hand is a translation needs proof; that a version which a credit names is one does not.
        round(probability((is_translation if child.id == TEXT else 0.0) + support), 4),
        basis,
        agents,
        round(machine, 4) if marks or not agents else None,
        tuple(item.id for item in cited),
    )


def _makers(credits: tuple[Credit, ...], child: Version, own: str) -> tuple[tuple[Role, str], ...]:
    """Return who is credited with making a version: its translators and its editors."""
    if child.id == TEXT:
        makers = [credit for credit in credits if credit.translates(own) and not credit.is_returned(own)]
    elif child.languages[0][0] == "und":
        return child.agents
    else:
        tag = child.languages[0][0]
        makers = [credit for credit in credits if tag in (credit.version, credit.target_language)]
    return tuple((credit.role, agent.name) for credit in makers for agent in credit.agents)


def _alternatives(path: Sequence[Version], hops: tuple[Hop, ...], own: str) -> tuple[Alternative, ...]:
    """Return the other stories: what is true if the least certain step is not."""
    found: list[Alternative] = []
    probabilities = [hop.confidence for hop in hops]
    if len(path) == 3:
        pivot, last = path[1], hops[-1]
        statement = (
            f"the {language_name(own)} text is the original report and carries the credit line of its {pivot.label}"
        )
        found.append(Alternative(statement, ((TEXT, pivot.id, "translation"),), round(1.0 - last.confidence, 4)))
    elif len(path) == 2:
        statement = f"the {language_name(own)} text is no translation, and the credit speaks of something else"
        found.append(Alternative(statement, (), round(1.0 - probabilities[0], 4)))
    return tuple(found)
