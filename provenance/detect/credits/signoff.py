"""Agency sign-offs: a bracket or a line that holds nothing but agencies, outlets and initials: "(dpa/gem)"."""

from collections.abc import Iterator

from provenance.detect.credits.match import Reader
from provenance.detect.credits.tokens import is_capital
from provenance.types import Agent, Credit, Scope, Span

MAX_TOKENS = 14
_SEPARATORS = frozenset("/,-·+&;|")


def read_signoffs(reader: Reader) -> Iterator[Credit]:
    """Yield one credit for each agency, outlet or pair of initials in a sign-off.

    A sign-off is a whole line or bracket of at most 14 tokens with at least one agency of the gazetteer in it, near
    the end of a paragraph; a bracket with a dash after it is a dateline and is left to the attribution detector.
    """
    tokens = reader.tokens
    start = 0
    while start < len(tokens):
        opens_line = start == 0 or tokens[start - 1].kind in {"line", "paragraph"}
        bracketed = tokens[start].norm in {"(", "["}
        if opens_line or bracketed:
            first = start + bracketed
            end = _unit_end(reader, first, bracketed=bracketed)
            if end is not None:
                yield from _parts(reader, first, end)
                start = end
        start += 1


def _unit_end(reader: Reader, first: int, *, bracketed: bool) -> int | None:
    tokens = reader.tokens
    for end in range(first, min(first + MAX_TOKENS + 1, len(tokens))):
        token = tokens[end]
        if bracketed and token.norm in {")", "]"}:
            following = end + 1
            if following < len(tokens) and tokens[following].norm == ".":
                following += 1
            closes = following >= len(tokens) or tokens[following].kind in {"line", "paragraph"}
            return end if closes and end > first else None
        if token.kind in {"line", "paragraph"}:
            return end if not bracketed and end > first else None
    return len(tokens) if not bracketed and 0 < len(tokens) - first <= MAX_TOKENS else None


def _parts(reader: Reader, first: int, end: int) -> list[Credit]:
    """Return the credits of a unit, or none if a token is neither agency, outlet, initials nor separator."""
    tokens, grammar = reader.tokens, reader.grammar
    found: list[Credit] = []
    position = first
    agencies = 0
    while position < end:
        token = tokens[position]
        if token.norm in _SEPARATORS or grammar.joins(tokens, position):
            position += 1
            continue
        hit = grammar.agencies.longest(tokens, position)
        if hit is not None and hit[0] <= end:
            agencies += 1
            found.append(_credit(reader, "agency", position, hit[0], "organisation"))
            position = hit[0]
            continue
        if token.kind != "word" or len(found) > 6:
            return []
        position, credit = _outlet_or_initials(reader, position, end, seen=agencies > 0)
        if credit is None:
            return []
        found.append(credit)
    return found if agencies else []


def _outlet_or_initials(reader: Reader, position: int, end: int, *, seen: bool) -> tuple[int, Credit | None]:
    token = reader.tokens[position]
    if 2 <= len(token.text) <= 4 and token.text.islower():
        return position + 1, _credit(reader, "editor", position, position + 1, "person")
    if "." in token.text[1:-1]:
        return position + 1, _credit(reader, "publisher", position, position + 1, "organisation")
    last = position
    while last < end and reader.tokens[last].kind == "word" and is_capital(reader.tokens[last]):
        last += 1
    if last == position or last - position > 4:
        return position, None
    if seen and reader.tokens[position].spaced and reader.tokens[position - 1].norm not in _SEPARATORS:
        return last, _credit(reader, "contributor", position, last, "organisation")
    return last, _credit(reader, "publisher", position, last, "organisation")


def _credit(reader: Reader, role: str, start: int, end: int, kind: str) -> Credit:
    span = Span(reader.tokens[start].start, reader.tokens[end - 1].end)
    agent = Agent(span.of(reader.text), "person" if kind == "person" else "organisation", span)
    return Credit(
        role="agency" if role == "agency" else "editor" if role == "editor" else "publisher",
        agents=(agent,),
        scope=Scope("text"),
        span=span,
        rule="signoff",
        confidence=0.8 if role == "agency" else 0.6,
    )
