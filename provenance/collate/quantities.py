"""Numbers as texts write them: any script's digits, grouping and decimal habits, scales, words.

A mention may be read in more than one way ("1.234" is 1234 or 1.234), so it carries all readings; two mentions agree
if they share one.  That keeps a habit that is unusual for a language from becoming a finding.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from provenance.collate.passages import Passage, knowledge
from provenance.languages import Language
from provenance.types import Span

_SPACES = " \u00a0\u202f\u2009"
_RUN = re.compile(rf"\d+(?:[.,'’٫٬·]\d+|[{_SPACES}]\d{{3}}(?!\d))*")
_CLOCK = re.compile(r"(?<![\d.,])([01]?\d|2[0-4])\s?[hH:時点點시时]\s?([0-5]\d)(?!\d)")
_ROMAN = re.compile(r"\b(?=[IVXLC]{2,})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_SMALL = {"十": 10, "百": 100, "千": 1000}
_HAN_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
_HAN_RUN = re.compile(r"[〇一二三四五六七八九零两兩十百千万萬億亿]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its characters.

    values: all readings.  is_firm: written in digits and standing alone, so that its absence on the other side means
    something; Roman numerals and codes ("A380") may only answer for one.  is_word: written as a word.  has_scale: a
    word such as "million" is part of it.
    """

    span: Span
    values: frozenset[Decimal]
    is_firm: bool
    has_scale: bool = False
    is_word: bool = False


def quantities(passage: Passage) -> tuple[Quantity, ...]:
    """Return the numbers of a passage, in order."""
    clocks = tuple(_clocks(passage))
    digits = without(_joined(_digits(passage)), [clock.span for clock in clocks])
    found = [*clocks, *digits, *_words(passage), *_romans(passage), *_han(passage)]
    return tuple(sorted(found, key=lambda quantity: (quantity.span.start, -quantity.span.end)))


def readings(run: str, language: Language) -> frozenset[Decimal]:
    """Return the values that a run of digits and separators may have; empty if it is no single number."""
    compact = re.sub(f"[{_SPACES}'’·]", "", run).replace("٫", ".").replace("٬", ",")
    parts = re.split(r"([.,])", compact)
    digits, marks = ["".join(str(int(char)) for char in part) for part in parts[::2]], parts[1::2]
    whole = Decimal("".join(digits))
    if not marks:
        return frozenset({whole})
    decimal = Decimal("".join(digits[:-1]) + "." + digits[-1])
    grouped = all(len(part) in (2, 3) for part in digits[1:-1]) and len(digits[-1]) == 3 and 0 < len(digits[0]) <= 3
    if len(set(marks)) == 2:
        return frozenset({decimal}) if marks.count(marks[-1]) == 1 else frozenset()
    if len(marks) > 1:
        return frozenset({whole}) if grouped else frozenset()
    if grouped and digits[0] != "0":
        return frozenset({whole, decimal})
    return frozenset({decimal})


def _clocks(passage: Passage) -> Iterator[Quantity]:
    """Yield times of day as hours and minutes: 19:15, 19h15 and 19時15分 read like 19.15."""
    for match in _CLOCK.finditer(passage.text, passage.span.start, passage.span.end):
        hours, minutes = int(match[1]), int(match[2])
        yield Quantity(Span(match.start(), match.end()), frozenset({hours + Decimal(minutes) / 100}), True)


def _joined(found: Iterable[Quantity]) -> Iterator[Quantity]:
    """Add up what stands together with scales: 1億2000万 is one number."""
    last: Quantity | None = None
    for quantity in found:
        if last and last.has_scale and last.span.end == quantity.span.start:
            total = frozenset(x + y for x in last.values for y in quantity.values)
            last = Quantity(Span(last.span.start, quantity.span.end), total, last.is_firm, True)
            continue
        if last:
            yield last
        last = quantity
    if last:
        yield last


def _digits(passage: Passage) -> Iterator[Quantity]:
    text = passage.text
    for match in _RUN.finditer(text, passage.span.start, passage.span.end):
        values = readings(match.group(), passage.language)
        if not values:
            yield from _parts(match, text)
            continue
        factor, end = _scale(passage, match.end())
        yield Quantity(
            Span(match.start(), end if factor != 1 else match.end()),
            frozenset(value * factor for value in values),
            _stands_alone(text, match.start(), match.end()),
            factor != 1,
        )


