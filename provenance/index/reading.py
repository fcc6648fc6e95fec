"""Searching an index: many readers at a time, beside one writer; each call sees one state of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from provenance.errors import IndexingError
from provenance.index import near, store
from provenance.index.likeness import Passages
from provenance.index.near import Floats, Keys
from provenance.index.store import Filter, Row
from provenance.types import Document, Model

EXACT = 20_000  # documents that are compared one by one: about 10 ms
OVERSAMPLED = 8  # times as many candidates as wanted, whose order exact cosines then decide
_BLOCK = 8192
_FILTERS = 4  # whose documents are kept at hand
_ALL = Filter()


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that a search found, with the cosine of its vector in [-1, 1]."""

    row: Row
    cosine: float


@dataclass(slots=True)
class _Seen:
    """What a reader keeps while nobody writes: the vectors in no file yet, and what filters allow."""

    version: int = -1
    tail: tuple[Keys, Floats] | None = None
    few: dict[Filter, tuple[Keys, Floats] | None] = field(default_factory=dict)
    allowed: dict[Filter, NDArray[np.bool_]] = field(default_factory=dict)


class Index:
    """An index opened for reading, to be closed or used in ``with``.  One thread at a time may use it.

    Raises IndexingError for a folder that holds no index or a damaged one, here and in every call.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._link = store.connected(folder, is_writer=False)
        self._opened: dict[str, Any] = {}
        self._seen = _Seen()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._link.close()
        self._opened.clear()

    @property
    def model(self) -> Model | None:
        """The encoder whose vectors the index holds; None while it holds none."""
        with store.guarded(self.folder):
            return store.model_of(self._link)

    def __len__(self) -> int:
        """How many documents there are."""
        return self.count()

    def count(self, only: Filter = _ALL) -> int:
        """Return how many documents a filter lets through."""
        where, values = only.where()
        with store.guarded(self.folder):
            return int(self._link.execute(f"SELECT count(*) FROM documents WHERE {where}", values).fetchone()[0])

    def rows(self, only: Filter = _ALL) -> Iterator[Row]:
        """Yield the documents that a filter lets through, in the order of their ids."""
        where, values = only.where()
        with store.guarded(self.folder):
            yield from store.rows(self._link, where, values)

    def content(self, key: int) -> tuple[Document, Passages]:
        """Return a document and its passages.  Raises KeyError if it has been removed."""
        with store.guarded(self.folder):
            return store.content(self._link, key)

    def named(self, sha256: str) -> Row | None:
        """Return the document with this text, if it is there."""
        with store.guarded(self.folder):
            return next(store.rows(self._link, "sha256 = ?", (sha256,)), None)

    def search(self, vector: Floats, k: int, only: Filter = _ALL) -> tuple[Hit, ...]:
        """Return the k documents whose vectors are nearest, best first, ties by id.

        vector: float32[d], of unit length.  Among few documents the answer is exact; among many, benchmarks/index.py
        prints how much of the exact answer is found.  Raises IndexingError for a vector of another width.
        """
        for _ in range(3):
            try:
                with store.guarded(self.folder), self._snapshot():
                    keys, cosines = self._found(vector, k, only)
                    best = np.lexsort((keys, -cosines))[: k + 16]
                    rows = store.rows_of(self._link, keys[best].tolist())
            except FileNotFoundError:
                continue  # a writer has replaced the file since; the next look sees the new one
            cosine_of = dict(zip(keys[best].tolist(), cosines[best].tolist(), strict=True))
            hits = [Hit(row, round(cosine_of[key], 6)) for key, row in rows.items()]
            return tuple(sorted(hits, key=lambda hit: (-hit.cosine, hit.row.id))[:k])
        raise IndexingError(near.damaged(self.folder, "a file with vectors is missing"))

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        """See one state, whatever a writer does meanwhile."""
        self._link.execute("BEGIN")
        try:
            self._link.execute("SELECT value FROM meta").fetchone()  # which is when the state is chosen
            version = int(self._link.execute("PRAGMA data_version").fetchone()[0])
            if version != self._seen.version:
                self._seen = _Seen(version)
            yield
        finally:
            self._link.execute("ROLLBACK")

    def _found(self, vector: Floats, k: int, only: Filter) -> tuple[Keys, Floats]:
        """Return keys and cosines of more than the k nearest."""
        few = None if only == _ALL else self._few(only)
        if few is not None:
            return _scored(*few, vector)
        wanted = self._candidates(vector, k * OVERSAMPLED, only)
        keys, cosines = _scored(*store.vectors_of(self._link, wanted), vector)
        tail_keys, tail = self._tail()
        if only != _ALL and len(tail_keys):
            kept = self._allowed(only)[tail_keys]
            tail_keys, tail = tail_keys[kept], tail[kept]
        more_keys, more = _scored(tail_keys, tail, vector)
        return np.concatenate([keys, more_keys]), np.concatenate([cosines, more])

    def _candidates(self, vector: Floats, k: int, only: Filter) -> list[int]:
        found: list[int] = []
        for part in store.parts(self._link):
            index = self._opened.get(part.file)
            if index is None:
                index = self._opened[part.file] = near.opened(self.folder / part.file)
            _check_width(vector, index.d)
            allowed, spread = None, 1
            if only != _ALL:
                allowed = self._allowed(only)
                spread = max(1, round(min(16.0, len(allowed) / max(1, int(allowed.sum())))))
            found += near.nearest(index, vector, k, allowed=allowed, spread=spread).tolist()
        return found

    def _tail(self) -> tuple[Keys, Floats]:
        """Return the vectors that are in no file yet."""
        if self._seen.tail is None:
            last = max((part.last for part in store.parts(self._link)), default=0)
            text = "SELECT key, vector FROM vectors WHERE key > ? ORDER BY key"
            self._seen.tail = store.matrix(self._link.execute(text, (last,)).fetchall())
        return self._seen.tail

    def _few(self, only: Filter) -> tuple[Keys, Floats] | None:
        """Return all that a filter lets through, None where that is much."""
        if only not in self._seen.few:
            where, values = only.where()
            text = f"SELECT key FROM documents WHERE {where} LIMIT {EXACT + 1}"
            keys = [key for (key,) in self._link.execute(text, values)]
            if len(self._seen.few) >= _FILTERS:
                self._seen.few.clear()
            self._seen.few[only] = store.vectors_of(self._link, keys) if len(keys) <= EXACT else None
        return self._seen.few[only]

    def _allowed(self, only: Filter) -> NDArray[np.bool_]:
        """Return bool[largest key + 1]: what a filter lets through."""
        if only not in self._seen.allowed:
            if len(self._seen.allowed) >= _FILTERS:
                self._seen.allowed.clear()
            where, values = only.where()
            keys = np.array([key for (key,) in self._link.execute(f"SELECT key FROM documents WHERE {where}", values)])
            largest = self._link.execute("SELECT coalesce(max(key), 0) FROM documents").fetchone()[0]
            allowed = np.zeros(largest + 1, np.bool_)
            allowed[keys] = True
            self._seen.allowed[only] = allowed
        return self._seen.allowed[only]


def _scored(keys: Keys, vectors: Floats, vector: Floats) -> tuple[Keys, Floats]:
    """Return the keys with the cosines of their vectors, which are of unit length but for rounding."""
    if not len(keys):
        return keys, np.zeros(0, np.float32)
    _check_width(vector, vectors.shape[1])
    cosines = np.empty(len(keys), np.float32)
    for start in range(0, len(keys), _BLOCK):
        cosines[start : start + _BLOCK] = vectors[start : start + _BLOCK] @ vector
    return keys, cosines


def _check_width(vector: Floats, width: int) -> None:
    if len(vector) != width:
        raise IndexingError(f"a vector of {len(vector)} numbers: expected {width}: use the index's own model")
