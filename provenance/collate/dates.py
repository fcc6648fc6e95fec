"""Dates, months and weekdays that differ between the two sides of a bead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from provenance.collate.passages import Passage, knowledge
from provenance.languages import Language
from provenance.types import Discrepancy, Span

_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,4})([./-]) ?(\d{1,2})\2 ?(\d{2,4})(?![\d/-])")
_HAN = re.compile(
    r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일]?"
    r"(?:\s?[至到~～〜、-]\s?(\d{1,2}))?\s?[日号號일])?"
)
_YEAR = re.compile(r"(?<![\d.,:%$€£])(\d{4})(?![\d%]|[.,:]\d)")
_YEARS = range(1500, 2100)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told; each field lists what it may be, and is empty if it is not told."""

    span: Span
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]

    def agrees(self, other: "Day") -> bool:
        """Tell whether no field that both tell differs, and at least one is told by both."""
        pairs = [(self.years, other.years), (self.months, other.months), (self.days, other.days)]
        shared = [(here, there) for here, there in pairs if here and there]
        return bool(shared) and all(here & there for here, there in shared)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday = 0, or what a relative word ("yesterday") makes of the date of publication."""

    span: Span
    day: int


def days(passage: Passage) -> tuple[Day, ...]:
    """Return the dates of a passage, in order, none inside another."""
    found: list[Day] = []
    for day in (*_named(passage), *_numeric(passage), *_han(passage), *_years(passage)):
        if not any(day.span.overlaps(known.span) for known in found):
            found.append(day)
    return tuple(sorted(found, key=lambda day: day.span))


def weekdays(passage: Passage, published: date | None) -> tuple[Weekday, ...]:
    """Return the weekdays named, and those that relative words mean if the date of publication is known."""
    pattern, numbers = _weekday_words(passage.language.tag)
    found = []
    for match in pattern.finditer(passage.text, passage.span.start, passage.span.end):
        found.append(Weekday(Span(match.start(), match.end()), numbers[_key(match.group())]))
    if published is not None:
        relative, offsets = _relative_words(passage.language.tag)
        for match in relative.finditer(passage.text, passage.span.start, passage.span.end):
            day = (published.weekday() + offsets[_key(match.group())]) % 7
            found.append(Weekday(Span(match.start(), match.end()), day))
    return tuple(sorted(found, key=lambda weekday: weekday.span))


def compare_dates(one: Sequence[Day], other: Sequence[Day], one_text: str, other_text: str) -> list[Discrepancy]:
    """Return a discrepancy for each date that has become another one."""
    left_one = [day for day in one if not any(day.agrees(candidate) for candidate in other)]
    left_other = [day for day in other if not any(day.agrees(candidate) for candidate in one)]
    if len(left_one) != len(left_other):
        return []
    return [
        _note(here.span, there.span, one_text, other_text) for here, there in zip(left_one, left_other, strict=True)
    ]


def compare_weekdays(
    one: Sequence[Weekday], other: Sequence[Weekday], one_text: str, other_text: str
) -> list[Discrepancy]:
    """Return a discrepancy for each weekday that has become another one."""
    known_one, known_other = {weekday.day for weekday in one}, {weekday.day for weekday in other}
    left_one = [weekday for weekday in one if weekday.day not in known_other]
    left_other = [weekday for weekday in other if weekday.day not in known_one]
    if len(left_one) != len(left_other):
        return []
    return [
        _note(here.span, there.span, one_text, other_text) for here, there in zip(left_one, left_other, strict=True)
    ]


def _note(here: Span, there: Span, one_text: str, other_text: str) -> Discrepancy:
    note = f"the one says {here.of(one_text)}, the other says {there.of(other_text)}"
    return Discrepancy("date", here, there, "major", note, 0.9)


def _named(passage: Passage) -> Iterator[Day]:
    pattern, numbers = _month_words(passage.language.tag)
    if pattern is None:
        return
    for match in pattern.finditer(passage.text, passage.span.start, passage.span.end):
        month, written = numbers[_key(match["month"])], match["month"]
        is_short = len(written) <= 3 and written.isascii()
        if (is_short and not (match["before"] or match["after"])) or _is_common_word(written, passage.language):
            continue
        told = [match[name] for name in ("first", "before", "after", "last") if match[name]]
        year = match["year"]
        yield Day(
            Span(match.start(), match.end()),
            frozenset({int(year)} if year else ()),
            frozenset({month}),
            frozenset(int(day) for day in told),
        )


def _is_common_word(written: str, language: Language) -> bool:
    """Tell whether a month stands in small letters where the language writes it with a capital ("march", "may")."""
    return written.islower() and all(form[0].isupper() for forms in language.dates.months for form in forms)


def _numeric(passage: Passage) -> Iterator[Day]:
    for match in _NUMERIC.finditer(passage.text, passage.span.start, passage.span.end):
        first, second, last = int(match[1]), int(match[3]), int(match[4])
        span = Span(match.start(), match.end())
        if len(match[1]) == 4 and 1 <= second <= 12 and 1 <= last <= 31:
            yield Day(span, frozenset({first}), frozenset({second}), frozenset({last}))
        elif len(match[1]) <= 2 and len(match[4]) in (2, 4) and max(first, second) <= 31 and min(first, second) <= 12:
            years = frozenset({last} if last > 99 else {1900 + last, 2000 + last})
            orders = {(first, second), (second, first)} if match[2] == "/" else {(first, second)}
            yield Day(
                span, years, frozenset(month for _, month in orders if month <= 12), frozenset(day for day, _ in orders)
            )


def _han(passage: Passage) -> Iterator[Day]:
    for match in _HAN.finditer(passage.text, passage.span.start, passage.span.end):
        if 1 <= int(match[2]) <= 12:
            years = frozenset({int(match[1])} if match[1] else ())
            day = frozenset(int(told) for told in (match[3], match[4]) if told)
            yield Day(Span(match.start(), match.end()), years, frozenset({int(match[2])}), day)


def _years(passage: Passage) -> Iterator[Day]:
    for match in _YEAR.finditer(passage.text, passage.span.start, passage.span.end):
        if int(match[1]) in _YEARS:
            yield Day(Span(match.start(), match.end()), frozenset({int(match[1])}), frozenset(), frozenset())


@lru_cache(maxsize=64)
def _month_words(tag: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    language = knowledge(tag)
    numbers = {
        _key(form): number
        for number, forms in enumerate(language.dates.months, start=1)
        for form in forms
        if (len(form) > 2 or not form.isascii()) and not form[0].isdigit()
    }
    if not numbers:
        return None, {}
    forms = "|".join(re.escape(form) for form in sorted(numbers, key=len, reverse=True))
    edge = r"\b" if language.has_spaces else ""
    pattern = (
        rf"(?:(?<!\d)(?:(?P<first>\d{{1,2}})\.?(?:\s?[-–,]|\s?\w{{1,3}})\s?)?(?P<before>\d{{1,2}})"
        rf"(?:\.|st|nd|rd|th|er|º|ª|-\w{{1,3}})?\s(?:\w{{1,3}}\s)?)?"
        rf"{edge}(?P<month>{forms}){edge}"
        rf"(?:\.?\s(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|\.\d)"
        rf"(?:(?:\s?[-–,]|\s\w{{1,3}})\s?(?P<last>\d{{1,2}})(?![\d:%]|\.\d))?)?"
        rf"(?:,?\s(?:\w{{1,3}}\s)?(?P<year>(?:1[5-9]|20)\d\d)(?!\d))?"
    )
    return re.compile(pattern, re.IGNORECASE), numbers


@lru_cache(maxsize=64)
def _weekday_words(tag: str) -> tuple[re.Pattern[str], dict[str, int]]:
    language = knowledge(tag)
    return _pattern(language, {form: day for day, forms in enumerate(language.dates.weekdays) for form in forms})


@lru_cache(maxsize=64)
def _relative_words(tag: str) -> tuple[re.Pattern[str], dict[str, int]]:
    language = knowledge(tag)
    return _pattern(language, {form: day for day, forms in language.dates.relative.items() for form in forms})


def _pattern(language: Language, values: dict[str, int]) -> tuple[re.Pattern[str], dict[str, int]]:
    numbers = {
        _key(form): value for form, value in values.items() if len(form) > 3 or (not form.isascii() and len(form) > 1)
    }
    forms = "|".join(re.escape(form) for form in sorted(numbers, key=len, reverse=True)) or r"(?!)"
    edge = r"\b" if language.has_spaces else ""
    return re.compile(rf"{edge}(?:{forms}){edge}", re.IGNORECASE), numbers


def _key(form: str) -> str:
    return form.lower()
