"""Names in credits: people, organisations and tools, in every script, and the words that may follow a name.

``read_people`` reads a list of names from a position; everything is bounded (names of at most eight tokens, lists of at
most forty names), so that a hostile line costs linear time.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from provenance.detect.credits.grammar import Grammar
from provenance.detect.credits.tokens import Token
from provenance.types import Agent, Span

MAX_NAME_TOKENS = 8
MAX_CHARACTERS = 14  # of a name in a script without spaces
MAX_NAMES = 40


@dataclass(frozen=True, slots=True)
class People:
    """agents named, position after the list, and whether a name was only a lower-case handle."""

    agents: tuple[Agent, ...]
    end: int
    is_weak: bool = False


def read_people(
    tokens: tuple[Token, ...], position: int, grammar: Grammar, text: str, opens_clause: Callable[[int], bool]
) -> People | None:
    """Return the people named in a list that begins at position, or None if none does.

    opens_clause tells whether the next clause begins at a position, where a list of names therefore ends.
    """
    position = skip(tokens, position, ":=-~|\n")
    agents: list[Agent] = []
    weak = False
    end = position
    while len(agents) < MAX_NAMES:
        start = skip(tokens, position, ",\n·/&(" if agents else "(") if agents else position
        if agents and opens_clause(start):
            break
        one = _read_one(tokens, start, grammar, text, first=not agents)
        if one is None or (agents and not _is_terminated(tokens, one.end, grammar, opens_clause)):
            break
        agents += one.agents
        weak |= one.is_weak
        end = position = after_name(tokens, one.end, grammar)
        following = _separator(tokens, position, grammar, len(agents))
        if following is None:
            break
        position = following
    if not agents and end == position:
        return None
    return People(tuple(agents), end, weak)


def _is_terminated(
    tokens: tuple[Token, ...], position: int, grammar: Grammar, opens_clause: Callable[[int], bool]
) -> bool:
    """Tell whether a further name is a whole item of a list, not the capitalised beginning of a phrase."""
    position = after_name(tokens, position, grammar)
    return (
        position >= len(tokens)
        or tokens[position].kind != "word"
        or tokens[position].norm in grammar.conjunctions
        or is_unspaced(tokens[position])
        or opens_clause(position)
    )


def skip(tokens: tuple[Token, ...], position: int, norms: str) -> int:
    """Return the first position from here whose token is none of the marks given."""
    while position < len(tokens) and tokens[position].norm in norms and tokens[position].kind != "word":
        position += 1
    return position


def _separator(tokens: tuple[Token, ...], position: int, grammar: Grammar, count: int) -> int | None:
    """Return the position after what stands between two names, or None if the list ends here."""
    if position >= len(tokens):
        return None
    token = tokens[position]
    start = position
    while position < len(tokens) and (
        tokens[position].norm in {",", "/", "&", "·", "+"} or tokens[position].kind in {"line", "paragraph"}
    ):
        position += 1
        if tokens[position - 1].kind == "paragraph" and count == 0:
            return None
    if position < len(tokens) and tokens[position].norm in grammar.conjunctions:
        position += 1
    if position == start:
        return None
    return position if token.kind != "paragraph" or position > start else None


def _read_one(
    tokens: tuple[Token, ...], position: int, grammar: Grammar, text: str, *, first: bool
) -> People | None:
    linked = position < len(tokens) and tokens[position].kind == "open-link"
    start = position + linked
    if start >= len(tokens):
        return None
    if (group := grammar.groups.longest(tokens, start)) is not None and not is_capital(tokens[start]):
        return People((), group[0]) if first else None
    for lexicon, kind in ((grammar.tools, "tool"), (grammar.agencies, "organisation")):
        if (hit := lexicon.longest(tokens, start)) is not None and not _runs_on(tokens, hit[0], grammar):
            agent = Agent(text[tokens[start].start : tokens[hit[0] - 1].end], "tool" if kind == "tool" else "organisation",
                          Span(tokens[start].start, tokens[hit[0] - 1].end))  # fmt: skip
            return People((agent,), hit[0] + _closes_link(tokens, hit[0]))
    end, weak = _name_end(tokens, start, grammar, first=first, linked=linked)
    if end == start:
        return None
    span = Span(tokens[start].start, tokens[end - 1].end)
    name = _clean(span.of(text))
    kind_of = "organisation" if _is_organisation(tokens[start:end], grammar) else "person"
    agent = Agent(name, "organisation" if kind_of == "organisation" else "person", span)
    return People((agent,), end + _closes_link(tokens, end), weak)


def _closes_link(tokens: tuple[Token, ...], position: int) -> int:
    return int(position < len(tokens) and tokens[position].kind == "link")


def _runs_on(tokens: tuple[Token, ...], end: int, grammar: Grammar) -> bool:
    """Tell whether a gazetteer hit is only the beginning of a person's name ("AP Singh")."""
    return (
        end < len(tokens)
        and tokens[end].kind == "word"
        and is_capital(tokens[end])
        and not grammar.opening(tokens[end].norm)
        and tokens[end].spaced
        and tokens[end].norm not in grammar.organisations
    )


