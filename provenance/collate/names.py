"""Names that are another name on the other side, and one name spelled two ways in a text.

A name is known by its transliteration class: romanised, without vowels, with the consonants that romanisations
confuse made equal, so that Пётр, Pyotr, Piotr and Pjotr are one.  Names that languages translate ("Allemagne",
"Germany") have no class in common; so a lost name is reported only where something shows that it should be there:
the other text renders it elsewhere.  A name that stands only once is not judged.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.collate.passages import Bead, Passage, tokens
from provenance.types import Discrepancy, Span

MIN_LETTERS, MIN_CLASS = 4, 3
_CLASSES = (
    ("sch", "s"), ("tsch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("cz", "s"), ("zh", "s"), ("ts", "s"), ("tz", "s"),
    ("ph", "v"), ("kh", "k"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("x", "ks"),
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


def compare_names(beads: Sequence[Bead]) -> list[Discrepancy]:
    """Return a discrepancy for each name of one whose place another name of other has taken."""
    rendered = {key for bead in beads if bead.is_linked for key in _shared(bead)}
    found = []
    for bead in beads:
        if not bead.is_linked:
            continue
        lost, alien = _lost(names(bead.one), bead.other), _lost(names(bead.other), bead.one)
        known = [name for name in lost if name.key in rendered]
        if len(known) == 1 and len(alien) == 1:
            found.append(_changed(bead, known[0], alien[0], 0.9))
    return found


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
    shared = min(len(one), len(other)) - 2
    return one[:shared].lower() != other[:shared].lower()


def _shared(bead: Bead) -> set[str]:
    keys = {name_class(word) for word, _ in tokens(bead.other) if len(word) >= 3}
    return {name.key for name in names(bead.one) if name.key in keys}


def _lost(found: Sequence[Name], there: Passage) -> list[Name]:
    """Return the names without a word of their class on the other side."""
    whole = name_class(there.words) if not there.language.has_spaces else ""
    keys = {name_class(word) for word, _ in tokens(there)}
    return [name for name in found if not _is_known(name.key, keys) and not (whole and name.key in whole)]


def _is_known(key: str, keys: set[str]) -> bool:
    """Tell whether a class is among others, endings and one letter in five aside."""
    if key in keys:
        return True
    return any(
        len(other) >= 3 and (key.startswith(other) or other.startswith(key) or _is_near(key, other)) for other in keys
    )


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
