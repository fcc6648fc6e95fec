"""What each segment is: title, dateline, byline, body, credit line or boilerplate.

Cheap structural cues only.  Credits proper are read by detect/credits, which may relabel segments afterwards.
"""

import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from provenance.languages import load, tags
from provenance.types import SegmentKind, Span

TITLE_CHARS = 160
LINE_CHARS = 100
TAIL_CHARS = 60  # what may follow the phrase of a line of boilerplate
_FINAL = re.compile(r"[.。।؟۔!！?？…:;,][»”’\"')\]）」』]{0,3}\Z")
_STOP = re.compile(r"[.。।۔:;,][»”’\"')\]）」』]{0,3}\Z")
_BRACKETED = re.compile(r"[(\[（【].{3,400}[)\]）】]\W{0,3}\Z", re.DOTALL)
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]+")
_EDGES = " \t\r\n.:!…-–—»«>|*•→\u00a0"


def kinds_of(
    text: str, spans: Sequence[Span], paragraphs: Sequence[int], language: str, datelines: Container[int]
) -> list[SegmentKind]:
    """Return the kind of each segment; datelines holds the starts of those that are one."""
    phrases = boilerplate_of(language)
    kinds: list[SegmentKind] = ["body"] * len(spans)
    lines = [span.trimmed(text) for span in spans]
    for place, line in enumerate(lines):
        if spans[place].start in datelines:
            kinds[place] = "dateline"
        elif _is_boilerplate(line.of(text), phrases):
            kinds[place] = "boilerplate"
    opening = _mark_opening(text, lines, paragraphs, kinds)
    _mark_credits(text, lines, paragraphs, kinds, opening)
    return kinds


@lru_cache(maxsize=128)
def boilerplate_of(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the boilerplate phrases of a language and of English, case folded, by their first three characters."""
    known = [tag for tag in dict.fromkeys((language, "en")) if tag in tags()]
    result: dict[str, tuple[str, ...]] = {}
    for phrase in sorted({phrase.casefold() for tag in known for phrase in load(tag).furniture.boilerplate}):
        result[phrase[:3]] = (*result.get(phrase[:3], ()), phrase)
    return result


def _is_boilerplate(line: str, phrases: Mapping[str, tuple[str, ...]]) -> bool:
    if len(line) > TITLE_CHARS:
        return False
    plain = line.strip(_EDGES).casefold()
    # a phrase of one or two characters is filed under itself
    near = [phrase for size in (1, 2, 3) for phrase in phrases.get(plain[:size], ())] if plain else []
    return any(plain.startswith(phrase) and _closes(plain[len(phrase) :], phrase) for phrase in near)


def _closes(rest: str, phrase: str) -> bool:
    """Tell whether what follows a phrase leaves the line boilerplate: little, and after one bare word only a mark."""
    bare = " " not in phrase and len(phrase) <= 12
    return not rest or (len(rest) <= TAIL_CHARS and not rest[0].isalnum() and not (bare and rest[0].isspace()))


def _mark_opening(text: str, lines: Sequence[Span], paragraphs: Sequence[int], kinds: list[SegmentKind]) -> int:
    """Mark the title and a byline under it; return the number of segments so spent."""
    alone = [
        paragraphs.count(number) == 1 or _stands_alone(text, lines, place)
        for place, number in enumerate(paragraphs[:3])
    ]
    if len(lines) < 2 or kinds[0] != "body":
        return 0
    first = lines[0].of(text)
    if not alone[0] or len(first) > TITLE_CHARS or _STOP.search(first) or not first:
        return 0
    kinds[0] = "title"
    for place in range(1, min(3, len(lines) - 1)):
        if alone[place] and kinds[place] == "body" and _is_byline(lines[place].of(text)):
            kinds[place] = "byline"
            return place + 1
    return 1


def _stands_alone(text: str, lines: Sequence[Span], place: int) -> bool:
    after = text[lines[place].end : lines[place + 1].start] if place + 1 < len(lines) else "\n"
    before = text[lines[place - 1].end : lines[place].start] if place else "\n"
    return "\n" in after and "\n" in before


def _is_byline(line: str) -> bool:
    """Tell whether a line reads "By First Last and First Last": short, names, one or two small words."""
    words = line.split()
    if not 2 <= len(words) <= 10 or len(line) > LINE_CHARS or _FINAL.search(line) or any(map(str.isdigit, line)):
        return False
    small = [word for word in words if word[:1].islower()]
    return words[0][:1].isupper() and len(small) <= 2 and len(words) - len(small) > len(small) and not line.isupper()


def _mark_credits(
    text: str, lines: Sequence[Span], paragraphs: Sequence[int], kinds: list[SegmentKind], opening: int
) -> None:
    """Mark bracketed lines with names in the last five paragraphs."""
    last = paragraphs[-1] if paragraphs else 0
    for place in range(opening, len(lines)):
        near_end = paragraphs[place] >= last - 4 and place >= opening + 1
        line = lines[place].of(text) if near_end and kinds[place] == "body" else ""
        if len(line) <= 400 and _BRACKETED.match(line) and len(_NAME.findall(line)) >= 2:
            kinds[place] = "credit"
