"""Credits written as fields: front matter, reST field lists, PO headers and page variables, one line after the other.

``translator: "NAME"``, ``translators:`` with a list under it, ``:translator: NAME``, ``"Last-Translator: NAME <…>"``,
``f.translators = '<a href="…">NAME</a>'``.  One pass over the lines, linear in the length of the text.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from provenance.detect.credits.grammar import grammar
from provenance.types import Agent, Credit, Role, Scope, Span

MAX_LIST_LINES = 60
MAX_VALUE_CHARS = 160
_ROLES: Mapping[str, Role] = {
    "translator": "translator", "author": "author", "editor": "editor", "proofreader": "proofreader",
    "contributor": "contributor",
}  # fmt: skip
_FIELD = re.compile(r"[\s#/*;>\"'-]{0,12}:?(?P<key>[\w.][\w. -]{0,30}?)[\"']?\s?[:=][ \t]*(?P<value>[^\n]*)")
_ITEM = re.compile(
    r"(?P<lead>[ \t]*-[ \t]*|[ \t]+)(?:[\"']?(?P<key>[\w-]{1,30})[\"']?[ \t]*:(?!//)[ \t]*)?(?P<value>[^\n]*)"
)
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_LINK = re.compile(r"<a\b[^<>]{0,500}>([^<>]{1,200})</a>")
_SPLIT = re.compile(r"\s*(?:[,;]|\s&\s|\sand\s|\\n)\s*")
_EXTRA = re.compile(r"\s*(?:<[^<>]{0,200}>|\([^()]{0,80}@[^()]{0,80}\)|,?\s\d{4}(?:[-, ]+\d{4})*\.?$)")


@dataclass(frozen=True, slots=True)
class FieldData:
    """keys: folded key → what it states.  sources: folded key → language.  placeholders: values that name nobody."""

    keys: Mapping[str, str]
    sources: Mapping[str, str]
    placeholders: frozenset[str]


@lru_cache(maxsize=1)
def shared() -> Mapping[str, Any]:
    """Return the table of languages/shared/fields.toml."""
    return tomllib.loads(files("provenance.languages").joinpath("shared", "fields.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def field_data() -> FieldData:
    """Return the keys that state credits."""
    table = shared()
    return FieldData(
        {_folded(key): kind for kind, keys in table["keys"].items() for key in keys},
        {_folded(key): language for key, language in table["source"].items()},
        frozenset(name.casefold() for name in table["placeholders"]["names"]),
    )


@dataclass(frozen=True, slots=True)
class Field:
    """A key with its value as written, and where both stand together and the value alone."""

    key: str
    value: str
    span: Span
    value_start: int


def read_fields(text: str) -> tuple[Credit, ...]:
    """Return the credits that fields state; the original that a field names goes to the translation's credit."""
    data = field_data()
    found: list[Credit] = []
    works: list[tuple[Field, str]] = []
    for field in _fields(text, data):
        kind = data.keys[_folded(field.key)]
        if kind in {"work", "related"}:
            works.append((field, kind))
        elif (credit := _credit(field, kind, text, data, found)) is not None:
            found.append(credit)
    for field, kind in works:
        found = _with_work(found, field, kind)
    return tuple(found)


def _folded(key: str) -> str:
    return key.strip().casefold().replace("-", "_").replace(" ", "_")


