"""The documents that the arguments name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from provenance.cli.output import Tally
from provenance.cli.talk import counted_out, say_failure
from provenance.record.writing import ASSERTED_PLACE
from provenance.types import Declared, Document, Failure


def documents(
    paths: Sequence[str], tally: Tally, *, media: str | None, encoding: str | None, quiet: bool
) -> Iterator[Document]:
    """Yield each document that can be read; say and count each that cannot."""
    from provenance.read import read_paths

    for item in counted_out(read_paths(paths, media=media, encoding=encoding), quiet=quiet):
        if isinstance(item, Failure):
            tally.failures += 1
            say_failure(item)
        else:
            yield item


def versions_in(languages: Sequence[str], found: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents with the languages that the user says they are in: one for all, or one for each.

    Raises UsageError for any other number of languages.
    """
    if len(languages) not in (0, 1, len(found)):
        wanted = f"one tag, or one for each of {len(found)} texts"
        raise click.UsageError(f"--language: found {len(languages)} tags, expected {wanted}")
    tags = languages if len(languages) > 1 else [next(iter(languages), None)] * len(found)
    return tuple(in_language(document, tag) for document, tag in zip(found, tags, strict=True))


def in_language(document: Document, tag: str | None) -> Document:
    """Return the document with the language that the user says it is in, marked as the user's claim."""
    if tag is None:
        return document
    return replace(document, declared=(*document.declared, Declared("language", tag, f"{ASSERTED_PLACE}--language")))


def asserted_language(document: Document) -> str | None:
    """Return the language that the user says the document is in, if any."""
    said = [item.value for item in document.declared if item.place == f"{ASSERTED_PLACE}--language"]
    return said[-1] if said else None
