"""Index: what an index of originals keeps of each document, and how one is filled."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from provenance.embed import Encoder, Vectors
from provenance.embed.characters import plain_numbers
from provenance.embed.similarity import pool_passages
from provenance.errors import ProvenanceError
from provenance.index import Changed, Entry, Passages, Writer, passages
from provenance.pipeline.comparison import PROSE
from provenance.pipeline.inspection import inspect
from provenance.types import Document, Failure, Model, Record

BATCH = 64  # documents that are encoded together, and go in or stay out together


def fill(
    writer: Writer, documents: Iterable[Document], encoder: Encoder, *, language: str | None = None
) -> Iterator[Changed | Failure]:
    """Put documents into an index, batch by batch, and yield what became of each, in their order.

    A text that is there already is not encoded again, so a run that was cut off can be started anew.  language: BCP 47
    tag that the caller asserts for all.
    """
    stream = iter(documents)
    while batch := list(islice(stream, BATCH)):
        fates: list[Changed | Failure | None] = []
        records: list[Record] = []
        for document in batch:
            known = writer.known(document.sha256, document.id)
            if known is not None:
                fates.append(known)
                continue
            try:
                records.append(inspect(document, language=language))
                fates.append(None)
            except ProvenanceError as error:
                fates.append(Failure(document.id, "index", str(error)))
        changed = iter(writer.add(entries(records, encoder)) if records else ())
        for fate in fates:
            yield next(changed) if fate is None else fate


def entries(records: list[Record], encoder: Encoder) -> list[Entry]:
    """Return what an index keeps of each document: its vector, its passages, its title."""
    texts = [_prose(record) for record in records]
    flat = encoder.encode([passage for passages_ in texts for passage in passages_])
    found, start = [], 0
    for record, own in zip(records, texts, strict=True):
        rows = flat[start : start + len(own)]
        start += len(own)
        title = own[0] if own else record.document.text.strip().partition("\n")[0]
        found.append(Entry(record.document, record.language.language, title, whole(own, rows), kept(record, own, rows)))
    return found


def _prose(record: Record) -> list[str]:
    text = record.document.text
    return [part.span.trimmed(text).of(text) for part in record.segments if part.kind in PROSE]


def whole(texts: list[str], rows: Vectors) -> Vectors:
    """Return the vector of a whole document, float32[d], of unit length; zeros where nothing is known of it."""
    if not texts:
        return np.zeros(rows.shape[1], np.float32)
    vector: Vectors = pool_passages([texts], lambda _: rows)[0]
    return vector


def kept(record: Record, texts: list[str], rows: Vectors) -> Passages:
    """Return the passages of a record, to compare it with others."""
    lengths = np.array([sum(char.isalnum() for char in text) for text in texts], np.float32)
    return passages(rows, lengths, plain_numbers(record.document.text))


def model_of(encoder: Encoder) -> Model:
    """Return the encoder's name and digest."""
    return Model(encoder.name, encoder.sha256)
