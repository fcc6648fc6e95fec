"""Evidence that one text's own words give: which versions they name, and what the text itself betrays.

Claims are named after versions: "original", "version:fr", "text"; a claim "version:fr>text" is a step between two, and
"…#machine" that the step was made by a machine.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from provenance.languages.naming import language_name
from provenance.types import Cite, Credit, Document, Evidence, Finding, LanguageGuess, Segment, primary
from provenance.weigh.book import book
from provenance.weigh.wording import weigh_wording

TEXT = "text"
ORIGINAL = "original"
MACHINE = "#machine"
UNNAMED = "und"  # language of a version that a credit tells of without naming its language
MAX_SAME_RULE = 3  # pieces of one rule that count: ten spellings are one habit, not ten witnesses


def version_id(tag: str) -> str:
    """Return the id of the version in a language that a credit names."""
    return f"version:{tag}"


def step(parent: str, child: str) -> str:
    """Return the id of the step between two versions."""
    return f"{parent}>{child}"


def weigh_text(
    document: Document,
    language: LanguageGuess,
    findings: tuple[Finding, ...],
    credits: tuple[Credit, ...],
    segments: tuple[Segment, ...] = (),
) -> tuple[Evidence, ...]:
    """Return the evidence in one text; cites point at /credits/N and /findings/N of the same record.

    segments: of the text, for what its wording says of machine translation; asked only where something else names
    another version.
    """
    own = language.language
    pivots = named_versions(credits, own)
    last = step(version_id(pivots[-1]) if pivots else ORIGINAL, TEXT)
    raw: list[Evidence] = []
    raw += _credits(document, credits, own, pivots)
    raw += _wordings(document, credits, findings, pivots, own)
    raw += _originals(document, credits, findings, pivots, own)
    raw += _machine(document, credits, findings, last, own)
    if raw and any(item.claim.startswith(last) for item in raw):
        raw += weigh_wording(document, own, segments, last + MACHINE)
    return renumbered(raw)


def renumbered(raw: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence with the ids e1, e2, … in its order."""
    return tuple(replace(item, id=f"e{number}") for number, item in enumerate(raw, 1))


def named_versions(credits: tuple[Credit, ...], own: str) -> tuple[str, ...]:
    """Return the languages of versions that credits name and that the text is not in, in order of place.

    "und" alone where a credit tells of a version in another language without naming it (``Credit.is_returned``).
    """
    tags = [
        tag
        for credit in credits
        for tag in (credit.target_language if credit.is_translation else None, credit.version)
        if tag is not None and primary(tag) != primary(own)
    ]
    if not tags and any(credit.is_returned(own) for credit in credits):
        return (UNNAMED,)
    return tuple(dict.fromkeys(tags))


def version_name(tag: str) -> str:
    """Return how a version in a language is called in a sentence, after an article."""
    return "version in another language" if tag == UNNAMED else f"{language_name(tag)} version"


def cite(document: Document, part: str, number: int, item: Credit | Finding) -> Cite:
    """Return a cite of a numbered credit or finding of the record."""
    return Cite(document.id, item.span, f"/{part}/{number}")


def evidence(rule: str, claim: str, statement: str, basis: str, cites: Iterable[Cite], factor: float = 1.0) -> Evidence:
    """Return a piece of evidence with the weight of its rule times a factor; its id is given later."""
    declared = basis == "declared"
    return Evidence(
        "", rule, claim, statement, round(book().rules[rule] * factor, 4), "declared" if declared else "inferred",
        tuple(cites),
    )  # fmt: skip


def _who(credit: Credit) -> str:
    names = [agent.name for agent in credit.agents]
    return f" by {' and '.join(names)}" if names else ""


def _credits(document: Document, credits: tuple[Credit, ...], own: str, pivots: tuple[str, ...]) -> Iterator[Evidence]:
    for tag in pivots:
        holders = [
            (number, credit)
            for number, credit in enumerate(credits)
            if (credit.is_returned(own) if tag == UNNAMED else tag in (credit.version, credit.target_language))
        ]
        cites = [cite(document, "credits", number, credit) for number, credit in holders]
        makers = [credit for _, credit in holders if credit.is_translation] or [holders[0][1]]
        yield evidence(
            "credit-names-version", step(ORIGINAL, version_id(tag)),
            f"the credit names a {version_name(tag)}{_who(makers[0])}", "declared", cites,
        )  # fmt: skip
        yield evidence(
            "credit-language-mismatch", step(version_id(tag), TEXT),
            f"the text is in {language_name(own)}, credits a {version_name(tag)} and names no later hand: "
            f"consistent with a text made from that version", "inferred", cites,
        )  # fmt: skip
    for number, credit in enumerate(credits):
        if credit.translates(own) and not credit.is_returned(own):
            claim = step(version_id(pivots[-1]) if pivots else ORIGINAL, TEXT)
            yield evidence(
                "credit-names-translation", claim, f"the credit names this text as a translation{_who(credit)}",
                "declared", [cite(document, "credits", number, credit)], credit.confidence,
            )  # fmt: skip


