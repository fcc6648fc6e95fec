"""The heap of documents that families are sought in, and what their publishers say of them.

Debian's news, the PHP manual and WMT22's documents: sources at every recorded revision and translations, all languages
together, in an order drawn by a digest.
"""

import gzip
import json
import pickle
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from provenance.audit.cells import Quantised, centre, means, quantise
from provenance.audit.join import Held
from provenance.audit.likeness import Sketch, sketch
from provenance.audit.sketches import numbered
from provenance.embed import Encoder
from provenance.embed.similarity import document_vectors
from provenance.pipeline import inspect
from provenance.pipeline.comparison import PROSE
from provenance.types import Document, Record

SETS = ("debian", "php", "wmt")
SHARED = 0.5  # of the lines of the shorter of two WMT22 windows, from which they are one text
COMMON = 20  # documents that may hold a line before it says nothing


@dataclass(frozen=True, slots=True)
class Item:
    """One document: its set, its family's name, its language as told, and its text."""

    source: str
    family: str
    language: str
    document: Document


def read_items(dev: Path) -> tuple[Item, ...]:
    """Return the documents, each text of a family once, in the order of ids that a seed has drawn."""
    found = dict.fromkeys(_told(dev))
    items = [
        (zlib.crc32(f"{source} {family} {language} {text}".encode()), source, family, language, text)
        for source, family, language, text in found
    ]
    return tuple(
        Item(source, f"{source} {family}", language, Document(f"{place:05d}.txt", text, f"{source}/{family}"[:80]))
        for place, (_, source, family, language, text) in enumerate(sorted(items))
    )


def _told(dev: Path) -> Iterator[tuple[str, str, str, str]]:
    for row in _rows(dev / "debian_news.jsonl.gz"):
        yield "debian", row["original_path"], row["original_lang"], "\n\n".join(row["source_text"])
        yield "debian", row["original_path"], row["lang"], "\n\n".join(row["translation_text"])
    for row in _rows(dev / "php_docs.jsonl.gz"):
        yield "php", row["path"], "en", "\n\n".join(row["english_text"])
        yield "php", row["path"], row["lang"], "\n\n".join(row["translation_text"])
    for row in _rows(dev / "wmt22_docs.jsonl.gz"):
        key = f"{zlib.crc32(' '.join(row['source']).encode()):08x}"
        yield "wmt", key, row["src_lang"], "\n\n".join(row["source"])
        yield "wmt", key, row["tgt_lang"], "\n\n".join(row["reference"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def truth(items: Sequence[Item]) -> tuple[str, ...]:
    """Return each document's family, those joined that hold one text."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.get(name, name) != name:
            name = above[name]
        return name

    def join_names(one: str, other: str) -> None:
        first, second = sorted((top(one), top(other)))
        above[second] = first

    by_text: dict[str, str] = {}
    for item in items:
        join_names(by_text.setdefault(item.document.text, item.family), item.family)
    for one, other in _windows(items):
        join_names(one, other)
    return tuple(top(item.family) for item in items)


def _windows(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    lines = {i: set(item.document.text.split("\n\n")) for i, item in enumerate(items) if item.source == "wmt"}
    holders: dict[str, list[int]] = defaultdict(list)
    for i, held in lines.items():
        for line in held:
            holders[line].append(i)
    shared = Counter(
        (one, other)
        for places in holders.values()
        if len(places) <= COMMON
        for number, other in enumerate(places)
        for one in places[:number]
    )
    for (one, other), count in sorted(shared.items()):
        if count >= SHARED * min(len(lines[one]), len(lines[other])):
            yield items[one].family, items[other].family


def is_held_out(family: str) -> bool:
    """Tell whether a family is kept from the fitting of weights."""
    return zlib.crc32(family.encode()) % 2 == 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the steps after inspection need, by row."""

    records: tuple[Record, ...]
    vectors: Quantised
    sketches: tuple[Sketch, ...]

    def table(self) -> Held:
        """Return the vectors, centred by language as found."""
        tongues = numbered([record.language.language for record in self.records])
        return Held(centre(self.vectors, tongues, means(self.vectors, tongues)), tongues)


def prepare(items: Sequence[Item], encoder: Encoder, clock: "Clock") -> Prepared:
    records = clock("inspect", lambda: tuple(inspect(item.document) for item in items))
    vectors = clock("document vectors", lambda: np.concatenate([_vector(record, encoder) for record in records]))
    sketches = clock("sketches", lambda: tuple(sketch(record, encoder) for record in records))
    return Prepared(records, vectors, sketches)


def _vector(record: Record, encoder: Encoder) -> Quantised:
    text = record.document.text
    prose = [part.span.trimmed(text).of(text) for part in record.segments if part.kind in PROSE]
    return quantise(document_vectors([[part for part in prose if part] or [text]], encoder))


class Clock:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do some work and count its seconds to a stage."""
        started = time.process_time()
        result = work()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - started
        return result


def kept_or_prepared(path: Path | None, items: Sequence[Item], encoder: Encoder, clock: Clock) -> Prepared:
    if path is None:
        return prepare(items, encoder, clock)
    if not path.exists():
        path.write_bytes(pickle.dumps(prepare(items, encoder, clock)))
    held: Prepared = pickle.loads(path.read_bytes())
    return held
