"""Spans of another language inside a segment: quotations and residue that was left untranslated."""

import re
from collections.abc import Iterator, Sequence

from provenance.detect.language.guess import UNDETERMINED, identify_spans
from provenance.types import LanguageGuess, Span

_LEAST = 0.9  # a foreign span is a claim: it needs more than a guess
_LETTERS = 12
_QUOTED = re.compile(r"[«“„\"‹「『]([^«»“”„\"‹›「」『』]{6,2000})[»”“\"›」』]")
_CLAUSE = re.compile(r"[^«»“”„\"「」『』,;:()\[\]–—\n.!?。！？،؛؟।]{12,2000}")


def foreign_spans(text: str, spans: Sequence[Span], languages: Sequence[str]) -> tuple[tuple[Span, LanguageGuess], ...]:
    """Return the spans inside the given segments that are in another language than their segment's.

    languages: of each segment, "und" for those to leave out.  Spans are sorted and do not overlap.
    """
    pieces, own = [], []
    for span, language in zip(spans, languages, strict=True):
        if language == UNDETERMINED:
            continue
        for piece in _pieces(text, span):
            pieces.append(piece)
            own.append(language)
    found: list[tuple[Span, LanguageGuess]] = []
    for piece, guess, language in zip(pieces, identify_spans(text, pieces), own, strict=True):
        differs = guess.language not in (UNDETERMINED, language) and guess.confidence >= _LEAST
        if differs and not (found and found[-1][0].overlaps(piece)):
            found.append((piece, guess))
    return tuple(found)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """Yield quotations and clauses that are long enough to judge, in order of their start, longer first."""
    whole = span.trimmed(text)
    inside = {
        Span(found.start(group), found.end(group)).trimmed(text)
        for pattern, group in ((_QUOTED, 1), (_CLAUSE, 0))
        for found in pattern.finditer(text, span.start, span.end)
    }
    for piece in sorted(inside, key=lambda item: (item.start, -item.end)):
        if piece != whole and sum(map(str.isalpha, piece.of(text))) >= _LETTERS:
            yield piece
