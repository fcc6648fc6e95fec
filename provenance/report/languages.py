"""What is known of each language: as one JSON value, and as blocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from provenance.languages import load, tags
from provenance.report.blocks import Block, Column, Headline, Table
from provenance.report.look import Json
from provenance.report.wording import counted

_COUNTED = ("credit_templates", "credit_examples", "function_words", "number_words", "abbreviations")


def known(wanted: Sequence[str] = ()) -> Json:
    """Return how much is known of each language, or of the wanted ones, by tag.

    Raises LanguageDataError for a wanted tag that has no file.
    """
    return {"languages": [_entry(tag) for tag in wanted or tags()]}


def _entry(tag: str) -> Json:
    language = load(tag)
    return {
        "tag": language.tag,
        "name": language.name,
        "autonym": language.autonym,
        "script": language.script,
        "credit_templates": len(language.credits.templates),
        "credit_examples": len(language.credits.examples) + len(language.credits.counter_examples),
        "function_words": len(language.words.function),
        "number_words": len(language.numbers.words),
        "abbreviations": len(language.furniture.abbreviations),
        "language_names": len(language.names),
    }


def language_blocks(value: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the languages as a headline and a table."""
    entries = value["languages"]
    rows = tuple(
        (entry["tag"], entry["name"], entry["autonym"], entry["script"], *(str(entry[key] or "·") for key in _COUNTED))
        for entry in entries
    )
    columns = (
        Column("tag", "strong"),
        Column("name"),
        Column("its own name", "quote"),
        Column("script", "dim"),
        *(Column(key.replace("_", " "), is_number=True) for key in _COUNTED),
    )
    credited = sum(bool(entry["credit_templates"]) for entry in entries)
    parts = (counted(len(entries), "language"), f"credit wordings for {credited}")
    return Headline("Known", parts), Table("Languages", columns, rows)
