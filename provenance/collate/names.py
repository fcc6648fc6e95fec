"""Names that are another name on the other side, and one name spelled two ways in a text.

A name is known by its transliteration class: romanised, without vowels, with the consonants that romanisations
confuse made equal, so that Пётр, Pyotr, Piotr and Pjotr are one.  Names that languages translate ("Allemagne",
"Germany") have no class in common; so a lost name is reported only where something shows that it should be there:
the other text renders it elsewhere, or an encoder, if one is given, finds nothing there that may translate it.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from provenance.collate.passages import Bead, Passage, tokens
from provenance.types import Discrepancy, Span

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Cosine of the bundled model from which on one word may translate another ("Allemagne", "Germany").
ALIKE = 0.15
# Where every noun has a capital, a capital says nothing.
_NOUN_CAPITALS = {"de"}
MIN_LETTERS, MIN_CLASS = 4, 3
_CLASSES = (
    ("dzh", "s"), ("dz", "s"), ("sch", "s"), ("tsch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("cz", "s"),
    ("zh", "s"), ("ts", "s"), ("tz", "s"), ("ph", "v"), ("kh", "k"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("x", "ks"),
)  # fmt: skip
_SINGLE = str.maketrans("cqzfwbl", "kksvvvr")
_SILENT = re.compile(r"[aeiouyjh']")


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised word inside a sentence, with its transliteration class."""

    word: str
    span: Span
    key: str


def names(passage: Passage) -> tuple[Name, ...]:
    """Return the capitalised words that do not open a sentence, each with its class of at least MIN_CLASS letters."""
    found = []
    for word, span in tokens(passage):
        if len(word) >= MIN_LETTERS and word[0].isupper() and not word.isupper() and _is_inside(passage, span):
            key = name_class(word)
            if len(key) >= MIN_CLASS:
                found.append(Name(word, span, key))
    return tuple(found)


@lru_cache(maxsize=8192)
def name_class(word: str) -> str:
    """Return the transliteration class of a word; empty if romanising leaves nothing."""
    from anyascii import anyascii

    key = anyascii(word).lower()
    for spelling, sound in _CLASSES:
        key = key.replace(spelling, sound)
    return re.sub(r"(.)\1+", r"\1", _SILENT.sub("", key.translate(_SINGLE)))


def compare_names(beads: Sequence[Bead], encode: Encode | None) -> list[Discrepancy]:
    """Return a discrepancy for each name of one whose place another name of other has taken.

    Without an encoder a name counts as lost only if every other bead that has it renders it; with one, any capitalised
    word does that nothing on the other side translates.
    """
    found = []
    rendered, missing = _rendering(beads)
    for bead in beads:
        if not bead.is_linked:
            continue
        lost, alien = _lost(names(bead.one), bead.other), _lost(names(bead.other), bead.one)
        if (
            encode is not None
            and lost
            and alien
            and not _NOUN_CAPITALS & {bead.one.language.tag, bead.other.language.tag}
        ):
            lost, alien = _untranslated(lost, bead.other, encode), _untranslated(alien, bead.one, encode)
        else:
            lost = [name for name in lost if name.word in rendered and missing[name.word] == 1]
        if len(lost) == 1 and len(alien) == 1:
            found.append(_changed(bead, lost[0], alien[0], 0.8))
    return found


def _rendering(beads: Sequence[Bead]) -> tuple[set[str], Counter[str]]:
    """Return the names of one that some bead renders, and how many beads do not render each."""
    rendered, missing = set[str](), Counter[str]()
    for bead in (bead for bead in beads if bead.is_linked):
        lost = {name.word for name in _lost(names(bead.one), bead.other)}
        missing.update(lost)
        rendered |= {name.word for name in names(bead.one)} - lost
    return rendered, missing


def _untranslated(found: Sequence[Name], there: Passage, encode: Encode) -> list[Name]:
    """Return the names that no word, and no two neighbouring words, of the other side may translate."""
    words = [word for word, _ in tokens(there)]
    if not there.language.has_spaces:
        run = re.sub(r"\W", "", there.words)
        words = [run[place : place + size] for size in (2, 3, 4) for place in range(len(run) - size + 1)]
    words += [f"{first} {second}" for first, second in pairwise(words)] if there.language.has_spaces else []
    if not words:
        return list(found)
    likeness = encode([name.word for name in found]) @ encode(words).T
    return [name for name, best in zip(found, likeness.max(axis=1), strict=True) if best < ALIKE]


def compare_spellings(beads: Sequence[Bead]) -> list[Discrepancy]:
    """Return a discrepancy where other spells in two ways, beyond its ending, what one spells in one way."""
    first: dict[str, tuple[Name, Name]] = {}
    found, seen = [], set()
    for bead in (bead for bead in beads if bead.is_linked):
        for here in names(bead.one):
            there = next((name for name in names(bead.other) if name.key == here.key), None)
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


def _differ_inside(one: str, other: str) -> bool:
    """Tell whether two spellings of one name differ before their endings."""
    from anyascii import anyascii
    from rapidfuzz.distance import Levenshtein

    shared = min(len(one), len(other)) - 2
    likeness = Levenshtein.normalized_similarity(anyascii(one).lower(), anyascii(other).lower())
    return one[:shared].lower() != other[:shared].lower() and likeness >= 0.6


def _lost(found: Sequence[Name], there: Passage) -> list[Name]:
    """Return the names without a word of their class on the other side."""
    whole = name_class(there.words) if not there.language.has_spaces else ""
    words = {word for word, _ in tokens(there)}
    keys = {name_class(word) for word in words}
    return [
        name
        for name in found
        if not _is_known(name.key, keys)
        and not (whole and name.key in whole)
        and not any(_sounds_like(name.word, word) for word in words)
    ]


def _is_known(key: str, keys: set[str]) -> bool:
    """Tell whether a class is among others, endings and one letter in five aside."""
    if key in keys:
        return True
    return any(
        len(other) >= 3 and (key.startswith(other) or other.startswith(key) or _is_near(key, other)) for other in keys
    )


@lru_cache(maxsize=65536)
def _sounds_like(one: str, other: str) -> bool:
    from anyascii import anyascii
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(anyascii(one).lower(), anyascii(other).lower())) >= 0.5


def _is_near(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 2 or one[0] != other[0]:
        return False
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(one, other)) >= 0.6


def _changed(bead: Bead, here: Name, there: Name, confidence: float) -> Discrepancy:
    quoted = any(mark in bead.one.words for mark in '"“„«「')
    note = f"the one names {here.word}, the other names {there.word}"
    if quoted:
        note += " (in a sentence with a quotation: see who is quoted)"
    return Discrepancy("name", here.span, there.span, "major", note, confidence)


def _is_inside(passage: Passage, span: Span) -> bool:
    before = passage.text[passage.span.start : span.start].rstrip(" \u00a0\"'“”„«»‘’([—–-")
    return bool(before) and before[-1] not in ".!?:…"