def _wordings(
    document: Document, credits: tuple[Credit, ...], findings: tuple[Finding, ...], pivots: tuple[str, ...], own: str
) -> Iterator[Evidence]:
    for number, credit in enumerate(credits):
        if credit.worded_as and primary(credit.worded_as) != primary(own):
            yield evidence(
                "credit-wording", _from(credit.worded_as, pivots),
                f"the credit is worded as {language_name(credit.worded_as)} words it", "inferred",
                [cite(document, "credits", number, credit)],
            )  # fmt: skip
    habits: dict[tuple[str, str], list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings):
        if finding.detector == "interference" and primary(finding.value) != primary(own):
            habits.setdefault((finding.kind, finding.value), []).append((number, finding))
    for (kind, tag), items in habits.items():
        strongest = sorted(items, key=lambda item: (-item[1].confidence, item[0]))[:MAX_SAME_RULE]
        for number, finding in sorted(strongest, key=lambda item: item[0]):
            yield evidence(
                kind, _from(tag, pivots), finding.note, "inferred", [cite(document, "findings", number, finding)],
                finding.confidence,
            )  # fmt: skip


def _from(tag: str, pivots: tuple[str, ...]) -> str:
    """Return the step that traces of a language speak for: from the version named in it, else from the original."""
    for pivot in pivots:
        if primary(pivot) == primary(tag):
            return step(version_id(pivot), TEXT)
    return f"language:{tag}"


def _originals(
    document: Document, credits: tuple[Credit, ...], findings: tuple[Finding, ...], pivots: tuple[str, ...], own: str
) -> Iterator[Evidence]:
    """Yield evidence for the language of the original: claims "original=TAG"."""
    for number, credit in enumerate(credits):
        if credit.source_language is None:
            continue
        rule = "credit-names-source" if credit.is_translation else "original-published"
        tongue = language_name(credit.source_language)
        yield evidence(
            rule, f"{ORIGINAL}={credit.source_language}", f"the credit names {tongue} as the language of the original",
            "declared", [cite(document, "credits", number, credit)],
        )  # fmt: skip
    for number, finding in enumerate(findings):
        if finding.kind == "agency-publisher" and finding.value in book().agencies:
            shares = book().agencies[finding.value]
            tag = max(shares, key=lambda language: shares[language])
            yield evidence(
                "agency-language", f"{ORIGINAL}={tag}",
                f"the dateline names {finding.value}, whose reports are mostly written in {language_name(tag)}",
                "inferred", [cite(document, "findings", number, finding)],
            )  # fmt: skip
    for tag in pivots:
        cites = [
            cite(document, "credits", number, credit) for number, credit in enumerate(credits) if credit.version == tag
        ]
        yield evidence(
            "version-excluded", f"{ORIGINAL}!={tag}",
            f"a {version_name(tag)} was made of it: it is unlikely to be in that language itself",
            "inferred", cites,
        )  # fmt: skip


def _machine(
    document: Document, credits: tuple[Credit, ...], findings: tuple[Finding, ...], last: str, own: str
) -> Iterator[Evidence]:
    claim = last + MACHINE
    for number, credit in enumerate(credits):
        if credit.is_returned(own):
            continue
        if credit.role == "machine-translator" and credit.translates(own):
            yield evidence("machine-notice", claim, "a notice names a machine translation", "declared",
                           [cite(document, "credits", number, credit)])  # fmt: skip
        elif credit.translates(own) and credit.agents:
            yield evidence("human-credit", claim, f"the credit names a translation{_who(credit)}", "declared",
                           [cite(document, "credits", number, credit)])  # fmt: skip
    if not any(credit.translates(own) and not credit.is_returned(own) for credit in credits) and named_versions(
        credits, own
    ):
        cites = [cite(document, "credits", number, credit) for number, credit in enumerate(credits)]
        yield evidence(
            "no-hand-credited", claim, f"no hand is credited for the {language_name(own)} text", "inferred", cites
        )
    seen: dict[str, int] = {}
    for number, finding in enumerate(findings):
        if finding.kind not in {
            "doubled-word",
            "broken-sentence",
            "sentence-fragment",
            "aggregator-tail",
            "machine-notice",
        }:
            continue
        seen[finding.kind] = seen.get(finding.kind, 0) + 1
        if seen[finding.kind] <= MAX_SAME_RULE:
            basis = "declared" if finding.kind == "machine-notice" else "inferred"
            cites = [cite(document, "findings", number, finding)]
            yield evidence(finding.kind, claim, finding.note, basis, cites, finding.confidence)
