"""What an audit says of one document in a line: from its own record first, and then from its family's chain."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from provenance.report.severity import LEVELS, severity_of
from provenance.types import Chain, Hop, Record, Version, primary

Row = dict[str, Any]

TRANSLATIONS = frozenset(("translation", "machine-translation", "re-translation"))
STATES = ("credited", "uncredited-candidate", "mismatch", "conflict", "none")
MACHINE = 0.5  # probability of a machine's hand from which it is inferred
LIKELY = 0.5  # confidence of a step from which it counts
_TITLE = 300  # code points of a title that are shown


def alone(record: Record) -> Row:
    """Return what one record says by itself; keys "kinds" and "step" are for the summary.

    credit_state: "mismatch" where a credit names a version in another language, "conflict" where two claims of
    languages or hands disagree otherwise, "credited" where a credit or the carrier declares the translation into its
    language, "uncredited-candidate" where evidence alone makes it a probable translation, else "none".
    """
    chain, kinds = record.chain, Counter(finding.kind for finding in record.findings)
    step = _step(chain, next((item for item in chain.versions if item.status == "observed"), None))
    severities = Counter(severity_of({"kind": finding.kind}) for finding in record.findings)
    return {
        "title": _title(record),
        "characters": len(record.document.text),
        "credit_state": _state(record, kinds, step),
        "original_language": _origin(chain, step),
        "machine": _machine(record, kinds, step),
        "findings": {level: severities[level] for level in LEVELS},
        "kinds": sorted(
            [detector, kind, severity_of({"kind": kind}), count]
            for (detector, kind), count in Counter(
                (finding.detector, finding.kind) for finding in record.findings
            ).items()
        ),
        "step": _flow(chain, step, record.language.language),
    }


def together(row: Row, document_id: str, chain: Chain) -> Row:
    """Return the row with what the chain of its family adds; a document's own declarations stand.

    document_id: of the document, observed in the chain.
    """
    version = next((item for item in chain.versions if item.document_id == document_id), None)
    step = _step(chain, version)
    added = dict(row)
    if step is None:
        is_parent = version is not None and any(hop.parent == version.id for hop in chain.hops)
        if is_parent and version is not None and row["original_language"] is None:
            added["original_language"] = _first(version)
        return added
    added["original_language"] = _origin(chain, step) or row["original_language"]
    added["step"] = _flow(chain, step, row["language"]) or row["step"]
    if step.kind in TRANSLATIONS and step.confidence >= LIKELY:
        if row["credit_state"] == "none":
            added["credit_state"] = "uncredited-candidate"
        if row["machine"] is None and _is_machine(step):
            added["machine"] = "inferred"
    return added


def _state(record: Record, kinds: Mapping[str, int], step: Hop | None) -> str:
    if kinds.get("credit-language-mismatch"):
        return "mismatch"
    own = record.language.language
    acts = [credit for credit in record.credits if credit.translates(own)]
    hands = {credit.is_machine for credit in acts if credit.is_machine is not None}
    sources = {primary(credit.source_language) for credit in acts if credit.source_language and not credit.version}
    if kinds.get("declared-language-mismatch") or len(hands) > 1 or len(sources) > 1:
        return "conflict"
    if acts:
        return "credited"
    if step is None or step.kind not in TRANSLATIONS:
        return "none"
    if step.basis == "declared":
        return "credited"
    return "uncredited-candidate" if step.confidence >= LIKELY else "none"


def _machine(record: Record, kinds: Mapping[str, int], step: Hop | None) -> str | None:
    own = record.language.language
    if kinds.get("machine-notice") or any(credit.is_machine and credit.translates(own) for credit in record.credits):
        return "declared"
    return "inferred" if step is not None and step.confidence >= LIKELY and _is_machine(step) else None


def _is_machine(step: Hop) -> bool:
    return step.kind == "machine-translation" or (step.is_machine_probability or 0.0) >= MACHINE


def _step(chain: Chain, version: Version | None) -> Hop | None:
    """Return the step that made a version."""
    return None if version is None else next((hop for hop in chain.hops if hop.child == version.id), None)


def _origin(chain: Chain, step: Hop | None) -> str | None:
    """Return the language of the version that the steps up to this one start from."""
    if step is None:
        return None
    known = {version.id: version for version in chain.versions}
    *_, first = _upwards(chain, step)
    return _first(known[first.parent])


def _upwards(chain: Chain, step: Hop) -> Iterator[Hop]:
    makers = {hop.child: hop for hop in chain.hops}
    seen: set[str] = set()
    hop: Hop | None = step
    while hop is not None and hop.child not in seen:
        yield hop
        seen.add(hop.child)
        hop = makers.get(hop.parent)


def _first(version: Version) -> str | None:
    tag = version.languages[0][0] if version.languages else None
    return None if tag == "und" else tag


def _flow(chain: Chain, step: Hop | None, own: str) -> list[str] | None:
    """Return source language, target language and basis of a translation, None where one is not known."""
    if step is None or step.kind not in TRANSLATIONS or step.confidence < LIKELY:
        return None
    known = {version.id: version for version in chain.versions}
    source = _first(known[step.parent])
    return [source, own, step.basis] if source and own != "und" and primary(source) != primary(own) else None


def _title(record: Record) -> str | None:
    text = record.document.text
    declared = [item.value for item in record.document.declared if item.key == "title"]
    written = [part.span.trimmed(text).of(text) for part in record.segments if part.kind == "title"]
    found = next((title.strip() for title in (*declared, *written) if title.strip()), None)
    return found[:_TITLE] if found else None
