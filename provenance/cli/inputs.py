"""The documents that the arguments name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from provenance.cli.output import Tally
from provenance.cli.talk import counted_out, say_failure
from provenance.record.writing import ASSERTED_PLACE
from provenance.types import Declared, Document, Failure


def documents(
    paths: Sequence[str], tally: Tally, *, encoding: str | None = None, language: str | None = None, quiet: bool = False
) -> Iterator[Document]:
    """Yield each document that can be read; say and count each that cannot."""
    from provenance.read import read_paths

    for item in counted_out(read_paths(paths, encoding=encoding), quiet=quiet):
        if isinstance(item, Failure):
            tally.failures += 1
            say_failure(item)
        else:
            yield with_asserted_language(item, language) if language else item


def with_asserted_language(document: Document, tag: str) -> Document:
    """Return the document with the language that the user says it is in, marked as the user's claim."""
    said = Declared("language", tag, f"{ASSERTED_PLACE}--language")
    return replace(document, declared=(*document.declared, said))
