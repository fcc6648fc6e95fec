"""Where one name ends: people, organisations and tools, in scripts with case, without case, and without spaces."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from provenance.detect.credits.grammar import Grammar
from provenance.detect.credits.patterns import Literal
from provenance.detect.credits.tokens import (
    Token,
    is_capital,
    is_caseless,
    is_east_asian,
    is_unspaced,
)
from provenance.types import Agent, AgentKind, Span

MAX_TOKENS = 16
MAX_WORDS = 6  # of a name in a script without case: "عبد الہادی عبد الخالق مدنی" has five
MAX_CHARACTERS = 14  # of a name in Han or kana
MAX_LETTERS = 40  # of a name in Thai, Khmer or Burmese, where vowel signs count
_QUOTES = {'"': '"', "'": "'", "“": "”", "«": "»", "„": "“", "[": "]"}
_DOMAINS = frozenset(
    "com org net es fr de it at ch uk ru eu info io tv co news pl nl be br mx ar se no fi dk cz hu gr ba tr in jp".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """The agent named (None for an unnamed group), the position after it, and whether it is only a handle."""

    agent: Agent | None
    end: int
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reading a name needs to know: tokens, grammar and text, the literals of the template that may follow the
    name, and whether a clause opens at a position.
    """

    tokens: tuple[Token, ...]
    grammar: Grammar
    text: str
    follows: tuple[Literal, ...]
    opens_clause: Callable[[int], bool]

    def is_followed(self, position: int) -> bool:
        """Tell whether what the template expects after the name stands at a position."""
        return position < len(self.tokens) and any(literal.fits(self.tokens[position].norm) for literal in self.follows)


def read_name(at: Surroundings, position: int, *, first: bool) -> Name | None:
    """Return the name that begins at a position: bare, in quotation marks, in brackets or as a link's text."""
    tokens, grammar, text = at.tokens, at.grammar, at.text
    if position >= len(tokens):
        return None
    head = tokens[position]
    if head.kind == "open-link":
        return _linked(at, position)
    if head.kind == "mark" and head.text in _QUOTES:
        inner = read_name(at, position + 1, first=True)
        if head.text == "[" and inner is not None and grammar.joins(tokens, inner.end):
            return inner
        closes = inner is not None and inner.end < len(tokens) and tokens[inner.end].text == _QUOTES[head.text]
        return Name(inner.agent, inner.end + 1) if inner is not None and closes else None
    if (group := grammar.groups.longest(tokens, position)) is not None:
        return Name(None, group[0]) if first else Name(_agent(tokens, position, group[0], grammar, text), group[0])
    for lexicon, kind in ((grammar.tools, "tool"), (grammar.agencies, "organisation")):
        hit = lexicon.longest(tokens, position)
        if hit is not None and not _runs_on(tokens, hit[0], grammar):
            span = Span(head.start, tokens[hit[0] - 1].end)
            agent = Agent(span.of(text), "tool" if kind == "tool" else "organisation", span)
            return Name(None if hit[1] == "Agencies" else agent, hit[0])
    return _bare(at, position, first=first)


def _bare(at: Surroundings, position: int, *, first: bool) -> Name | None:
    tokens, grammar = at.tokens, at.grammar
    title = grammar.titles.longest(tokens, position)
    start = title[0] if title is not None else position
    if start >= len(tokens) or tokens[start].kind != "word":
        return None
    head = tokens[start]
    weak = False
    if head.text.startswith("@"):
        end = start + 1
    elif is_unspaced(head):
        end = _unspaced_end(at, start)
    elif is_capital(head) or (
        head.norm in grammar.particles and start + 1 < len(tokens) and is_capital(tokens[start + 1])
    ):
        end = _cased_end(at, start)
    elif is_caseless(head):
        end = _caseless_end(at, start)
    else:
        is_handle = first and _is_handle(at, start)
        weak = is_handle and not at.is_followed(start + 1)
        end = start + int(is_handle)
    language = grammar.tongues.longest(tokens, start)
    if end == start or (language is not None and language[0] == end):
        return None  # "published in French" names no outlet
    return Name(_agent(tokens, start, end, grammar, at.text), end, weak)


def _linked(at: Surroundings, position: int) -> Name | None:
    """Return the text of a link as one name, up to "aka" or a bracket in it; a conjunction in it parts two names."""
    tokens, grammar = at.tokens, at.grammar
    start = position + 1
    close = start
    while close < len(tokens) and tokens[close].kind in {"word", "mark"} and close - start < 2 * MAX_TOKENS:
        close += 1
    if close == start or close >= len(tokens) or tokens[close].kind != "link":
        return None
    if any(grammar.joins(tokens, middle) for middle in range(start + 2, close - 2)):
        return read_name(at, start, first=True)
    hit = grammar.tools.longest(tokens, start)
    end = close
    for cut in range(start + 1, close):
        if grammar.aliases.longest(tokens, cut) is not None or tokens[cut].norm == "(":
            end = cut
            break
    agent = _agent(tokens, start, end, grammar, at.text)
    if hit is not None and hit[0] == close:
        agent = Agent(agent.name, "tool", agent.span)
    return Name(agent, close + 1)


