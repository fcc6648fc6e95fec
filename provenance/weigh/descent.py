"""Evidence that one of two texts was made from the other: credits, carriers' statements, traces in the text."""

from collections.abc import Collection, Iterator, Sequence

from provenance.languages.naming import language_name
from provenance.types import Cite, Credit, Evidence, Finding, Record, primary
from provenance.weigh.single import MAX_SAME_RULE, evidence, named_versions

# Where versions in two languages credit one translator, one of them carries the other's credit line over.
CARRIED = 0.4
BORROWED = frozenset({"credit-names-source", "credit-names-translation", "credit-other-source"})
CARELESS = frozenset({"doubled-word", "broken-sentence", "sentence-fragment", "aggregator-tail"})


def observed_id(number: int) -> str:
    """Return the id of the version that is the record with this index."""
    return f"v{number + 1}"


def label(records: Sequence[Record], index: int) -> str:
    """Return a version's id with its language, for statements."""
    return f"{observed_id(index)} ({language_name(records[index].language.language)})"


def translators(record: Record) -> frozenset[str]:
    """Return the names that a text credits with a translation, without case."""
    return frozenset(
        agent.name.casefold() for credit in record.credits if credit.role == "translator" for agent in credit.agents
    )


def descent(records: Sequence[Record], parent: int, child: int, at_hand: Collection[str]) -> Iterator[Evidence]:
    """Yield what speaks for, or against, the child having been made from the parent.

    at_hand: primary tags of the languages in which versions are at hand: a source credited in another one is unseen,
    and the parent may stand behind it.
    """
    claim = f"{observed_id(parent)}>{observed_id(child)}"
    yield from _credited(records, parent, child, claim, at_hand)
    yield from _original(records, parent, child, claim)
    yield from _carried(records, parent, child, claim)
    yield from _revised(records, parent, child, claim)
    yield from _made_by_machine(records, parent, child, claim)
    yield from _traces(records, parent, child, claim)


def _credited(
    records: Sequence[Record], parent: int, child: int, claim: str, at_hand: Collection[str]
) -> Iterator[Evidence]:
    """What the child's credits say of a parent in this language: each rule once, its credits cited together."""
    own, theirs = records[child].language.language, records[parent].language.language
    child_label = label(records, child)
    said = {
        "credit-names-source": f"{child_label} is credited as made from {language_name(theirs)}",
        "credit-names-translation": f"{child_label} is credited as a translation",
        "credit-language-mismatch": (
            f"{child_label} credits a {language_name(theirs)} version, which {observed_id(parent)} may be"
        ),
        "credit-other-source": f"{child_label} is credited as made from another language than {language_name(theirs)}",
        "credit-wording": f"a credit in {child_label} is worded as in {language_name(theirs)}",
    }
    cites: dict[str, list[Cite]] = {}
    is_shared = any(
        translators(record) & translators(records[child])
        for index, record in enumerate(records)
        if index != child and primary(record.language.language) != primary(own)
    )
    is_elsewhere = False
    for number, credit in enumerate(records[child].credits):
        for rule in _rules(credit, own, theirs, records[child].credits):
            is_elsewhere |= rule == "credit-other-source"
            if rule == "credit-other-source" and primary(credit.source_language or "") not in at_hand:
                continue
            place = Cite(records[child].document.id, credit.span, f"/records/{child}/credits/{number}")
            cites.setdefault(rule, []).append(place)
    if "credit-names-source" in cites or is_elsewhere:
        cites.pop("credit-names-translation", None)
    for rule, places in cites.items():
        basis = "inferred" if rule in {"credit-language-mismatch", "credit-wording"} else "declared"
        factor = (0.5 if rule == "credit-names-translation" else 1.0) * (
            CARRIED if rule in BORROWED and is_shared else 1.0
        )
        yield evidence(rule, claim, said[rule], basis, places, factor)


def _rules(credit: Credit, own: str, theirs: str, credits: tuple[Credit, ...]) -> Iterator[str]:
    """Yield the rules by which a credit of the child speaks for a parent in the language ``theirs``."""
    mine, tongue = primary(own), primary(theirs)
    pivots = [primary(tag) for tag in named_versions(credits, own)]
    is_for_own = (
        credit.translates(own)
        and not credit.is_returned(own)
        and not (credit.target_language is None and credit.version is None and pivots)
    )
    if credit.source_language and credit.is_translation and is_for_own and mine != tongue:
        yield "credit-names-source" if primary(credit.source_language) == tongue else "credit-other-source"
    elif is_for_own and credit.source_language is None and mine != tongue:
        yield "credit-names-translation"
    target = credit.target_language or credit.version
    if credit.is_translation and target and primary(target) == tongue != mine:
        yield "credit-language-mismatch"
    if credit.worded_as and primary(credit.worded_as) == tongue != mine:
        yield "credit-wording"


