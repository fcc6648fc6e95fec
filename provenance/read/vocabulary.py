"""Which words carriers use for their statements: declared.toml, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Marks of a translation service.  sense: "shown" (the page is its output) or "offered" (a widget)."""

    tool: str
    sense: str
    needles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names as carriers write them → Declared.key; word lists for the parts of a page."""

    fields: Mapping[str, str]
    containers: Mapping[str, str]
    meta: Mapping[str, str]
    linked: Mapping[str, str]
    text_types: frozenset[str]
    tool_types: frozenset[str]
    silent_elements: frozenset[str]
    block_elements: frozenset[str]
    raw_elements: frozenset[str]
    inline_elements: frozenset[str]
    credit_classes: tuple[str, ...]
    boilerplate_classes: tuple[str, ...]
    banned_classes: tuple[str, ...]
    fingerprints: tuple[Fingerprint, ...]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the words of declared.toml.  It is part of the package: a fault in it is a fault of the package."""
    with Path(__file__).with_name("declared.toml").open("rb") as file:
        raw = tomllib.load(file)
    return Vocabulary(
        fields=_turned(raw["fields"]),
        containers=raw["containers"],
        meta=_turned(raw["meta"]),
        linked=_turned(raw["linked"]),
        text_types=frozenset(raw["types"]["text"]),
        tool_types=frozenset(raw["types"]["tool"]),
        silent_elements=frozenset(raw["elements"]["silent"]),
        block_elements=frozenset(raw["elements"]["block"]),
        raw_elements=frozenset(raw["elements"]["raw"]),
        inline_elements=frozenset(raw["elements"]["inline"]),
        credit_classes=tuple(raw["classes"]["credit"]),
        boilerplate_classes=tuple(raw["classes"]["boilerplate"]),
        banned_classes=tuple(raw["classes"]["banned"]),
        fingerprints=tuple(Fingerprint(e["tool"], e["sense"], tuple(e["needles"])) for e in raw["fingerprints"]),
    )


def field_name(name: str) -> str:
    """Return a name as the tables hold it: lower case, "-" for "_" and blanks."""
    return "-".join(name.strip().lower().replace("_", " ").replace("-", " ").split())


def _turned(table: Mapping[str, list[str]]) -> Mapping[str, str]:
    return {name: key for key, names in table.items() for name in names}
