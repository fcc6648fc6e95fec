"""Matching one credit template at one position.

A match is found by walking the template's tree; each slot is read greedily and once, optional parts are tried both ways,
and all is bounded by the template's length and the slots' limits, so that a position costs a bounded amount of work.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from provenance.detect.credits.after import after_name
from provenance.detect.credits.grammar import Grammar, Rule
from provenance.detect.credits.name import Surroundings
from provenance.detect.credits.names import People, read_people
from provenance.detect.credits.patterns import (
    LANGUAGE_SLOTS,
    PEOPLE_SLOTS,
    Choice,
    Literal,
    Sequence,
    Slot,
    openings,
)
from provenance.detect.credits.tokens import Token, is_capital, is_caseless, is_unspaced, skip
from provenance.types import Agent, Span

MAX_WORK_TOKENS = 60
MAX_BARE_TITLE = 14
MAX_PLACE_TOKENS = 4
MAX_ANY_TOKENS = 8
MAX_WALKS = 200
MAX_STEPPED = 4
MAX_PENDING = 4  # clauses being read that wait for the answer whether the next name opens one
LOOKAHEAD = 16
NEAR = 100  # tokens within which all words of a template must be met for it to be tried
_QUOTES = {
    "«": "»", "“": "”", "„": "“", '"': '"', "「": "」", "《": "》", "『": "』", "'": "'", "<": ">", "‘": "’", "〈": "〉", "*": "*",
    "[": "]",
}  # fmt: skip
_STEPPED_OVER = frozenset({"line", "link", "open-link"})


@dataclass(frozen=True, slots=True)
class Match:
    """A template matched: tokens [start, end) and what its slots took.

    people: (slot name, agents) in order.  languages: slot name → tag.  work: text of the original named.
    literals, weight: number of literal words met, and of their letters.
    """

    rule: Rule
    start: int
    end: int
    people: tuple[tuple[str, tuple[Agent, ...]], ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    version_span: Span | None = None
    work: str | None = None
    is_weak: bool = False
    literals: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Tokens, grammar and text of one document, as the matching functions need them together."""

    tokens: tuple[Token, ...]
    grammar: Grammar
    text: str
    memo: dict[int, "Match | None"] = field(default_factory=dict)
    opened: dict[int, bool] = field(default_factory=dict)
    pending: list[int] = field(default_factory=list)

    def clause_at(self, position: int) -> Match | None:
        """Return the best clause at a position, by its opening word or, for "NAME translated", by a word further on."""
        if position not in self.memo:
            self.memo[position] = None  # a list of names that asks about its own beginning gets no answer yet
            self.pending.append(position)
            self.memo[position] = _better(self.best_at(position), self._best_anchored(position))
            self.pending.pop()
        return self.memo[position]

    def _best_anchored(self, position: int) -> Match | None:
        best: Match | None = None
        seen: set[str] = set()
        for ahead in range(position, min(position + LOOKAHEAD, len(self.tokens))):
            token = self.tokens[ahead]
            if token.kind == "paragraph" or (token.norm in {";", ")"} and ahead > position):
                break
            for rule in self.grammar.anchors.rules(token.norm):
                if rule.name not in seen:
                    seen.add(rule.name)
                    best = _better(best, self.longest(rule, position))
        return best

    def best_at(self, position: int) -> Match | None:
        """Return the match that reaches farthest from a position; among equals the one with more literal words."""
        if position >= len(self.tokens):
            return None
        rules = self.grammar.openings.rules(self.tokens[position].norm)
        if not rules:
            return None
        best: Match | None = None
        near = {token.norm for token in self.tokens[position : position + NEAR]}
        for rule in rules:
            if not any(need.isdisjoint(near) for need in rule.needs):
                best = _better(best, self.longest(rule, position))
        return best

    def longest(self, rule: Rule, position: int) -> Match | None:
        """Return the longest match of one rule from a position."""
        best: Match | None = None
        for count, match in enumerate(self._walk(rule.nodes, 0, Match(rule, position, position))):
            best = _better(best, match)
            if count > MAX_WALKS:
                break
        return self._with_list(best) if best is not None else None

    def _with_list(self, match: Match) -> Match:
        """Add the names listed after a colon to a clause that names only a group ("von Freiwilligen übersetzt: …")."""
        is_open = match.people and not any(agents for _, agents in match.people)
        if not is_open or match.end >= len(self.tokens) or self.tokens[match.end].norm != ":":
            return match
        surroundings = Surroundings(self.tokens, self.grammar, self.text, (), self._opens_clause)
        people = read_people(surroundings, match.end)
        if people is None or not people.agents:
            return match
        return replace(match, end=people.end, people=tuple(_by_role(match.people[0][0], people.agents, people)))

    def _walk(self, nodes: Sequence, index: int, so_far: Match) -> Iterator[Match]:
        if index == len(nodes):
            yield so_far
            return
        node = nodes[index]
        if isinstance(node, Choice):
            rest = nodes[index + 1 :]
            started = so_far.literals > 0 or bool(so_far.people)
            at = self._stepped(so_far.end) if started else so_far.end
            norm = self.tokens[at].norm if at < len(self.tokens) else ""
            for branch in (*node.by_head.get(norm, ()), *node.others):
                yield from self._walk((*branch, *rest), 0, so_far)
        elif isinstance(node, Literal):
            end = self._literal(node, so_far.end, started=so_far.literals > 0 or bool(so_far.people))
            if end is not None:
                yield from self._walk(
                    nodes,
                    index + 1,
                    replace(
                        so_far, end=end, literals=so_far.literals + 1, weight=so_far.weight + len(node.norm)
                    ),
                )
        elif node.name == "any":
            yield from self._walk_any(nodes, index, so_far)
        else:
            taken = self._slot(node, so_far, nodes[index + 1 :])
            if taken is not None:
                yield from self._walk(nodes, index + 1, taken)

    def _literal(self, literal: Literal, position: int, *, started: bool) -> int | None:
        """Return the position after the literal; a line end or a link mark between two words is stepped over."""
        position = self._stepped(position) if started else position
        if position < len(self.tokens) and self.tokens[position].kind in {"word", "mark"}:
            return position + 1 if literal.fits(self.tokens[position].norm) else None
        return None

    def _stepped(self, position: int) -> int:
        """Return the position after line ends and link marks that may stand between two words of a template."""
        farthest = min(position + MAX_STEPPED, len(self.tokens))
        while position < farthest and self.tokens[position].kind in _STEPPED_OVER:
            position += 1
        return position

    def _walk_any(self, nodes: Sequence, index: int, so_far: Match) -> Iterator[Match]:
        for skipped in range(MAX_ANY_TOKENS + 1):
            end = so_far.end + skipped
            if end > len(self.tokens):
                return
            yield from self._walk(nodes, index + 1, replace(so_far, end=end))
            if end < len(self.tokens) and (
                self.tokens[end].kind == "paragraph" or self.tokens[end].norm in {".", ";", "!", "?"}
            ):
                return

    def _slot(self, slot: Slot, so_far: Match, rest: Sequence) -> Match | None:
        if slot.name in LANGUAGE_SLOTS:
            return self._language(slot, so_far)
        if slot.name == "work":
            return self._work(so_far, rest)
        if slot.name == "date":
            end = after_name(self.tokens, so_far.end, self.grammar)
            return replace(so_far, end=end) if end > so_far.end else None
        if slot.name == "link":
            is_link = so_far.end < len(self.tokens) and self.tokens[so_far.end].kind == "link"
            return replace(so_far, end=so_far.end + 1) if is_link else None
        if slot.name == "group":
            hit = self.grammar.groups.longest(self.tokens, skip(self.tokens, so_far.end, "\n"))
            return replace(so_far, end=hit[0]) if hit else None
        if slot.name == "place":
            return self._place(so_far)
        if slot.name == "initials":
            return self._initials(so_far)
        return self._people(slot, so_far, openings(rest)[0])

    def _language(self, slot: Slot, so_far: Match) -> Match | None:
        start = skip(self.tokens, so_far.end, "\n([")
        start += self._opens_link(start)
        bracketed = start > so_far.end and self.tokens[start - 1].norm in {"(", "["}
        hit = self.grammar.tongues.longest(self.tokens, start)
        if hit is None and bracketed:
            hit = (start + 1, self.tokens[start].norm) if _is_code(self.tokens, start) else None
        if hit is None:
            return None
        end, tag = hit
        span = Span(self.tokens[start].start, self.tokens[end - 1].end)
        if bracketed and end < len(self.tokens) and self.tokens[end].norm in {")", "]"}:
            end += 1
        version = span if slot.name == "version" else so_far.version_span
        return replace(so_far, end=end, languages=(*so_far.languages, (slot.name, tag)), version_span=version)

    def _place(self, so_far: Match) -> Match | None:
        """Read up to four capitalised words, or one of a script without case."""
        end = so_far.end
        while end < len(self.tokens) and end - so_far.end < MAX_PLACE_TOKENS and is_capital(self.tokens[end]):
            end += 1
        if end == so_far.end and end < len(self.tokens) and is_caseless(self.tokens[end]):
            end += 1
        return replace(so_far, end=end) if end > so_far.end else None

    def _initials(self, so_far: Match) -> Match | None:
        token = self.tokens[so_far.end] if so_far.end < len(self.tokens) else None
        if token is None or token.kind != "word" or not 2 <= len(token.text) <= 4:
            return None
        agent = Agent(token.text, "person", Span(token.start, token.end))
        return replace(so_far, end=so_far.end + 1, people=(*so_far.people, ("initials", (agent,))))

    def _people(self, slot: Slot, so_far: Match, follows: tuple[Literal, ...]) -> Match | None:
        if slot.name in {"tool", "agency"}:
            position = skip(self.tokens, so_far.end, "\n:(\"'„“«")
            lexicon = self.grammar.tools if slot.name == "tool" else self.grammar.agencies
            hit = lexicon.longest(self.tokens, position + self._opens_link(position))
            if hit is None:
                return None
            if slot.name == "tool":
                return self._tool(so_far, position + self._opens_link(position), hit[0])
        if so_far.literals == 0 and self.grammar.roles.longest(self.tokens, so_far.end) is not None:
            return None
        surroundings = Surroundings(self.tokens, self.grammar, self.text, follows, self._opens_clause)
        people = read_people(surroundings, so_far.end)
        if people is None:
            return None
        taken = people.agents[:1] if slot.name == "person" else people.agents
        return replace(
            so_far,
            end=people.end,
            people=(*so_far.people, *_by_role(slot.name, taken, people)),
            is_weak=so_far.is_weak or people.is_weak,
        )

    def _tool(self, so_far: Match, start: int, end: int) -> Match:
        span = Span(self.tokens[start].start, self.tokens[end - 1].end)
        agent = Agent(span.of(self.text), "tool", span)
        end += int(end < len(self.tokens) and self.tokens[end].kind == "link")
        return replace(so_far, end=end, people=(*so_far.people, ("tool", (agent,))))

    def _opens_clause(self, position: int) -> bool:
        """Tell whether the next clause begins with a word here; "NAME translated" does not end a list of names."""
        if position not in self.opened:
            if len(self.pending) > MAX_PENDING:
                return False
            self.opened[position] = False
            self.pending.append(position)
            self.opened[position] = self.best_at(position) is not None
            self.pending.pop()
        return self.opened[position]

    def _opens_link(self, position: int) -> int:
        return int(position < len(self.tokens) and self.tokens[position].kind == "open-link")

    def _work(self, so_far: Match, rest: Sequence) -> Match | None:
        """Read a title in quotation marks, a link with its text, a bare address, or at a pattern's end the line's rest."""
        start = skip(self.tokens, so_far.end, ":\n(")
        if start >= len(self.tokens):
            return None
        token = self.tokens[start]
        if token.kind == "link":
            return replace(so_far, end=start + 1, work=_target(token.text)) if token.text.startswith("http") else None
        closing = "]" if token.kind == "open-link" else _QUOTES.get(token.text)
        for end in range(start + 1, min(start + MAX_WORK_TOKENS, len(self.tokens))):
            this = self.tokens[end]
            if this.kind == "paragraph":
                break
            if token.kind == "open-link" and this.kind == "link":
                title = self.text[token.end : this.start]
                return replace(so_far, end=end + 1, work=_target(this.text) or title)
            if closing and this.text == closing and token.kind != "open-link":
                work = self.text[token.end : this.start].lstrip("[:")
                end += int(end + 1 < len(self.tokens) and self.tokens[end + 1].text == closing)
                return replace(so_far, end=end + 1, work=work)
        if closing is not None:
            return None
        return self._bare_title(so_far, start, openings(rest)[0]) if rest else self._line_rest(so_far, start)

    def _bare_title(self, so_far: Match, start: int, follows: tuple[Literal, ...]) -> Match | None:
        """Read an unmarked title up to the word that the template expects after it."""
        for end in range(start, min(start + MAX_BARE_TITLE, len(self.tokens))):
            if self.tokens[end].kind not in {"word", "mark"} or self.tokens[end].norm in {";", "!", "?"}:
                return None
            if end > start and any(literal.fits(self.tokens[end].norm) for literal in follows):
                return replace(so_far, end=end, work=self.text[self.tokens[start].start : self.tokens[end - 1].end])
        return None

    def _line_rest(self, so_far: Match, start: int) -> Match | None:
        """Read the line's rest as a title: it must begin as one."""
        token = self.tokens[start]
        end = start
        while end < len(self.tokens) and self.tokens[end].kind not in {"line", "paragraph"}:
            end += 1
            if end - start > MAX_WORK_TOKENS:
                return None
        if end == start or not (is_capital(token) or is_caseless(token) or is_unspaced(token)):
            return None
        return replace(so_far, end=end, work=self.text[token.start : self.tokens[end - 1].end])


