"""Lists of names in credits: people, organisations and tools, each perhaps with its role in a bracket after it.

``read_people`` reads a list from a position; everything is bounded (lists of at most forty names of at most sixteen
tokens), so that a hostile line costs linear time.
"""

from dataclasses import dataclass

from provenance.detect.credits.after import after_name
from provenance.detect.credits.endings import Surroundings, ends_at_capital
from provenance.detect.credits.name import Name, read_name
from provenance.detect.credits.tokens import Token, ends_line, is_unspaced, skip
from provenance.types import Agent

MAX_NAMES = 40
MAX_BETWEEN = 8  # tokens between two names of a list
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


def read_people(at: Surroundings, position: int) -> People | None:
    """Return the people named in a list that begins at position, or None if none does.

    A list goes over line ends where a header with a colon came before ("Translated by volunteers:"), one name a line,
    or where a comma or a conjunction joins the lines.
    """
    tokens = at.tokens
    start = _over_macro(tokens, skip(tokens, position, _MARKS_BEFORE))
    marks = tokens[max(0, position - 1) : start]
    begins_line = start > 0 and (tokens[start - 1].kind in {"line", "paragraph"} or tokens[start - 1].norm in _BULLETS)
    has_colon = any(mark.norm == ":" and mark.kind == "mark" for mark in marks)
    is_linked = start < len(tokens) and tokens[start].kind == "open-link"
    is_heading = any(mark.kind == "paragraph" for mark in marks) and (is_linked or tokens[start - 1].norm in _BULLETS)
    return _items(at, start, is_lines=(has_colon and begins_line) or is_heading)


def _over_macro(tokens: tuple[Token, ...], position: int) -> int:
    """Step over the end of a macro and a link's address before its text: "$(B Label:) $(LINK2 address, NAME)"."""
    if position > 0 and position < len(tokens) and tokens[position].norm == ")" and tokens[position - 1].norm == ":":
        position += 1
    following = position + 1
    if following < len(tokens) and tokens[position].kind == "link" and tokens[following].norm == ",":
        return position + 2
    return position


def _items(at: Surroundings, position: int, *, is_lines: bool) -> People | None:
    agents: list[Agent] = []
    roles: list[str | None] = []
    weak = False
    end = position
    following: int | None = position
    while following is not None and len(agents) < MAX_NAMES:
        one = _item(at, following, first=not agents)
        if one is None:
            break
        agents += [] if one.agent is None else [one.agent]
        weak |= one.is_weak
        end = one.end if at.is_followed(one.end) else after_name(at.tokens, one.end, at.grammar)
        end, role = _bracketed_role(at, end)
        roles += [] if one.agent is None else [role]
        following = _separated(at, end, is_lines=is_lines, count=len(agents))
        if following is None and one.agent is None:
            following = _after_group(at, end)
            is_lines |= following is not None
    return People(tuple(agents), end, weak, tuple(roles)) if end > position else None


def _item(at: Surroundings, start: int, *, first: bool) -> Name | None:
    """Return the name that stands at a place of the list, or None if the list ends before it."""
    tokens = at.tokens
    start = skip(tokens, start, "(") if first else start
    if not first and (at.opens_clause(start) or at.grammar.roles.longest(tokens, start) is not None):
        return None
    one = read_name(at, start, first=first)
    if one is None or first:
        return one
    return one if _is_whole_item(at, one.end, start) else None


def _is_whole_item(at: Surroundings, position: int, start: int) -> bool:
    """Tell whether a further name is a whole item, not the capitalised beginning of a sentence."""
    tokens = at.tokens
    end, _ = _bracketed_role(at, after_name(tokens, position, at.grammar))
    if _has_role(at, end):
        return False
    if (start > 0 and tokens[start - 1].kind in {"line", "paragraph"}) or (
        start > 0 and tokens[start - 1].norm in _BULLETS
    ):
        end = skip(tokens, end, ",;.)")
        return ends_line(tokens, end) or at.grammar.joins(tokens, end) > 0 or at.is_followed(end)
    return (
        end >= len(tokens)
        or tokens[end].kind != "word"
        or at.grammar.joins(tokens, end) > 0
        or at.is_followed(end)
        or is_unspaced(tokens[end])
        or ends_at_capital(tokens, end)
        or at.opens_clause(end)
    )


def _has_role(at: Surroundings, position: int) -> bool:
    """Tell whether a role's word is written onto a name and ends there: "、苏木校对" tells what 苏木 did."""
    token = at.tokens[position] if position < len(at.tokens) else None
    if token is None or token.spaced or not is_unspaced(token):
        return False
    role = at.grammar.roles.longest(at.tokens, position)
    return role is not None and (role[0] >= len(at.tokens) or at.tokens[role[0]].kind != "word")


def _separated(at: Surroundings, position: int, *, is_lines: bool, count: int) -> int | None:
    """Return the position after what stands between two names, or None if the list ends here."""
    tokens, grammar = at.tokens, at.grammar
    start = position
    comma = False
    while position < min(start + MAX_BETWEEN, len(tokens)):
        token = tokens[position]
        joined_by = grammar.joins(tokens, position)
        if joined_by or (token.kind == "mark" and token.norm in {",", "/", "&", "+", "·"}):
            comma = True
            position += max(0, joined_by - 1)
        elif token.kind in {"line", "paragraph"}:
            joined = comma or is_lines or _opens_with_conjunction(at, position)
            if not joined or (token.kind == "paragraph" and not (is_lines or comma)):
                return None
        elif not (token.norm in _BULLETS and position > start and tokens[position - 1].kind in {"line", "paragraph"}):
            break
        position += 1
    if position == start:
        prefixed = position < len(tokens) and any(tokens[position].norm.startswith(mark) for mark in grammar.prefixes)
        is_name = prefixed and tokens[position].norm not in grammar.unprefixed and not at.is_followed(position)
        return position if is_name and count else None
    return position


def _opens_with_conjunction(at: Surroundings, line_end: int) -> bool:
    following = line_end + 1
    return at.grammar.joins(at.tokens, following) > 0


def _after_group(at: Surroundings, position: int) -> int | None:
    """Return where the names follow that a group announces ("by volunteers: A, B"), if they do."""
    after = skip(at.tokens, position, ":\n-*")
    return after if any(token.norm == ":" for token in at.tokens[position:after]) else None


def _bracketed_role(at: Surroundings, position: int) -> tuple[int, str | None]:
    """Return the position after "(role)" and the role, or the position given and None."""
    tokens = at.tokens
    if position < len(tokens) and tokens[position].norm == "(":
        hit = at.grammar.roles.longest(tokens, position + 1)
        if hit is not None and hit[0] < len(tokens) and tokens[hit[0]].norm == ")":
            return hit[0] + 1, hit[1]
    return position, None