def _original(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """A parent that credits reporters and no translation, where the child credits one."""
    if not any(credit.is_translation for credit in records[child].credits):
        yield from _untranslated(records, parent, child, claim)
        return
    originals = [
        Cite(records[parent].document.id, credit.span, f"/records/{parent}/credits/{number}")
        for number, credit in enumerate(records[parent].credits)
        if credit.role in {"reporter", "author"}
    ]
    if originals and not any(credit.is_translation for credit in records[parent].credits):
        said = f"{label(records, parent)} credits its reporters and no translation"
        yield evidence("original-credit", claim, said, "declared", originals)


def _untranslated(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """A child that credits reporters or authors, no translation and no version in another language."""
    own = records[child].language.language
    credits = records[child].credits
    if primary(own) == primary(records[parent].language.language) or named_versions(credits, own):
        return
    cites = [
        Cite(records[child].document.id, credit.span, f"/records/{child}/credits/{number}")
        for number, credit in enumerate(credits)
        if credit.role in {"reporter", "author"}
    ]
    if cites:
        said = f"{label(records, child)} credits its reporters and no translation"
        yield evidence("no-translation-credited", claim, said, "declared", cites)


def _carried(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """What the carriers declare: addresses of originals, dates."""
    ours, theirs = records[child].document, records[parent].document
    addresses = {item.value for item in theirs.declared if item.key == "canonical"} | {theirs.id, theirs.origin}
    for item in ours.declared:
        if item.key == "original" and (
            item.value in addresses or any(item.value.endswith("/" + place) for place in addresses)
        ):
            yield evidence(
                "declared-original", claim, f"{label(records, child)} declares {observed_id(parent)} as its original",
                "declared", [Cite(ours.id, None)],
            )  # fmt: skip
    if not ours.published or not theirs.published or ours.published[:10] == theirs.published[:10]:
        return
    is_later = theirs.published[:10] < ours.published[:10]
    dates = f"{observed_id(parent)} is dated {theirs.published[:10]}, {observed_id(child)} {ours.published[:10]}"
    cites = [Cite(theirs.id, None), Cite(ours.id, None)]
    yield evidence("published-earlier" if is_later else "published-later", claim, dates, "declared", cites)


def _revised(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """A note that the child was updated or corrected, in the parent's own language."""
    if primary(records[parent].language.language) != primary(records[child].language.language):
        return
    if any(finding.kind == "revision-note" for finding in records[parent].findings):
        return
    for number, finding in enumerate(records[child].findings):
        if finding.kind == "revision-note":
            cites = [Cite(records[child].document.id, finding.span, f"/records/{child}/findings/{number}")]
            yield evidence("revision-note", claim, f"in {label(records, child)}: {finding.note}", "declared", cites)
            return


def _made_by_machine(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """A parent with a notice of machine translation, where the child credits a person with translating."""
    notices = [
        Cite(records[parent].document.id, finding.span, f"/records/{parent}/findings/{number}")
        for number, finding in enumerate(records[parent].findings)
        if finding.kind == "machine-notice"
    ] + [
        Cite(records[parent].document.id, credit.span, f"/records/{parent}/credits/{number}")
        for number, credit in enumerate(records[parent].credits)
        if credit.role == "machine-translator" and credit.translates(records[parent].language.language)
    ]
    own = records[child].language.language
    hands = [
        Cite(records[child].document.id, credit.span, f"/records/{child}/credits/{number}")
        for number, credit in enumerate(records[child].credits)
        if credit.role == "translator" and credit.agents and credit.translates(own) and not credit.is_returned(own)
    ]
    if notices and hands:
        said = f"{label(records, child)} credits a translator, and {observed_id(parent)} is marked as made by a machine"
        yield evidence("machine-source", claim, said, "inferred", [*notices, *hands])


def _traces(records: Sequence[Record], parent: int, child: int, claim: str) -> Iterator[Evidence]:
    """What the child's text shows: the parent's language shining through, marks of a later hand."""
    counts: dict[str, int] = {}
    for number, finding in enumerate(records[child].findings):
        rule = _trace(finding, records[parent], records[child])
        if rule is None:
            continue
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
        if counts[finding.kind] <= MAX_SAME_RULE:
            cites = [Cite(records[child].document.id, finding.span, f"/records/{child}/findings/{number}")]
            factor = finding.confidence * (2.0 if finding.kind == "machine-notice" else 1.0)
            yield evidence(rule, claim, f"in {label(records, child)}: {finding.note}", "inferred", cites, factor)


def _trace(finding: Finding, parent: Record, child: Record) -> str | None:
    """Return the rule by which a finding in the child speaks for the parent, if any."""
    tongue, own = primary(parent.language.language), primary(child.language.language)
    if finding.detector == "interference":
        return finding.kind if primary(finding.value) == tongue != own else None
    if finding.kind in CARELESS and not any(other.kind == finding.kind for other in parent.findings):
        return "later-artefacts"
    return "later-artefacts" if finding.kind == "machine-notice" else None
