"""Matching one credit template at one position.

A match is found by walking the template's tree; each slot is read greedily and once, optional parts are tried both
ways, and all is bounded by the template's length and the slots' limits: a position costs a bounded amount of work.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from provenance.detect.credits.after import after_name
from provenance.detect.credits.endings import Surroundings
from provenance.detect.credits.grammar import Rule
from provenance.detect.credits.names import read_people
from provenance.detect.credits.patterns import LANGUAGE_SLOTS, Choice, Literal, Sequence, Slot, openings
from provenance.detect.credits.slots import (
    Match,
    Source,
    by_role,
    take_initials,
    take_language,
    take_people,
    take_place,
    take_work,
)
from provenance.detect.credits.tokens import is_capital, skip

MAX_ANY_TOKENS = 8
MAX_MORE_WORDS = 3
MAX_WALKS = 200
MAX_STEPPED = 4
MAX_PENDING = 4  # clauses being read that wait for the answer whether the next name opens one
LOOKAHEAD = 16
NEAR = 100  # tokens within which all words of a template must be met for it to be tried
_STEPPED_OVER = frozenset({"line", "link", "open-link"})


@dataclass(frozen=True, slots=True)
class Reader(Source):
    """One document, and what is known of its clauses so far.  anchored: the rules that each token anchors."""

    memo: dict[int, Match | None] = field(default_factory=dict)
    opened: dict[int, bool] = field(default_factory=dict)
    pending: list[int] = field(default_factory=list)
    anchored: list[tuple[Rule, ...]] = field(default_factory=list)

    def clause_at(self, position: int) -> Match | None:
        """Return the best clause at a position, by its opening word or, for "NAME translated", by a word further on."""
        if position not in self.memo:
            self.memo[position] = None  # a list of names that asks about its own beginning gets no answer yet
            self.pending.append(position)
            self.memo[position] = _better(self.best_at(position), self._best_anchored(position))
            self.pending.pop()
        return self.memo[position]

    def _best_anchored(self, position: int) -> Match | None:
        if not self.anchored:
            self.anchored.extend(self.grammar.anchors.rules(token.norm) for token in self.tokens)
        if not any(self.anchored[position : position + LOOKAHEAD]):
            return None
        best: Match | None = None
        seen: set[str] = set()
        for ahead in range(position, min(position + LOOKAHEAD, len(self.tokens))):
            token = self.tokens[ahead]
            if token.kind == "paragraph" or (token.norm in {";", ")"} and ahead > position):
                break
            for rule in self.anchored[ahead]:
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
        return replace(match, end=people.end, people=tuple(by_role(match.people[0][0], people.agents, people)))

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
                    replace(so_far, end=end, literals=so_far.literals + 1, weight=so_far.weight + len(node.norm)),
                )
        elif node.name == "any":
            yield from self._walk_any(nodes, index, so_far)
        elif node.name == "more":
            yield from self._walk_more(nodes, index, so_far)
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

    def _walk_more(self, nodes: Sequence, index: int, so_far: Match) -> Iterator[Match]:
        """Go on after one to three words, none of them but the first with a capital (German nouns have them)."""
        takes_capitals = self.grammar.languages[0] == "de"
        for end in range(so_far.end, min(so_far.end + MAX_MORE_WORDS, len(self.tokens))):
            token = self.tokens[end]
            if token.kind != "word" or (end > so_far.end and is_capital(token) and not takes_capitals):
                return
            yield from self._walk(nodes, index + 1, replace(so_far, end=end + 1))

    def _slot(self, slot: Slot, so_far: Match, rest: Sequence) -> Match | None:
        if slot.name in LANGUAGE_SLOTS:
            return take_language(self, slot, so_far)
        if slot.name == "work":
            return take_work(self, so_far, rest)
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
            return take_place(self, so_far)
        if slot.name == "initials":
            return take_initials(self, so_far)
        return take_people(self, slot, so_far, openings(rest)[0], self._opens_clause)

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


def _better(one: Match | None, other: Match | None) -> Match | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=_reach)


def _reach(match: Match) -> tuple[int, bool, bool, int, int, float]:
    """Return what decides between two matches, most important first.

    The end reached, no bare handle, a wording that says "machine" or shows another language, what the names did
    and the languages, words, confidence.
    """
    template = match.rule.template
    named = sum(len(agents) for _, agents in match.people) * (1 + template.role.count("+"))
    is_telling = template.machine is True or template.worded_as is not None
    languages = len(match.languages) + (template.target is not None)
    return match.end, not match.is_weak, is_telling, named + languages, match.literals, template.confidence
