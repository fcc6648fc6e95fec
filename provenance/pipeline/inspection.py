"""Inspect: what one text says of itself."""

from dataclasses import replace

from provenance.chain import chain_text
from provenance.detect import Sight, detect, placed
from provenance.detect.credits import credits
from provenance.detect.credits.declared import declared_credits
from provenance.detect.language import foreign_spans, identify, identify_spans
from provenance.segment import segment
from provenance.types import Credit, Document, Finding, LanguageGuess, Model, Record, Segment, primary
from provenance.weigh import book, weigh_text


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
    findings = detect(Sight(document, guess, segments, found_credits))
    findings = placed((*findings, *_foreign(document.text, guess, segments)))
    evidence = weigh_text(document, guess, findings, found_credits, segments)
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


def _segments(text: str, guess: LanguageGuess) -> tuple[Segment, ...]:
    parts = segment(text, guess.language)
    guesses = identify_spans(text, [part.span for part in parts], prior=guess)
    return tuple(
        replace(part, language=own.language, confidence=own.confidence)
        for part, own in zip(parts, guesses, strict=True)
    )


def _tongues(guess: LanguageGuess, segments: tuple[Segment, ...], document: Document) -> tuple[str, ...]:
    """Return the languages whose credit wordings to look for: the text's, its rivals', its parts', the declared."""
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
