"""Scale: how even the join's cells are on real vectors, and what 10^9 documents would take.

    python -m benchmarks.scale --data ../shared/data/dev [--kept PATH] [--most 100000] [--sample 200]

The vectors are those of the dev documents (benchmarks/heap.py) and, past their number, seeded variations of them:
each is a real vector with noise as wide as lies between a document and its nearest stranger, so that clusters keep the
sizes and the crowding of the real ones.  Skew is the largest cell by the mean; work is the sum of squares of cell sizes
by what even cells would take.  The arithmetic multiplies what was measured in this run on one core.
"""

import argparse
import json
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.heap import Clock, Item, Prepared, kept_or_prepared, prepare, read_items
from provenance.audit.cells import COARSE, NEAR, SAMPLE, UNIT, Quantised, assign, sample, train
from provenance.audit.families import score
from provenance.audit.join import CELL, LARGEST, Candidates, Held, Task, join, nearest
from provenance.audit.likeness import pack
from provenance.embed import Encoder, load_encoder
from provenance.pipeline.comparison import pair_of, side_of
from provenance.record import to_dict

BILLION = 10**9
CORES = 1024
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Skew:
    """Sizes of the cells of a corpus."""

    documents: int
    sizes: NDArray[np.int64]

    def row(self) -> str:
        """Return the line of the table."""
        mean = self.sizes.mean()
        work = float((self.sizes.astype(float) ** 2).sum() / (len(self.sizes) * mean**2))
        over = float(self.sizes[self.sizes > 4 * mean].sum() / self.sizes.sum())
        ninety = np.quantile(self.sizes, 0.99) / mean
        return (
            f"{self.documents:9,}{len(self.sizes):8,}{mean:10,.0f}{self.sizes.max():10,}{self.sizes.max() / mean:8.2f}"
            f"{ninety:8.2f}{work:8.2f}{over:9.2%}"
        )


def skew_of(vectors: Quantised, cells: int) -> Skew:
    """Cut vectors into about as many cells as asked, as the join does."""
    trained = train(vectors[sample(len(vectors), cells * SAMPLE, 0)], cells)
    sizes = np.zeros(len(trained.centres), np.int64)
    for first in range(0, len(vectors), 8192):
        near = assign(vectors[first : first + 8192], trained)
        sizes += np.bincount(near[near >= 0], minlength=len(sizes))
    return Skew(len(vectors), sizes)


def varied(vectors: Quantised, count: int, spread: float) -> Quantised:
    """Return the vectors, and noisy ones drawn from them by a seed until there are ``count``."""
    if count <= len(vectors):
        return vectors[np.sort(np.random.default_rng(0).choice(len(vectors), count, replace=False))]
    draw = np.random.default_rng(1)
    made = np.empty((count, vectors.shape[1]), np.int8)
    made[: len(vectors)] = vectors
    for first in range(len(vectors), count, 4096):
        last = min(first + 4096, count)
        like = vectors[draw.integers(0, len(vectors), last - first)].astype(np.float32)
        like += draw.normal(scale=spread * UNIT / np.sqrt(like.shape[1]), size=like.shape).astype(np.float32)
        like *= UNIT / np.linalg.norm(like, axis=1, keepdims=True)
        made[first:last] = np.clip(np.rint(like), -127, 127)
    return made


def stranger_distance(table: Held) -> float:
    """Return the median distance of a document to its nearest neighbour in its own language (chords)."""
    found = nearest(Task(np.arange(len(table.tongues)), table.vectors, table.tongues), 1, largest=len(table.tongues))
    own = found.tongues == table.tongues[found.rows]
    return float(np.median(np.sqrt(2 - 2 * found.cosines[own])))


