"""What a reader makes of one file: its text and what its carrier declares."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from provenance.read.characters import clean
from provenance.types import Declared

# A statement is a name, a date or an address: what is longer is no statement but text, and is cut.
VALUE_CHARS = 2000
STATEMENTS = 500

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Content:
    """Text not yet normalised, with the statements in the order in which the carrier makes them."""

    text: str
    declared: tuple[Declared, ...] = ()


def statement(key: str, value: str, place: str, language: str | None = None) -> Declared | None:
    """Return the statement with white space collapsed, or None if it states nothing."""
    value = _BLANKS.sub(" ", clean(value[: 2 * VALUE_CHARS])).strip()[:VALUE_CHARS]
    place = _BLANKS.sub(" ", clean(place[:200])).strip()
    tag = clean(language[:60]).strip() if language else None
    return Declared(key, value, place, tag or None) if value else None


def distinct(statements: Iterable[Declared | None]) -> tuple[Declared, ...]:
    """Drop what states nothing and exact repetitions; keep the order, and at most STATEMENTS of them."""
    kept = dict.fromkeys(entry for entry in statements if entry is not None)
    return tuple(kept)[:STATEMENTS]