def _fields(text: str, data: FieldData) -> Iterator[Field]:
    """Yield the fields whose keys state a credit, with the list that may stand under the key."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]*", text) if match.end() > match.start()]
    parent = ""
    for number, (start, end) in enumerate(lines):
        match = _FIELD.match(text, start, min(end, start + 2000))
        if match is None:
            continue
        key = match["key"]
        indented = text[start] in " \t"
        if indented and f"{parent}.{_folded(key)}" in data.keys:
            key = f"{parent}.{_folded(key)}"
        elif not indented:
            parent = _folded(key)
        if _folded(key) not in data.keys:
            continue
        value = _COMMENT.sub("", match["value"]).strip()
        if value:
            yield Field(key, match["value"], Span(match.start("key"), end), match.start("value"))
        else:
            yield from _listed(text, key, match.start("key"), lines[number + 1 : number + 1 + MAX_LIST_LINES])


def _listed(text: str, key: str, key_start: int, lines: list[tuple[int, int]]) -> Iterator[Field]:
    """Yield one field for the items of a list under a key, joined by line ends."""
    end = 0
    first = 0
    values: list[str] = []
    for start, stop in lines:
        match = _ITEM.match(text, start, stop)
        if match is None or text[start:stop].strip() in {"---", "..."}:
            break
        is_name = match["key"] is None or match["key"].casefold() in {"name", "nom", "nombre", "title"}
        if is_name and match["value"].strip():
            first = first or match.start("value")
            values.append(match["value"])
        end = stop
    if values:
        yield Field(key, "\n".join(values), Span(key_start, end), first)


def _credit(field: Field, kind: str, text: str, data: FieldData, before: list[Credit]) -> Credit | None:
    agents = tuple(_agents(field, text, data))
    if not agents:
        return None
    role = _ROLES[kind]
    is_reviewed = any(credit.role == "translator" for credit in before)
    if role == "contributor" and is_reviewed:
        role = "proofreader"
    return Credit(
        role=role,
        agents=agents,
        scope=Scope("text"),
        span=field.span.trimmed(text),
        rule=f"field:{field.key}",
        confidence=0.95 if role == "translator" else 0.85,
        source_language=data.sources.get(_folded(field.key)),
        is_machine=False if role == "translator" else None,
    )


def _agents(field: Field, text: str, data: FieldData) -> Iterator[Agent]:
    position = field.value_start
    for value in field.value.split("\n"):
        for name in _names(value):
            if name.casefold() in data.placeholders or not any(char.isalnum() for char in name):
                continue
            start = text.find(name, position, field.span.end)
            if start >= 0:
                position = start + len(name)
                yield Agent(name, "person", Span(start, start + len(name)))


def _names(value: str) -> list[str]:
    """Return the names in one value: a quoted text is one name, or its link's text; a bare one may list several."""
    bare = value.strip().rstrip(",;")
    if bare[:1] in "\"'" and bare:
        closing = bare.find(bare[0], 1)
        inside = bare[1:closing] if closing > 0 else bare[1:].removesuffix("\\n")
        links = _LINK.findall(inside)
        if links:
            return [link.strip() for link in links]
        return [_without_extras(inside)] if "[" not in inside and "](" not in inside and ":" not in inside else []
    bare = _COMMENT.sub("", bare).strip().strip("[]").rstrip('"').removesuffix("\\n")
    if len(bare) > MAX_VALUE_CHARS or ":" in bare or "](" in bare or "{" in bare or bare.endswith("."):
        return []  # a sentence or a line of several credits: the grammar reads it
    pieces = [_without_extras(piece).strip("\"' ") for piece in _SPLIT.split(bare)]
    if any(_runs_on(piece) for piece in pieces):
        return []
    return [piece for piece in pieces if piece and len(piece.split()) <= 6 and not piece.isdigit()]


def _runs_on(name: str) -> bool:
    """Tell whether more than a name stands there ("Ann Lee für Beispiel"): the grammar knows such words."""
    words = name.split()
    if words and words[0][0].islower() and words[0].endswith(".") and len(words) > 1:
        return True  # "tłum. NAME"
    if len(words) > 2 and words[0].islower() and words[0] not in _particles():
        return True  # "Paolo Verdi, traduit de l'italien par NAME"
    return len(words) > 2 and words[0][0].isupper() and any(
        word.isalpha() and word.islower() and word not in _particles() for word in words[1:-1]
    )  # fmt: skip


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    return grammar(("en", "de", "es", "nl")).particles


def _without_extras(name: str) -> str:
    """Return a name without an e-mail address and years after it."""
    return _EXTRA.sub("", name).strip()


def _with_work(found: list[Credit], field: Field, kind: str) -> list[Credit]:
    """Add the original that a field names to the translator's credit, or make it a credit of its own."""
    work = field.value.strip().strip("\"'")
    translators = [credit for credit in found if credit.role == "translator"]
    if translators and kind == "work":
        return [
            replace(credit, work=work if credit.work is None else f"{credit.work} | {work}")
            if credit.role == "translator"
            else credit
            for credit in found
        ]
    credit = Credit(
        "source", (), Scope("original"), field.span, f"field:{field.key}", 0.7, work=work if kind == "work" else None
    )
    return [*found, credit]
