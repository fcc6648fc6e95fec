"""Negation that one side has and the other lacks.

Language data lists under [words].negation the words that negate.  An entry that begins with "~" only excuses: a word
("~without", "~fail") or an affix ("~un-", "~-less") by which a translator may have said the same thing; it never
makes a finding, it prevents one.  "?" marks a weak excuse, which stood beside a negation of the other side in fewer
than 12 of 100 sentences (of up to 40,000 pairs in each of 14 languages with English): away from the negation's
place it leaves a finding of severity "info".
An entry that begins with "!" is a word that such an affix does not make negative ("!nemoc-" where "~ne-" excuses), or
a phrase that negates nothing ("!not only").  An entry that begins or ends with an apostrophe is part of a word
("n't", "n'").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.collate.passages import Passage, knowledge
from provenance.types import Discrepancy, Severity, Span

# Share of a passage's length within which what excuses a negation must stand from where the negation is.
REACH = 0.3
# Characters of a passage below which place says nothing.
SHORT = 40
# Characters of a passage from which what negates may be said in too many ways to be sure.
LONG = 160


@dataclass(frozen=True, slots=True)
class Polarity:
    """negators: the words that negate.  excuses, weak_excuses: whatever else may carry a negation."""

    negators: tuple[Span, ...]
    excuses: tuple[Span, ...]
    weak_excuses: tuple[Span, ...]


def polarity(passage: Passage) -> Polarity | None:
    """Return what negates in a passage; None if nothing is known of the language's negation."""
    negators, excuses, weak, exempt = _patterns(passage.language.tag)
    if negators is None:
        return None
    harmless = _spans(exempt, passage)
    return Polarity(*(_spans(pattern, passage, harmless) for pattern in (negators, excuses, weak)))


def compare_polarity(one: Passage, other: Passage) -> list[Discrepancy]:
    """Return a discrepancy where one side negates and nothing on the other side may carry that negation.

    Of severity "info" where a weak excuse stands elsewhere on the other side, and in long passages.
    """
    here, there = polarity(one), polarity(other)
    if here is None or there is None or bool(here.negators) == bool(there.negators):
        return []
    if here.negators:
        negator, (severity, confidence) = here.negators[0], _weigh(one, here.negators[0], other, there)
        note = f"the one negates ({negator.of(one.text)}), the other does not seem to"
        found = Discrepancy("negation", negator, other.span, severity, note, confidence)
    else:
        negator, (severity, confidence) = there.negators[0], _weigh(other, there.negators[0], one, here)
        note = f"the other negates ({negator.of(other.text)}), the one does not seem to"
        found = Discrepancy("negation", one.span, negator, severity, note, confidence)
    return [found] if confidence else []


def _weigh(negating: Passage, negator: Span, there: Passage, polarity: Polarity) -> tuple[Severity, float]:
    """Return how much it means that there does not negate; confidence 0 where something may carry the negation."""
    if polarity.excuses:
        return "info", 0.0
    if not polarity.weak_excuses:
        return ("major", 0.9) if max(len(negating.words), len(there.words)) < LONG else ("info", 0.7)
    is_short = min(len(negating.words), len(there.words)) < SHORT
    if is_short or any(abs(_share(negating, negator) - _share(there, it)) <= REACH for it in polarity.weak_excuses):
        return "info", 0.0
    return "info", 0.6


def _spans(pattern: re.Pattern[str] | None, passage: Passage, without: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Return where a pattern stands in a passage, save in characters that are known to mean something else."""
    if pattern is None:
        return ()
    found = (
        Span(match.start(), match.end())
        for match in pattern.finditer(passage.text, passage.span.start, passage.span.end)
    )
    return tuple(span for span in found if not any(span.overlaps(known) for known in without))


def _share(passage: Passage, span: Span) -> float:
    return (span.start - passage.span.start) / max(passage.span.end - passage.span.start, 1)


@lru_cache(maxsize=64)
def _patterns(tag: str) -> tuple[re.Pattern[str] | None, ...]:
    """Return patterns of what negates, what excuses, what excuses weakly, and what does not despite its looks."""
    language = knowledge(tag)
    sorted_out: dict[str, list[str]] = {"": [], "~": [], "?": [], "!": []}
    for entry in language.words.negation:
        mark = entry[0] if entry[0] in sorted_out else ""
        sorted_out[mark].append(entry[len(mark) :])
    return tuple(_pattern(entries, language.has_spaces) for entries in sorted_out.values())


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
    return rf"\b{core}\b(?!-\w)"
