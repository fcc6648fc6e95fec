"""How each language names units and currencies, from CLDR: writes provenance/collate/units.json.

    python -m training.units [-o provenance/collate/units.json]

Names and plural forms come from the Unicode CLDR as the package Babel ships it (Unicode licence v3).  Of currencies
the word that several have in common is kept too ("dollar" of US and Canadian dollars), since news seldom says more.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from anyascii import anyascii
from babel import Locale, UnknownLocaleError

from provenance.languages import tags

UNITS_FILE = Path(__file__).parent.parent / "provenance" / "collate" / "units.json"
UNITS = {
    "percent": ("concentr-percent",),
    "degree": ("temperature-generic", "angle-degree"),
    "celsius": ("temperature-celsius",),
    "fahrenheit": ("temperature-fahrenheit",),
    "kilometre": ("length-kilometer",),
    "metre": ("length-meter",),
    "centimetre": ("length-centimeter",),
    "millimetre": ("length-millimeter",),
    "mile": ("length-mile",),
    "foot": ("length-foot",),
    "inch": ("length-inch",),
    "yard": ("length-yard",),
    "kilogram": ("mass-kilogram",),
    "gram": ("mass-gram",),
    "tonne": ("mass-tonne", "mass-ton"),
    "pound": ("mass-pound",),
    "ounce": ("mass-ounce",),
    "hectare": ("area-hectare",),
    "acre": ("area-acre",),
    "litre": ("volume-liter",),
    "gallon": ("volume-gallon",),
    "minute": ("duration-minute",),
    "hour": ("duration-hour",),
    "day": ("duration-day", "duration-day-person"),
    "week": ("duration-week", "duration-week-person"),
    "month": ("duration-month", "duration-month-person"),
    "year": ("duration-year", "duration-year-person"),
}
CURRENCIES = {
    "dollar": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD"),
    "euro": ("EUR",),
    "pound": ("GBP", "EGP", "LBP"),
    "yen": ("JPY",),
    "yuan": ("CNY",),
    "rouble": ("RUB", "BYN"),
    "hryvnia": ("UAH",),
    "rupee": ("INR", "PKR"),
    "franc": ("CHF",),
    "złoty": ("PLN",),
    "crown": ("CZK", "SEK", "NOK", "DKK"),
    "lira": ("TRY",),
    "forint": ("HUF",),
    "won": ("KRW",),
    "peso": ("MXN", "ARS", "CLP", "COP"),
    "real": ("BRL",),
}
# The word in a longer name that means the unit by itself: its romanised beginning.
HEADS = {
    "euro": "e[uvw]r|yuro|yevro|yewro", "yen": "[jyi][ea]n", "yuan": "[yj]i?u[ae]n", "hryvnia": "[hgk]h?r[yiou]v",
    "złoty": "zlot|slot", "forint": "forint", "won": "won|von", "real": "rea[il]", "franc": "fran[ckq]",
    "pound": "poun|pfun|livr|libr|pun[td]|pund|funt|ster", "lira": "lir|lyr",
    "crown": "[ck]oru|kr[ou]n|kroon|coro|couro", "rouble": "r[ou]u?b", "dollar": "d[aeouwy]*l+[ae]*[yr]|dall|dular",
    "peso": "pes", "rupee": "r[ou]+p", "tonne": "t[ou]n+", "acre": "ac?[ck]r", "kilometre": "k[iy]+lom",
}  # fmt: skip
# Signs and abbreviations that mean one thing in every language.
SIGNS = {
    "%": "percent", "％": "percent", "٪": "percent", "°C": "celsius", "℃": "celsius", "°F": "fahrenheit",
    "°": "degree", "$": "dollar", "US$": "dollar", "€": "euro", "£": "pound", "¥": "yen yuan", "₽": "rouble",
    "₴": "hryvnia", "₹": "rupee", "₩": "won", "₺": "lira", "zł": "złoty", "Kč": "crown", "USD": "dollar",
    "EUR": "euro", "GBP": "pound", "JPY": "yen", "CNY": "yuan", "RUB": "rouble", "UAH": "hryvnia", "INR": "rupee",
    "CHF": "franc", "PLN": "złoty", "CZK": "crown", "SEK": "crown", "NOK": "crown", "DKK": "crown", "TRY": "lira",
    "HUF": "forint", "KRW": "won", "MXN": "peso", "BRL": "real", "R$": "real", "km": "kilometre", "kg": "kilogram",
    "cm": "centimetre", "mm": "millimetre", "км": "kilometre", "кг": "kilogram", "см": "centimetre",
    "мм": "millimetre",
}  # fmt: skip

# What CLDR has not: counters of age, percent in two words.
MORE = {
    "vi": {"đô la": "dollar", "phần trăm": "percent"}, "en": {"per cent": "percent"},
    "it": {"per cento": "percent"}, "es": {"por ciento": "percent"},
    "pt": {"por cento": "percent"}, "fr": {"pour cent": "percent"}, "ca": {"per cent": "percent"},
    "zh-Hans": {"岁": "year", "周岁": "year"}, "zh-Hant": {"歲": "year", "週歲": "year"},
    "ja": {"歳": "year", "才": "year"}, "ko": {"세": "year", "살": "year"},
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the names of units and currencies of each language.")
    parser.add_argument("-o", "--output", type=Path, default=UNITS_FILE)
    options = parser.parse_args()
    table = {"": {form: sorted(units.split()) for form, units in SIGNS.items()}}
    table |= {tag: forms for tag in tags() if (forms := named(tag))}
    rows = (f"{json.dumps(tag)}: {json.dumps(forms, ensure_ascii=False)}" for tag, forms in sorted(table.items()))
    options.output.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


def named(tag: str) -> dict[str, list[str]]:
    """Return each form of a language, in lower case, with the units that it may mean; nothing if CLDR has none."""
    try:
        data = Locale.parse(tag, sep="-")._data
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, set[str]] = {}
    more = ((unit, form) for form, unit in MORE.get(tag, {}).items())
    for unit, form in (*_units(data), *_currencies(data), *more):
        if len(form) > 1 or not form.isascii():
            found.setdefault(form.lower(), set()).add(unit)
    return {form: sorted(units) for form, units in sorted(found.items())}


def _units(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for unit, names in UNITS.items():
        for name in names:
            patterns = data["unit_patterns"].get(name) or {}
            forms = next(filter(None, (_forms(patterns.get(length) or {}) for length in ("long", "short"))), [])
            for form in (*forms, *_heads(unit, forms)):
                yield unit, form


def _heads(unit: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the words of longer names that mean the unit by themselves."""
    head = re.compile(HEADS.get(unit, "(?!)"))
    for name in names:
        for word in re.findall(r"[^\W\d_]+(?:[\u0900-\u0dff\u200c]+[^\W\d_]*)*", name):
            if head.match(anyascii(word).lower()):
                yield word


def _forms(patterns: Mapping[str, Any]) -> list[str]:
    """Return what stands beside the number, whatever the plural category; a length without any inherits."""
    return [
        pattern.replace("{0}", "").replace("\u00a0", " ").strip()
        for count, pattern in patterns.items()
        if count != "per" and isinstance(pattern, str) and "{0}" in pattern
    ]


def _currencies(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for unit, codes in CURRENCIES.items():
        names = [
            {name for name in (data["currency_names"].get(code), *dict(plurals(data, code)).values()) if name}
            for code in codes
        ]
        for name in set().union(*names):
            yield unit, name.replace("\u00a0", " ")
        for word in _heads(unit, set().union(*names)):
            yield unit, word


def plurals(data: Mapping[str, Any], code: str) -> Mapping[str, str]:
    """Return the plural forms of a currency's name by plural category."""
    return data["currency_names_plural"].get(code) or {}


if __name__ == "__main__":
    main()
