"""Agency sign-offs: a bracket or a line that holds nothing but agencies, outlets and initials: "(dpa/gem)"."""

from collections.abc import Iterator

from provenance.detect.credits.match import Reader
from provenance.detect.credits.tokens import is_capital, is_caseless
from provenance.types import Agent, Credit, Role, Scope, Span

MAX_TOKENS = 14
MAX_PARTS = 6
MAX_OUTLET_WORDS = 4
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
        joined = grammar.joins(tokens, position)
        if joined or tokens[position].norm in _SEPARATORS:
            position += max(1, joined)
            continue
        if len(found) > MAX_PARTS or tokens[position].kind != "word":
            return []
        hit = grammar.agencies.longest(tokens, position)
        if hit is not None and hit[0] <= end:
            agencies += 1
            found.append(_credit(reader, "agency", position, hit[0], is_named=hit[1] != "Agencies"))
            position = hit[0]
            continue
        is_place = position > first and tokens[position].spaced and tokens[position - 1].kind == "word"
        following, credit = _outlet_or_initials(reader, position, end)
        if following == position:
            return []
        position = following
        found += [] if is_place or credit is None else [credit]
    return found if agencies else []


def _outlet_or_initials(reader: Reader, position: int, end: int) -> tuple[int, Credit | None]:
    """Return the position after a desk, an outlet, initials or a place, and its credit (None for a place)."""
    tokens, grammar = reader.tokens, reader.grammar
    token = tokens[position]
    group = grammar.groups.longest(tokens, position)
    if group is not None and group[0] <= end:
        return group[0], _credit(reader, "editor", position, group[0], is_named=False)
    if 2 <= len(token.text) <= 4 and token.text.islower() and not grammar.openings.rules(token.norm):
        return position + 1, _credit(reader, "editor", position, position + 1)
    if "." in token.text[1:-1]:
        return position + 1, _credit(reader, "publisher", position, position + 1)
    last = position
    while last < end and (is_capital(tokens[last]) or is_caseless(tokens[last])):
        last += 1
    if last == position or last - position > MAX_OUTLET_WORDS:
        return position, None
    is_place = is_caseless(token) and position > 0 and tokens[position - 1].norm == "-"
    return last, None if is_place else _credit(reader, "publisher", position, last)


def _credit(reader: Reader, role: Role, start: int, end: int, *, is_named: bool = True) -> Credit:
    span = Span(reader.tokens[start].start, reader.tokens[end - 1].end)
    agent = Agent(span.of(reader.text), "person" if role == "editor" else "organisation", span)
    return Credit(
        role=role,
        agents=(agent,) if is_named else (),
        scope=Scope("text"),
        span=span,
        rule="signoff",
        confidence=0.8 if role == "agency" else 0.6,
    )
