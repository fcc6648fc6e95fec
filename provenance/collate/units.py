"""One amount in another unit: 12 percent on one side, 12 euros on the other.

What units and currencies are called stands in units.json, which training/units.py makes from CLDR.  A form may mean
several units ("pounds"); two mentions differ only if they can not mean one.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from provenance.collate.passages import Passage
from provenance.collate.quantities import Quantity, agree
from provenance.types import Discrepancy, Span

# Between a number and its unit: "5 milliards de dollars", "a 10-day trip".
_LEAD = re.compile(r"[\s\u00a0\u202f-]*(?:(?:de|di|of|av|od|af)\s+|d['’])?")
_REACH = 40
# Temperature in degrees of either scale may be told without its scale.
_ALIKE = {"degree": frozenset({"degree", "celsius", "fahrenheit"})}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with the units that the word beside it may mean.  span: of number and unit together."""

    number: Quantity
    units: frozenset[str]
    span: Span


def measures(passage: Passage, numbers: Sequence[Quantity]) -> tuple[Measure, ...]:
    """Return the numbers of a passage that have a unit or a currency beside them."""
    return tuple(found for number in numbers if (found := _measured(passage, number)) is not None)


def compare_units(
    one: Passage, other: Passage, numbers_one: Sequence[Quantity], numbers_other: Sequence[Quantity]
) -> list[Discrepancy]:
    """Return a discrepancy for each amount that both sides tell, in units that can not be the same.

    An amount counts where every mention of it, on both sides, has a unit that the data knows: so it is told for one
    thing on each side.
    """
    here, there = measures(one, numbers_one), measures(other, numbers_other)
    known = {measure.number.span for measure in (*here, *there)}
    found = []
    for measure in here:
        equal = [quantity for quantity in (*numbers_one, *numbers_other) if agree(quantity, measure.number)]
        if any(quantity.span not in known for quantity in equal):
            continue
        ours = [near for near in here if agree(near.number, measure.number)]
        theirs = [near for near in there if agree(near.number, measure.number)]
        if len(ours) == len(theirs) == 1 and not ours[0].units & theirs[0].units:
            note = f"the one says {_said(ours[0], one)}, the other says {_said(theirs[0], other)}"
            found.append(Discrepancy("number", ours[0].span, theirs[0].span, "major", note, 0.8))
    return found


def _said(measure: Measure, passage: Passage) -> str:
    return " ".join(measure.span.of(passage.text).split())


def _measured(passage: Passage, number: Quantity) -> Measure | None:
    behind, before = _patterns(passage.language.tag)
    text, end = passage.text, min(number.span.end + _REACH, passage.span.end)
    lead = _LEAD.match(text, number.span.end, end)
    start = lead.end() if lead else number.span.end
    found = behind.match(text, start, end) or behind.match(text, number.span.end, end)
    if found:
        return Measure(number, _units(found.group(), passage.language.tag), Span(number.span.start, found.end()))
    signs = before.search(text, max(passage.span.start, number.span.start - 5), number.span.start)
    if signs:
        return Measure(number, _units(signs.group(1), ""), Span(signs.start(1), number.span.end))
    return None


def _units(form: str, tag: str) -> frozenset[str]:
    table = _table()
    signs = table[""]
    units = signs.get(form) or table.get(tag, {}).get(" ".join(form.lower().split()), [])
    return frozenset().union(*(_ALIKE.get(unit, frozenset({unit})) for unit in units))


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = json.loads(
        files("provenance.collate").joinpath("units.json").read_text("utf-8")
    )
    return table


@lru_cache(maxsize=64)
def _patterns(tag: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of a unit behind a number, in a language, and of a sign before one."""
    table = _table()
    names = sorted(table.get(tag, {}), key=len, reverse=True)
    words = "|".join(
        r"\s+".join(map(re.escape, name.split())) + (r"(?!\w)" if _ends_in_word(name) else "") for name in names
    )
    signs = "|".join(
        re.escape(sign) + (r"(?!\w)" if sign[-1].isalpha() else "") for sign in sorted(table[""], key=len, reverse=True)
    )
    leading = "|".join(
        re.escape(sign) for sign in sorted(table[""], key=len, reverse=True) if not set(sign) & set("%％٪°℃")
    )
    return (
        re.compile(f"(?:{signs}|(?i:{words}))" if words else f"(?:{signs})"),
        re.compile(rf"(?<!\w)({leading})[\s\u00a0\u202f]?$"),
    )


def _ends_in_word(name: str) -> bool:
    """Tell whether a name ends in a letter of a script that writes spaces between words."""
    return name[-1].isalpha() and not re.match(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]", name[-1])
