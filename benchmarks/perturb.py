"""Seeded changes to a translation, each with the characters that were changed: the truth for benchmarks.collation.

Every change is made to what both sides say, so that it is a difference and not merely an edit: a number that the
source holds too, a name that the source holds too.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from provenance.languages import load, tags

NEGATORS = {  # word to delete from, or (auxiliary, auxiliary with negation) to put into, a translation
    "en": (
        ("not",),
        (
            ("is", "is not"),
            ("are", "are not"),
            ("was", "was not"),
            ("were", "were not"),
            ("has", "has not"),
            ("have", "have not"),
            ("will", "will not"),
            ("can", "cannot"),
            ("would", "would not"),
        ),
    ),
    "de": (
        ("nicht",),
        (
            ("wurde", "wurde nicht"),
            ("ist", "ist nicht"),
            ("hat", "hat nicht"),
            ("wird", "wird nicht"),
            ("kann", "kann nicht"),
            ("haben", "haben nicht"),
            ("sind", "sind nicht"),
        ),
    ),
    "fr": (
        (),
        (
            ("est", "n'est pas"),
            ("a", "n'a pas"),
            ("ont", "n'ont pas"),
            ("sont", "ne sont pas"),
            ("peut", "ne peut pas"),
            ("était", "n'était pas"),
        ),
    ),
    "ru": (
        ("не",),
        (
            ("будет", "не будет"),
            ("был", "не был"),
            ("была", "не была"),
            ("может", "не может"),
            ("были", "не были"),
            ("сказал", "не сказал"),
        ),
    ),
    "uk": (
        ("не",),
        (
            ("буде", "не буде"),
            ("був", "не був"),
            ("була", "не була"),
            ("може", "не може"),
            ("були", "не були"),
            ("сказав", "не сказав"),
        ),
    ),
    "cs": (
        ("není",),
        (
            ("je", "není"),
            ("jsou", "nejsou"),
            ("byl", "nebyl"),
            ("byla", "nebyla"),
            ("bylo", "nebylo"),
            ("bude", "nebude"),
            ("má", "nemá"),
            ("může", "nemůže"),
        ),
    ),
    "hr": (("ne",), (("je", "nije"), ("su", "nisu"), ("ima", "nema"), ("može", "ne može"))),
    "ja": (
        (),
        (("しました", "しませんでした"), ("します", "しません"), ("できる", "できない"), ("である", "ではない")),
    ),
    "zh": (("没有",), (("可以", "不能"), ("将", "将不会"), ("已经", "从未"), ("是", "不是"))),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A changed translation: its segments, where the change is (segment and characters in it), what was done."""

    segments: tuple[str, ...]
    places: tuple[tuple[int, int, int], ...]
    note: str


Change_ = Change | None
Perturbation = Callable[[Sequence[str], Sequence[str], str, str, random.Random], Change_]


def number(source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random) -> Change_:
    """Change the digits of a number that the source sentence holds in the same digits."""
    found = []
    for index, (left, right) in enumerate(zip(source, target, strict=True)):
        held = {re.sub(r"\D", "", run) for run in re.findall(r"\d+(?:[.,\u00a0\u202f ]\d+)*", _plain(left))}
        for match in re.finditer(r"(?<![\w.,:-])\d+(?:[.,]\d+)*(?![\w:-]|[.,/]\d)", right):
            digits = re.sub(r"\D", "", _plain(match.group()))
            is_year = re.fullmatch(r"(1[5-9]|20)\d\d", digits)
            if digits in held and len(digits) >= 2 and not is_year and not _near_month(right, match, other):
                found.append((index, match))
    if not found:
        return None
    index, match = chance.choice(found)
    return _replace(target, index, match.start(), match.end(), _other_digits(match.group(), chance), "number")


def year_or_day(source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random) -> Change_:
    """Change a year that the source holds too, a weekday, or a month beside a day."""
    found = []
    language, source_language = load(_file(other)), load(_file(one))
    months = _table(language.dates.months)
    weekdays = _table(language.dates.weekdays)
    for index, (left, right) in enumerate(zip(source, target, strict=True)):
        for match in re.finditer(r"(?<![\w.,:-])(19|20)\d\d(?![\w:-]|[.,/]\d)", right):
            if match.group() in _plain(left):
                found.append(
                    (index, match.start(), match.end(), str(int(match.group()) + chance.choice((-3, -2, -1, 1, 2))))
                )
        for table, held in ((months, source_language.dates.months), (weekdays, source_language.dates.weekdays)):
            for form, (place, column, forms) in table.items():
                fresh = [row[column] for row in forms if len(row) > column and row[column] != form]
                edge = r"\b" if language.has_spaces else ""
                for match in re.finditer(rf"{edge}{re.escape(form)}{edge}", right):
                    beside = right[max(match.start() - 5, 0) : match.end() + 4]
                    if (table is months and not re.search(r"\d", beside)) or not fresh or not _holds(left, held[place]):
                        continue
                    found.append((index, match.start(), match.end(), chance.choice(fresh)))
    if not found:
        return None
    index, start, end, new = chance.choice(found)
    return _replace(target, index, start, end, new, "date")