def _parts(match: re.Match[str], text: str) -> Iterator[Quantity]:
    """Yield the numbers of a run that is none by itself (a version, an address), none of them firm."""
    for part in re.finditer(r"\d+", match.group()):
        span = Span(match.start() + part.start(), match.start() + part.end())
        yield Quantity(span, frozenset({Decimal(int(part.group()))}), False)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether digits are a number rather than part of a code ("A380", "COVID-19", "5G")."""
    before = text[max(start - 2, 0) : start]
    if before and ((before[-1].isalpha() and before[-1].isascii()) or before[-1] in "#@/_"):
        return False
    if len(before) == 2 and before[1] in "-‑" and before[0].isalpha() and before[0].isascii():
        return False
    return not (text[end : end + 1].isascii() and text[end : end + 1].isalpha() and text[end : end + 2].isupper())


@lru_cache(maxsize=64)
def _scales(tag: str) -> tuple[tuple[str, int], ...]:
    language = knowledge(tag)
    forms = [(form.lower(), 10**power) for power, words in language.numbers.scales.items() for form in words]
    return tuple(sorted(forms, key=lambda form: -len(form[0])))


def _scale(passage: Passage, end: int) -> tuple[int, int]:
    """Return the factor of a scale word right behind a number, and where it ends."""
    rest = passage.text[end : min(end + 24, passage.span.end)]
    lead = len(rest) - len(rest.lstrip(f"{_SPACES}-"))
    tail = rest[lead:].lower()
    for form, factor in _scales(passage.language.tag):
        if tail.startswith(form):
            after = tail[len(form) : len(form) + 1]
            is_letter = len(form) == 1 and form.isascii()  # "75m" is millions, "75 m" is metres
            if not (after.isalpha() and form[-1].isalpha() and passage.language.has_spaces) and not (
                is_letter and lead
            ):
                return factor, end + lead + len(form)
    return 1, end


@lru_cache(maxsize=64)
def _number_words(tag: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    language = knowledge(tag)
    values = {form.lower(): value for value, forms in language.numbers.words.items() for form in forms}
    if not values:
        return None, {}
    forms = "|".join(re.escape(form) for form in sorted(values, key=len, reverse=True))
    return re.compile(rf"\b(?:{forms})\b" if language.has_spaces else f"(?:{forms})", re.IGNORECASE), values


def _words(passage: Passage) -> Iterator[Quantity]:
    pattern, values = _number_words(passage.language.tag)
    if pattern is None:
        return
    for match in pattern.finditer(passage.text, passage.span.start, passage.span.end):
        value = values.get(match.group().lower())
        if value is not None:
            factor, end = _scale(passage, match.end())
            yield Quantity(Span(match.start(), end), frozenset({Decimal(value * factor)}), False, factor != 1, True)


def _romans(passage: Passage) -> Iterator[Quantity]:
    for match in _ROMAN.finditer(passage.text, passage.span.start, passage.span.end):
        values = [_ROMAN_VALUES[char] for char in match.group()]
        total = sum(-v if v < max(values[place:]) else v for place, v in enumerate(values))
        yield Quantity(Span(match.start(), match.end()), frozenset({Decimal(total)}), False)


def _han(passage: Passage) -> Iterator[Quantity]:
    if passage.language.has_spaces:
        return
    for match in _HAN_RUN.finditer(passage.text, passage.span.start, passage.span.end):
        yield Quantity(Span(match.start(), match.end()), frozenset({Decimal(_han_value(match.group()))}), False)


def _han_value(run: str) -> int:
    """Return the value of Chinese numerals: 二百五十万 = 2,500,000; a plain row of digits reads as digits."""
    if all(char in _HAN_DIGITS for char in run):
        return int("".join(str(_HAN_DIGITS[char]) for char in run))
    total, section, digit = 0, 0, 0
    for char in run:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_SMALL:
            section += (digit or 1) * _HAN_SMALL[char]
            digit = 0
        else:
            total += ((section + digit) or 1) * _HAN_LARGE[char]
            section = digit = 0
    return total + section + digit


def agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two mentions share a reading."""
    return bool(one.values & other.values)


def without(found: Iterable[Quantity], taken: Iterable[Span]) -> tuple[Quantity, ...]:
    """Return the numbers that overlap none of the spans."""
    spans = tuple(taken)
    return tuple(quantity for quantity in found if not any(quantity.span.overlaps(span) for span in spans))
