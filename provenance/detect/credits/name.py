"""One name: a person, an organisation or a tool; bare, in quotation marks, in brackets, or as a link's text."""

import re
from dataclasses import dataclass

from provenance.detect.credits.endings import (
    MAX_TOKENS,
    Surroundings,
    cased_end,
    caseless_end,
    is_particle,
    suffix_length,
    unspaced_end,
)
from provenance.detect.credits.grammar import Grammar
from provenance.detect.credits.tokens import Token, is_capital, is_caseless, is_east_asian, is_unspaced
from provenance.types import Agent, AgentKind, Span

_QUOTES = {
    '"': '"', "'": "'", "“": "”", "”": "”", "«": "»", "»": "«", "„": '“”"', "[": "]", "《": "》", "「": "」",
    "『": "』", "〈": "〉",
}  # fmt: skip
_DOMAINS = frozenset(
    [
        "com",
        "org",
        "net",
        "es",
        "fr",
        "de",
        "it",
        "at",
        "ch",
        "uk",
        "ru",
        "eu",
        "info",
        "io",
        "tv",
        "co",
        "news",
        "pl",
        "nl",
        "be",
        "br",
        "mx",
        "ar",
        "se",
        "no",
        "fi",
        "dk",
        "cz",
        "hu",
        "gr",
        "ba",
        "tr",
        "in",
        "jp",
    ]
)


@dataclass(frozen=True, slots=True)
class Name:
    """The agent named (None for an unnamed group), the position after it, and whether it is only a handle."""

    agent: Agent | None
    end: int
    is_weak: bool = False


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
        closes = inner is not None and inner.end < len(tokens) and tokens[inner.end].text in _QUOTES[head.text]
        return Name(inner.agent, inner.end + 1) if inner is not None and closes else None
    group = grammar.groups.longest(tokens, position)
    if group is not None and _goes_on(tokens, group[0], grammar):
        group = None
    if group is not None and (close := _quoted_desk(tokens, group[0])) is not None:
        return Name(_agent(tokens, position, close, grammar, text), close)
    if group is not None and not _is_desk(at, position, group[0]):
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
    if title is not None and grammar.groups.longest(tokens, start) is not None:
        return None  # "未经人工" names nobody
    if start >= len(tokens) or tokens[start].kind != "word":
        return None
    head = tokens[start]
    weak = False
    if head.text.startswith("@"):
        end = start + 1
    elif is_unspaced(head):
        end = unspaced_end(at, start)
        if end == start + 1 and is_east_asian(head):
            return None  # "译者注" is a translator's note, no translator
    elif is_capital(head) or (
        head.norm in grammar.particles and start + 1 < len(tokens) and is_capital(tokens[start + 1])
    ):
        end = cased_end(at, start)
    elif is_caseless(head):
        end = caseless_end(at, start)
    else:
        is_handle = first and _is_handle(at, start)
        weak = is_handle and not at.is_followed(start + 1)
        end = start + int(is_handle)
    language = grammar.tongues.longest(tokens, start)
    if end == start or (language is not None and (language[0] == end or is_caseless(tokens[start]))):
        return None  # "published in French" names no outlet, "영어 기사에서 옮김" no translator
    if end == start + 1 and tokens[start].norm in grammar.weekdays:
        return None  # "By Friday"
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
    span = Span(span.start + skipped, span.end - suffix_length(tokens[end - 1], grammar))
    kind: AgentKind = "organisation" if _is_organisation(tokens[start:end], grammar) else "person"
    return Agent(" ".join(span.of(text).replace("*", "").split()), kind, span)


def _is_desk(at: Surroundings, position: int, end: int) -> bool:
    """Tell whether a group's word begins the name of one desk: "Redazione Danzica", not "Redaktion: NAME"."""
    tokens = at.tokens
    if end != position + 1 or end >= len(tokens) or not is_capital(tokens[position]):
        return False
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    opens = is_capital(tokens[end]) or is_particle(tokens[end], following, at.grammar)
    if tokens[end].kind != "word" or not opens:
        return False
    return tokens[end].spaced and not at.opens_clause(end)


def _quoted_desk(tokens: tuple[Token, ...], position: int) -> int | None:
    """Return the position after the name in angle marks that a group bears: "редакция «…»"."""
    if position >= len(tokens) or tokens[position].text != "«":
        return None
    ends = (end + 1 for end in range(position, min(position + MAX_TOKENS, len(tokens))) if tokens[end].text == "»")
    return next(ends, None)


def _prefix_length(token: Token, grammar: Grammar) -> int:
    """Return the length of a conjunction written onto a name that follows another one (Arabic و)."""
    if token.norm in grammar.unprefixed or len(token.text) < 4:
        return 0
    return next((len(mark) for mark in grammar.prefixes if token.norm.startswith(mark)), 0)


def _runs_on(tokens: tuple[Token, ...], end: int, grammar: Grammar) -> bool:
    """Tell whether a gazetteer hit is only the beginning of a person's name ("AP Singh")."""
    return (
        end < len(tokens)
        and is_capital(tokens[end])
        and tokens[end].spaced
        and not grammar.openings.rules(tokens[end].norm)
        and tokens[end].norm not in grammar.organisations
    )


def _goes_on(tokens: tuple[Token, ...], end: int, grammar: Grammar) -> bool:
    """Tell whether a group's word is only the beginning of a name without spaces ("机器" in "机器之心")."""
    return (
        end < len(tokens)
        and is_east_asian(tokens[end])
        and is_east_asian(tokens[end - 1])
        and not tokens[end].spaced
        and not grammar.joins(tokens, end)
        and grammar.stops.longest(tokens, end) is None
    )


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
    return any(
        re.search(r"\.[a-z]{2,4}$", part.text.lower()) is not None and part.text.lower().rsplit(".", 1)[-1] in _DOMAINS
        for part in parts
    )
