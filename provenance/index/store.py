"""The originals on disk: one SQLite file, whose transactions make each change all or nothing.

``documents`` is what lists and filters read; what is large (text, vector, passages) has a table of its own, so that
going through a million rows does not go through a gigabyte.  A key is never used twice.  ``parts`` names the files that
hold the vectors in cells (near.py); vectors with keys above them all are few and compared one by one.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from provenance.errors import IndexingError
from provenance.index.likeness import Passages, pack, unpack
from provenance.index.near import Floats, Keys, damaged
from provenance.types import Declared, Document, Model, primary

NAME = "originals.sqlite3"
FORMAT = "1"
_WAIT_S = 10.0
_TITLE = 200  # characters of a title that are kept
_AT_A_TIME = 500  # keys in one statement; SQLite takes 999 at least
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE, language TEXT NOT NULL,
    tongue TEXT NOT NULL, published TEXT, title TEXT NOT NULL, characters INTEGER NOT NULL
);
CREATE INDEX documents_by_tongue ON documents (tongue, published);
CREATE TABLE vectors (key INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE contents (key INTEGER PRIMARY KEY, document BLOB NOT NULL, passages BLOB NOT NULL);
CREATE TABLE parts (file TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL)
    WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it goes into an index.

    vector: float32[d], of the whole text, of unit length (zeros for a text of which nothing is known).
    """

    document: Document
    language: str
    title: str
    vector: Floats
    passages: Passages


@dataclass(frozen=True, slots=True)
class Row:
    """A document as an index lists it.  published: ISO 8601 date or None.  characters: length of its text."""

    key: int
    id: str
    sha256: str
    language: str
    published: str | None
    title: str
    characters: int


@dataclass(frozen=True, slots=True)
class Part:
    """A file with the vectors of ``count`` documents, whose keys lie from first to last."""

    file: str
    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents may be found: in one of these languages (primary subtags; none for all), published since and
    until these ISO 8601 dates (inclusive).  With a date given, a document without one is not found."""  # noqa: D205, D209

    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def where(self) -> tuple[str, list[str]]:
        """Return the condition in SQL with its values."""
        terms, values = ["1"], []
        if self.languages:
            terms.append(f"tongue IN ({','.join('?' * len(self.languages))})")
            values += [primary(tag) for tag in self.languages]
        if self.since:
            terms.append("published >= ?")
            values.append(self.since)
        if self.until:
            # "2024-05-01T10:00" lies within "2024-05-01"
            terms.append("substr(published, 1, ?) <= ?")
            values += [str(len(self.until)), self.until]
        return " AND ".join(terms), values


def connected(folder: Path, *, is_writer: bool) -> sqlite3.Connection:
    """Open the file of an index; a writer makes it where there is none.

    Raises IndexingError for a folder that holds no index, one of another format, or a damaged one.
    """
    path = folder / NAME
    if not is_writer and not path.exists():
        raise IndexingError(f"{folder}: found no index, expected {NAME}: make one with `provenance index add {folder}`")
    with guarded(folder):
        link = sqlite3.connect(f"{path.resolve().as_uri()}?{'mode=rwc' if is_writer else _mode(folder)}", uri=True,
                               isolation_level=None, timeout=_WAIT_S)  # fmt: skip
        if is_writer:
            link.execute("PRAGMA journal_mode = WAL")
            link.execute("PRAGMA synchronous = NORMAL")
            if not link.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                link.executescript(f"BEGIN IMMEDIATE;{_TABLES}INSERT INTO meta VALUES ('format', '{FORMAT}');COMMIT;")
        found = link.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
    if found != (FORMAT,):
        raise IndexingError(f"{path}: found format {found[0] if found else None!r}, expected {FORMAT!r}: make it again")
    return link


def _mode(folder: Path) -> str:
    """Readers share memory with the writer in a file beside; where none is or can be made, nobody writes either."""
    is_shared = (folder / f"{NAME}-wal").exists() or os.access(folder, os.W_OK)
    return "mode=ro" if is_shared else "mode=ro&immutable=1"


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Turn what SQLite says into an IndexingError that says what to do."""
    path = folder / NAME
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "no such table" in text or "malformed" in text:
            raise IndexingError(damaged(path, text)) from error
        hint = "another process is writing: try again" if "locked" in text else "is the disk full or not writable?"
        raise IndexingError(f"{path}: {text}: {hint}") from error
    except (sqlite3.DatabaseError, zlib.error, ValueError) as error:
        raise IndexingError(damaged(path, str(error))) from error