def name(source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random) -> Change_:
    """Put another name of the document's or of a fixed list where both sides have the same name."""
    found = []
    for index, (left, right) in enumerate(zip(source, target, strict=True)):
        held = {
            _skeleton(word) for word in re.findall(r"[^\W\d_]{3,}", left) if word[:1].isupper() or not word.isascii()
        }
        for match in re.finditer(r"(?<=[\w,] )[^\W\d_]{4,}", right):
            word = match.group()
            if word[0].isupper() and not word.isupper() and _skeleton(word) in held and len(_skeleton(word)) >= 3:
                found.append((index, match))
    if not found:
        return None
    index, match = chance.choice(found)
    own = " ".join(target)
    fresh = [word for word in _NAMES[_script(match.group())] if word not in own and word[:2] != match.group()[:2]]
    return _replace(target, index, match.start(), match.end(), chance.choice(fresh), "name")


def negation(source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random) -> Change_:
    """Delete the only negation of a sentence, or negate a sentence without one."""
    remove, insert = NEGATORS.get(other, ((), ()))
    sources = NEGATORS.get(one, ((), ()))[0] + tuple(new for _, new in NEGATORS.get(one, ((), ()))[1])
    found = []
    edge = "" if other in ("ja", "zh") else r"\b"
    negative = [new.split()[0] if other != "en" else "not" for _, new in insert] + list(remove)
    for index, (left, right) in enumerate(zip(source, target, strict=True)):
        has = [word for word in remove if re.search(rf"{edge}{word}{edge}", right)]
        source_edge = "" if one in ("ja", "zh") else r"\b"
        source_has = any(re.search(rf"{source_edge}{re.escape(word)}{source_edge}", left) for word in sources)
        if has and source_has:
            match = re.search(rf"{edge}{has[0]}{edge} ?", right)
            if match and len(re.findall(rf"{edge}{has[0]}{edge}", right)) == 1:
                found.append((index, match.start(), match.end(), ""))
        elif not any(re.search(rf"{edge}{word}{edge}", right) for word in negative) and not source_has:
            for old, new in insert:
                match = re.search(rf"{edge}{old}{edge}", right)
                if match:
                    found.append((index, match.start(), match.end(), new))
                    break
    if not found:
        return None
    index, start, end, new = chance.choice(found)
    return _replace(target, index, start, end, new, "negation")


PERTURBATIONS: dict[str, Perturbation] = {
    "number": number,
    "date": year_or_day,
    "name": name,
    "negation": negation,
}

_NAMES = {
    "latin": (
        "Hendricks",
        "Vasquez",
        "Olafsen",
        "Kowalczyk",
        "Brambilla",
        "Tremblay",
        "Yilmaz",
        "Okafor",
        "Lindqvist",
        "Moretti",
    ),
    "cyrillic": (
        "Хендрикс",
        "Васкес",
        "Олафсен",
        "Ковальчик",
        "Брамбилла",
        "Трембле",
        "Йылмаз",
        "Окафор",
        "Линдквист",
        "Моретти",
    ),
}


def _replace(target: Sequence[str], index: int, start: int, end: int, new: str, note: str) -> Change:
    texts = list(target)
    texts[index] = texts[index][:start] + new + texts[index][end:]
    return Change(tuple(texts), ((index, start, start + len(new)),), f"{note}: {target[index][start:end]!r} -> {new!r}")


def _plain(text: str) -> str:
    return "".join(str(int(char)) if char.isdigit() and char.isdecimal() else char for char in text)


def _other_digits(run: str, chance: random.Random) -> str:
    while True:
        new = "".join(chance.choice("123456789") if char.isdigit() else char for char in run)
        if all(x != y for x, y in zip(new, run, strict=True) if x.isdigit()):
            return new


def _near_month(text: str, match: re.Match[str], tag: str) -> bool:
    around = text[max(match.start() - 12, 0) : match.end() + 14].lower()
    forms = [form.lower() for row in load(_file(tag)).dates.months for form in row if len(form) > 2]
    return any(form in around for form in forms) or "月" in around


def _holds(text: str, forms: Sequence[str]) -> bool:
    """Tell whether a text holds a form of a word, whatever its ending."""
    return any(form[: max(len(form) - 2, 3)].lower() in text.lower() for form in forms if len(form) > 1)


def _table(rows: Sequence[Sequence[str]]) -> dict[str, tuple[int, int, Sequence[Sequence[str]]]]:
    return {
        form: (place, column, rows)
        for place, row in enumerate(rows)
        for column, form in enumerate(row)
        if len(form) > 3 or (not form.isascii() and len(form) > 2)
    }


def _file(tag: str) -> str:
    return "zh-Hans" if tag == "zh" else tag if tag in tags() else "en"


def _script(word: str) -> str:
    return "cyrillic" if re.match(r"[\u0400-\u04ff]", word) else "latin"


def _skeleton(word: str) -> str:
    return re.sub(r"[aeiouyjwh']", "", anyascii(word).lower())
