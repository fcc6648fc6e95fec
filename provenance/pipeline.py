"""Inspect, compare: the only place that calls more than one stage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from provenance.align import align, cover, judge
from provenance.chain import chain_text
from provenance.collate import collate
from provenance.detect import Sight, detect
from provenance.detect.credits import credits
from provenance.detect.credits.declared import declared_credits
from provenance.detect.language import foreign_spans, identify, identify_spans
from provenance.embed import Encoder, Vectors, load_encoder
from provenance.embed.similarity import joint_vectors
from provenance.errors import ProvenanceError
from provenance.segment import segment
from provenance.stemma import chain_records
from provenance.types import (
    Comparison,
    Credit,
    Document,
    Finding,
    LanguageGuess,
    Model,
    Pair,
    Record,
    Segment,
    primary,
)
from provenance.weigh import book, renumbered, weigh_assertions, weigh_pairs, weigh_text

# Kinds of segments that are aligned; credits, datelines and page furniture belong to one version only.
PROSE = frozenset({"title", "body"})


def inspect(document: Document, *, model: Model | None = None, language: str | None = None) -> Record:
    """Return what one text says of itself: languages, credits, attributions, artefacts and the chain they imply.

    model: the encoder to name in the record (no text is encoded here).  language: BCP 47 tag that the caller asserts;
    the text is then not asked for its own.
    """
    guess = LanguageGuess(language, 1.0) if language else identify(document.text)
    segments = _segments(document.text, guess)
    tongues = _tongues(guess, segments, document)
    found_credits = _credits(document, tongues)
    segments = _credited(segments, found_credits)
    findings = detect(Sight(document, guess, tongues, segments, found_credits))
    findings = _placed((*findings, *_foreign(document.text, guess, segments)))
    evidence = weigh_text(document, guess, findings, found_credits)
    weights = book()
    chain = chain_text(
        document,
        guess,
        found_credits,
        evidence,
        languages=weights.languages,
        agencies=weights.agencies,
        agency=next((finding.value for finding in findings if finding.kind == "agency-publisher"), None),
        is_translation=weights.is_translation,
        is_machine=weights.is_machine,
    )
    return Record(document, guess, segments, findings, found_credits, evidence, chain, model)


def compare(
    documents: Sequence[Document],
    *,
    encoder: Encoder | None = None,
    languages: Sequence[str | None] = (),
    asserted: Sequence[str] = (),
) -> Comparison:
    """Return what two or more versions say of each other: beads, discrepancies, verdicts and the chain through all.

    The result does not depend on the order of the documents: they are taken in the order of their ids.  encoder: the
    bundled model by default.  languages: BCP 47 tags asserted for the documents, in the order given.  asserted: claims
    of the caller, such as "b.txt is a translation of a.txt" or "a.txt > b.txt".
    Raises ProvenanceError for fewer than two documents, two with one id, or an assertion that names none of them.
    """
    if len(documents) < 2:
        raise ProvenanceError(f"compare: found {len(documents)} document, expected two or more")
    names = [document.id for document in documents]
    if len(set(names)) < len(names):
        raise ProvenanceError(f"compare: {next(name for name in names if names.count(name) > 1)!r} is given twice")
    encoder = encoder or load_encoder()
    model = Model(encoder.name, encoder.sha256)
    tagged = dict(zip(names, [*languages, *[None] * len(names)], strict=False))
    records = tuple(
        inspect(document, model=model, language=tagged[document.id])
        for document in sorted(documents, key=lambda item: item.id)
    )
    sides = [_side(record, encoder) for record in records]
    pairs = tuple(
        _pair(records[one], records[other], sides[one], sides[other])
        for one in range(len(records))
        for other in range(one + 1, len(records))
    )
    evidence = (*weigh_pairs(records, pairs), *weigh_assertions(records, asserted))
    chain, evidence = chain_records(records, pairs, renumbered(evidence))
    return Comparison(records, pairs, evidence, chain, model)


@dataclass(frozen=True, slots=True)
class _Side:
    """What aligning one document takes: vectors float32[n, d], characters of each comparable segment (else 0)."""

    vectors: Vectors
    lengths: NDArray[np.float64]


def _side(record: Record, encoder: Encoder) -> _Side:
    texts = [part.span.trimmed(record.document.text).of(record.document.text) for part in record.segments]
    is_prose = [part.kind in PROSE for part in record.segments]
    lengths = [
        sum(char.isalnum() for char in text) if prose else 0 for text, prose in zip(texts, is_prose, strict=True)
    ]
    vectors = joint_vectors(texts, encoder)
    silent = ~vectors.any(axis=1)
    return _Side(vectors, np.where(silent, 0, np.array(lengths, dtype=np.float64)))


def _pair(one: Record, other: Record, one_side: _Side, other_side: _Side) -> Pair:
    alignment = align(
        one_side.vectors,
        other_side.vectors,
        one_lengths=one_side.lengths,
        other_lengths=other_side.lengths,
        one_id=one.document.id,
        other_id=other.document.id,
    )
    coverage = cover(alignment, one_lengths=one_side.lengths, other_lengths=other_side.lengths)
    is_same_language = primary(one.language.language) == primary(other.language.language)
    verdict, confidence = judge(alignment, coverage, is_same_language=is_same_language)
    discrepancies = collate(
        one.document.text,
        other.document.text,
        [part.span for part in one.segments],
        [part.span for part in other.segments],
        alignment,
        one_language=one.language.language,
        other_language=other.language.language,
        one_kinds=[part.kind for part in one.segments],
        other_kinds=[part.kind for part in other.segments],
    )
    return Pair(alignment, coverage, verdict, confidence, discrepancies)


def _segments(text: str, guess: LanguageGuess) -> tuple[Segment, ...]:
    parts = segment(text, guess.language)
    guesses = identify_spans(text, [part.span for part in parts], prior=guess)
    return tuple(
        replace(part, language=own.language, confidence=own.confidence)
        for part, own in zip(parts, guesses, strict=True)
    )


def _tongues(guess: LanguageGuess, segments: tuple[Segment, ...], document: Document) -> tuple[str, ...]:
    """Return the languages whose credit wordings to look for: the text's, its near rivals', its parts', the declared."""
    declared = [item.value.replace("_", "-") for item in document.declared if item.key == "language"]
    rivals = [tag for tag, share in guess.alternatives if share >= 0.05]
    parts = [part.language for part in segments]
    wanted = [tag for tag in (guess.language, *rivals, *parts, *declared) if tag and tag != "und"]
    return tuple(dict.fromkeys(wanted)) or ("und",)