def model_of(link: sqlite3.Connection) -> Model | None:
    """Return the encoder whose vectors the index holds; None before the first document."""
    said = dict(link.execute("SELECT name, value FROM meta"))
    return Model(said["model"], said["model_sha256"]) if "model" in said else None


def insert(link: sqlite3.Connection, entry: Entry) -> None:
    """Put a document in; its id and its text must not be there."""
    document = entry.document
    key = link.execute(
        "INSERT INTO documents (id, sha256, language, tongue, published, title, characters) VALUES (?,?,?,?,?,?,?)",
        (document.id, document.sha256, entry.language, primary(entry.language), document.published,
         entry.title[:_TITLE], len(document.text)),
    ).lastrowid  # fmt: skip
    link.execute("INSERT INTO vectors VALUES (?, ?)", (key, entry.vector.astype("<f2").tobytes()))
    link.execute("INSERT INTO contents VALUES (?, ?, ?)", (key, _packed(document), pack(entry.passages)))


def delete(link: sqlite3.Connection, key: int) -> None:
    """Take a document out."""
    for table in ("documents", "vectors", "contents"):
        link.execute(f"DELETE FROM {table} WHERE key = ?", (key,))


def rows(link: sqlite3.Connection, where: str = "1", values: Sequence[str | int] = ()) -> Iterator[Row]:
    """Yield documents in the order of their ids."""
    text = f"SELECT key, id, sha256, language, published, title, characters FROM documents WHERE {where} ORDER BY id"
    for row in link.execute(text, tuple(values)):
        yield Row(*row)


def rows_of(link: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Row]:
    """Return the documents with these keys that are there."""
    found: dict[int, Row] = {}
    for some in _chunks(keys):
        found |= {row.key: row for row in rows(link, f"key IN ({','.join('?' * len(some))})", some)}
    return found


def content(link: sqlite3.Connection, key: int) -> tuple[Document, Passages]:
    """Return a document and its passages.  Raises KeyError if it is not there."""
    row = link.execute("SELECT document, passages FROM contents WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise KeyError(key)
    return _unpacked(row[0]), unpack(row[1])


def vectors_of(link: sqlite3.Connection, keys: Sequence[int]) -> tuple[Keys, Floats]:
    """Return the vectors, float32[n, d], of those of the keys that are there."""
    found: list[tuple[int, bytes]] = []
    for some in _chunks(keys):
        found += link.execute(f"SELECT key, vector FROM vectors WHERE key IN ({','.join('?' * len(some))})", some)
    return matrix(found)


def vectors_between(
    link: sqlite3.Connection, first: int, last: int, *, at_a_time: int
) -> Iterator[tuple[Keys, Floats]]:
    """Yield keys and vectors, by key, of the documents whose keys lie from first to last."""
    cursor = link.execute("SELECT key, vector FROM vectors WHERE key BETWEEN ? AND ? ORDER BY key", (first, last))
    while block := cursor.fetchmany(at_a_time):
        yield matrix(block)


def matrix(found: Sequence[tuple[int, bytes]]) -> tuple[Keys, Floats]:
    """Return keys int64[n] and vectors float32[n, d] of rows."""
    keys = np.array([key for key, _ in found], np.int64)
    flat = np.frombuffer(b"".join(data for _, data in found), "<f2").astype(np.float32)
    return keys, flat.reshape(len(found), -1) if found else np.zeros((0, 0), np.float32)


def parts(link: sqlite3.Connection) -> tuple[Part, ...]:
    """Return the files with vectors, by key."""
    return tuple(Part(*row) for row in link.execute("SELECT file, first, last, count FROM parts ORDER BY first"))


def _chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _AT_A_TIME):
        yield [int(key) for key in keys[start : start + _AT_A_TIME]]


def _packed(document: Document) -> bytes:
    declared = [[item.key, item.value, item.place, item.language] for item in document.declared]
    value = [document.id, document.text, document.origin, declared, document.published]
    return zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 6)


def _unpacked(data: bytes) -> Document:
    name, text, origin, declared, published = json.loads(zlib.decompress(data))
    return Document(name, text, origin, tuple(Declared(*item) for item in declared), published)
