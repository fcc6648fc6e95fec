r"""The pattern language of credit templates, compiled to small trees.

::

    translated [from [the] {source}] [into {target}] by {persons}
    (перевод|перевёл|перевела) [с {source}] [:] {persons}
    перевод* {any} {author}

``[…]`` may be absent, ``(a|b)`` is one of several, ``{slot}`` takes what its name says, ``word*`` any that begins so,
``*word`` any that ends so; everything else stands for itself, compared without case.  Literal round and square brackets
are written ``\(`` ``\)`` ``\[`` ``\]``.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from provenance.detect.credits.tokens import fold, tokenise
from provenance.errors import LanguageDataError

# Slots that take people (or the organisation or tool that stands in their place) and the role that they get.
PEOPLE_SLOTS = {
    "persons": None,
    "person": None,
    "author": "author",
    "translator": "translator",
    "relay": "translator",
    "editor": "editor",
    "proofreader": "proofreader",
    "reporter": "reporter",
    "outlet": "source",
    "organisation": None,
    "agency": "agency",
    "tool": "machine-translator",
    "publisher": "publisher",
    "initials": "editor",
}
_FIRST_UNUSUAL = "\u0590"  # from here on scripts have marks, or no spaces
LANGUAGE_SLOTS = ("source", "target", "version")
OTHER_SLOTS = ("work", "any", "more", "date", "group", "link", "place")
SLOTS = (*PEOPLE_SLOTS, *LANGUAGE_SLOTS, *OTHER_SLOTS)


@dataclass(frozen=True, slots=True)
class Literal:
    """One token that must stand there: mode "exact", "prefix" or "suffix"."""

    norm: str
    mode: str

    def fits(self, norm: str) -> bool:
        """Tell whether a token's norm is meant."""
        if self.mode == "exact":
            return norm == self.norm
        return norm.startswith(self.norm) if self.mode == "prefix" else norm.endswith(self.norm)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that takes something by its kind."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several sequences; an empty one among them makes it optional.

    by_head: those that begin with an exact word, by that word.  others: the rest.
    """

    branches: tuple["Sequence", ...]
    by_head: Mapping[str, tuple["Sequence", ...]]
    others: tuple["Sequence", ...]


Node = Literal | Slot | Choice
Sequence = tuple[Node, ...]


def compile_pattern(pattern: str, place: str) -> Sequence:
    """Return the tree of a pattern.

    Raises LanguageDataError, with the place, for an unknown slot, an unclosed bracket or a pattern without a word.
    """
    parts = _lex(pattern, place)
    nodes, rest = _sequence(parts, 0, place, closing="")
    if rest != len(parts):
        raise LanguageDataError(f"{place}: pattern {pattern!r}: found a closing bracket without its opening one")
    if not any(True for _ in literals(nodes)):
        raise LanguageDataError(f"{place}: pattern {pattern!r}: expected at least one literal word")
    return nodes


def choice(branches: Iterable[Sequence]) -> Choice:
    """Return a Choice of branches, with its table by first word."""
    heads: dict[str, list[Sequence]] = {}
    others: list[Sequence] = []
    every = tuple(dict.fromkeys(branches))
    for branch in every:
        first = branch[0] if branch else None
        if isinstance(first, Literal) and first.mode == "exact":
            heads.setdefault(first.norm, []).append(branch)
        else:
            others.append(branch)
    return Choice(every, {head: tuple(found) for head, found in heads.items()}, tuple(others))


def literals(nodes: Sequence) -> Iterator[Literal]:
    """Yield every literal of a tree."""
    for node in nodes:
        if isinstance(node, Literal):
            yield node
        elif isinstance(node, Choice):
            for branch in node.branches:
                yield from literals(branch)


def literal_runs(nodes: Sequence) -> Iterator[str]:
    """Yield the runs of neighbouring exact literals, joined without space (for scripts that have none)."""
    run = ""
    for node in nodes:
        if isinstance(node, Literal) and node.mode == "exact" and unicodedata.category(node.norm[:1] or " ")[0] in "LM":
            run += node.norm
            continue
        if run:
            yield run
        run = ""
        if isinstance(node, Choice):
            for branch in node.branches:
                yield from literal_runs(branch)
    if run:
        yield run


def openings(nodes: Sequence) -> tuple[tuple[Literal, ...], bool]:
    """Return the literals that a match may begin with, and whether it may also begin with a slot (or be empty)."""
    found: list[Literal] = []
    slotted = False
    for node in nodes:
        if isinstance(node, Slot):
            return tuple(found), True
        if isinstance(node, Literal):
            return (*found, node), slotted
        can_be_absent = False
        for branch in node.branches:
            inner, opens_slot = openings(branch)
            found += inner
            if not branch or (opens_slot and not _obliges(branch)):
                can_be_absent = True
            slotted |= opens_slot and bool(branch) and _has_slot(branch)
        if not can_be_absent:
            return tuple(found), slotted
    return tuple(found), True


def _obliges(nodes: Sequence) -> bool:
    """Tell whether a sequence takes at least one token."""
    return any(not isinstance(node, Choice) or all(_obliges(branch) for branch in node.branches) for node in nodes)


def _has_slot(nodes: Sequence) -> bool:
    return any(
        isinstance(node, Slot) or (isinstance(node, Choice) and any(_has_slot(branch) for branch in node.branches))
        for node in nodes
    )


def anchors(nodes: Sequence) -> tuple[Literal, ...]:
    """Return literals one of which must occur in every match: of the first obligatory node of words, else of marks."""
    marks: tuple[Literal, ...] = ()
    for node in nodes:
        found: tuple[Literal, ...] = ()
        if isinstance(node, Literal):
            found = (node,)
        elif isinstance(node, Choice) and all(anchors(branch) for branch in node.branches):
            found = tuple(literal for branch in node.branches for literal in anchors(branch))
        if found and all(literal.norm[:1].isalnum() for literal in found):
            return found
        marks = marks or found
    return marks


def needs(nodes: Sequence) -> tuple[frozenset[str], ...]:
    """Return, for each obligatory node of exact words, the norms one of which every match holds."""
    found: list[frozenset[str]] = []
    for node in nodes:
        taken: tuple[Literal, ...] = ()
        if isinstance(node, Literal):
            taken = (node,)
        elif isinstance(node, Choice) and all(anchors(branch) for branch in node.branches):
            taken = tuple(literal for branch in node.branches for literal in anchors(branch))
        if taken and all(literal.mode == "exact" for literal in taken):
            found.append(frozenset(literal.norm for literal in taken))
    return tuple(found)


def _lex(pattern: str, place: str) -> list[str]:
    """Split into brackets, bars, slots and words; escaped brackets become words with a leading backslash."""
    parts: list[str] = []
    word = ""
    position = 0
    while position < len(pattern):
        char = pattern[position]
        if char == "\\" and position + 1 < len(pattern):
            parts += [word] if word else []
            word = ""
            parts.append(pattern[position : position + 2])
            position += 2
            continue
        if char == "{":
            end = pattern.find("}", position)
            if end < 0:
                raise LanguageDataError(f"{place}: pattern {pattern!r}: slot without its closing brace")
            parts += [word] if word else []
            parts.append(pattern[position : end + 1])
            word, position = "", end + 1
            continue
        if char in "[]()|" or char.isspace():
            parts += [word] if word else []
            parts += [] if char.isspace() else [char]
            word = ""
        else:
            word += char
        position += 1
    return parts + ([word] if word else [])


def _sequence(parts: list[str], position: int, place: str, closing: str) -> tuple[Sequence, int]:
    """Parse until the closing bracket; return the nodes (a Choice if there were bars) and the next position."""
    branches: list[list[Node]] = [[]]
    while position < len(parts) and parts[position] not in ("]", ")"):
        part = parts[position]
        position += 1
        if part == "|":
            branches.append([])
        elif part in ("[", "("):
            inner, position = _sequence(parts, position, place, "]" if part == "[" else ")")
            branches[-1].append(_grouped(inner, optional=part == "["))
        elif part.startswith("{"):
            if part[1:-1] not in SLOTS:
                raise LanguageDataError(f"{place}: unknown slot {part} (use {', '.join(SLOTS)})")
            branches[-1].append(Slot(part[1:-1]))
        else:
            branches[-1] += _words(part)
    if closing:
        if position >= len(parts) or parts[position] != closing:
            raise LanguageDataError(f"{place}: pattern: expected {closing!r}")
        position += 1
    if len(branches) == 1:
        return tuple(branches[0]), position
    return (choice(tuple(branch) for branch in branches),), position


def _grouped(inner: Sequence, *, optional: bool) -> Choice:
    branches = inner[0].branches if len(inner) == 1 and isinstance(inner[0], Choice) else (inner,)
    return choice((*branches, ())) if optional else choice(branches)


def _words(part: str) -> list[Node]:
    if part.startswith("\\"):
        return [Literal(part[1:], "exact")]
    if len(part) > 2 and part.endswith("*"):
        return [*_exact(part[:-1])[:-1], Literal(fold(tokenise(part[:-1])[-1].text), "prefix")]
    if len(part) > 2 and part.startswith("*"):
        return [Literal(fold(part[1:]), "suffix")]
    return _exact(part)


def _exact(part: str) -> list[Node]:
    if part.isalpha() and max(part) < _FIRST_UNUSUAL:
        return [Literal(fold(part), "exact")]  # one plain word: nine in ten, and the tokeniser takes its time
    return [Literal(token.norm, "exact") for token in tokenise(part)]
