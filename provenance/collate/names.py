"""The names of a passage, and one name spelled two ways in a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.collate.passages import Bead, Passage, tokens
from provenance.collate.transliteration import are_one, name_class, romanised
from provenance.types import Discrepancy, Span

# Where every noun has a capital, only its place tells a name from a noun.
NOUN_CAPITALS = {"de", "lb"}
_INFLECTED = ("e", "en", "er", "es", "em", "s")
_POSSESSIVE = re.compile(r"['’]s$")
MIN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised word.

    place: its number among the passage's words; share: the same from 0 to 1.  is_sure: it does not open a sentence.
    is_noun: it stands where any noun would, in a language that gives all nouns a capital.
    """

    word: str
    span: Span
    place: int
    share: float
    is_sure: bool
    is_noun: bool

    @property
    def key(self) -> str:
        """Its transliteration class."""
        return name_class(self.word)

    @property
    def stem(self) -> str:
        """What inflection leaves of it: all but its last letters."""
        return self.word[: max(3, round(0.6 * len(self.word)))].lower()


def names(passage: Passage) -> tuple[Name, ...]:
    """Return the capitalised words of a passage; abbreviations are none."""
    words = list(tokens(passage))
    found = []
    for place, (word, span) in enumerate(words):
        if passage.language.tag == "en":
            word = _POSSESSIVE.sub("", word)
        if len(word) < MIN_LETTERS or not word[0].isupper() or word.isupper():
            continue
        is_noun = passage.language.tag in NOUN_CAPITALS and _is_noun(passage, words, place)
        span, share = Span(span.start, span.start + len(word)), place / max(len(words) - 1, 1)
        found.append(Name(word, span, place, share, _is_inside(passage, span), is_noun))
    return tuple(found)


def compare_spellings(beads: Sequence[Bead]) -> list[Discrepancy]:
    """Return a discrepancy where other spells in two ways, beyond its ending, what one spells in one way."""
    first: dict[str, tuple[Name, Name]] = {}
    found, seen = [], set()
    for bead in (bead for bead in beads if bead.is_linked):
        theirs = _sure(bead.other)
        for here in (name for name in _sure(bead.one) if len(name.key) >= 3):
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


def _sure(passage: Passage) -> list[Name]:
    return [name for name in names(passage) if name.is_sure and not name.is_noun]


def _differ_inside(one: str, other: str) -> bool:
    """Tell whether two spellings of one name differ before their endings."""
    shared = min(len(one), len(other)) - 2
    return romanised(one)[:shared] != romanised(other)[:shared] and are_one(one, other)


def _is_noun(passage: Passage, words: Sequence[tuple[str, Span]], place: int) -> bool:
    """Tell whether a capitalised word stands where a noun does: behind an article, a numeral or an adjective."""
    before = words[place - 1][0] if place else ""
    if not before or not before[0].islower():
        return False
    return before in passage.language.words.function or before.endswith(_INFLECTED)


def _is_inside(passage: Passage, span: Span) -> bool:
    before = passage.text[passage.span.start : span.start].rstrip(" \u00a0\"'“”„«»‘’([—–-")
    return bool(before) and before[-1] not in ".!?:…"