def _name_end(
    tokens: tuple[Token, ...], start: int, grammar: Grammar, *, first: bool, linked: bool
) -> tuple[int, bool]:
    """Return the position after one name and whether it is only a handle; position = start if there is none."""
    head = tokens[start]
    if head.kind != "word" and not (head.norm in "\"'“«„" and linked):
        return start, False
    if is_unspaced(head):
        return _unspaced_end(tokens, start, grammar), False
    if head.text.startswith("@"):
        return start + 1, False
    if linked:
        end = start
        while (
            end < len(tokens) and tokens[end].kind in {"word", "mark"} and end - start < MAX_NAME_TOKENS * 2
        ):
            end += 1
        return (end, False) if _closes_link(tokens, end) else (start, False)
    if is_capital(head):
        return _cased_end(tokens, start, grammar), False
    if is_caseless(head):
        return _caseless_end(tokens, start, grammar), False
    if head.norm in grammar.particles and start + 1 < len(tokens) and is_capital(tokens[start + 1]):
        return _cased_end(tokens, start, grammar), False
    if first and _is_handle(tokens, start, grammar):
        return start + 1, True
    return start, False


def _cased_end(tokens: tuple[Token, ...], start: int, grammar: Grammar) -> int:
    """Extend over capitalised words, initials, particles that a capital follows, and joined apostrophes."""
    end = start
    while end < len(tokens) and end - start < MAX_NAME_TOKENS * 2:
        token = tokens[end]
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        if token.kind == "word" and (
            end == start or token.norm not in grammar.conjunctions or _is_initial(token)
        ):
            if end > start and _opens_credit(tokens, end, grammar):
                break
            if is_capital(token) or (
                end > start and token.text[0].isdigit() is False and _particle(token, following, grammar)
            ):
                end += 1
                if (
                    following is not None
                    and following.norm == "."
                    and not following.spaced
                    and _is_abbreviated(token)
                ):
                    end += 1
                continue
        elif (
            token.norm == "'"
            and end > start
            and not token.spaced
            and following
            and following.kind == "word"
            and not following.spaced
        ):
            end += 2
            continue
        elif token.norm == "(" and end > start and _bracketed_initial(tokens, end):
            end += 4 if tokens[end + 2].norm == "." else 3
            continue
        break
    return end


def _particle(token: Token, following: Token | None, grammar: Grammar) -> bool:
    return token.norm in grammar.particles and following is not None and (
        is_capital(following) or following.norm in grammar.particles or following.norm == "'"
    )  # fmt: skip


