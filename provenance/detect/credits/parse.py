"""From tokens to chains of credit clauses: "(Reporting by A; French version B, edited by C)" is one chain of three.

A chain begins at a boundary (a line, a bracket, a sentence) and goes on over separators as long as clauses follow.
What a template asks of its surroundings is its zone:

- ``whole``: the clause is all of its line or bracket ("By NAME");
- ``line``: it begins at a boundary, and a separator, a full stop, the line's or the bracket's end follows;
- ``chained``: as ``line``, but only behind another clause; ``bare``: all of its line or bracket, with full names;
- ``sentence``: it begins at a boundary; anything may follow.

A role's word with a colon may begin a chain after a comma too, if the chain ends the line or the bracket.

One pass over the tokens; from each boundary a bounded amount of work.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.detect.credits.after import after_name
from provenance.detect.credits.match import Reader
from provenance.detect.credits.slots import Match
from provenance.detect.credits.tokens import ends_line, is_capital, is_caseless, is_label, is_unspaced

MAX_CLAUSES = 24
LONG_CHAIN = 8  # clauses
MAX_MARKS = 24  # stepped over before a clause, after it, or between two
MAX_NOISE_TOKENS = 9
MAX_NOTE_TOKENS = 80
WEAK_RULE = 7  # letters that a wording must have to be followed by a lower-case handle ("by hand" is none)
FIRST_HAN = 0x3005
MAX_HAN_NAME = 8  # characters
LONG_RULE = 12  # letters of literal words from which a wording can hardly stand there by chance
_SEPARATORS = frozenset(",;./|-·~&:+*#>")
_OPENERS = frozenset('([{"“«„「《')
_CLOSERS = frozenset(')]}"”»」》')
_ENDS = frozenset(".;|·/-")
_LEADS = frozenset('-*#>·/|~+\\!"“«@_{$%=※◆◇■□●○◎★☆▲△▼▶►→☞✍❖') | {"'"}


@dataclass(frozen=True, slots=True)
class ChainOfClauses:
    """Clauses that stand together, in order, with the token positions [start, end) of the whole."""

    clauses: tuple[Match, ...]
    start: int
    end: int


def read_chains(reader: Reader) -> Iterator[ChainOfClauses]:
    """Yield every chain of credit clauses, in order of place; chains never overlap."""
    tokens = reader.tokens
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.kind in {"word", "open-link"} or token.norm in "#@{<":
            boundary = _boundary(reader, position)
            if boundary or token.norm in reader.grammar.anywhere:
                chain, resume = _chain(reader, position, boundary)
                if chain is not None:
                    yield chain
                position = max(resume, position + 1)
                continue
        position += 1


def _boundary(reader: Reader, position: int) -> str:
    """Return "line", "bracket", "sentence" or "label" where a clause may begin before a token, else an empty text."""
    tokens = reader.tokens
    if position > 0 and tokens[position - 1].kind == "word":
        return "label" if _opens_label(reader, position) else ""
    before = position - 1
    farthest = max(-1, position - MAX_MARKS)
    while before > farthest and tokens[before].norm in _LEADS and tokens[before].kind == "mark":
        before -= 1
    if before < 0 or tokens[before].kind in {"line", "paragraph"}:
        return "line"
    mark = tokens[before].norm if tokens[before].kind == "mark" else ""
    if mark in {"(", "["}:
        return "bracket"
    if tokens[position - 1].norm == "|":
        return "line"
    if mark in {".", "!", "?", ":"}:
        return "sentence"
    if before < position - 1 or mark in {")", "]"}:
        return "sentence" if tokens[position - 1].norm in {"-", "/", "·", '"', "”", "»", ")", "]"} else ""
    return "label" if mark in {",", ";"} and _opens_label(reader, position) else ""


def _opens_label(reader: Reader, position: int) -> bool:
    """Tell whether a role's word and a colon stand here, after a comma or after white space between two Han words."""
    tokens = reader.tokens
    before, token = tokens[position - 1], tokens[position]
    if before.kind == "word" and not (token.spaced and is_unspaced(token) and is_unspaced(before)):
        return False
    label = reader.grammar.roles.longest(tokens, position)
    return label is not None and label[0] < len(tokens) and tokens[label[0]].norm == ":"


def _chain(reader: Reader, position: int, boundary: str) -> tuple[ChainOfClauses | None, int]:
    """Return the chain that begins at a position, if one holds there, and where to read on."""
    clauses: list[Match] = []
    cursor = end = position
    while len(clauses) < MAX_CLAUSES:
        match = _clause(reader, cursor)
        if match is not None and not (boundary or _is_parted(reader, cursor, clauses)) and not _is_free(match):
            match = None
        if match is None and clauses:
            cursor, match = _over_noise(reader, cursor)
        if match is None:
            break
        clauses.append(match)
        end = after_name(reader.tokens, match.end, reader.grammar)
        cursor = _over_separators(reader, end)
    resume = clauses[-1].start if len(clauses) >= LONG_CHAIN else position
    while clauses and not _holds(reader, clauses, position, end, boundary):
        clauses.pop()
        end = after_name(reader.tokens, clauses[-1].end, reader.grammar) if clauses else position
    if not any(match.rule.template.role != "note" or match.work for match in clauses):
        return None, resume  # of a long chain in which nothing holds, only the last clause is tried again
    note = _note(reader, clauses, end)
    return ChainOfClauses((*clauses, *note), position, end), end


def _is_free(match: Match) -> bool:
    return match.rule.template.zone == "anywhere"


def _is_parted(reader: Reader, position: int, clauses: list[Match]) -> bool:
    """Tell whether a semicolon parts a clause from one that stands inside a sentence."""
    return bool(clauses) and reader.tokens[position - 1].norm == ";"


