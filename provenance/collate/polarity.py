"""Negation that one side has and the other lacks.

Language data lists under [words].negation the words that negate.  An entry that begins with "~" only excuses: a word
("~without", "~fail") or an affix ("~un-", "~-less") by which a translator may have said the same thing; it never
makes a finding, it prevents one.  An entry that begins or ends with an apostrophe is part of a word ("n't", "n'").
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from provenance.collate.passages import Passage, knowledge, tokens
from provenance.types import Discrepancy, Span

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Cosine of the bundled model from which on a word may carry a negation of the other side: .25 took false alarms on
# WMT22 from .47 to .43 in 100 sentences and recall from .53 to .48 (benchmarks.collation).
ECHO = 0.25


@dataclass(frozen=True, slots=True)
class Polarity:
    """negators: the words that negate.  is_excused: whether anything else may carry a negation."""

    negators: tuple[Span, ...]
    is_excused: bool


def polarity(passage: Passage) -> Polarity | None:
    """Return what negates in a passage; None if nothing is known of the language's negation."""
    negators, excuses = _patterns(passage.language.tag)
    if negators is None:
        return None
    found = tuple(
        Span(match.start(), match.end())
        for match in negators.finditer(passage.text, passage.span.start, passage.span.end)
    )
    excused = excuses is not None and excuses.search(passage.text, passage.span.start, passage.span.end) is not None
    return Polarity(found, excused)


def compare_polarity(one: Passage, other: Passage, encode: Encode | None = None) -> list[Discrepancy]:
    """Return a discrepancy where one side negates and nothing on the other side may carry that negation."""
    here, there = polarity(one), polarity(other)
    if here is None or there is None:
        return []
    if here.negators and not there.negators and not there.is_excused and not _echoes(one, here, other, encode):
        note = f"the one negates ({here.negators[0].of(one.text)}), the other does not seem to"
        return [Discrepancy("negation", here.negators[0], other.span, "major", note, 0.7)]
    if there.negators and not here.negators and not here.is_excused and not _echoes(other, there, one, encode):
        note = f"the other negates ({there.negators[0].of(other.text)}), the one does not seem to"
        return [Discrepancy("negation", one.span, there.negators[0], "major", note, 0.7)]
    return []


def _echoes(negating: Passage, polarity: Polarity, there: Passage, encode: Encode | None) -> bool:
    """Tell whether an encoder finds a word on the other side that comes near the negating word."""
    words = [word for word, _ in tokens(there)]
    if encode is None or not words or not there.language.has_spaces:
        return False
    vectors = encode([*words, polarity.negators[0].of(negating.text)])
    return float((vectors[:-1] @ vectors[-1]).max()) >= ECHO


@lru_cache(maxsize=64)
def _patterns(tag: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    language = knowledge(tag)
    entries = language.words.negation
    plain = [entry for entry in entries if not entry.startswith("~")]
    excuses = [entry[1:] for entry in entries if entry.startswith("~")]
    return _pattern(plain, language.has_spaces), _pattern(excuses, language.has_spaces)


def _pattern(entries: Sequence[str], has_spaces: bool) -> re.Pattern[str] | None:
    if not entries:
        return None
    return re.compile("|".join(_form(entry, has_spaces) for entry in entries), re.IGNORECASE)


def _form(entry: str, has_spaces: bool) -> str:
    """Return the pattern of a word, a prefix ("un-"), a suffix ("-less") or an elided part ("n't", "n'")."""
    core = re.escape(entry.strip("-"))
    if not has_spaces:
        return core
    if entry.startswith("-"):
        return rf"(?<=\w){core}\b"
    if entry.endswith("-"):
        return rf"\b{core}(?=\w{{3}})"
    if entry[-1] in "'’":
        return rf"\b{core}"
    if entry.startswith(("n'", "n’")):
        return rf"{core}\b"
    return rf"\b{core}\b"
