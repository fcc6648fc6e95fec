"""Any record and any comparison that the nouns allow, as hypothesis strategies.

Numbers have at most four decimals, because a record is rounded to that when it is written.
"""

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any, get_args

from hypothesis import strategies as st

from provenance.types import (
    Agent,
    AgentKind,
    Alignment,
    Alternative,
    Basis,
    Chain,
    Cite,
    Comparison,
    Coverage,
    Credit,
    Declared,
    Discrepancy,
    DiscrepancyKind,
    Document,
    Evidence,
    Finding,
    Hop,
    HopKind,
    LanguageGuess,
    Link,
    Model,
    Pair,
    Record,
    Role,
    Scope,
    Segment,
    SegmentKind,
    Severity,
    Span,
    Verdict,
    Version,
)


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


def tenthousandths(low: float, high: float) -> st.SearchStrategy[float]:
    return st.integers(int(low * 10_000), int(high * 10_000)).map(lambda number: number / 10_000)


shares = tenthousandths(0, 1)
similarities = tenthousandths(-1, 1)
characters = st.characters(codec="utf-8")
texts = st.text(characters, max_size=60).map(lambda text: unicodedata.normalize("NFC", text))
notes = st.text(characters, max_size=12)
names = st.text(characters, min_size=1, max_size=12)
tags = st.sampled_from(("und", "en", "fr", "zh-Hant", "sr-Latn"))
slugs = st.sampled_from(("doubled-word", "agency-publisher", "x"))
models = st.none() | st.builds(Model, names, st.just("0f" * 32))
dates = st.none() | st.dates().map(str) | st.just("2021-12-27T10:00:00Z")
probables = st.just(()) | st.tuples(st.tuples(tags, tenthousandths(0, 0.5)), st.tuples(tags, tenthousandths(0, 0.5)))
contributions = st.lists(st.tuples(one_of(Role), names), max_size=2).map(tuple)


def tuples(of: st.SearchStrategy[Any], at_most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=at_most).map(tuple)


def spans(text: str) -> st.SearchStrategy[Span]:
    place = st.integers(0, len(text))
    return st.tuples(place, place).map(lambda ends: Span(min(ends), max(ends)))


def documents(document_id: str) -> st.SearchStrategy[Document]:
    declared = st.builds(Declared, slugs, notes, names, st.none() | tags)
    return st.builds(Document, st.just(document_id), texts, notes, tuples(declared), dates)


@st.composite
def segments(draw: Callable[[Any], Any], text: str) -> tuple[Segment, ...]:
    if not text:
        return ()
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=3))
    edges = sorted({0, len(text), *cuts})
    return tuple(
        Segment(index, Span(*ends), draw(one_of(SegmentKind)), draw(tags), draw(shares), draw(st.integers(0, 3)))
        for index, ends in enumerate(pairwise(edges))
    )


def credits_of(text: str) -> st.SearchStrategy[Credit]:
    span = st.none() | spans(text)
    agents = tuples(st.builds(Agent, names, one_of(AgentKind), span))
    scope = st.builds(Scope, st.sampled_from(("text", "original", "version", "unknown")), st.none() | tags, span)
    return st.builds(
        Credit,
        role=one_of(Role),
        agents=agents,
        scope=scope,
        span=span,
        rule=names,
        confidence=shares,
        source_language=st.none() | tags,
        target_language=st.none() | tags,
        is_machine=st.none() | st.booleans(),
        work=st.none() | notes,
        worded_as=st.none() | tags,
    )


@st.composite
def claims(draw: Callable[[Any], Any], given: tuple[Document, ...], ref: str) -> tuple[tuple[Evidence, ...], Chain]:
    """Evidence and a chain that fit each other: v0 → v1 → …, one version for each document and an implied one."""
    observed = [
        Version(f"v{number}", "observed", draw(names), draw(probables), document.id, draw(contributions))
        for number, document in enumerate(given)
    ]
    implied = Version("v9", "implied", draw(names), draw(probables), None, draw(contributions))
    versions = (implied, *observed)
    edges = [(parent.id, child.id) for parent, child in pairwise(versions)]
    cites = st.sampled_from(given).flatmap(
        lambda document: st.builds(
            Cite, st.just(document.id), st.none() | spans(document.text), st.sampled_from((None, ref))
        )
    )
    evidence = tuple(
        Evidence(
            f"e{number}",
            draw(names),
            claim,
            draw(names),
            draw(tenthousandths(-9, 9)),
            draw(one_of(Basis)),
            draw(tuples(cites)),
        )
        for number, claim in enumerate(("v9", "v0", "v9>v0"))
    )
    kinds = one_of(HopKind)
    undetermined = draw(st.none() | names)
    hop = st.builds(
        Hop,
        st.just("v9"),
        st.just("v0"),
        kinds,
        shares,
        one_of(Basis),
        contributions,
        st.none() | shares,
        st.just(("e1", "e2")),
    )
    alternative = st.builds(Alternative, names, st.just(tuple((*edge, draw(kinds)) for edge in edges)), shares)
    hops = () if undetermined else draw(tuples(hop, at_most=1))
    return evidence, Chain(versions, hops, draw(shares), draw(tuples(alternative)), undetermined)


@st.composite
def records(draw: Callable[[Any], Any], document_id: str = "a.txt") -> Record:
    document: Document = draw(documents(document_id))
    text = document.text
    evidence, chain = draw(claims((document,), "/document/text"))
    finding = st.builds(Finding, slugs, slugs, notes, st.none() | spans(text), shares, names, notes)
    return Record(
        document=document,
        language=LanguageGuess(draw(tags), draw(shares), draw(probables)),
        segments=draw(segments(text)),
        findings=draw(tuples(finding)),
        credits=draw(tuples(credits_of(text))),
        evidence=evidence,
        chain=chain,
        model=draw(models),
    )


def pair_of(draw: Callable[[Any], Any], one: Record, other: Record) -> Pair:
    links = (
        Link((), tuple(range(len(other.segments))), 0.0, draw(shares)),
        Link(tuple(range(len(one.segments))), (), draw(similarities), draw(shares)),
    )
    discrepancy = st.builds(
        Discrepancy,
        one_of(DiscrepancyKind),
        spans(one.document.text),
        spans(other.document.text),
        one_of(Severity),
        notes,
        shares,
    )
    return Pair(
        Alignment(one.document.id, other.document.id, links),
        Coverage(draw(shares), draw(shares), draw(shares), draw(similarities)),
        draw(one_of(Verdict)),
        draw(shares),
        draw(tuples(discrepancy)),
    )


@st.composite
def comparisons(draw: Callable[[Any], Any]) -> Comparison:
    one: Record = draw(records("a.txt"))
    other: Record = draw(records("b.txt"))
    evidence, chain = draw(claims((one.document, other.document), "/records/1"))
    return Comparison((one, other), (pair_of(draw, one, other),), evidence, chain, draw(models))