def _clause(reader: Reader, position: int) -> Match | None:
    """Return the best clause at a position, or just inside the link that opens there."""
    best = reader.clause_at(position)
    if best is None and position < len(reader.tokens) and reader.tokens[position].kind == "open-link":
        return reader.clause_at(position + 1)
    return best


def _over_separators(reader: Reader, position: int) -> int:
    tokens = reader.tokens
    farthest = min(position + MAX_MARKS, len(tokens))
    while position < farthest and (
        (tokens[position].kind == "mark" and (tokens[position].norm in _SEPARATORS or tokens[position].norm in "()"))
        or tokens[position].kind in {"line", "link", "paragraph"}
        or reader.grammar.joins(tokens, position)
    ):
        if tokens[position].kind == "paragraph" and tokens[position - 1].norm == ".":
            break
        position += 1
    return position


def _over_noise(reader: Reader, position: int) -> tuple[int, Match | None]:
    """Look for the next clause a few words on, in the same line, past words that are no credit (a date, a place)."""
    tokens = reader.tokens
    for cursor in range(position + 1, min(position + MAX_NOISE_TOKENS, len(tokens))):
        if tokens[cursor - 1].kind == "paragraph":
            break
        before = tokens[cursor - 1]
        if (before.norm in ";-|,.:·/(" or before.kind == "line") and tokens[cursor].kind in {"word", "open-link"}:
            match = reader.clause_at(cursor)
            if match is not None:
                return cursor, match
    return position, None


def _note(reader: Reader, clauses: list[Match], end: int) -> tuple[Match, ...]:
    """Return what the next sentences say of the original ("see the English version") that the credits leave open."""
    if any(match.rule.template.role == "note" or dict(match.languages).get("source") for match in clauses):
        return ()
    for cursor in range(end, min(end + MAX_NOTE_TOKENS, len(reader.tokens))):
        for rule in reader.grammar.openings.rules(reader.tokens[cursor].norm):
            if rule.template.role == "note":
                match = reader.longest(rule, cursor)
                if match is not None:
                    return (match,)
    return ()


def _holds(reader: Reader, clauses: list[Match], start: int, end: int, boundary: str) -> bool:
    """Tell whether the last clause of a chain has the surroundings that its zone asks for."""
    match = clauses[-1]
    zone = match.rule.template.zone
    if zone == "anywhere":
        return True
    if zone == "sentence" and boundary != "label":
        return bool(boundary)
    terminated, is_unit_end = _termination(reader, end)
    if boundary == "label":
        return is_unit_end and not match.is_weak and _names_are_short(match)
    if match.is_weak and match.weight < WEAK_RULE:
        return False
    if zone == "bracket":
        return is_unit_end and boundary == "bracket"
    if zone == "alone":
        return is_unit_end and (boundary == "line" or len(clauses) > 1)
    if zone == "chained":
        return len(clauses) > 1 and terminated and reader.tokens[match.start - 1].kind != "word"
    if zone == "bare":
        return is_unit_end and boundary in {"line", "bracket"} and _names_in_full(match)
    if zone == "whole":
        return is_unit_end and (boundary in {"line", "bracket"} or len(clauses) > 1)
    if match.is_weak:
        return is_unit_end
    if len(clauses) > 1:
        return terminated or _comma_follows(reader, end)
    if boundary == "sentence":
        return is_unit_end or (terminated and match.weight >= LONG_RULE)
    if not is_unit_end and boundary == "line" and _runs_on_in_prose(reader, start, end):
        return False
    return terminated or (match.weight >= LONG_RULE and _comma_follows(reader, end))


def _names_are_short(match: Match) -> bool:
    """Tell whether no person's name in a script without spaces is longer than names are, but for foreign ones (·)."""
    people = [agent.name for _, agents in match.people for agent in agents if agent.kind == "person"]
    return all(len(name) <= MAX_HAN_NAME or ord(name[0]) < FIRST_HAN or "·" in name or "・" in name for name in people)


def _names_in_full(match: Match) -> bool:
    """Tell whether each name has two capitals at least: after a bare role word a single one may be anything."""
    names = [agent.name for _, agents in match.people for agent in agents]
    return bool(names) and all(sum(word[0].isupper() for word in name.split()) > 1 for name in names)


def _comma_follows(reader: Reader, end: int) -> bool:
    return end < len(reader.tokens) and reader.tokens[end].norm == ","


def _runs_on_in_prose(reader: Reader, start: int, end: int) -> bool:
    """Tell whether a line that begins with a small letter goes on with another sentence: a quotation, no credit."""
    first = reader.tokens[start]
    after = reader.tokens[end + 1] if end + 1 < len(reader.tokens) else None
    is_small = first.kind == "word" and not is_capital(first) and not is_caseless(first)
    return is_small and after is not None and reader.tokens[end].norm == "." and is_capital(after)


def _termination(reader: Reader, end: int) -> tuple[bool, bool]:
    """Return whether a separator or an end follows, and whether the line or the bracket ends there."""
    tokens = reader.tokens
    if ends_line(tokens, end):
        return True, True
    position = end
    while position < min(end + MAX_MARKS, len(tokens)) and tokens[position].kind == "mark":
        if tokens[position].norm in _CLOSERS:
            return True, True
        if tokens[position].norm in _OPENERS:
            break
        position += 1
    if ends_line(tokens, position):
        return True, True
    token = tokens[end]
    if token.norm in _ENDS or token.norm in _OPENERS or token.kind in {"link", "open-link"} or is_label(tokens, end):
        return True, False
    return (is_unspaced(tokens[end - 1]) and token.spaced) or is_unspaced(token), False
