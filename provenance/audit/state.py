"""What an audit has done so far, in SQLite: SIGKILL at any moment loses at most the last few documents' work.

Three tables: *places*, where the documents stand (file, number) and under which name; *items*, what became of each
distinct content, by its digest; *kept*, made at the end, which documents have a record, in the order of their ids.
A run marks the places that it meets with its own number, so that those of files that are gone are left out.
"""

import errno
import fcntl
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from provenance.audit.corpus import DATABASE
from provenance.audit.examine import Outcome
from provenance.errors import AuditError
from provenance.read.characters import clean
from provenance.types import Failure

FOLDER = ".state"
_LOCK = "lock"
_COMMIT_EVERY = 64  # outcomes
_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS))
_DATABASE = frozenset(
    (
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
    )
)  # fmt: skip
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
  source TEXT, number INTEGER, run INTEGER, key BLOB, name TEXT, origin TEXT, failure TEXT,
  PRIMARY KEY (source, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS places_by_name ON places (name, source, number);
CREATE TABLE IF NOT EXISTS items (
  key BLOB PRIMARY KEY, sha TEXT, language TEXT, published TEXT, row TEXT, record BLOB, vector BLOB, sketch BLOB,
  stage TEXT, error TEXT, hint TEXT);
"""


class State:
    """The state of one audit, open for writing by one process.

    Raises AuditError where another process has it open, and for a damaged file.
    """

    def __init__(self, output: Path) -> None:
        self.folder = output / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock: BinaryIO = (self.folder / _LOCK).open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise AuditError(f"{output}: another audit is writing here: wait for it, or choose another -o") from error
        try:
            self.database = sqlite3.connect(self.folder / DATABASE, isolation_level=None)
            self.database.execute("PRAGMA journal_mode=WAL")
            self.database.execute("PRAGMA synchronous=NORMAL")
            self.database.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            raise storage_error(output, error) from error
        self._output, self._unsaved = output, 0

    def close(self) -> None:
        """Save what is not saved yet, and let others in."""
        try:
            if self.database.in_transaction:
                self.database.execute("COMMIT")
        finally:
            self.database.close()
            self._lock.close()

    def get(self, name: str) -> Any:
        """Return a value that was set, or None."""
        row = self.database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def set(self, **values: Any) -> None:
        """Set values, all or none, and save all."""
        self._begin()
        for name, value in values.items():
            self.database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, json.dumps(value)))
        self.save()

    def save(self) -> None:
        """Make all that was added last."""
        if self.database.in_transaction:
            self.database.execute("COMMIT")
        self._unsaved = 0

    def place(self, run: int, source: str, number: int, key: bytes, name: str, origin: str) -> bool:
        """Note where a document stands; tell whether its content is still to be examined."""
        self._begin()
        self.database.execute(
            "INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?, ?, NULL)", (source, number, run, key, name, origin)
        )
        return self.database.execute("SELECT 1 FROM items WHERE key = ?", (key,)).fetchone() is None

    def fail(self, run: int, source: str, number: int, failure: Failure) -> None:
        """Note a failure that came before any document: a file that cannot be read."""
        self._begin()
        parts = (failure.document_id, failure.stage, failure.error, failure.hint)
        said = json.dumps([clean(part) for part in parts], ensure_ascii=False)
        self.database.execute(
            "INSERT OR REPLACE INTO places VALUES (?, ?, ?, NULL, NULL, NULL, ?)", (source, number, run, said)
        )

    def add(self, outcome: Outcome) -> None:
        """Keep what became of a content."""
        self._begin()
        self.database.execute(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                outcome.key, outcome.sha256, outcome.language, outcome.published, outcome.row, outcome.record,
                outcome.vector, outcome.sketch, outcome.stage, outcome.error, outcome.hint,
            ),
        )  # fmt: skip
        self._unsaved += 1
        if self._unsaved >= _COMMIT_EVERY:
            self.save()

    def rows(self, query: str, parameters: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a query, a few at a time."""
        yield from self.database.execute(query, parameters)

    def _begin(self) -> None:
        if not self.database.in_transaction:
            self.database.execute("BEGIN IMMEDIATE")


def is_storage(error: OSError | sqlite3.Error) -> bool:
    """Tell whether an error is one of the disk or of the files on it."""
    if isinstance(error, OSError):
        return error.errno in _DISK
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DATABASE


def storage_error(output: Path, error: Exception) -> AuditError:
    """Return what to say of a disk or database that does not take what is written."""
    return AuditError(
        f"{output}: cannot be written ({error}): free some space or check the disk, and run the same command again: "
        "what is done is kept"
    )


def checked(state: State, options: Mapping[str, Any], output: Path) -> None:
    """Set the options of a new audit, compare those of one that goes on.

    Raises AuditError for a folder that holds something else, or was made with other options.
    """
    known = state.get("options")
    if known is None:
        strange = sorted(path.name for path in output.iterdir() if path.name != FOLDER)
        if strange:
            raise AuditError(
                f"{output}: found {strange[0]!r} and no audit: choose an empty folder, or a new one, for -o"
            )
        state.set(options=dict(options))
        return
    for name, value in options.items():
        if known.get(name) != value:
            raise AuditError(
                f"{output}: holds an audit with {name} {_said(known.get(name))}, and {_said(value)} is asked for: "
                "give the same, choose another -o, or delete the folder"
            )


def _said(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else "none" if value is None else str(value)
    return repr(text if len(text) <= 200 else text[:199] + "…")