def print_skew(table: Held, most: int) -> None:
    spread = stranger_distance(table)
    print(f"\n## Cells: skew by corpus size (noise {spread:.2f} past {len(table.tongues):,} documents)\n")
    print(f"{'documents':>9}{'cells':>8}{'mean':>10}{'largest':>10}{'skew':>8}{'p99':>8}{'work':>8}{'in > 4x':>9}")
    counts = [len(table.tongues) // 4, len(table.tongues) // 2, len(table.tongues)]
    counts += [count for count in (20_000, 50_000, 100_000, 200_000, 500_000) if len(table.tongues) < count <= most]
    for size in (256, CELL):
        for count in counts:
            if count * NEAR >= 2 * size:
                print(skew_of(varied(table.vectors, count, spread), -(-count * NEAR // size)).row())
        print()


@dataclass(frozen=True, slots=True)
class Measured:
    """Core seconds and bytes a document, by stage; pair: core seconds to align two documents."""

    seconds: dict[str, float]
    sizes: dict[str, float]
    pair: float


def measure(items: Sequence[Item], held: Prepared, table: Held, encoder: Encoder, count: int) -> Measured:
    """Time each stage on one core, and weigh what it keeps."""
    clock, places = Clock(), np.sort(np.random.default_rng(2).choice(len(items), min(count, len(items)), replace=False))
    chosen = [items[place] for place in places.tolist()]
    prepare(chosen[:5], encoder, Clock())  # tables of the languages are loaded
    some = prepare(chosen, encoder, clock)
    seconds = {stage: value / len(chosen) for stage, value in clock.seconds.items()}
    records = [zlib.compress(json.dumps(to_dict(record), ensure_ascii=False).encode(), 6) for record in some.records]
    pairs, spent = _timed(lambda: join(table))
    rows = min(NEAR * CELL, len(table.tongues))
    task = Task(np.arange(rows), table.vectors[:rows], table.tongues[:rows])
    seconds["join, within the cells"] = NEAR * _timed(lambda: nearest(task))[1] / rows * (NEAR * CELL / rows)
    thousand = train(table.vectors, COARSE)
    met = (1 + 2 * NEAR) * np.sqrt(BILLION * NEAR / CELL)  # centres: of all groups, and of those that are looked into
    seconds["join, finding the cells"] = (
        _timed(lambda: assign(table.vectors[:2048], thousand))[1] / 2048 * met / len(thousand.centres)
    )
    seconds["sentences"] = _timed(lambda: score(pairs, table.tongues, held.sketches))[1] / len(items)
    text = float(np.mean([len(item.document.text.encode()) for item in items]))
    sizes = {
        "text": text,
        "record, compressed": float(np.mean([len(record) for record in records])),
        "vector": float(table.vectors.shape[1]),
        "sketch": float(np.mean([len(pack(sketch)) for sketch in held.sketches])),
        "cells' copies of the vector": float(NEAR * table.vectors.shape[1]),
        "candidate pairs": len(pairs) / len(items) * 24,
    }
    print(f"(whole join of {len(items)} documents: {spent:.1f} s)")
    return Measured(seconds, sizes, _pair_seconds(items, held, pairs, encoder))


def _pair_seconds(items: Sequence[Item], held: Prepared, pairs: Candidates, encoder: Encoder, count: int = 20) -> float:
    """Return the mean time to encode and align two versions of one text."""
    versions = np.array(
        [items[one].family == items[other].family for one, other in zip(pairs.one, pairs.other, strict=True)]
    )
    drawn = np.random.default_rng(3).choice(np.flatnonzero(versions), count, replace=False)

    def align_all() -> None:
        for place in drawn.tolist():
            one, other = held.records[pairs.one[place]], held.records[pairs.other[place]]
            pair_of(one, other, side_of(one, encoder), side_of(other, encoder), encoder)

    return _timed(align_all)[1] / count


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    return work(), time.process_time() - started


def print_arithmetic(measured: Measured) -> None:
    """Print what a billion documents take."""
    cells = -(-BILLION * NEAR // CELL)
    groups = int(np.sqrt(cells))
    print(f"\n## A billion documents: {cells:,} cells of {CELL:,}, in {groups:,} groups; {LARGEST:,} at most\n")
    print(f"{'kept':32}{'bytes each':>12}{'in all':>12}")
    for name, size in measured.sizes.items():
        print(f"{name:32}{size:12,.0f}{size * BILLION / 1e12:9.1f} TB")
    centres = (cells + groups) * measured.sizes["vector"] * 2
    print(f"{'centres, in every worker':32}{'':12}{centres / 1e9:9.1f} GB")
    print(f"\n{'work':32}{'ms each':>12}{'core days':>12}{f'days on {CORES:,}':>15}")
    for name, value in measured.seconds.items():
        days = value * BILLION / DAY
        print(f"{name:32}{value * 1000:12.2f}{days:12,.0f}{days / CORES:15.1f}")
    total = sum(measured.seconds.values()) * BILLION / DAY
    print(f"{'in all, before alignment':32}{'':12}{total:12,.0f}{total / CORES:15.1f}")
    print(f"{'alignment, each pair of versions':32}{measured.pair * 1000:12.2f}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="skew of the join's cells, and the arithmetic for 10^9 documents")
    parser.add_argument("--data", type=Path, required=True, help="the dev folder")
    parser.add_argument("--kept", type=Path, help="a file that keeps the inspected records between runs")
    parser.add_argument("--most", type=int, default=100_000, help="documents of the largest simulated corpus")
    parser.add_argument("--sample", type=int, default=200, help="documents to time")
    options = parser.parse_args(arguments)
    items, encoder = read_items(options.data), load_encoder()
    held = kept_or_prepared(options.kept, items, encoder, Clock())
    table = held.table()
    print_skew(table, options.most)
    print_arithmetic(measure(items, held, table, encoder, options.sample))


if __name__ == "__main__":
    main()
