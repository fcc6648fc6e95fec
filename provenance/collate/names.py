"""Names whose place another name has taken, and one name spelled two ways in a text.

A name that has no spelling of its own on the other side (transliteration.may_be_one) may be translated there
("Allemagne", "Germany"): an encoder, if one is given, tells whether any word that no other name answers to comes near
it in meaning.  A substitution is told where a name of the one stands without an answer and a name of the other does
too, and something shows that they hold one place: their neighbours are one name ("Jordan Hulls", "Jordan Moretti"),
the name is rendered elsewhere in the text, or they are the only two left.
The last two are of severity "info": on WMT22 about eight in ten of them were right (benchmarks.collation).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from provenance.collate.passages import Bead, Passage, tokens
from provenance.collate.transliteration import are_near, are_one, may_be_one, name_class, romanised
from provenance.types import Discrepancy, Severity, Span

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Cosines of the bundled model below which no word is a translation: where the place shows that the names correspond,
# where they are merely the only two left.
UNLIKE_IN_PLACE, UNLIKE_ALONE = 0.3, 0.15
# Where every noun has a capital, only its place tells a name from a noun.
_NOUN_CAPITALS = {"de", "lb"}
_INFLECTED = ("e", "en", "er", "es", "em", "s")
MIN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised word; is_sure: it does not open a sentence.  place: its number among the passage's words."""

    word: str
    span: Span
    place: int
    is_sure: bool

    @property
    def key(self) -> str:
        """Its transliteration class."""
        return name_class(self.word)


def names(passage: Passage) -> tuple[Name, ...]:
    """Return the capitalised words of a passage, abbreviations and, where nouns have capitals, those nouns aside."""
    words = list(tokens(passage))
    found = []
    for place, (word, span) in enumerate(words):
        if len(word) < MIN_LETTERS or not word[0].isupper() or word.isupper():
            continue
        if passage.language.tag in _NOUN_CAPITALS and _is_noun(passage, [word for word, _ in words], place):
            continue
        found.append(Name(word, span, place, _is_inside(passage, span)))
    return tuple(found)


def compare_names(beads: Sequence[Bead], encode: Encode | None) -> list[Discrepancy]:
    """Return a discrepancy for each name of one whose place another name of other has taken.

    Without an encoder only names count that other beads render.
    """
    linked = [bead for bead in beads if bead.is_linked]
    sides = [(names(bead.one), names(bead.other)) for bead in linked]
    habit = _habit(linked, sides)
    found = []
    for bead, (ours, theirs) in zip(linked, sides, strict=True):
        lost = [name for name in _lost(ours, bead.other) if habit.is_name(name)]
        alien = [name for name in _lost(theirs, bead.one) if name.is_sure and habit.is_strange(name)]
        pair = _substitution(bead, lost, alien, habit, encode)
        if pair is not None:
            found.append(_changed(bead, pair))
    return found


def compare_spellings(beads: Sequence[Bead]) -> list[Discrepancy]:
    """Return a discrepancy where other spells in two ways, beyond its ending, what one spells in one way."""
    first: dict[str, tuple[Name, Name]] = {}
    found, seen = [], set()
    for bead in (bead for bead in beads if bead.is_linked):
        theirs = [name for name in names(bead.other) if name.is_sure]
        for here in (name for name in names(bead.one) if name.is_sure and len(name.key) >= 3):
            there = next((name for name in theirs if name.key == here.key), None)
            if there is None:
                continue
            known = first.setdefault(here.word, (here, there))
            pair = (known[1].word, there.word)
            if len(there.word) >= 5 and _differ_inside(*pair) and pair not in seen:
                seen.add(pair)
                note = (
                    f"the other spells one name in two ways: {pair[0]} and {pair[1]}; the one has {here.word} for both"
                )
                found.append(Discrepancy("name", here.span, there.span, "minor", note, 0.8))
    return found


