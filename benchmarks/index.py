"""An index of originals at a million vectors: search, recall, adding, opening, size.

usage: python -m benchmarks.index --data ../shared/data/dev [--count 1000000] [--folder DIR]

The vectors are those of the development documents (Debian, PHP, WMT22; every language) with seeded noise, so that each
has hundreds of near neighbours, as a corpus of many versions and templates has.  Queries are drawn in the same way.
The exact answer is by float32 cosine against the vectors before they were stored.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.retrieval import read_documents
from provenance.embed import Vectors, load_encoder
from provenance.embed.similarity import pool_passages
from provenance.index import Entry, Filter, Index, Writer, passages
from provenance.types import Document, Model

# Length of the noise against the vector's own: a copy keeps a cosine of .86 with what it was drawn from.
NOISE = 0.6
BLOCK = 10_000
QUERIES = 300
FOUND = 10
TONGUES = ("en", "de", "fr", "ru", "zh-Hant", "sw")


def perturbed(vectors: Vectors, count: int, *, seed: int) -> Iterator[Vectors]:
    """Yield blocks of unit vectors: rows drawn from real ones, each with noise of its own."""
    draw = np.random.default_rng(seed)
    scale = np.float32(NOISE / np.sqrt(vectors.shape[1]))
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        block = vectors[draw.integers(0, len(vectors), size)]
        block = block + draw.standard_normal(block.shape, dtype=np.float32) * scale
        yield block / np.linalg.norm(block, axis=1, keepdims=True)


def real_vectors(data: Path) -> Vectors:
    versions = read_documents(data)
    texts = list(dict.fromkeys([v.source_paragraphs for v in versions] + [v.paragraphs for v in versions]))
    vectors = pool_passages(texts, load_encoder().encode)
    known: Vectors = vectors[np.linalg.norm(vectors, axis=1) > 0.5]
    return known


def entries(block: Vectors, start: int) -> list[Entry]:
    nothing = passages(np.zeros((0, block.shape[1]), np.float32), np.zeros(0, np.float32), frozenset())
    return [
        Entry(
            Document(f"d{number}", f"text {number}", "", published=f"20{number % 25:02}-01-01"),
            TONGUES[number % len(TONGUES)] if number % 100 else "la",
            "",
            vector,
            nothing,
        )
        for number, vector in enumerate(block, start)
    ]


def print_add(folder: Path, vectors: Vectors, count: int) -> None:
    started, number = time.perf_counter(), 0
    with Writer(folder, Model("benchmark", "0" * 64)) as writer:
        for block in perturbed(vectors, count, seed=1):
            writer.add(entries(block, number))
            number += len(block)
    took = time.perf_counter() - started
    sizes = {path.suffix: path.stat().st_size for path in folder.iterdir()}
    print(f"{'add, vectors a second, with cells':44}{count / took:>12,.0f}")
    print(f"{'size, bytes a document: originals':44}{sizes['.sqlite3'] / count:>12,.0f}")
    print(f"{'size, bytes a document: cells':44}{sizes.get('.faiss', 0) / count:>12,.0f}")
    started = time.perf_counter()
    with Writer(folder, Model("benchmark", "0" * 64)) as writer:
        writer.remove([f"d{number}" for number in range(0, count, max(1, count // 1000))])
    print(f"{'remove, documents a second':44}{1000 / (time.perf_counter() - started):>12,.0f}")


def print_open(folder: Path) -> None:
    """In fresh interpreters, so that nothing loaded here counts."""
    code = (
        "import sys,time;import numpy,sqlite3;from pathlib import Path;t=time.perf_counter();"
        "from provenance.index import Index;i=Index(Path(sys.argv[1]));n=len(i.model.name);a=time.perf_counter()-t;"
        "v=numpy.ones(512,'f4')/512**.5;i.search(v,10);print(a,time.perf_counter()-t)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True).stdout
        for _ in range(5)
    ]
    opened, first = (np.median([float(run.split()[place]) for run in runs]) for place in (0, 1))
    print(f"{'open, s, with import of provenance.index':44}{opened:>12.3f}")
    print(f"{'open and first search, s, with faiss':44}{first:>12.3f}")


def print_search(folder: Path, vectors: Vectors, count: int) -> None:
    queries = next(perturbed(vectors, QUERIES, seed=2))
    exact = exact_answers(vectors, count, queries)
    with Index(folder) as index:
        for name, only in (
            ("search", Filter()),
            ("search in one language of six", Filter(("fr",))),
            ("search in a rare language (1 %)", Filter(("la",))),
        ):
            index.search(queries[0], FOUND, only)
            times, right = [], []
            for query, wanted in zip(queries, exact, strict=True):
                started = time.perf_counter()
                hits = index.search(query, FOUND, only)
                times.append(time.perf_counter() - started)
                right.append(len({hit.row.id for hit in hits} & wanted) / FOUND)
            print(f"{name + ', p50 ms':44}{1e3 * float(np.median(times)):>12.2f}")
            print(f"{name + ', p99 ms':44}{1e3 * float(np.quantile(times, 0.99)):>12.2f}")
            if only == Filter():
                print(f"{'recall@10 against exact':44}{float(np.mean(right)):>12.4f}")


def exact_answers(vectors: Vectors, count: int, queries: Vectors) -> list[set[str]]:
    """The ids of the nearest of what is in the index, less what was removed."""
    keys, scores = np.zeros((len(queries), 0), np.int64), np.zeros((len(queries), 0), np.float32)
    removed, start = max(1, count // 1000), 0
    for block in perturbed(vectors, count, seed=1):
        here = queries @ block.T
        numbers = np.arange(start, start + len(block))
        here[:, numbers % removed == 0] = -2
        keys = np.hstack([keys, np.broadcast_to(numbers, here.shape)])
        scores = np.hstack([scores, here])
        best = np.argpartition(-scores, FOUND, axis=1)[:, :FOUND]
        keys, scores = np.take_along_axis(keys, best, axis=1), np.take_along_axis(scores, best, axis=1)
        start += len(block)
    return [{f"d{number}" for number in row} for row in keys.tolist()]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="an index of originals at a million vectors")
    parser.add_argument("--data", type=Path, required=True, help="the dev folder")
    parser.add_argument("--count", type=int, default=1_000_000, help="vectors in the index")
    parser.add_argument("--folder", type=Path, help="where to put the index (and leave it); default: a temporary place")
    options = parser.parse_args(arguments)
    vectors = real_vectors(options.data)
    print(f"{len(vectors):,} real vectors of {vectors.shape[1]} dimensions → {options.count:,} with noise {NOISE}")
    folder = options.folder or Path(tempfile.mkdtemp())
    try:
        print_add(folder, vectors, options.count)
        print_open(folder)
        print_search(folder, vectors, options.count)
    finally:
        if options.folder is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