def _opens_credit(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> bool:
    """Tell whether a token inside a would-be name is really the first word of the next clause."""
    token = tokens[position]
    if grammar.places.longest(tokens, position) is not None and not is_capital(token):
        return True
    return not is_capital(token) and bool(grammar.opening(token.norm))


def _bracketed_initial(tokens: tuple[Token, ...], position: int) -> bool:
    inner = tokens[position + 1 : position + 4]
    return (
        len(inner) >= 2
        and inner[0].kind == "word"
        and len(inner[0].text) <= 2
        and is_capital(inner[0])
        and (inner[1].norm == ")" or (len(inner) == 3 and inner[1].norm == "." and inner[2].norm == ")"))
    )


def _caseless_end(tokens: tuple[Token, ...], start: int, grammar: Grammar) -> int:
    """Extend over words of a script without case until a mark, a conjunction, a place word or a credit word."""
    end = start
    while end < len(tokens) and end - start < 5:
        token = tokens[end]
        if token.kind != "word" or is_unspaced(token) or not (is_caseless(token) or is_capital(token)):
            if token.norm == "." and not token.spaced and end > start and len(tokens[end - 1].text) <= 3:
                end += 1
                continue
            break
        if end > start and (
            token.norm in grammar.conjunctions
            or grammar.places.longest(tokens, end) is not None
            or grammar.dates.longest(tokens, end) is not None
            or grammar.opening(token.norm)
            or grammar.anchored.get(token.norm)
        ):
            break
        end += 1
    return end


def _unspaced_end(tokens: tuple[Token, ...], start: int, grammar: Grammar) -> int:
    """Extend over characters of a script without spaces; white space, a mark or a credit word ends the name."""
    end = start
    while end < len(tokens) and end - start < MAX_CHARACTERS:
        token = tokens[end]
        if token.norm == "·" and end > start and not token.spaced:
            end += 1
            continue
        if (
            token.kind != "word"
            or not is_unspaced(token)
            or (end > start and token.spaced and _script(token) == "Han")
        ):
            break
        if end > start and (
            grammar.places.longest(tokens, end)
            or token.norm in grammar.conjunctions
            or _credit_word(tokens, end, grammar)
        ):
            break
        end += 1
    return end


def _credit_word(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> bool:
    """Tell whether a credit word of at least two characters begins here (one character alone is too common)."""
    return grammar.stops.longest(tokens, position) is not None


def after_name(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> int:
    """Step over what may follow a name: a place, a date, an e-mail, a handle or a short bracket with one."""
    while position < len(tokens):
        moved = _after_once(tokens, position, grammar)
        if moved == position:
            return position
        position = moved
    return position


def _after_once(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> int:
    token = tokens[position]
    if token.kind == "link" or token.text.startswith("@"):
        return position + 1
    if token.norm in {"(", "<", "["}:
        for end in range(position + 1, min(position + 9, len(tokens))):
            if tokens[end].norm in {")", ">", "]"}:
                inner = tokens[position + 1 : end]
                return end + 1 if any("@" in part.text or part.kind == "link" for part in inner) else position
            if tokens[end].kind in {"line", "paragraph"}:
                return position
        return position
    if (hit := grammar.dates.longest(tokens, position)) is not None:
        end = _date_end(tokens, hit[0], grammar)
        if end > hit[0]:
            return end
    if (hit := grammar.places.longest(tokens, position)) is not None:
        end = _place_end(tokens, hit[0], grammar)
        if end > hit[0]:
            return end
    return position


def _place_end(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> int:
    end = position
    while end < len(tokens) and end - position < 5 and tokens[end].kind == "word":
        token = tokens[end]
        article = token.norm in grammar.particles or token.norm in {
            "the",
            "la",
            "le",
            "el",
            "los",
            "las",
            "den",
            "der",
        }
        if is_unspaced(token) or not (
            is_capital(token) or is_caseless(token) or (article and end == position)
        ):
            break
        if end > position and (token.norm in grammar.conjunctions or grammar.opening(token.norm)):
            break
        end += 1
        if is_caseless(token):
            break
    return end


def _date_end(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> int:
    end = position
    seen_digit = False
    while end < len(tokens) and end - position < 10:
        token = tokens[end]
        is_date = token.text[0].isdigit() or token.norm in grammar.months or token.norm in {"de", "del", "."}
        if not is_date and not (seen_digit and token.norm in {":", ",", "-", "gmt", "utc", "г"}):
            break
        seen_digit |= token.text[0].isdigit()
        end += 1
    while end > position and tokens[end - 1].norm in {",", ".", ":", "-", "de", "del"}:
        end -= 1
    return end if seen_digit else position


def _is_handle(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> bool:
    """Tell whether a lower-case token is a user name: it must end the line and open no clause."""
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    ends = following is None or following.kind in {"line", "paragraph"} or following.norm in {")", "]", "("}
    return ends and not grammar.opening(token.norm) and (len(token.text) >= 3 or "_" in token.text)


def _is_organisation(parts: tuple[Token, ...], grammar: Grammar) -> bool:
    if any(part.norm in grammar.organisations for part in parts):
        return True
    if parts and is_unspaced(parts[-1]) and parts[-1].norm in grammar.organisations:
        return True
    return any("." in part.text[1:-1] and part.text.rsplit(".", 1)[-1].lower() in _DOMAINS for part in parts)


_DOMAINS = frozenset(
    "com org net es fr de it at ch uk ru eu info io tv co news pl nl be br mx ar se no fi dk cz hu gr".split()
)


def _clean(name: str) -> str:
    return " ".join(name.replace("**", "").replace("\u200c", "\u200c").split())


def is_capital(token: Token) -> bool:
    """Tell whether a word begins with a capital letter (or a digit inside a name is no capital)."""
    return token.kind == "word" and unicodedata.category(token.text[0]) in {"Lu", "Lt"}


def is_caseless(token: Token) -> bool:
    """Tell whether a word is written in a script without case."""
    return token.kind == "word" and unicodedata.category(token.text[0]) in {"Lo", "Mc", "Mn"}


def is_unspaced(token: Token) -> bool:
    """Tell whether a token is one character of a script written without spaces."""
    if token.kind != "word":
        return False
    code = ord(token.text[0])
    return 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF or 0x3040 <= code <= 0x30FF or (
        0x3400 <= code <= 0x9FFF
    )  # fmt: skip


def _script(token: Token) -> str:
    return "Han" if 0x3040 <= ord(token.text[0]) <= 0x9FFF else "other"


def _is_initial(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isupper()


def _is_abbreviated(token: Token) -> bool:
    return len(token.text) <= 2 or token.text in {"Jr", "Sr", "Mr", "Dr", "St"}