def _credits(document: Document, tongues: tuple[str, ...]) -> tuple[Credit, ...]:
    return (*credits(document.text, tongues), *declared_credits(document))


def _credited(segments: tuple[Segment, ...], found: tuple[Credit, ...]) -> tuple[Segment, ...]:
    """Mark as credit each segment of which credits cover more than half."""
    spans = [credit.span for credit in found if credit.span is not None]
    marked = []
    for part in segments:
        covered = {
            place
            for span in spans
            if span.overlaps(part.span)
            for place in range(max(span.start, part.span.start), min(span.end, part.span.end))
        }
        marked.append(replace(part, kind="credit") if 2 * len(covered) > len(part.span) else part)
    return tuple(marked)


def _foreign(text: str, guess: LanguageGuess, segments: tuple[Segment, ...]) -> tuple[Finding, ...]:
    """Return a finding for each passage in another language than the text's."""
    body = [part for part in segments if part.kind in {"body", "title", "dateline"}]
    found = foreign_spans(text, [part.span for part in body], [part.language for part in body])
    return tuple(
        Finding(
            "language", "foreign-passage", own.language, span, own.confidence, "foreign-span",
            f"a passage reads as {own.language}",
        )
        for span, own in found
        if primary(own.language) != primary(guess.language)
    )  # fmt: skip


def _placed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            findings,
            key=lambda item: (
                item.span is None,
                item.span.start if item.span else 0,
                item.detector,
                item.kind,
                item.value,
            ),
        )
    )
