"""Fields of front matter and of JSON Lines → statements."""

import re
from collections.abc import Iterator, Mapping

from provenance.read.content import distinct, statement
from provenance.read.vocabulary import field_name, vocabulary
from provenance.types import Declared

# "zh-Hant" or "French" as against an address or a title
_LANGUAGE = re.compile(r"[^\W\d_]{2,20}(-\w{2,8}){0,3}")
# an author may be a mapping: the name stands under one of these
_NAMES = ("name", "title", "url", "link", "display_name", "id")
_DEEPEST = 3


def statements_of(fields: Mapping[object, object], carrier: str) -> tuple[Declared, ...]:
    """Return what the recognised fields state; place is "CARRIER:FIELD", with an index in lists."""
    return distinct(_statements(fields, carrier, "", "", 0))


def _statements(
    fields: Mapping[object, object], carrier: str, path: str, prefix: str, depth: int
) -> Iterator[Declared | None]:
    words = vocabulary()
    for raw_name, value in fields.items():
        if not isinstance(raw_name, str):
            continue
        name = field_name(raw_name[:200])
        place = f"{path}.{raw_name}" if path else raw_name
        inner = words.containers.get(name)
        if isinstance(value, Mapping) and inner is not None and depth < _DEEPEST:
            yield from _statements(value, carrier, place, inner, depth + 1)
            continue
        key = words.fields.get(prefix + name) or words.fields.get(name)
        if key is not None:
            for text, at in _texts(value, place):
                yield statement(_decided(key, text), text, f"{carrier}:{at}")


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Return the texts of a scalar, a list or a mapping with a name, each with its place."""
    if isinstance(value, list):
        for index, entry in enumerate(value[:100]):
            yield from _scalar(entry, f"{place}[{index}]")
    else:
        yield from _scalar(value, place)


def _scalar(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        name = next((name for name in _NAMES if isinstance(value.get(name), str)), None)
        if name is not None:
            yield str(value[name]), f"{place}.{name}"
    elif isinstance(value, str | int | float) and value not in ("", "~", "null"):
        yield str(value), place


def _decided(key: str, value: str) -> str:
    """Decide "translated from X": X is a language, or else the original's address or title."""
    if key != "translated-from":
        return key
    return "source-language" if _LANGUAGE.fullmatch(value.strip()) else "original"
