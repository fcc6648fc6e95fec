"""Negation that one side has and the other lacks.

Language data lists under [words].negation the words that negate.  An entry that begins with "~" only excuses: a word
("~without", "~fail") or an affix ("~un-", "~-less") by which a translator may have said the same thing; it never
makes a finding, it prevents one.  "?" marks a weak excuse, which stood beside a negation of the other side in fewer
than 12 of 100 sentences (of up to 40,000 pairs in each of 14 languages with English): away from the negation's
place it leaves a finding of severity "info".
An entry that begins with "!" is a word that such an affix does not make negative ("!nemoc-" where "~ne-" excuses), or
a phrase that negates nothing ("!not only").  The forms of entries are those of ``provenance.collate.listed``.

Where both languages have a model (``provenance.collate.marks``), a logistic regression weighs what the two models and
the lists say; it was fitted on WMT22 (``python -m training.changes``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.collate.judging import Judge, clip
from provenance.collate.listed import by_mark, pattern_of, spans_of
from provenance.collate.marks import read_mark
from provenance.collate.passages import Passage, knowledge
from provenance.types import Discrepancy, Severity, Span

# Share of a passage's length within which what excuses a negation must stand from where the negation is.
REACH = 0.3
# Characters of a passage below which place says nothing.
SHORT = 40
# Characters of a passage from which what negates may be said in too many ways to be sure.
LONG = 160

# 2.95 tells of .25 in 100 untouched sentence pairs of WMT22, and finds .47 of the changes; 1.5 of .85, and finds .8.
JUDGE = Judge(
    names=("bias", "carried", "missing", "excused", "near", "far", "several", "length"),
    weights=(-0.61, 0.44, 0.56, -2.25, -1.7, -0.4, 0.22, 0.41),
    firm=2.95,
    worth=1.5,
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """negators: the words that negate.  excuses, weak_excuses: whatever else may carry a negation."""

    negators: tuple[Span, ...]
    excuses: tuple[Span, ...]
    weak_excuses: tuple[Span, ...]


def polarity(passage: Passage) -> Polarity | None:
    """Return what negates in a passage; None if nothing is known of the language's negation."""
    negators, excuses, weak, phrases, harmless = _patterns(passage.language.tag)
    if negators is None:
        return None
    exempt = spans_of(phrases, passage)
    exempt_words = exempt + spans_of(harmless, passage)
    return Polarity(
        spans_of(negators, passage, exempt),
        spans_of(excuses, passage, exempt_words),
        spans_of(weak, passage, exempt_words),
    )


def compare_polarity(one: Passage, other: Passage) -> list[Discrepancy]:
    """Return a discrepancy where one side negates and nothing on the other side may carry that negation.

    Of severity "info" where that is not sure.
    """
    here, there = polarity(one), polarity(other)
    if here is None or there is None or bool(here.negators) == bool(there.negators):
        return []
    if here.negators:
        negator, verdict = here.negators[0], _weigh(one, here, other, there)
        note, spans = f"the one negates ({negator.of(one.text)}), the other does not seem to", (negator, other.span)
    else:
        negator, verdict = there.negators[0], _weigh(other, there, one, here)
        note, spans = f"the other negates ({negator.of(other.text)}), the one does not seem to", (one.span, negator)
    return [Discrepancy("negation", *spans, verdict[0], note, verdict[1])] if verdict else []


def evidence(one: Passage, other: Passage) -> tuple[float, ...] | None:
    """Return the values of JUDGE.names for two passages of which one negates; None for others and unknown languages."""
    here, there = polarity(one), polarity(other)
    if here is None or there is None or bool(here.negators) == bool(there.negators):
        return None
    return _evidence(one, here, other, there) if here.negators else _evidence(other, there, one, here)


def _evidence(negating: Passage, here: Polarity, silent: Passage, there: Polarity) -> tuple[float, ...] | None:
    """Return what speaks for a negation's being missing on the silent side.

    carried, missing: log-odds that the negating side's translation negates, and that the silent side's does not.
    excused, near, far: 1.0 if the silent side has a word that may carry the negation; a weak one near its place; a weak
    one elsewhere.  several: 1.0 if there are two negations.  length: of the longer side, in hundreds of characters.
    """
    carried, missing = read_mark(negating, "negation"), read_mark(silent, "negation")
    if carried is None or missing is None:
        return None
    near = _is_near(negating, here.negators[0], silent, there.weak_excuses)
    return (
        1.0,
        clip(carried.score, -3.0, 4.0),
        clip(-missing.score, -3.0, 6.0),
        float(bool(there.excuses)),
        float(near),
        float(bool(there.weak_excuses) and not near),
        float(len(here.negators) > 1),
        clip(max(len(negating.span), len(silent.span)) / 100, 0.0, 4.0),
    )


def _weigh(negating: Passage, here: Polarity, silent: Passage, there: Polarity) -> tuple[Severity, float] | None:
    """Return how much a missing negation means; None where something may well carry it."""
    values = _evidence(negating, here, silent, there)
    if values is None:
        return _weigh_by_lists(negating, here.negators[0], silent, there)
    return JUDGE.judge(values, "major")


def _weigh_by_lists(
    negating: Passage, negator: Span, silent: Passage, there: Polarity
) -> tuple[Severity, float] | None:
    """Weigh where a language has no model: what may carry the negation excuses, and long passages are unsure."""
    if there.excuses or _is_near(negating, negator, silent, there.weak_excuses):
        return None
    if there.weak_excuses:
        return "info", 0.6
    return ("major", 0.9) if max(len(negating.words), len(silent.words)) < LONG else ("info", 0.7)


def _is_near(negating: Passage, negator: Span, silent: Passage, excuses: Sequence[Span]) -> bool:
    """Tell whether an excuse stands where the negation would, or anywhere in a short passage."""
    if min(len(negating.words), len(silent.words)) < SHORT:
        return bool(excuses)
    return any(abs(_share(negating, negator) - _share(silent, it)) <= REACH for it in excuses)


def _share(passage: Passage, span: Span) -> float:
    return (span.start - passage.span.start) / max(passage.span.end - passage.span.start, 1)


@lru_cache(maxsize=64)
def _patterns(tag: str) -> tuple[re.Pattern[str] | None, ...]:
    """Return patterns of what negates, excuses, excuses weakly; phrases that do not; words that only look like it."""
    language = knowledge(tag)
    sorted_out = by_mark(language.words.negation, "~?!")
    phrases = [entry for entry in sorted_out["!"] if entry[-1] != "-"]
    sorted_out |= {"!-": [entry for entry in sorted_out["!"] if entry[-1] == "-"], "!": phrases}
    return tuple(pattern_of(entries, language.has_spaces) for entries in sorted_out.values())
