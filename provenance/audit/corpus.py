"""The recorded documents of an audit, on disk, numbered in the order of their ids: what families are sought in.

An audit writes its state (``state.py``), numbers the documents that it keeps, and opens it as a ``Corpus``; so does
each worker, by path, since a Corpus holds no document itself.  The contract with those who look for families is

    families(corpus, spread=spread) -> Iterator[Family]

with ``spread`` applying a function to items over all workers (``map``, or the engine's), results in their order.  The
result depends on the corpus alone, not on the number of workers.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from provenance.audit.cells import Quantised
from provenance.embed import Encoder, load_encoder
from provenance.record import from_dict
from provenance.types import Chain, Evidence, Pair, Record

# Apply a function that can be pickled to items, results in the order of the items.
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

# Id, origin, digest, and the compressed JSON of a record with placeholders for the first two.
Stored = tuple[str, str, bytes, bytes]

DATABASE = "audit.sqlite"
VECTORS = "vectors.npy"


@dataclass(frozen=True)
class Corpus:
    """Documents 0 … n - 1 in the order of their ids.  folder: the audit's state; picklable, opened where it is used.

    model: name or path of the encoder, None for the bundled one.
    """

    folder: str
    model: str | None = None

    def __reduce__(self) -> tuple[type["Corpus"], tuple[str, str | None]]:
        """Send a worker the place alone, not what has been read from it."""
        return type(self), (self.folder, self.model)

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM kept").fetchone()[0])

    @cached_property
    def vectors(self) -> Quantised:
        """The documents' vectors (``cells.quantise`` of ``document_vectors``), int8[n, d], a read-only memory map."""
        mapped: Quantised = np.load(Path(self.folder, VECTORS), mmap_mode="r", allow_pickle=False)
        return mapped

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Language tag of each document."""
        rows = self._database.execute("SELECT language FROM kept JOIN items USING (key) ORDER BY place")
        return tuple(row[0] for row in rows)

    def sketches(self) -> Iterator[bytes]:
        """Give each document's sketch as it is kept (``likeness.unpack``)."""
        rows = self._database.execute("SELECT sketch FROM kept JOIN items USING (key) ORDER BY place")
        return (row[0] for row in rows)

    def name(self, row: int) -> str:
        """Return the document's id."""
        return str(self._database.execute("SELECT id FROM kept WHERE place = ?", (int(row),)).fetchone()[0])

    def digest(self, row: int) -> str:
        """Return a digest of the document's bytes and of what its container says: the same in every audit."""
        return bytes(self._database.execute("SELECT key FROM kept WHERE place = ?", (int(row),)).fetchone()[0]).hex()

    def text_of(self, row: int) -> str:
        """Return the JSON of the document's record."""
        return renamed(*self.stored(row))

    def record(self, row: int) -> Record:
        """Return the document's record."""
        return record_of(self.stored(row))

    def stored(self, row: int) -> Stored:
        """Return the document's record as it is kept: what a worker on another machine is sent."""
        query = "SELECT id, origin, key, record FROM kept JOIN items USING (key) WHERE place = ?"
        name, origin, key, record = self._database.execute(query, (int(row),)).fetchone()
        return str(name), str(origin), bytes(key), bytes(record)

    def close(self) -> None:
        """Let go of the files, so that another corpus may stand in their place; what is read next opens them again."""
        self._database.close()
        _opened.cache_clear()

    @property
    def _database(self) -> sqlite3.Connection:
        return _opened(str(Path(self.folder, DATABASE)))


@lru_cache(maxsize=2)
def _opened(path: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def placeholder(key: bytes) -> str:
    """Return what stands for a document's id and origin until all ids are known: no text can hold its own digest."""
    return f"document-{key.hex()}"


def renamed(name: str, origin: str, key: bytes, record: bytes) -> str:
    """Return a stored record's JSON with its id and origin in place of the placeholders."""
    mark = placeholder(key)
    text = zlib.decompress(record).decode()
    text = text.replace(f'"{mark}@"', json.dumps(origin, ensure_ascii=False))
    return text.replace(f'"{mark}"', json.dumps(name, ensure_ascii=False))


def record_of(stored: Stored) -> Record:
    """Return a record from what ``Corpus.stored`` gave."""
    return from_dict(json.loads(renamed(*stored)))


@lru_cache(maxsize=1)
def encoder_named(model: str | None) -> Encoder:
    """Return the encoder, loaded once in each process."""
    return load_encoder(model)


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that are versions of one text, and who was made from whom.

    members: ids, sorted.  pairs: those that were compared, as the chain rests on them.  chain and evidence speak of
    the members' records in this order: a ref "/records/1/…" points into the record of the second.
    """

    members: tuple[str, ...]
    pairs: tuple[Pair, ...]
    chain: Chain
    evidence: tuple[Evidence, ...]
