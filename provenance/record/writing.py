"""Typed values → JSON values."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from provenance.errors import RecordError
from provenance.types import (
    Agent,
    Alternative,
    Chain,
    Comparison,
    Credit,
    Declared,
    Discrepancy,
    Document,
    Evidence,
    Finding,
    Hop,
    LanguageGuess,
    Link,
    Model,
    Pair,
    Record,
    Role,
    Scope,
    Segment,
    Span,
    Version,
)
from provenance.version import __version__

Json = dict[str, Any]

SCHEMAS = "https://translation-provenance.github.io/schemas/"
RECORD_SCHEMA = f"{SCHEMAS}record-1.schema.json"
COMPARISON_SCHEMA = f"{SCHEMAS}comparison-1.schema.json"
# Four decimals: calibration is known to two, and what stands further right differs by the order of summing.
_DECIMALS = 4
ASSERTED_PLACE = "asserted:"
"""Prefix of ``Declared.place`` for what the person running the tool said: ``asserted:--language``."""


def to_dict(record: Record) -> Json:
    """Return the JSON value of a record, which follows record-1.schema.json.

    Raises RecordError for a number that is not finite and for evidence that cites a document not in it.
    """
    text = record.document.text
    return {
        **head(RECORD_SCHEMA, record.model),
        "document": document_to_dict(record.document),
        "language": guess_to_dict(record.language, record.document),
        "credits": [_credit(credit, text) for credit in record.credits],
        "findings": [_finding(finding, text) for finding in record.findings],
        "chain": chain_to_dict(record.chain),
        "evidence": [evidence_to_dict(item, {record.document.id: text}) for item in record.evidence],
        "segments": [_segment(segment, text) for segment in record.segments],
    }


def comparison_to_dict(comparison: Comparison) -> Json:
    """Return the JSON value of a comparison, which follows comparison-1.schema.json.

    Raises RecordError as ``to_dict`` does.
    """
    texts = {record.document.id: record.document.text for record in comparison.records}
    return {
        **head(COMPARISON_SCHEMA, comparison.model),
        "pairs": [pair_to_dict(pair, texts) for pair in comparison.pairs],
        "chain": chain_to_dict(comparison.chain),
        "evidence": [evidence_to_dict(item, texts) for item in comparison.evidence],
        "records": [to_dict(record) for record in comparison.records],
    }


def head(schema: str, model: Model | None) -> Json:
    """Return what every value begins with: its schema, the tool and the encoder."""
    return {
        "schema": schema,
        "tool": {"name": "translation-provenance", "version": __version__},
        "model": {"name": model.name, "sha256": model.sha256} if model else None,
    }


def number(value: float) -> float:
    """Return a number as JSON holds it.  Raises RecordError for one that is not finite."""
    if not isfinite(value):
        raise RecordError(f"number {value!r}: expected a finite one, JSON has no other")
    return round(float(value), _DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0


def _maybe_number(value: float | None) -> float | None:
    return None if value is None else number(value)


def _span(span: Span, text: str) -> Json:
    return {"start": span.start, "end": span.end, "quote": span.of(text)}


def _maybe_span(span: Span | None, text: str) -> Json | None:
    return None if span is None else _span(span, text)


def _text_of(document_id: str, texts: Mapping[str, str]) -> str:
    if document_id not in texts:
        raise RecordError(f"document {document_id!r} is cited, expected one of {sorted(texts)!r}")
    return texts[document_id]


def document_to_dict(document: Document) -> Json:
    """Return the JSON value of a document."""
    return {
        "id": document.id,
        "origin": document.origin,
        "published": document.published,
        "sha256": document.sha256,
        "length": len(document.text),
        "declared": [_declared(item) for item in document.declared],
        "text": document.text,
    }


def _declared(item: Declared) -> Json:
    return {
        "key": item.key,
        "value": item.value,
        "place": item.place,
        "language": item.language,
        "basis": "asserted" if _is_asserted(item) else "declared",
    }


def _is_asserted(item: Declared) -> bool:
    return item.place.startswith(ASSERTED_PLACE)


def guess_to_dict(guess: LanguageGuess, document: Document) -> Json:
    """Return the JSON value of a document's language, and whether someone said it."""
    is_asserted = any(item.key == "language" and _is_asserted(item) for item in document.declared)
    return {
        "language": guess.language,
        "confidence": number(guess.confidence),
        "alternatives": [_probable(tag, share) for tag, share in guess.alternatives],
        "basis": "asserted" if is_asserted else "inferred",
    }


def _probable(language: str, probability: float) -> Json:
    return {"language": language, "probability": number(probability)}


