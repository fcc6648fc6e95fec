"""Negation that one side has and the other lacks.

Language data lists under [words].negation the words that negate.  An entry that begins with "~" only excuses: a word
("~without", "~fail") or an affix ("~un-", "~-less") by which a translator may have said the same thing; it never
makes a finding, it prevents one.  An entry that begins or ends with an apostrophe is part of a word ("n't", "n'").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.collate.passages import Passage, knowledge
from provenance.types import Discrepancy, Span


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


def compare_polarity(one: Passage, other: Passage) -> list[Discrepancy]:
    """Return a discrepancy where one side negates and nothing on the other side may carry that negation."""
    here, there = polarity(one), polarity(other)
    if here is None or there is None:
        return []
    if here.negators and not there.negators and not there.is_excused:
        note = f"the one negates ({here.negators[0].of(one.text)}), the other does not seem to"
        return [Discrepancy("negation", here.negators[0], _end(other), "major", note, 0.7)]
    if there.negators and not here.negators and not here.is_excused:
        note = f"the other negates ({there.negators[0].of(other.text)}), the one does not seem to"
        return [Discrepancy("negation", _end(one), there.negators[0], "major", note, 0.7)]
    return []


def _end(passage: Passage) -> Span:
    return passage.span


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
    if entry.startswith("n'") or entry.startswith("n’"):
        return rf"{core}\b"
    return rf"\b{core}\b"
