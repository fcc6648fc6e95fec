"""Families: which documents of a mixed corpus are versions of one text, against what their publishers say.

    python -m benchmarks.families --data ../shared/data/dev [--set debian|php|wmt] [--cells 512] [--kept PATH]

The corpus is Debian's news, the PHP manual and WMT22's documents in one heap: sources at every recorded revision and
translations, all languages together, shuffled by a seed.  Documents of one source path are one family; so are those
that hold the same text, and WMT22's windows that share half of their lines.  Pages of one template (point releases,
functions of one library) are families of their own.  The weights are fitted on half of the families, drawn by a digest
of their names (training/likeness.py): the other half is printed apart.  Sakha, which neither the language detector nor
the bundled model knows, is printed apart too.
"""

import argparse
import gzip
import json
import pickle
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from provenance.audit.cells import Quantised, centre, means, quantise
from provenance.audit.families import find
from provenance.audit.grouping import Group
from provenance.audit.join import Candidates, Held, join
from provenance.audit.kinship import aligned, held_together, is_version
from provenance.audit.likeness import Sketch, sketch
from provenance.audit.sketches import numbered
from provenance.embed import Encoder, load_encoder
from provenance.embed.similarity import document_vectors
from provenance.pipeline import inspect
from provenance.pipeline.comparison import PROSE, pair_of, side_of
from provenance.types import Document, Record

SETS = ("debian", "php", "wmt")
OUTSIDE = "sah"
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


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of documents: rightly together, put together, truly together."""

    right: int
    put: int
    true: int

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.put), self.right / max(1, self.true)
        f1 = 2 * self.right / max(1, self.put + self.true)
        return f"P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  ({self.true} pairs)"


def pairwise_score(families: Iterable[Sequence[int]], names: Sequence[str], rows: NDArray[np.bool_]) -> Score:
    """Score the pairs of which both documents are among some rows."""
    labels = np.arange(len(names)) + len(names)
    for number, members in enumerate(families):
        labels[list(members)] = number
    told = np.unique(np.array(names), return_inverse=True)[1]
    both = labels[rows].astype(np.int64) * (len(names) + 1) + told[rows]
    return Score(_pairs(both), _pairs(labels[rows]), _pairs(told[rows]))


def _pairs(labels: NDArray[np.int64]) -> int:
    counts = np.unique(labels, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def align_groups(groups: Sequence[Group], held: Prepared, encoder: Encoder) -> tuple[list[tuple[int, ...]], int]:
    """Return the families that alignment leaves of groups, and how many pairs it looked at."""
    found, looked = [], 0
    for some in groups:
        sides = {row: side_of(held.records[row], encoder) for row in some.rows}
        versions = []
        for one, other in aligned(some):
            looked += 1
            if is_version(pair_of(held.records[one], held.records[other], sides[one], sides[other], encoder)[0]):
                versions.append((one, other))
        found += held_together(some.rows, versions)
    return sorted(found), looked


def print_scores(title: str, families: Sequence[Sequence[int]], items: Sequence[Item], names: Sequence[str]) -> None:
    held_out = np.array([is_held_out(name) for name in names])
    known = np.array([item.language != OUTSIDE for item in items])
    print(f"\n## {title}: {len(families)} families\n")
    for label, rows in (("held-out half", held_out), ("fitted half", ~held_out)):
        for source in SETS:
            mine = rows & known & np.array([item.source == source for item in items])
            if mine.any():
                print(f"{label:14} {source:8}{pairwise_score(families, names, mine)}")
        print(f"{label:14} {'all':8}{pairwise_score(families, names, rows & known)}")
        print(f"{label:14} {'+ Sakha':8}{pairwise_score(families, names, rows)}")


def print_join(pairs: Candidates, items: Sequence[Item], names: Sequence[str]) -> None:
    """Print what share of the true pairs the join proposes, and what share its pairs connect."""
    families: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(names):
        families[name].append(row)
    proposed = set(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True))
    true = {source: [0, 0, 0] for source in SETS}
    for rows in families.values():
        parts = {row: row for row in rows}
        for number, other in enumerate(rows):
            for one in rows[:number]:
                if (one, other) in proposed and parts[one] != parts[other]:
                    old = parts[other]
                    parts |= {row: parts[one] for row in rows if parts[row] == old}
        for number, other in enumerate(rows):
            for one in rows[:number]:
                if OUTSIDE not in (items[one].language, items[other].language):
                    counts = true[items[one].source]
                    counts[0] += 1
                    counts[1] += (one, other) in proposed
                    counts[2] += parts[one] == parts[other]
    for source, (count, found, connected) in true.items():
        if count:
            print(f"  {source:8}proposed {found / count:.4f}  connected {connected / count:.4f}  of {count} pairs")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="recovery of families from a mixed corpus")
    parser.add_argument("--data", type=Path, required=True, help="the dev folder")
    parser.add_argument("--set", dest="source", choices=SETS, help="one set alone")
    parser.add_argument("--cells", type=int, nargs="*", default=[128, 256, 512], help="cell sizes to try the join at")
    parser.add_argument("--kept", type=Path, help="a file that keeps the inspected records between runs")
    parser.add_argument("--no-alignment", action="store_true", help="stop before alignment")
    options = parser.parse_args(arguments)
    items = tuple(item for item in read_items(options.data) if options.source in (None, item.source))
    names, encoder, clock = truth(items), load_encoder(), Clock()
    held = kept_or_prepared(options.kept, items, encoder, clock)
    table = held.table()
    print(f"{len(items)} documents, {len(set(names))} texts, {len({item.language for item in items})} languages")
    exact = clock("join", lambda: join(table, cell=len(items)))
    print(f"\n## Join: every document compared ({len(exact)} pairs), then by cells\n")
    print_join(exact, items, names)
    for cell in options.cells:
        pairs = join(table, cell=cell)
        print(f"cells of {cell} on average ({len(pairs)} pairs)")
        print_join(pairs, items, names)
    groups = clock("join, scores and groups", lambda: find(table, held.sketches))
    print_scores("Before alignment", [some.rows for some in groups], items, names)
    if not options.no_alignment:
        families, looked = clock("alignment", lambda: align_groups(groups, held, encoder))
        print_scores(f"After alignment of {looked} pairs", families, items, names)
    print("\n## Processor time\n")
    for stage, seconds in clock.seconds.items():
        print(f"{stage:28}{seconds:8.1f} s{seconds / len(items) * 1000:8.2f} ms a document")


def kept_or_prepared(path: Path | None, items: Sequence[Item], encoder: Encoder, clock: Clock) -> Prepared:
    if path is None:
        return prepare(items, encoder, clock)
    if not path.exists():
        path.write_bytes(pickle.dumps(prepare(items, encoder, clock)))
    held: Prepared = pickle.loads(path.read_bytes())
    return held


if __name__ == "__main__":
    main()
