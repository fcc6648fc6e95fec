"""Sentences as spans that join back into the text, and what each of them is.

``segment`` cuts a text into paragraphs (at empty lines), lines that stand alone (headings, list items, credit lines)
and sentences (sentencex, a rule-based segmenter of Wikimedia, then a merge table per language).  The spans tile the
text: joined they are the text.  Time is linear in its length, whatever it holds.
"""

from collections.abc import Iterator

from provenance.languages.datelines import dateline_end
from provenance.segment.blocks import Run, runs_of
from provenance.segment.kinds import kinds_of
from provenance.segment.sentences import sentence_ends
from provenance.types import Segment, Span

OPENING_PARAGRAPHS = 6  # where a dateline may stand


def segment(text: str, language: str) -> tuple[Segment, ...]:
    """Return the segments of a text in order; language is its BCP 47 tag, "und" for unknown.

    ``Segment.language`` is left "und": the language detector fills it.  The empty text has no segments.
    """
    spans: list[Span] = []
    paragraphs: list[int] = []
    datelines: set[int] = set()
    for run in runs_of(text):
        start = run.span.start
        for end in _ends(text, run, language, datelines):
            spans.append(Span(start, end))
            paragraphs.append(run.paragraph)
            start = end
    kinds = kinds_of(text, spans, paragraphs, language, datelines)
    return tuple(
        Segment(index=index, span=span, kind=kind, paragraph=paragraph)
        for index, (span, paragraph, kind) in enumerate(zip(spans, paragraphs, kinds, strict=True))
    )


def _ends(text: str, run: Run, language: str, datelines: set[int]) -> Iterator[int]:
    """Yield where the segments of a run end; the start of a dateline is added to datelines."""
    start = run.span.start
    size = dateline_end(text[start : min(run.span.end, start + 200)]) if run.paragraph < OPENING_PARAGRAPHS else 0
    if size:
        datelines.add(start)
        while start + size < run.span.end and text[start + size].isspace():
            size += 1
        start += size
        yield start
    for end in sentence_ends(text[start : run.span.end], language):
        yield start + end
