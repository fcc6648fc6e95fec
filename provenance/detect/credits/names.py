"""Lists of names in credits: people, organisations and tools, each perhaps with its role in a bracket after it.

``read_people`` reads a list from a position; everything is bounded (lists of at most forty names of at most sixteen
tokens), so that a hostile line costs linear time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from provenance.detect.credits.after import after_name
from provenance.detect.credits.grammar import Grammar
from provenance.detect.credits.name import Name, ends_at_capital, read_name
from provenance.detect.credits.tokens import Token, ends_line, is_unspaced, skip
from provenance.types import Agent

MAX_NAMES = 40
_MARKS_BEFORE = ":=-~|\n"
_BULLETS = frozenset("-*·+>#")


@dataclass(frozen=True, slots=True)
class People:
    """agents named, position after the list, and whether a name was only a lower-case handle.

    roles: for each agent the role that a bracket after the name gives it ("(proofreader)"), or None.
    """

    agents: tuple[Agent, ...]
    end: int
    is_weak: bool = False
    roles: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The tokens that hold a list, and how its items stand.

    is_lines: a header with a colon came before, then one name a line, with empty lines between them perhaps.
    opens_clause: tells whether the next clause begins at a position, where a list of names ends.
    """

    tokens: tuple[Token, ...]
    grammar: Grammar
    text: str
    is_lines: bool
    opens_clause: Callable[[int], bool]


def read_people(
    tokens: tuple[Token, ...], position: int, grammar: Grammar, text: str, opens_clause: Callable[[int], bool]
) -> People | None:
    """Return the people named in a list that begins at position, or None if none does."""
    start = skip(tokens, position, _MARKS_BEFORE)
    marks = tokens[max(0, position - 1) : start]
    is_lines = any(mark.norm == ":" and mark.kind == "mark" for mark in marks) and start > 0 and (
        tokens[start - 1].kind in {"line", "paragraph"} or tokens[start - 1].norm in _BULLETS
    )  # fmt: skip
    if any(mark.kind == "paragraph" for mark in marks) and not is_lines and tokens[start - 1].norm not in _BULLETS:
        is_lines = start < len(tokens) and tokens[start].kind == "open-link"
    return _items(Listing(tokens, grammar, text, is_lines, opens_clause), start)


def _items(listing: Listing, position: int) -> People | None:
    agents: list[Agent] = []
    roles: list[str | None] = []
    weak = False
    end = position
    following: int | None = position
    while following is not None and len(agents) < MAX_NAMES:
        one = _item(listing, following, first=not agents)
        if one is None:
            break
        agents += [] if one.agent is None else [one.agent]
        weak |= one.is_weak
        end = after_name(listing.tokens, one.end, listing.grammar)
        end, role = _bracketed_role(listing, end)
        roles += [] if one.agent is None else [role]
        following = _separated(listing, end, count=len(agents))
        if following is None and one.agent is None:
            following = _after_group(listing, end)
    return People(tuple(agents), end, weak, tuple(roles)) if end > position else None


def _item(listing: Listing, start: int, *, first: bool) -> Name | None:
    """Return the name that stands at a place of the list, or None if the list ends before it."""
    tokens = listing.tokens
    start = skip(tokens, start, "(") if first else start
    if not first and listing.opens_clause(start):
        return None
    one = read_name(tokens, start, listing.grammar, listing.text, first=first)
    if one is None or first:
        return one
    return one if _is_whole_item(listing, one.end, start) else None


def _is_whole_item(listing: Listing, position: int, start: int) -> bool:
    """Tell whether a further name is a whole item, not the capitalised beginning of a sentence."""
    tokens = listing.tokens
    end, _ = _bracketed_role(listing, after_name(tokens, position, listing.grammar))
    if start > 0 and tokens[start - 1].kind in {"line", "paragraph"} or (start > 0 and tokens[start - 1].norm in _BULLETS):
        while end < len(tokens) and tokens[end].kind == "mark" and tokens[end].norm in ",;.)":
            end += 1
        return ends_line(tokens, end) or tokens[end].norm in listing.grammar.conjunctions
    return (
        end >= len(tokens)
        or tokens[end].kind != "word"
        or tokens[end].norm in listing.grammar.conjunctions
        or is_unspaced(tokens[end])
        or ends_at_capital(tokens, end)
        or listing.opens_clause(end)
    )


def _separated(listing: Listing, position: int, *, count: int) -> int | None:
    """Return the position after what stands between two names, or None if the list ends here."""
    tokens, grammar = listing.tokens, listing.grammar
    start = position
    comma = False
    while position < len(tokens):
        token = tokens[position]
        if token.kind == "mark" and token.norm in {",", "/", "&", "+", "·"} or token.norm in grammar.conjunctions:
            comma = True
        elif token.kind in {"line", "paragraph"}:
            joined = comma or listing.is_lines or _opens_with_conjunction(listing, position)
            if not joined or (token.kind == "paragraph" and not (listing.is_lines or comma)):
                return None
        elif not (token.norm in _BULLETS and position > start and tokens[position - 1].kind in {"line", "paragraph"}):
            break
        position += 1
    if position == start:
        prefixed = position < len(tokens) and any(tokens[position].norm.startswith(mark) for mark in grammar.prefixes)
        return position if prefixed and count and tokens[position].norm not in grammar.unprefixed else None
    return position


def _opens_with_conjunction(listing: Listing, line_end: int) -> bool:
    following = line_end + 1
    return following < len(listing.tokens) and listing.tokens[following].norm in listing.grammar.conjunctions


def _after_group(listing: Listing, position: int) -> int | None:
    """Return where the names follow that a group announces ("by volunteers: A, B"), if they do."""
    after = skip(listing.tokens, position, ":\n-*")
    return after if any(token.norm == ":" for token in listing.tokens[position:after]) else None


def _bracketed_role(listing: Listing, position: int) -> tuple[int, str | None]:
    """Return the position after "(role)" and the role, or the position given and None."""
    tokens = listing.tokens
    if position < len(tokens) and tokens[position].norm == "(":
        hit = listing.grammar.roles.longest(tokens, position + 1)
        if hit is not None and hit[0] < len(tokens) and tokens[hit[0]].norm == ")":
            return hit[0] + 1, hit[1]
    return position, None