@dataclass(frozen=True, slots=True)
class _Pair:
    here: Name
    there: Name
    severity: Severity
    confidence: float


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a pair of texts renders names.

    sure: words of one that are capitalised inside a sentence.  rendered, unrendered: number of beads in which other
    spells a word of one, and does not.  together: number of beads that hold a word of one and a word of other.
    """

    sure: frozenset[str]
    rendered: Mapping[str, int]
    unrendered: Mapping[str, int]
    together: Mapping[tuple[str, str], int]

    def is_name(self, name: Name) -> bool:
        """Tell whether a word is a name rather than the first word of a sentence."""
        return name.is_sure or name.word in self.sure

    def is_strange(self, name: Name) -> bool:
        """Tell whether no name of one is this name."""
        return not any(are_one(name.word, word) for word in self.sure)

    def renders(self, name: Name) -> bool:
        """Tell whether other spells this name of one in most of the other beads that have it."""
        return self.rendered.get(name.word, 0) >= max(self.unrendered.get(name.word, 0), 1)

    def translates(self, here: Name, there: Name) -> bool:
        """Tell whether two words go together in more beads than one, or are one name after all."""
        return self.together.get((_stem(here.word), _stem(there.word)), 0) > 1 or are_near(here.word, there.word)


def _habit(beads: Sequence[Bead], sides: Sequence[tuple[Sequence[Name], Sequence[Name]]]) -> _Habit:
    rendered, unrendered, together = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for bead, (ours, theirs) in zip(beads, sides, strict=True):
        lost = {name.word for name in _lost(ours, bead.other)}
        rendered.update({name.word for name in ours} - lost)
        unrendered.update(lost)
        stems = {_stem(name.word) for name in theirs}
        together.update((here, there) for here in {_stem(word) for word in lost} for there in stems)
    sure = frozenset(name.word for ours, _ in sides for name in ours if name.is_sure)
    return _Habit(sure, rendered, unrendered, together)


def _stem(word: str) -> str:
    """Return what inflection leaves of a name: all but its last letters."""
    return word[: max(3, round(0.6 * len(word)))].lower()


def _substitution(
    bead: Bead, lost: Sequence[Name], alien: Sequence[Name], habit: _Habit, encode: Encode | None
) -> _Pair | None:
    """Return the name of one, the name of other that stands in its place, and how sure that is."""
    if not alien or not lost:
        return None
    near_lost = _meanings(lost, bead.one, bead.other, encode)
    near_alien = _meanings(alien, bead.other, bead.one, encode)
    pairs = [
        (here, there, max(best_here, best_there))
        for here, best_here in zip(lost, near_lost, strict=True)
        for there, best_there in zip(alien, near_alien, strict=True)
        if not habit.translates(here, there)
    ]
    in_place = [pair for pair in pairs if pair[2] < UNLIKE_IN_PLACE and _share_a_place(pair[0], pair[1], bead)]
    if in_place:
        return _Pair(*in_place[0][:2], "major", 0.9)
    unknown = [name for name, best in zip(alien, near_alien, strict=True) if best < UNLIKE_ALONE]
    if len(unknown) != 1:
        return None
    if _NOUN_CAPITALS & {bead.one.language.tag, bead.other.language.tag}:
        return None
    known = [pair for pair in pairs if pair[1] is unknown[0] and pair[2] < UNLIKE_IN_PLACE and habit.renders(pair[0])]
    if len(known) == 1:
        return _Pair(*known[0][:2], "info", 0.8)
    if encode is None:
        return None
    left = [pair for pair in pairs if pair[1] is unknown[0] and pair[2] < UNLIKE_ALONE and pair[0].is_sure]
    if len(left) == 1 and habit.unrendered[left[0][0].word] == 1:
        return _Pair(*left[0][:2], "info", 0.75)
    return None


def _lost(found: Sequence[Name], there: Passage) -> list[Name]:
    """Return the names that no word of the other side may spell."""
    words = _words(there)
    run = name_class(there.words) if not there.language.has_spaces else ""
    return [
        name
        for name in found
        if not any(may_be_one(name.word, word) for word in words) and not (len(name.key) >= 3 and name.key in run)
    ]


def _meanings(found: Sequence[Name], here: Passage, there: Passage, encode: Encode | None) -> list[float]:
    """Return for each name how near in meaning the nearest word, or two, of the other side comes.

    Words that spell a name of this side mean that name, and no other.
    """
    if encode is None or not found:
        return [0.0] * len(found)
    spoken = [name.word for name in names(here)]
    words = [word for word in _words(there) if not any(may_be_one(word, name) for name in spoken)]
    if there.language.has_spaces:
        words += [f"{first} {second}" for first, second in pairwise(words)]
    else:
        run = "".join(char for char in there.words if char.isalpha() and not char.isascii())
        words += [run[place : place + size] for size in (2, 3, 4) for place in range(len(run) - size + 1)]
    if not words:
        return [0.0] * len(found)
    likeness = encode([name.word for name in found]) @ encode(words).T
    return [float(best) for best in likeness.max(axis=1)]


def _share_a_place(here: Name, there: Name, bead: Bead) -> bool:
    """Tell whether the word before, or the word behind, is one name on both sides."""
    ours, theirs = list(tokens(bead.one)), list(tokens(bead.other))
    for step in (-1, 1):
        near, far = here.place + step, there.place + step
        if not (0 <= near < len(ours) and 0 <= far < len(theirs)):
            continue
        (one, one_span), (other, other_span) = ours[near], theirs[far]
        gap_one = _between(bead.one.text, here.span, one_span)
        gap_other = _between(bead.other.text, there.span, other_span)
        if gap_one.strip(" -‑\u00a0·") or gap_other.strip(" -‑\u00a0·") or min(len(one), len(other)) < MIN_LETTERS:
            continue
        if one[0].isupper() and other[0].isupper() and may_be_one(one, other):
            return True
    return False


def _between(text: str, one: Span, other: Span) -> str:
    return text[min(one.end, other.end) : max(one.start, other.start)]


def _words(passage: Passage) -> list[str]:
    return [word for word, _ in tokens(passage)]


def _differ_inside(one: str, other: str) -> bool:
    """Tell whether two spellings of one name differ before their endings."""
    shared = min(len(one), len(other)) - 2
    return romanised(one)[:shared] != romanised(other)[:shared] and are_one(one, other)


def _changed(bead: Bead, pair: _Pair) -> Discrepancy:
    here, there = pair.here, pair.there
    note = f"the one names {here.word}, the other names {there.word}"
    if any(mark in bead.one.words for mark in '"“„«「'):
        note += " (in a sentence with a quotation: see who is quoted)"
    return Discrepancy("name", here.span, there.span, pair.severity, note, pair.confidence)


def _is_noun(passage: Passage, words: Sequence[str], place: int) -> bool:
    """Tell whether a capitalised word stands where a noun does: behind an article, a numeral or an adjective."""
    before = words[place - 1] if place else ""
    if not before or not before[0].islower():
        return False
    return before in passage.language.words.function or before.endswith(_INFLECTED)


def _is_inside(passage: Passage, span: Span) -> bool:
    before = passage.text[passage.span.start : span.start].rstrip(" \u00a0\"'“”„«»‘’([—–-")
    return bool(before) and before[-1] not in ".!?:…"