def _by_role(slot: str, agents: tuple[Agent, ...], people: People) -> list[tuple[str, tuple[Agent, ...]]]:
    """Return (slot, agents) pairs: an agent whose bracket gives another role than the slot's goes to that role's slot.

    "(author)" after the name of a translation's maker means the author of the translation.
    """
    found: dict[str, tuple[Agent, ...]] = {}
    for agent, role in zip(agents, people.roles, strict=False):
        name = role if role in PEOPLE_SLOTS and role != "author" else slot
        found[name] = (*found.get(name, ()), agent)
    return list(found.items()) or [(slot, ())]


def _better(one: Match | None, other: Match | None) -> Match | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=_reach)


def _reach(match: Match) -> tuple[int, bool, bool, int, int, float]:
    """Return what decides between two matches: the end, no bare handle, a machine before a name, names, words, confidence."""
    named = sum(len(agents) for _, agents in match.people)
    template = match.rule.template
    return match.end, not match.is_weak, template.machine is True, named, match.literals, template.confidence


def _is_code(tokens: tuple[Token, ...], position: int) -> bool:
    return position < len(tokens) and tokens[position].kind == "word" and len(tokens[position].text) == 2


def _target(link: str) -> str:
    """Return the address of a bare link or of a Markdown link's closing half, empty for a reference ("][4]")."""
    if link.startswith("]("):
        return link[2 : link.rfind(")")].split(" ")[0]
    return "" if link.startswith("][") else link
