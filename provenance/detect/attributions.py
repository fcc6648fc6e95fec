"""Attributions: which agency a text is by, and which it quotes.

An agency in a dateline ("MOSCOW (Reuters) –") is the publisher of the report; one in running text ("according to the
RIA news agency") is quoted.  Agencies come from languages/shared/agencies.toml; an acronym must be written in capitals
as it is there, since "apa" and "sid" are words.
"""

import re
from collections import Counter
from collections.abc import Iterator

from provenance.detect.credits.grammar import gazetteer
from provenance.detect.credits.tokens import Token, tokens_of
from provenance.languages.datelines import dateline_end
from provenance.types import Credit, Finding, Span

_DASHES = "-–—―−:"
OPENING_LINES = 12  # of a text, among which a dateline may stand
# "PLACE[, DATE] (Agency) – text": up to four words of a place, all with capitals, a date; a dash and more text after.
_PLACE_AGENCY = re.compile(
    r"\s{0,9}((?:[^\W\d_][^\W\d_.'’\-]{0,30}[ .'’\-]{0,2}){1,4})(?:,? ?[^()\[\]/\n]{0,24}\d[^()\[\]/\n]{0,14})?"
    r"\s?[(\[（【/]\s?([^\W\d_][^()\[\]（）【】/\n\d]{1,38}?)\s?[)\]）】/]\s?[-–—―]{1,2}\s\s?\S"
)
_WORDS = re.compile(r"[^\W\d_]+")
MAX_MENTIONS = 20  # of one agency that are reported: the first ones; more would say nothing new
MAX_DATELINE = 120  # code points from the start of a line to the agency's bracket


def attributions(text: str, credits: tuple[Credit, ...]) -> tuple[Finding, ...]:
    """Return one finding for each agency named: kind "agency-publisher" or "agency-quoted", value the agency.

    credits: those of the same text; agencies inside them are credited there and left out here.
    """
    tokens = tokens_of(text)
    agencies, _ = gazetteer()
    taken = [credit.span for credit in credits if credit.span is not None]
    found: list[Finding] = []
    mentions: Counter[str] = Counter()
    position = 0
    while position < len(tokens):
        token = tokens[position]
        hit = None
        if token.norm in agencies.entries and token.kind == "word":
            hit = agencies.longest(tokens, position)
        if hit is None or not _is_written_so(tokens[position : hit[0]], hit[1]):
            position += 1
            continue
        span = Span(tokens[position].start, tokens[hit[0] - 1].end)
        mentions[hit[1]] += 1
        if mentions[hit[1]] <= MAX_MENTIONS and not any(span.overlaps(other) for other in taken):
            found.append(_finding(text, tokens, position, hit[0], hit[1]))
        position = hit[0]
    known = [finding.span for finding in found if finding.span is not None]
    for span in _unlisted(text):
        if not any(span.overlaps(other) for other in (*known, *taken)):
            name = span.of(text)
            note = f"the dateline names {name} as the agency"
            found.append(Finding("attributions", "agency-publisher", name, span, 0.75, "dateline-unlisted", note))
    return tuple(sorted(found, key=lambda finding: finding.span or Span(0, 0)))


def _unlisted(text: str) -> Iterator[Span]:
    """Yield the bracketed names of datelines in the first lines, whether the gazetteer holds them or not."""
    start = 0
    for _ in range(OPENING_LINES):
        end = text.find("\n", start, start + 100_000)
        line_end = len(text) if end < 0 else end
        line = text[start : min(line_end, start + 200)]
        match = _PLACE_AGENCY.match(line) if dateline_end(line) else None
        if match and all(_opens_high(word) for word in _WORDS.findall(match[1])) and _opens_high(match[2]):
            yield Span(start + match.start(2), start + match.end(2))
        if end < 0:
            return
        start = end + 1


def _opens_high(word: str) -> bool:
    """Tell whether a word begins with a capital, or with a letter that has no case."""
    return not word[0].islower()


def _is_written_so(parts: tuple[Token, ...], name: str) -> bool:
    """Tell whether an acronym stands in capitals; a written-out name may stand in any case but all lower."""
    if name == "Agencies":
        return False
    first = parts[0].text
    if len(parts) == 1 and first.isascii() and len(first) <= 5:
        return first.isupper() or (first[:1].isupper() and not first.isupper() and not name.isupper())
    return not first.islower() or not first.isascii()


def _finding(text: str, tokens: tuple[Token, ...], start: int, end: int, name: str) -> Finding:
    span = Span(tokens[start].start, tokens[end - 1].end)
    if _in_dateline(text, tokens, start, end):
        return Finding(
            "attributions", "agency-publisher", name, span, 0.95, "dateline", f"the dateline names {name} as the agency"
        )
    return Finding(
        "attributions", "agency-quoted", name, span, 0.8, "agency-in-text", f"the text refers to {name} as a source"
    )


def _in_dateline(text: str, tokens: tuple[Token, ...], start: int, end: int) -> bool:
    """Tell whether "(Agency) –" follows a place at the beginning of a line, or "PLACE, DATE /Agency/"."""
    if start == 0 or tokens[start - 1].norm not in {"(", "/", "[", "-"}:
        return False
    line = start
    while line > 0 and tokens[line - 1].kind not in {"line", "paragraph"}:
        line -= 1
        if tokens[start].start - tokens[line].start > MAX_DATELINE:
            return False
    opening = tokens[line].start
    rest = text[tokens[end - 1].end : tokens[end - 1].end + 6].lstrip()
    closed = rest[:1] in {")", "/", "]", "）", "】"}
    after = rest[1:].lstrip() if closed else rest
    return after[:1] in set(_DASHES) or (
        closed and opening != tokens[start].start and after[:1] not in {".", ",", ";", ""}
    )
