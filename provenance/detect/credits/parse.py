"""From tokens to chains of credit clauses: "(Reporting by A; French version B, edited by C)" is one chain of three.

A chain begins at a boundary (a line, a bracket, a sentence) and goes on over separators as long as clauses follow.
What a template asks of its surroundings is its zone:

- ``whole``: the clause is all of its line or bracket ("By NAME");
- ``line``: it begins at a boundary, and a separator, a full stop, the line's or the bracket's end follows;
- ``sentence``: it begins at a boundary; anything may follow.

One pass over the tokens; from each boundary a bounded amount of work.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.detect.credits.grammar import Rule
from provenance.detect.credits.match import Match, Reader
from provenance.detect.credits.names import after_name, is_unspaced
from provenance.detect.credits.tokens import Token

MAX_CLAUSES = 60
_SEPARATORS = frozenset(",;./|-·~&:+*#>")
_OPENERS = frozenset('([{"“«„「《')
_CLOSERS = frozenset(')]}"”»」》')
_ENDS = frozenset(".;|!?·/-,")


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
        if (
            tokens[position].kind == "word"
            or tokens[position].kind == "open-link"
            or tokens[position].norm in "#@"
        ):
            boundary = _boundary(tokens, position)
            chain = _chain(reader, position, boundary) if boundary else None
            if chain is not None:
                yield chain
                position = max(chain.end, position + 1)
                continue
        position += 1


def _boundary(tokens: tuple[Token, ...], position: int) -> str:
    """Return "line", "bracket" or "sentence" where a clause may begin before this token, else an empty text."""
    before = position - 1
    while before >= 0 and tokens[before].norm in {
        "-",
        "*",
        "#",
        ">",
        "·",
        "/",
        "|",
        "~",
        "+",
        "\\",
        "!",
        '"',
        "“",
        "«",
        "@",
        "_",
        "{",
    }:
        before -= 1
    if before < 0 or tokens[before].kind in {"line", "paragraph"}:
        return "line"
    mark = tokens[before].norm
    if mark in {"(", "["}:
        return "bracket"
    if tokens[position - 1].norm == "|":
        return "line"
    if mark in {".", "!", "?", ";", ":"} and tokens[before].kind == "mark":
        return "sentence"
    return (
        "sentence"
        if tokens[position - 1].norm in {"-", "/", "·", '"', "”", "»", ")"} and position - 1 > before - 1
        else ""
    )


def _chain(reader: Reader, position: int, boundary: str) -> ChainOfClauses | None:
    clauses: list[Match] = []
    cursor = position
    end = position
    while len(clauses) < MAX_CLAUSES:
        match = _clause(reader, cursor)
        if match is None and clauses:
            cursor, match = _over_noise(reader, cursor)
        if match is None:
            break
        clauses.append(match)
        end = after_name(reader.tokens, match.end, reader.grammar)
        cursor = _over_separators(reader, end)
    while clauses and not _holds(reader, clauses, position, end, boundary):
        clauses.pop()
        end = after_name(reader.tokens, clauses[-1].end, reader.grammar) if clauses else position
    return ChainOfClauses(tuple(clauses), position, end) if clauses else None


def _clause(reader: Reader, position: int) -> Match | None:
    """Return the best clause at a position, or just inside the link that opens there."""
    best = reader.clause_at(position)
    if best is None and position < len(reader.tokens) and reader.tokens[position].kind == "open-link":
        return reader.clause_at(position + 1)
    return best


def _over_separators(reader: Reader, position: int) -> int:
    tokens = reader.tokens
    while position < len(tokens) and (
        tokens[position].norm in _SEPARATORS
        or tokens[position].kind in {"line", "link"}
        or tokens[position].norm in reader.grammar.conjunctions
        or (tokens[position].norm in {"(", ")"})
        or (tokens[position].kind == "paragraph")
    ):
        if tokens[position].kind == "paragraph" and tokens[position - 1].norm == ".":
            break
        position += 1
    return position


def _over_noise(reader: Reader, position: int) -> tuple[int, Match | None]:
    """Look for the next clause a few words on, in the same line, past words that are no credit (a date, a place)."""
    tokens = reader.tokens
    for cursor in range(position + 1, min(position + 9, len(tokens))):
        if tokens[cursor - 1].kind == "paragraph":
            break
        if tokens[cursor - 1].norm in {";", "-", "|", ",", ".", ":", "·", "\n", "/"} and tokens[
            cursor
        ].kind in {"word", "open-link"}:
            match = reader.clause_at(cursor)
            if match is not None:
                return cursor, match
    return position, None


def _holds(reader: Reader, clauses: list[Match], start: int, end: int, boundary: str) -> bool:
    """Tell whether the last clause of a chain has the surroundings that its zone asks for."""
    rule: Rule = clauses[-1].rule
    zone = rule.template.zone
    if zone == "sentence":
        return True
    terminated, is_unit_end = _termination(reader, end)
    if zone == "whole":
        return is_unit_end and (boundary in {"line", "bracket"} or len(clauses) > 1)
    if boundary == "sentence" and len(clauses) == 1 and not clauses[-1].is_weak:
        return is_unit_end or (terminated and rule.weight >= 12)
    return is_unit_end if clauses[-1].is_weak else terminated


def _termination(reader: Reader, end: int) -> tuple[bool, bool]:
    """Return whether a separator or an end follows, and whether the line or the bracket ends there."""
    tokens = reader.tokens
    if end >= len(tokens):
        return True, True
    token = tokens[end]
    if token.kind in {"line", "paragraph"}:
        return True, True
    position = end
    while (
        position < len(tokens) and tokens[position].kind == "mark" and tokens[position].norm not in _OPENERS
    ):
        if tokens[position].norm in _CLOSERS:
            return True, True
        position += 1
    if position >= len(tokens) or tokens[position].kind in {"line", "paragraph"}:
        return True, True
    if token.norm in _ENDS or token.norm in _OPENERS or token.kind in {"link", "open-link"}:
        return True, False
    return is_unspaced(tokens[end - 1]) and token.spaced, False
