r"""Tell where a text really comes from.

>>> import provenance
>>> article = provenance.document("Liman açık kalacak.\n\nÇeviren: Ada Köstebek", id="a.txt")
>>> record = provenance.inspect(article)
>>> record.credits[0].role
'translator'

``documents`` opens files (text, Markdown, HTML, JSONL, folders), ``document`` takes a text at hand; ``inspect`` reads
the languages, credits, artefacts and the chain of versions that one text's own words imply; ``compare`` aligns two or
more versions and works out who was made from whom; ``trace`` looks a text's originals up in an index.  All return
immutable values (``provenance.types``); ``to_dict`` turns a result into the JSON that record-1, comparison-1 and
trace-1 of schemas/ describe.

Importing the package is cheap: each function loads what it needs when it is first called.  Nothing is downloaded.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.types import Comparison, Document, Failure, Record, Trace
from provenance.version import __version__

if TYPE_CHECKING:
    from provenance.embed import Encoder
    from provenance.weigh.direction import DirectionScorer

__all__ = [
    "Comparison",
    "Document",
    "Failure",
    "Record",
    "Trace",
    "__version__",
    "compare",
    "document",
    "documents",
    "export",
    "inspect",
    "to_dict",
    "trace",
]


def document(text: str, *, id: str = "text", published: str | None = None) -> Document:
    """Return a Document of a text at hand; the text is brought to NFC, and all offsets refer to that.

    published: ISO 8601 date, if known.
    """
    return Document(id, unicodedata.normalize("NFC", text), id, (), published)


def documents(paths: Sequence[str]) -> Iterator[Document | Failure]:
    """Yield a Document for each text in files and folders, or a Failure for what cannot be read."""
    from provenance.read import read_paths

    return read_paths(paths)


def inspect(document: Document, *, language: str | None = None) -> Record:
    """Return what one text says of itself: languages, credits, findings, evidence and the chain that they imply.

    language: BCP 47 tag, if it is known; otherwise it is detected.  No model is loaded.
    """
    from provenance.pipeline import inspect as run

    return run(document, language=language)


def compare(
    documents: Sequence[Document],
    *,
    encoder: "Encoder | None" = None,
    asserted: Sequence[str] = (),
    direction: "DirectionScorer | None" = None,
) -> Comparison:
    """Return what two or more versions say of each other: beads, discrepancies, verdicts, and the chain through all.

    encoder: ``provenance.embed.load_encoder(NAME_OR_PATH)`` for a sentence-transformers model; the bundled one by
    default.  asserted: what you know, as "A > B" or "B is a translation of A" with document ids.  direction:
    ``provenance.weigh.direction.load_scorer(NAME_OR_PATH)`` to ask a translation model, too, who was first.
    Raises provenance.errors.ProvenanceError for fewer than two documents and for assertions that name none of them.
    """
    from provenance.pipeline import compare as run

    return run(documents, encoder=encoder, asserted=asserted, direction=direction)


def trace(document: Document, index: str | Path, *, encoder: "Encoder | None" = None) -> Trace:
    """Return which text of an index a text was made from, through which versions, and how sure that is.

    index: a folder made with ``provenance index add``; for many texts, or filters, open it once with
    ``provenance.index.Index`` and call ``provenance.pipeline.tracing.trace``.  encoder: the one that the index was made
    with; the bundled one by default.  Raises provenance.errors.IndexingError for an index that cannot be used.
    """
    from provenance.index import Index
    from provenance.pipeline.tracing import trace as run

    with Index(Path(index)) as opened:
        return run(document, opened, encoder=encoder)


def to_dict(result: Record | Comparison | Trace) -> dict[str, Any]:
    """Return the JSON of a result, valid against its published schema."""
    from provenance import record

    if isinstance(result, Trace):
        return record.trace_to_dict(result)
    return record.to_dict(result) if isinstance(result, Record) else record.comparison_to_dict(result)


def export(result: Record | Comparison, to: str, *, table: str = "documents") -> bytes:
    """Return a result in the format of another tool; text is UTF-8.

    to: a name in ``provenance.report.exchange.EXPORTS`` ("prov-json", "tmx", "csv", …); docs/formats.md says what each
    cannot hold.  table: which table, for "csv" and "parquet".  Raises provenance.errors.ProvenanceError for a name that
    is not there, and for a record where the format needs a comparison ("tmx", "xliff").
    """
    from provenance.report.exchange import export as run

    return run([to_dict(result)], to, table=table)
