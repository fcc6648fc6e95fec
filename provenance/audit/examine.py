"""One document's part of an audit, in a worker: read, inspect, record, validate, encode.

What comes back depends on the document's bytes alone: ids and origins are placeholders until all documents are known.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from provenance.audit.cells import quantise
from provenance.audit.corpus import encoder_named, placeholder
from provenance.audit.freshness import freshness
from provenance.audit.likeness import pack, sketch
from provenance.audit.rows import alone
from provenance.embed import Encoder, Vectors
from provenance.embed.similarity import document_vectors
from provenance.errors import ProvenanceError
from provenance.pipeline import inspect
from provenance.pipeline.comparison import PROSE
from provenance.read.characters import clean
from provenance.read.pieces import Piece, read_piece
from provenance.record import to_dict
from provenance.types import Document, Model, Record
from provenance.validate import problems

LEFT_OUT = "left-out"
HERE = "\ufdd0"  # stands for a document's origin in a message (no character, so no text holds it)
FAULT = "this is a fault of provenance: please report it with the text"
_FRESH = frozenset(("source-revision",))


@dataclass(frozen=True, slots=True)
class Task:
    """A document to examine.  key: digest of what the result depends on.  path: its file, where it is a file's only."""

    key: bytes
    piece: Piece
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: a record, or a failure of a stage.

    record: JSON with placeholders, compressed by zlib.  vector: int8[d] as bytes.  sketch: of likeness.pack.
    row: what rows.alone gives, JSON.
    """

    key: bytes
    sha256: str = ""
    language: str = ""
    published: str | None = None
    row: str = ""
    record: bytes = b""
    vector: bytes = b""
    sketch: bytes = b""
    stage: str | None = None
    error: str = ""
    hint: str = ""


def examine(task: Task, model: str | None = None, since: str | None = None) -> Outcome:
    """Return what one document says of itself, as it is stored.

    model: name of the encoder, None for the bundled one.  since: ISO date; a document that is older, or does not say
    when it was published, is left out (stage LEFT_OUT).

    Never raises for what is wrong with a document: a fault in any stage is an Outcome that names the stage.
    """
    stage = "read"
    try:
        mark = placeholder(task.key)
        document = read_piece(task.piece, id=mark, origin=f"{mark}@")
        if since is not None and (document.published or "")[:10] < since:
            return Outcome(task.key, stage=LEFT_OUT)
        stage = "inspect"
        record, encoder = _inspected(document, task, model)
        value = to_dict(record)
        stage = "validate"
        found = problems(value, "record-1", is_batch=True)
        if found:
            return Outcome(task.key, stage=stage, error=_shortened(str(found[0]), task), hint=FAULT)
        stage = "embed"
        known = _Known(encoder)
        vector = quantise(document_vectors([_passages(record)], known))[0]
        kept = pack(sketch(record, known))
        return Outcome(
            task.key, document.sha256, record.language.language, document.published,
            json.dumps(alone(record), ensure_ascii=False),
            zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 6), np.ascontiguousarray(vector).tobytes(),
            kept,
        )  # fmt: skip
    except ProvenanceError as error:
        return Outcome(task.key, stage=stage, error=_shortened(str(error), task))
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        return Outcome(task.key, stage=stage, error=_shortened(said, task), hint=FAULT)


def _inspected(document: Document, task: Task, model: str | None) -> tuple[Record, Encoder]:
    encoder = encoder_named(model)
    record = inspect(document, model=Model(encoder.name, encoder.sha256))
    if task.path is not None and any(item.key in _FRESH for item in document.declared):
        stale = freshness(Document(task.path, document.text, task.path, document.declared, document.published))
        if stale is not None:
            record = replace(record, findings=(*record.findings, stale))
    return record, encoder


class _Known:
    """An encoder that encodes each text of a document once."""

    def __init__(self, inner: Encoder) -> None:
        self.name, self.sha256, self.dimensions, self._inner = inner.name, inner.sha256, inner.dimensions, inner
        self._rows: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if new:
            self._rows.update(zip(new, self._inner.encode(new), strict=True))
        found = np.zeros((len(texts), self.dimensions), np.float32)
        for place, text in enumerate(texts):
            found[place] = self._rows[text]
        return found


def _passages(record: Record) -> list[str]:
    """Return the sentences that say what the text is about; all of it where none is marked as such."""
    text = record.document.text
    prose = [part.span.trimmed(text).of(text) for part in record.segments if part.kind in PROSE]
    return [passage for passage in prose if passage] or [text]


def _shortened(message: str, task: Task) -> str:
    """Return a message with the document's own place in it, and no longer than a line of a report."""
    mark = placeholder(task.key)
    return clean(message).replace(f"{mark}@", HERE).replace(mark, HERE)[:2000]
