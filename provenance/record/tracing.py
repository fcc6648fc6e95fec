"""Traces as JSON values, which follow trace-1.schema.json, and back."""

from typing import Any

from provenance.record.reading import comparison_from_dict, document_from_dict, guess_from_dict, model_from_dict
from provenance.record.writing import SCHEMAS, comparison_to_dict, document_to_dict, guess_to_dict, head, number
from provenance.types import Coverage, Match, Trace

Json = dict[str, Any]

TRACE_SCHEMA = f"{SCHEMAS}trace-1.schema.json"
_CHANCES = ("original", "derived", "sibling")


def trace_to_dict(trace: Trace) -> Json:
    """Return the JSON value of a trace.  Raises RecordError as ``to_dict`` does."""
    return {
        **head(TRACE_SCHEMA, trace.model),
        "document": document_to_dict(trace.document),
        "language": guess_to_dict(trace.language, trace.document),
        "answer": trace.answer,
        "confidence": number(trace.confidence),
        "reason": trace.reason,
        "searched": trace.searched,
        "ranked": trace.ranked,
        "matches": [_match(match) for match in trace.matches],
        "comparison": comparison_to_dict(trace.comparison) if trace.comparison else None,
    }


def trace_from_dict(value: Json) -> Trace:
    """Return the trace of a JSON value that ``validate`` accepts."""
    return Trace(
        document_from_dict(value["document"]),
        guess_from_dict(value["language"]),
        value["answer"],
        value["confidence"],
        value["reason"],
        value["searched"],
        value["ranked"],
        tuple(_match_from(item) for item in value["matches"]),
        comparison_from_dict(value["comparison"]) if value["comparison"] else None,
        model_from_dict(value["model"]),
    )


def _match(match: Match) -> Json:
    coverage, chances = match.coverage, match.chances
    return {
        "document_id": match.document_id,
        "sha256": match.sha256,
        "language": match.language,
        "published": match.published,
        "title": match.title,
        "relation": match.relation,
        "likeness": number(match.likeness),
        "verdict": match.verdict,
        "confidence": number(match.confidence),
        "coverage": {
            "text": number(coverage.one),
            "match": number(coverage.other),
            "order": number(coverage.order),
            "similarity": number(coverage.similarity),
        },
        "chances": None
        if chances is None
        else {name: number(chance) for name, chance in zip(_CHANCES, chances, strict=True)},
    }


def _match_from(value: Json) -> Match:
    coverage, chances = value["coverage"], value["chances"]
    return Match(
        value["document_id"],
        value["sha256"],
        value["language"],
        value["published"],
        value["title"],
        value["likeness"],
        value["relation"],
        value["verdict"],
        value["confidence"],
        Coverage(coverage["text"], coverage["match"], coverage["order"], coverage["similarity"]),
        (chances["original"], chances["derived"], chances["sibling"]) if chances else None,
    )
