"""Numbers that say something else on the other side of a bead."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from provenance.collate.quantities import Quantity, agree
from provenance.types import Discrepancy

# How much one reading of a rounded or converted amount may be off.
_ROUNDING = Decimal("0.007")
# Miles and feet in metric units: a converted amount is no error.
_CONVERSIONS = (Decimal("1.609"), Decimal("0.3048"))
# A lone digit is too common to be paired by its size.
_MIN_SIZE = 2
# Below this, words for numbers mean too many other things ("one", "a pair", "second").
_LEAST_IN_WORDS = 11
_HALF_DAY, _HALF_PAST = 12, Decimal("0.3")


@dataclass(frozen=True, slots=True)
class Sides:
    """Numbers of a bead, and those of the beads around it, where a number may have gone when sentences were recut."""

    one: tuple[Quantity, ...]
    other: tuple[Quantity, ...]
    near_one: tuple[Quantity, ...]
    near_other: tuple[Quantity, ...]


def compare_numbers(sides: Sides, one_text: str, other_text: str) -> list[Discrepancy]:
    """Return a discrepancy for each number of one that has become another number of other.

    Numbers in digits and large ones in words are compared.  A number that merely is missing may be spelled in a way
    that the language data does not know; it is no finding.
    """
    left_one, left_other = unmatched(sides.one, sides.other), unmatched(sides.other, sides.one)
    one = [quantity for quantity in left_one if _says_much(quantity) and not _answered(quantity, sides.near_other)]
    other = [quantity for quantity in left_other if _says_much(quantity) and not _answered(quantity, sides.near_one)]
    for here in tuple(one):
        there = next((candidate for candidate in other if _compatible(here, candidate)), None)
        if there:
            one.remove(here)
            other.remove(there)
    return [_discrepancy(here, there, one_text, other_text) for here, there in _pairs(one, other)]


def _says_much(quantity: Quantity) -> bool:
    """Tell whether a number's absence on the other side means something."""
    return quantity.is_firm or (quantity.is_word and min(quantity.values) >= _LEAST_IN_WORDS)


def _pairs(one: list[Quantity], other: list[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Pair what is left: in order if both sides have as many, else a lone number with the one of its size."""
    if len(one) == len(other):
        return list(zip(one, other, strict=True))
    if min(len(one), len(other)) != 1:
        return []
    lone, many = (one[0], other) if len(one) == 1 else (other[0], one)
    alike = [quantity for quantity in many if _size(quantity) == _size(lone)]
    if len(alike) != 1 or _size(lone) < _MIN_SIZE:
        return []
    return [(lone, alike[0])] if len(one) == 1 else [(alike[0], lone)]


def _size(quantity: Quantity) -> int:
    """Return the number of digits before the decimal mark."""
    return len(str(int(max(quantity.values))))


def unmatched(here: Sequence[Quantity], there: Sequence[Quantity]) -> list[Quantity]:
    """Return those without an equal on the other side; each mention there answers once, words answer always."""
    free = list(there)
    left = []
    for quantity in here:
        equal = next((candidate for candidate in free if agree(quantity, candidate)), None)
        if equal is None:
            left.append(quantity)
        elif equal.is_firm:
            free.remove(equal)
    return left


def _answered(quantity: Quantity, near: Sequence[Quantity]) -> bool:
    return any(agree(quantity, candidate) for candidate in near)


def _compatible(one: Quantity, other: Quantity) -> bool:
    """Tell whether two unequal amounts may still be the same thing: a decade, a scale unread, a conversion."""
    is_read = one.has_scale and other.has_scale
    return any(_may_be_same(x, y, is_read) or _may_be_same(y, x, is_read) for x in one.values for y in other.values)


def _may_be_same(x: Decimal, y: Decimal, is_read: bool) -> bool:
    """Tell whether x may mean y.  is_read: both have a word for their scale, million or billion."""
    if y == y.to_integral_value() and x - y == _HALF_PAST:
        return True
    if x - y in (_HALF_DAY, -_HALF_DAY) and max(x, y) < 25:
        return True
    if x == 0 or y == 0:
        return False
    if 1000 <= x <= 2100 and y < 100 and x % 100 == y:
        return True
    ratio = x / y
    if not is_read and ratio >= 1000 and ratio.normalize().as_tuple().digits == (1,):
        return True
    return any(abs(ratio / factor - 1) < _ROUNDING for factor in _CONVERSIONS)


def _discrepancy(here: Quantity, there: Quantity, one_text: str, other_text: str) -> Discrepancy:
    note = f"the one says {here.span.of(one_text)}, the other says {there.span.of(other_text)}"
    return Discrepancy("number", here.span, there.span, "major", note, 0.9)