def _agent(tokens: tuple[Token, ...], start: int, end: int, grammar: Grammar, text: str) -> Agent:
    span = Span(tokens[start].start, tokens[end - 1].end)
    skipped = _prefix_length(tokens[start], grammar) if start > 0 and tokens[start - 1].kind == "word" else 0
    span = Span(span.start + skipped, span.end - _suffix_length(tokens[end - 1], grammar))
    kind: AgentKind = "organisation" if _is_organisation(tokens[start:end], grammar) else "person"
    return Agent(" ".join(span.of(text).replace("*", "").split()), kind, span)


def _prefix_length(token: Token, grammar: Grammar) -> int:
    """Return the length of a conjunction written onto a name that follows another one (Arabic و)."""
    if token.norm in grammar.unprefixed or len(token.text) < 4:
        return 0
    return next((len(mark) for mark in grammar.prefixes if token.norm.startswith(mark)), 0)


def _suffix_length(token: Token, grammar: Grammar) -> int:
    """Return the length of a particle written onto a name (Korean): after Latin letters, or after three syllables."""
    for mark in grammar.suffixes:
        if token.text.endswith(mark) and len(token.text) > len(mark):
            before = token.text[-len(mark) - 1]
            if before.isascii() or len(token.text) - len(mark) >= 3:
                return len(mark)
    return 0


def _runs_on(tokens: tuple[Token, ...], end: int, grammar: Grammar) -> bool:
    """Tell whether a gazetteer hit is only the beginning of a person's name ("AP Singh")."""
    return (
        end < len(tokens)
        and is_capital(tokens[end])
        and tokens[end].spaced
        and not grammar.openings.rules(tokens[end].norm)
        and tokens[end].norm not in grammar.organisations
    )


def _cased_end(at: Surroundings, start: int) -> int:
    """Extend over capitalised words, initials, particles that a capital follows, and joined apostrophes."""
    end = start
    while end < len(at.tokens) and end - start < MAX_TOKENS:
        step = _cased_step(at, start, end)
        if step == 0:
            break
        end += step
    return end


def _cased_step(at: Surroundings, start: int, end: int) -> int:
    """Return how many tokens at position end go on with the name that began at start."""
    tokens, grammar = at.tokens, at.grammar
    token = tokens[end]
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if token.kind == "word":
        if end > start and _ends_cased(at, end):
            return 0
        is_inside = is_capital(token) or _is_particle(token, following, grammar)
        is_body = end > start and (token.norm in grammar.organisations or tokens[start].norm in grammar.organisations)
        if not is_inside and not is_body:
            return 0
        return 1 + int(following is not None and following.norm == "." and _is_abbreviated(token, following))
    if token.norm == "'" and end > start and following and following.kind == "word" and not following.spaced:
        return 0 if token.spaced else 2
    if token.norm == "(" and end > start and _bracketed_initial(tokens, end):
        return 4 if tokens[end + 2].norm == "." else 3
    if token.norm == "-" and end > start and not token.spaced and following and is_capital(following):
        return 0 if following.spaced else 1
    return 0


def ends_at_capital(tokens: tuple[Token, ...], position: int) -> bool:
    """Tell whether a capital follows lower-case letters without a space: "…von MüllerÜbersetzt"."""
    return not tokens[position].spaced and position > 0 and tokens[position - 1].kind == "word" and is_capital(tokens[position])


def _is_particle(token: Token, following: Token | None, grammar: Grammar) -> bool:
    return token.norm in grammar.particles and following is not None and (
        is_capital(following) or following.norm in grammar.particles or following.norm == "'"
    )  # fmt: skip


def _ends_cased(at: Surroundings, position: int) -> bool:
    """Tell whether a word inside a would-be name is no part of it: a conjunction, a place, the next clause."""
    tokens, grammar = at.tokens, at.grammar
    token = tokens[position]
    is_initial = len(token.text) == 1 and token.text.isupper()
    if (grammar.joins(tokens, position) and not is_initial) or ends_at_capital(tokens, position):
        return True
    if at.is_followed(position) or grammar.roles.longest(tokens, position) is not None:
        return True
    opens = bool(grammar.openings.rules(token.norm))
    if _is_particle(token, tokens[position + 1] if position + 1 < len(tokens) else None, grammar):
        return False
    if is_capital(token):
        return opens and not is_initial and at.opens_clause(position)
    return opens or grammar.places.longest(tokens, position) is not None


def _bracketed_initial(tokens: tuple[Token, ...], position: int) -> bool:
    inner = tokens[position + 1 : position + 4]
    return (
        len(inner) >= 2
        and len(inner[0].text) <= 2
        and is_capital(inner[0])
        and (inner[1].norm == ")" or (len(inner) == 3 and inner[1].norm == "." and inner[2].norm == ")"))
    )


