"""Changing an index: one writer at a time; a kill at any moment leaves the state before a batch or the one after it.

The order of things is what makes it so.  SQLite holds the truth.  A file of cells is written beside, made durable, and
only then named in the table ``parts`` by the transaction that no longer names those it stands in for; what no table
names is left over from a kill, and the next writer clears it away.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np

from provenance.errors import IndexingError
from provenance.index import near, store
from provenance.index.lock import held
from provenance.index.near import Floats, Keys
from provenance.index.reading import EXACT
from provenance.index.store import Entry, Part, Row
from provenance.types import Model

Change = Literal["added", "replaced", "unchanged", "duplicate"]

MIDWAY = 10 * EXACT  # documents in no file, from which they get one in the midst of a run
STALE = 0.25  # share of a file's documents that are gone, from which it is written anew
_PREFIX = 8  # characters of a hash that name a text, at least


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a document.  id: its name.  by: the name under which the same text is there, for a duplicate."""

    id: str
    change: Change
    by: str | None = None


class Writer:
    """An index opened for writing, made where there is none; to be closed or used in ``with``.

    model: the encoder of the vectors that will be added.  exact: documents that may lie in no file of cells.
    Raises IndexingError if another process writes, or if the index was made with another model.
    """

    def __init__(self, folder: Path, model: Model, *, exact: int = EXACT) -> None:
        self.folder, self._exact = folder, exact
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexingError(f"{folder}: {error.strerror}: choose a folder that can be written") from error
        self._stack = ExitStack()
        with ExitStack() as stack:
            stack.enter_context(held(folder))
            self._link = store.connected(folder, is_writer=True)
            stack.callback(self._link.close)
            with store.guarded(folder):
                self._check(model)
                self._clear()
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(is_sealed=kind is None)

    def close(self, *, is_sealed: bool = True) -> None:
        """Let go of the index.  is_sealed: first put vectors into files where there are many."""
        with self._stack:
            if is_sealed:
                self._seal(self._exact)

    def add(self, entries: Sequence[Entry]) -> tuple[Changed, ...]:
        """Put documents in, all or none of them; one whose id is there with another text replaces that.

        A text that is there under another id stays there under that one.  Raises IndexingError for a full disk.
        """
        with store.guarded(self.folder), _Transaction(self._link):
            changed = tuple(self._put(entry) for entry in entries)
        self._seal(max(MIDWAY, self._exact))
        return changed

    def remove(self, names: Iterable[str]) -> tuple[Row, ...]:
        """Take out, all or none, the documents with these ids or SHA-256 (eight characters or more of it).

        Raises IndexingError for a name that is none of them, or the beginning of several.
        """
        with store.guarded(self.folder), _Transaction(self._link):
            found = tuple(self._named(name) for name in dict.fromkeys(names))
            for row in found:
                store.delete(self._link, row.key)
        return found

    def known(self, sha256: str, name: str) -> Changed | None:
        """Return what adding this text under this id would leave as it is, None if it would change something."""
        row = next(store.rows(self._link, "sha256 = ?", (sha256,)), None)
        if row is None:
            return None
        return Changed(name, "unchanged") if row.id == name else Changed(name, "duplicate", row.id)

    def _put(self, entry: Entry) -> Changed:
        document = entry.document
        known = self.known(document.sha256, document.id)
        if known is not None:
            return known
        old = next(store.rows(self._link, "id = ?", (document.id,)), None)
        if old is not None:
            store.delete(self._link, old.key)
        store.insert(self._link, entry)
        return Changed(document.id, "added" if old is None else "replaced")

    def _named(self, name: str) -> Row:
        found = list(store.rows(self._link, "id = ? OR sha256 = ?", (name, name)))
        if not found and len(name) >= _PREFIX and set(name) <= set("0123456789abcdef"):
            found = list(store.rows(self._link, "substr(sha256, 1, ?) = ?", (len(name), name)))
        if len(found) != 1:
            raise IndexingError(
                f"{self.folder}: {name!r}: found {len(found) or 'no'} documents with this id or hash, expected one: "
                "see `provenance index list`"
            )
        return found[0]

    def _check(self, model: Model) -> None:
        found = store.model_of(self._link)
        if found is None:
            with _Transaction(self._link):
                values = [("model", model.name), ("model_sha256", model.sha256)]
                self._link.executemany("INSERT INTO meta VALUES (?, ?)", values)
        elif found.sha256 != model.sha256:
            raise IndexingError(
                f"{self.folder}: made with the model {found.name} ({found.sha256[:12]}), found {model.name} "
                f"({model.sha256[:12]}): use that model, or make a new index"
            )

    def _clear(self) -> None:
        """Clear away what a killed writer left."""
        named = {part.file for part in store.parts(self._link)}
        for path in self.folder.glob("vectors-*"):
            if path.name not in named:
                path.unlink(missing_ok=True)

    def _seal(self, limit: int) -> None:
        """Put the vectors that are in no file into one, with the smaller files before them, where they are many."""
        with store.guarded(self.folder):
            parts = store.parts(self._link)
            last = max((part.last for part in parts), default=0)
            loose = self._count(last + 1, 1 << 62)
            stale = [part for part in parts if self._count(part.first, part.last) < (1 - STALE) * part.count]
            if loose <= limit and not stale:
                return
            size, merged = loose, list(parts)
            while merged and merged[-1].count <= size:  # so that there are few files, and each is written few times
                size += merged.pop().count
            if stale:
                merged = merged[: min(len(merged), parts.index(stale[0]))]
            self._write(parts[len(merged) :], last_kept=merged[-1].last if merged else 0)

    def _write(self, replaced: Sequence[Part], *, last_kept: int) -> None:
        first, last = last_kept + 1, self._link.execute("SELECT coalesce(max(key), 0) FROM vectors").fetchone()[0]
        count = self._count(first, last)
        name = f"vectors-{first}-{last}-{count}.faiss"
        if count:
            sample = self._sample(first, last, count)
            near.build(self.folder / name, sample, self._blocks(first, last), count=count)
        with _Transaction(self._link):
            self._link.executemany("DELETE FROM parts WHERE file = ?", [(part.file,) for part in replaced])
            if count:
                self._link.execute("INSERT INTO parts VALUES (?, ?, ?, ?)", (name, first, last, count))
        for part in replaced:
            if part.file != name:
                (self.folder / part.file).unlink(missing_ok=True)

    def _count(self, first: int, last: int) -> int:
        text = "SELECT count(*) FROM documents WHERE key BETWEEN ? AND ?"
        return int(self._link.execute(text, (first, last)).fetchone()[0])

    def _sample(self, first: int, last: int, count: int) -> Floats:
        """Return vectors, evenly spread, to learn cells from."""
        keys = [key for (key,) in self._link.execute(
            "SELECT key FROM documents WHERE key BETWEEN ? AND ? ORDER BY key", (first, last)
        )]  # fmt: skip
        chosen = np.linspace(0, count - 1, near.sample_size(count)).astype(np.int64)
        return store.vectors_of(self._link, [keys[place] for place in chosen])[1]

    def _blocks(self, first: int, last: int) -> Iterator[tuple[Keys, Floats]]:
        return store.vectors_between(self._link, first, last, at_a_time=near.BLOCK)


class _Transaction:
    """All or nothing."""

    def __init__(self, link: sqlite3.Connection) -> None:
        self._link = link

    def __enter__(self) -> None:
        self._link.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._link.execute("COMMIT")
        elif self._link.in_transaction:  # a full disk has rolled it back already
            self._link.execute("ROLLBACK")