def _segment(segment: Segment, text: str) -> Json:
    return {
        "index": segment.index,
        "kind": segment.kind,
        "paragraph": segment.paragraph,
        "language": segment.language,
        "confidence": number(segment.confidence),
        "span": _span(segment.span, text),
    }


def _finding(finding: Finding, text: str) -> Json:
    return {
        "detector": finding.detector,
        "kind": finding.kind,
        "value": finding.value,
        "note": finding.note,
        "confidence": number(finding.confidence),
        "rule": finding.rule,
        "basis": "inferred",
        "span": _maybe_span(finding.span, text),
    }


def _agent(agent: Agent, text: str) -> Json:
    return {"name": agent.name, "kind": agent.kind, "span": _maybe_span(agent.span, text)}


def _scope(scope: Scope, text: str) -> Json:
    return {"kind": scope.kind, "language": scope.language, "span": _maybe_span(scope.span, text)}


def _credit(credit: Credit, text: str) -> Json:
    return {
        "role": credit.role,
        "agents": [_agent(agent, text) for agent in credit.agents],
        "scope": _scope(credit.scope, text),
        "source_language": credit.source_language,
        "target_language": credit.target_language,
        "is_machine": credit.is_machine,
        "work": credit.work,
        "worded_as": credit.worded_as,
        "confidence": number(credit.confidence),
        "rule": credit.rule,
        "basis": "declared",
        "span": _maybe_span(credit.span, text),
    }


def evidence_to_dict(item: Evidence, texts: Mapping[str, str]) -> Json:
    """Return the JSON value of a piece of evidence; texts: document id → text, for its quotes."""
    return {
        "id": item.id,
        "rule": item.rule,
        "claim": item.claim,
        "statement": item.statement,
        "log_odds": number(item.log_odds),
        "basis": item.basis,
        "cites": [
            {
                "document_id": cite.document_id,
                "ref": cite.ref,
                "span": _maybe_span(cite.span, _text_of(cite.document_id, texts)),
            }
            for cite in item.cites
        ],
    }


def _contributions(agents: tuple[tuple[Role, str], ...]) -> list[Json]:
    return [{"role": role, "name": name} for role, name in agents]


def _version(version: Version) -> Json:
    return {
        "id": version.id,
        "status": version.status,
        "label": version.label,
        "languages": [_probable(tag, share) for tag, share in version.languages],
        "document_id": version.document_id,
        "agents": _contributions(version.agents),
    }


def _hop(hop: Hop) -> Json:
    return {
        "parent": hop.parent,
        "child": hop.child,
        "kind": hop.kind,
        "confidence": number(hop.confidence),
        "basis": hop.basis,
        "agents": _contributions(hop.agents),
        "is_machine_probability": _maybe_number(hop.is_machine_probability),
        "evidence": list(hop.evidence),
    }


def _alternative(alternative: Alternative) -> Json:
    return {
        "statement": alternative.statement,
        "probability": number(alternative.probability),
        "hops": [{"parent": parent, "child": child, "kind": kind} for parent, child, kind in alternative.hops],
    }


def chain_to_dict(chain: Chain) -> Json:
    """Return the JSON value of a chain."""
    return {
        "versions": [_version(version) for version in chain.versions],
        "hops": [_hop(hop) for hop in chain.hops],
        "confidence": number(chain.confidence),
        "alternatives": [_alternative(item) for item in chain.alternatives],
        "undetermined": chain.undetermined,
    }


def _link(link: Link) -> Json:
    return {
        "one": list(link.one),
        "other": list(link.other),
        "similarity": number(link.similarity),
        "probability": number(link.probability),
    }


def _discrepancy(item: Discrepancy, one: str, other: str) -> Json:
    return {
        "kind": item.kind,
        "severity": item.severity,
        "note": item.note,
        "confidence": number(item.confidence),
        "one": _span(item.one, one),
        "other": _span(item.other, other),
    }


def pair_to_dict(pair: Pair, texts: Mapping[str, str]) -> Json:
    """Return the JSON value of a pair; texts: document id → text, for its quotes."""
    alignment, coverage = pair.alignment, pair.coverage
    one, other = _text_of(alignment.one_id, texts), _text_of(alignment.other_id, texts)
    return {
        "verdict": pair.verdict,
        "confidence": number(pair.confidence),
        "coverage": {
            "one": number(coverage.one),
            "other": number(coverage.other),
            "order": number(coverage.order),
            "similarity": number(coverage.similarity),
        },
        "alignment": {
            "one_id": alignment.one_id,
            "other_id": alignment.other_id,
            "links": [_link(link) for link in alignment.links],
        },
        "discrepancies": [_discrepancy(item, one, other) for item in pair.discrepancies],
    }
