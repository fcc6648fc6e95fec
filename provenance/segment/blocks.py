"""Paragraphs, and the runs of lines in them that read as one piece of prose.

A newline inside a paragraph is the author's or the page's.  It is taken for a page's (wrapped prose, one run) if the
next word would not have fitted into the paragraph's widest line, for lines of WIDTH characters; or if the next line
begins with a small letter and the line does not close with a sentence's end.  Otherwise the line stands alone: a
heading, a list item, a verse, a credit line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.types import Span

WIDTH = range(46, 121)  # characters: narrower columns are lists, wider ones are paragraphs on one line
WIDE_WIDTH = range(22, 61)  # the same for scripts of full-width characters
_ITEM = re.compile(r"\s{0,20}(?:[-*•·▪◦‣–—>#]+\s|\(?[0-9]{1,3}[.)]\s|\(?[a-z]\)\s|[|=])")
_CLOSED = re.compile(r"[.!?:;。！？।॥؟۔…][»”’\"')\]）」』]{0,3}\s*\Z")
_FULL_WIDTH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text without a hard line break, with the white space after it; paragraph: its number, from 0."""

    span: Span
    paragraph: int


def runs_of(text: str) -> Iterator[Run]:
    """Yield the runs of a text in order; they tile it.  Raises nothing; the empty text has none."""
    start = position = 0
    lines: list[str] = []
    paragraph = 0
    blank = True
    for line in text.splitlines(keepends=True):
        if line.strip() and blank and any(map(str.strip, lines)):
            yield from _split(lines, start, paragraph)
            paragraph, start, lines = paragraph + 1, position, []
        blank = not line.strip()
        lines.append(line)
        position += len(line)
    if lines:
        yield from _split(lines, start, paragraph)


def _split(lines: Sequence[str], start: int, paragraph: int) -> Iterator[Run]:
    """Yield the runs of one paragraph; empty lines belong to the line before, leading ones to the first."""
    sizes = [len(line.rstrip()) for line in lines]
    wide = any(_FULL_WIDTH.search(line) for line in lines)
    widest = max(sizes)
    wrapped = widest in (WIDE_WIDTH if wide else WIDTH)
    end = start
    begun = False
    for place, line in enumerate(lines):
        end += len(line)
        begun = begun or sizes[place] > 0
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if not begun or (
            following and (not following.strip() or _continues(line, following, widest if wrapped else 0))
        ):
            continue
        yield Run(Span(start, end), paragraph)
        start, begun = end, False
    if end > start:
        yield Run(Span(start, end), paragraph)


def _continues(line: str, following: str, width: int) -> bool:
    """Tell whether the text runs on over the end of a line; width is 0 where the paragraph is not wrapped."""
    if _ITEM.match(following):
        return False
    words = following.split(maxsplit=1)
    first = words[0] if words else ""
    room = 1 if _FULL_WIDTH.match(first) else 1 + len(first)
    if width and len(line.rstrip()) + room > width:
        return True
    return first[:1].islower() and not _CLOSED.search(line)
