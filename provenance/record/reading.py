"""JSON values → typed values.

Each function trusts its input: ``provenance.validate.validate`` is the door that foreign values come through.
"""

from typing import Any

from provenance.types import (
    Agent,
    Alignment,
    Alternative,
    Chain,
    Cite,
    Comparison,
    Coverage,
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

Json = dict[str, Any]


def from_dict(value: Json) -> Record:
    """Return the record of a JSON value that ``validate`` accepts.

    Quotes, bases and digests are not kept: they follow from the rest.
    """
    return Record(
        document=document_from_dict(value["document"]),
        language=guess_from_dict(value["language"]),
        segments=tuple(_segment(item) for item in value["segments"]),
        findings=tuple(_finding(item) for item in value["findings"]),
        credits=tuple(_credit(item) for item in value["credits"]),
        evidence=tuple(_evidence(item) for item in value["evidence"]),
        chain=chain_from_dict(value["chain"]),
        model=model_from_dict(value["model"]),
    )


def comparison_from_dict(value: Json) -> Comparison:
    """Return the comparison of a JSON value that ``validate`` accepts."""
    return Comparison(
        records=tuple(from_dict(item) for item in value["records"]),
        pairs=tuple(_pair(item) for item in value["pairs"]),
        evidence=tuple(_evidence(item) for item in value["evidence"]),
        chain=chain_from_dict(value["chain"]),
        model=model_from_dict(value["model"]),
    )


def model_from_dict(value: Json | None) -> Model | None:
    """Return the encoder of a JSON value."""
    return Model(value["name"], value["sha256"]) if value else None


def _span(value: Json) -> Span:
    return Span(value["start"], value["end"])


def _maybe_span(value: Json | None) -> Span | None:
    return None if value is None else _span(value)


def document_from_dict(value: Json) -> Document:
    """Return the document of a JSON value."""
    return Document(
        id=value["id"],
        text=value["text"],
        origin=value["origin"],
        declared=tuple(
            Declared(item["key"], item["value"], item["place"], item["language"]) for item in value["declared"]
        ),
        published=value["published"],
    )


def guess_from_dict(value: Json) -> LanguageGuess:
    """Return the language of a JSON value."""
    return LanguageGuess(value["language"], value["confidence"], _probables(value["alternatives"]))


def _probables(values: list[Json]) -> tuple[tuple[str, float], ...]:
    return tuple((item["language"], item["probability"]) for item in values)


def _segment(value: Json) -> Segment:
    return Segment(
        index=value["index"],
        span=_span(value["span"]),
        kind=value["kind"],
        language=value["language"],
        confidence=value["confidence"],
        paragraph=value["paragraph"],
    )


def _finding(value: Json) -> Finding:
    return Finding(
        detector=value["detector"],
        kind=value["kind"],
        value=value["value"],
        span=_maybe_span(value["span"]),
        confidence=value["confidence"],
        rule=value["rule"],
        note=value["note"],
    )


def _agent(value: Json) -> Agent:
    return Agent(value["name"], value["kind"], _maybe_span(value["span"]))


def _scope(value: Json) -> Scope:
    return Scope(value["kind"], value["language"], _maybe_span(value["span"]))


def _credit(value: Json) -> Credit:
    return Credit(
        role=value["role"],
        agents=tuple(_agent(agent) for agent in value["agents"]),
        scope=_scope(value["scope"]),
        span=_maybe_span(value["span"]),
        rule=value["rule"],
        confidence=value["confidence"],
        source_language=value["source_language"],
        target_language=value["target_language"],
        is_machine=value["is_machine"],
        work=value["work"],
        worded_as=value["worded_as"],
    )


def _evidence(value: Json) -> Evidence:
    return Evidence(
        id=value["id"],
        rule=value["rule"],
        claim=value["claim"],
        statement=value["statement"],
        log_odds=value["log_odds"],
        basis=value["basis"],
        cites=tuple(Cite(cite["document_id"], _maybe_span(cite["span"]), cite["ref"]) for cite in value["cites"]),
    )


def _contributions(values: list[Json]) -> tuple[tuple[Role, str], ...]:
    return tuple((item["role"], item["name"]) for item in values)


def _version(value: Json) -> Version:
    return Version(
        id=value["id"],
        status=value["status"],
        label=value["label"],
        languages=_probables(value["languages"]),
        document_id=value["document_id"],
        agents=_contributions(value["agents"]),
    )


def _hop(value: Json) -> Hop:
    return Hop(
        parent=value["parent"],
        child=value["child"],
        kind=value["kind"],
        confidence=value["confidence"],
        basis=value["basis"],
        agents=_contributions(value["agents"]),
        is_machine_probability=value["is_machine_probability"],
        evidence=tuple(value["evidence"]),
    )


def _alternative(value: Json) -> Alternative:
    return Alternative(
        statement=value["statement"],
        hops=tuple((hop["parent"], hop["child"], hop["kind"]) for hop in value["hops"]),
        probability=value["probability"],
    )


def chain_from_dict(value: Json) -> Chain:
    """Return the chain of a JSON value."""
    return Chain(
        versions=tuple(_version(item) for item in value["versions"]),
        hops=tuple(_hop(item) for item in value["hops"]),
        confidence=value["confidence"],
        alternatives=tuple(_alternative(item) for item in value["alternatives"]),
        undetermined=value["undetermined"],
    )


def _pair(value: Json) -> Pair:
    alignment, coverage = value["alignment"], value["coverage"]
    return Pair(
        alignment=Alignment(
            alignment["one_id"],
            alignment["other_id"],
            tuple(
                Link(tuple(link["one"]), tuple(link["other"]), link["similarity"], link["probability"])
                for link in alignment["links"]
            ),
        ),
        coverage=Coverage(coverage["one"], coverage["other"], coverage["order"], coverage["similarity"]),
        verdict=value["verdict"],
        confidence=value["confidence"],
        discrepancies=tuple(
            Discrepancy(
                item["kind"],
                _span(item["one"]),
                _span(item["other"]),
                item["severity"],
                item["note"],
                item["confidence"],
            )
            for item in value["discrepancies"]
        ),
    )