def _caseless_end(at: Surroundings, start: int) -> int:
    """Extend over words of a script without case until a mark, a conjunction, a place word or a credit word."""
    tokens, grammar = at.tokens, at.grammar
    end = start
    while end < len(tokens) and end - start < MAX_WORDS:
        token = tokens[end]
        if token.norm == "." and end > start and _is_initial_stop(tokens, end):
            end += 1
            continue
        if token.kind != "word" or is_unspaced(token) or not (is_caseless(token) or is_capital(token)):
            break
        if end > start and _ends_caseless(at, end):
            break
        end += 1
        if _suffix_length(token, grammar) and end - start >= 1:
            break
    return end


def _is_initial_stop(tokens: tuple[Token, ...], position: int) -> bool:
    """Tell whether a full stop belongs to an initial: after at most two letters, before another word of the line."""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    short = len(tokens[position - 1].text) <= 2 and not tokens[position].spaced
    return short and following is not None and following.kind == "word" and tokens[position].text == "."


def _ends_caseless(at: Surroundings, end: int) -> bool:
    tokens, grammar = at.tokens, at.grammar
    token = tokens[end]
    is_joined = any(token.norm.startswith(mark) for mark in grammar.prefixes) and token.norm not in grammar.unprefixed
    return (
        grammar.joins(tokens, end) > 0
        or at.is_followed(end)
        or (is_joined and len(token.text) >= 4)
        or grammar.places.longest(tokens, end) is not None
        or grammar.dates.longest(tokens, end) is not None
        or grammar.roles.longest(tokens, end) is not None
        or bool(grammar.openings.rules(token.norm))
        or bool(grammar.anchors.rules(token.norm))
    )


def _unspaced_end(at: Surroundings, start: int) -> int:
    """Extend over characters of a script without spaces; a mark, a credit word or most white space ends the name."""
    tokens, grammar = at.tokens, at.grammar
    most = MAX_CHARACTERS if is_east_asian(tokens[start]) else MAX_LETTERS
    end = start
    while end < len(tokens) and end - start < most:
        token = tokens[end]
        if token.norm in {"·", "="} and end > start and not token.spaced:
            end += 1
            continue
        if token.kind != "word" or not is_unspaced(token):
            break
        if end > start and (
            (token.spaced and is_east_asian(token) and not _goes_on_after_space(tokens, start, end, grammar))
            or grammar.places.longest(tokens, end) is not None
            or grammar.joins(tokens, end) > 0
            or at.is_followed(end)
            or grammar.roles.longest(tokens, end) is not None
            or grammar.stops.longest(tokens, end) is not None
        ):
            break
        end += 1
    return end


def _goes_on_after_space(tokens: tuple[Token, ...], start: int, end: int, grammar: Grammar) -> bool:
    """Tell whether a given name follows a Japanese family name ("山田 太郎"): two short runs, then an end."""
    if grammar.languages[0] != "ja" or end - start > 4:
        return False
    last = end
    while last < min(end + 6, len(tokens)) and is_east_asian(tokens[last]) and (last == end or not tokens[last].spaced):
        last += 1
    return last - end <= 4 and (last >= len(tokens) or tokens[last].kind != "word")


def _is_handle(at: Surroundings, position: int) -> bool:
    """Tell whether a lower-case word is a user name: it ends the line, or the template's next word follows."""
    tokens, grammar = at.tokens, at.grammar
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    ends = following is None or following.kind in {"line", "paragraph", "link"} or (
        following.kind == "mark" and following.norm in ")](,;\"'|." and _ends_soon(tokens, position + 1)
    )  # fmt: skip
    foreign = following is not None and following.kind == "word" and is_caseless(following) and token.text.isascii()
    if at.is_followed(position + 1) and token.text.isascii() and not grammar.openings.rules(token.norm):
        return True
    return (ends or foreign) and not grammar.openings.rules(token.norm) and (len(token.text) >= 3 or "_" in token.text)


def _ends_soon(tokens: tuple[Token, ...], position: int) -> bool:
    """Tell whether a mark is the line's last token, or opens a bracket."""
    if tokens[position].norm in {"(", ","}:
        return True
    return position + 1 >= len(tokens) or tokens[position + 1].kind in {"line", "paragraph"} or (
        tokens[position + 1].kind == "mark"
    )  # fmt: skip


def _is_organisation(parts: tuple[Token, ...], grammar: Grammar) -> bool:
    if any(part.norm in grammar.organisations for part in parts):
        return True
    return any(re.search(r"\.[a-z]{2,4}$", part.text.lower()) is not None and part.text.lower().rsplit(".", 1)[-1] in _DOMAINS for part in parts)


def _is_abbreviated(token: Token, stop: Token) -> bool:
    return not stop.spaced and (len(token.text) <= 2 or token.text in {"Jr", "Sr", "Mr", "Dr", "St", "Mme", "Chr", "Fr", "Th"})
