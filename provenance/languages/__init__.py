"""Language knowledge: one TOML file a language, data only, and the loader.

``load("fr")`` parses provenance/languages/fr.toml once.  Every section may be absent (its fields are then empty), so
a new language starts with five lines.  The shape is fixed by schemas/language.schema.json, which a test applies to
each file; ``load`` itself checks what it needs and names file and key when it is wrong.

Loading is lazy because a command reads two or three of the files, never all of them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from provenance.errors import LanguageDataError
from provenance.languages.sections import (
    Credits,
    Dates,
    Furniture,
    Numbers,
    Words,
    read_credits,
    read_dates,
    read_furniture,
    read_numbers,
    read_words,
    text_of,
    texts_of,
)


@dataclass(frozen=True, slots=True)
class Language:
    """All that is known of one language.  ``names``: BCP 47 tag → how this language names that language."""

    tag: str
    name: str
    autonym: str
    script: str
    direction: str
    has_spaces: bool
    names: Mapping[str, tuple[str, ...]]
    dates: Dates
    numbers: Numbers
    words: Words
    furniture: Furniture
    credits: Credits


@lru_cache(maxsize=1)
def tags() -> tuple[str, ...]:
    """Return the BCP 47 tags of all languages that have a file, sorted."""
    folder = files("provenance.languages")
    return tuple(
        sorted(
            entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml") and entry.name != "mul.toml"
        )
    )


@lru_cache(maxsize=128)
def load(tag: str) -> Language:
    """Return the language data for a tag that ``tags()`` lists.

    Raises LanguageDataError for a tag without a file and for a file that cannot be read.
    """
    entry = files("provenance.languages").joinpath(f"{tag}.toml")
    if not entry.is_file():
        raise LanguageDataError(f"language {tag!r}: no file {tag}.toml; there are {', '.join(tags())}")
    return parse(entry.read_text(encoding="utf-8"), f"languages/{tag}.toml")


def parse(source: str, place: str) -> Language:
    """Return the language data of a TOML text; place names it in errors.

    Raises LanguageDataError with the place, the key, what was found and what was expected.
    """
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LanguageDataError(f"{place}: not valid TOML: {error}") from error
    names = table.get("names", {})
    return Language(
        tag=text_of(table, "tag", place),
        name=text_of(table, "name", place),
        autonym=text_of(table, "autonym", place),
        script=text_of(table, "script", place),
        direction=text_of(table, "direction", place, "ltr"),
        has_spaces=bool(table.get("spaces", True)),
        names={tag: texts_of(names, tag, f"{place}: names") for tag in names},
        dates=read_dates(table.get("dates", {}), place),
        numbers=read_numbers(table.get("numbers", {}), place),
        words=read_words(table.get("words", {}), place),
        furniture=read_furniture(table.get("furniture", {}), place),
        credits=read_credits(table.get("credits", {}), place),
    )
