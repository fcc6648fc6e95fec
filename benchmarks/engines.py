"""Engines for an index of originals, each as its own documentation uses it: what it takes and what a kill leaves.

usage: python -m benchmarks.engines --data ../shared/data/dev [--count 50000] [--kills 8]

Rows: this package's index (SQLite with faiss cells), faiss alone (IVF, 8 bits, write_index), usearch (HNSW, int8, save)
and LanceDB (IVF_HNSW_SQ).  Vectors as in benchmarks/index.py.  Processor time, so that a busy machine matters less.
kills: a process that adds batches of 500 and saves after each is killed at a random moment; then the folder is opened.
Peers that are not installed are left out: pip install usearch lancedb faiss-cpu.
"""

import argparse
import importlib.util
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.index import entries, perturbed, real_vectors
from provenance.embed import Vectors
from provenance.index import Index, Writer
from provenance.types import Model

MODEL = Model("benchmark", "0" * 64)
FOUND = 10
QUERIES = 200
BATCH = 500
Numbers = list[int]


@dataclass(frozen=True, slots=True)
class Engine:
    """add: vectors, numbered from a first on.  opened: what a folder holds.  search: numbers of the nearest."""

    package: str
    add: Callable[[Path, Vectors, int], None]
    opened: Callable[[Path], Any]
    count: Callable[[Any], int]
    search: Callable[[Any, Vectors], Numbers]
    remove: Callable[[Path, Numbers], None]


def _own_add(folder: Path, vectors: Vectors, first: int) -> None:
    with Writer(folder, MODEL) as writer:
        writer.add(entries(vectors, first))


def _own_remove(folder: Path, numbers: Numbers) -> None:
    with Writer(folder, MODEL) as writer:
        writer.remove([f"d{number}" for number in numbers])


def _own_search(index: Index, query: Vectors) -> Numbers:
    return [int(hit.row.id[1:]) for hit in index.search(query, FOUND)]


def _faiss_add(folder: Path, vectors: Vectors, first: int) -> None:
    import faiss

    path = folder / "index.faiss"
    if path.exists():
        index = faiss.read_index(str(path))
    else:
        cells = max(1, round(len(vectors) ** 0.5))
        coarse = faiss.IndexFlatIP(vectors.shape[1])
        index = faiss.IndexIVFScalarQuantizer(
            coarse, vectors.shape[1], cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
        )
        index.train(vectors[: 64 * cells])
    index.add_with_ids(vectors, np.arange(first, first + len(vectors)))
    folder.mkdir(exist_ok=True)
    faiss.write_index(index, str(path))


def _faiss_open(folder: Path) -> Any:
    import faiss

    index: Any = faiss.read_index(str(folder / "index.faiss"))
    index.nprobe = 16
    return index


def _faiss_remove(folder: Path, numbers: Numbers) -> None:
    import faiss

    index: Any = faiss.read_index(str(folder / "index.faiss"))
    index.remove_ids(np.array(numbers))
    faiss.write_index(index, str(folder / "index.faiss"))


def _usearch_new(width: int) -> Any:
    from usearch.index import Index as Usearch

    return Usearch(ndim=width, metric="cos", dtype="i8")


def _usearch_add(folder: Path, vectors: Vectors, first: int) -> None:
    path, index = folder / "index.usearch", _usearch_new(vectors.shape[1])
    if path.exists():
        index.load(str(path))
    index.add(np.arange(first, first + len(vectors)), vectors, threads=1)
    folder.mkdir(exist_ok=True)
    index.save(str(path))


def _usearch_open(folder: Path) -> Any:
    from usearch.index import Index as Usearch

    return Usearch.restore(str(folder / "index.usearch"), view=True)


def _usearch_remove(folder: Path, numbers: Numbers) -> None:
    from usearch.index import Index as Usearch

    index: Any = Usearch.restore(str(folder / "index.usearch"))
    index.remove(np.array(numbers))
    index.save(str(folder / "index.usearch"))


def _lance_add(folder: Path, vectors: Vectors, first: int) -> None:
    import lancedb
    import lancedb.index
    import pyarrow as pa

    flat = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1])
    table = pa.table({"number": pa.array(np.arange(first, first + len(vectors))), "vector": flat})
    base = lancedb.connect(str(folder))
    if first:
        base.open_table("t").add(table)
        return
    made = base.create_table("t", table)
    if len(vectors) > 10 * BATCH:
        made.create_index("vector", config=lancedb.index.HnswSq(distance_type="cosine"))


def _lance_open(folder: Path) -> Any:
    import lancedb

    return lancedb.connect(str(folder)).open_table("t")


def _lance_search(table: Any, query: Vectors) -> Numbers:
    found = table.search(query).distance_type("cosine").limit(FOUND).nprobes(16).refine_factor(4).to_arrow()
    numbers: Numbers = found["number"].to_pylist()
    return numbers


def _lance_remove(folder: Path, numbers: Numbers) -> None:
    _lance_open(folder).delete(f"number IN ({','.join(map(str, numbers))})")


ENGINES = {
    "SQLite + faiss": Engine("faiss", _own_add, Index, len, _own_search, _own_remove),
    "faiss alone": Engine(
        "faiss", _faiss_add, _faiss_open, lambda index: int(index.ntotal),
        lambda index, query: index.search(query[None], FOUND)[1][0].tolist(), _faiss_remove,
    ),
    "usearch": Engine(
        "usearch", _usearch_add, _usearch_open, len,
        lambda index, query: [int(key) for key in index.search(query, FOUND).keys], _usearch_remove,
    ),
    "LanceDB": Engine(
        "lancedb", _lance_add, _lance_open, lambda table: int(table.count_rows()), _lance_search, _lance_remove
    ),
}  # fmt: skip


def measured(engine: Engine, vectors: Vectors, queries: Vectors, folder: Path) -> dict[str, str]:
    started = time.process_time()
    engine.add(folder, vectors, 0)
    took = time.process_time() - started
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    started = time.perf_counter()
    index = engine.opened(folder)
    opened = time.perf_counter() - started
    exact = np.argpartition(-(queries @ vectors.T), FOUND, axis=1)[:, :FOUND]
    times, right = [], []
    for query, wanted in zip(queries, exact.tolist(), strict=True):
        started = time.process_time()
        found = engine.search(index, query)
        times.append(time.process_time() - started)
        right.append(len(set(found) & set(wanted)) / FOUND)
    removed = list(range(0, len(vectors), max(1, len(vectors) // 500)))
    started = time.process_time()
    engine.remove(folder, removed)
    return {
        "add/s": f"{len(vectors) / took:,.0f}",
        "open ms": f"{1e3 * opened:.1f}",
        "search ms": f"{1e3 * float(np.median(times)):.2f}",
        "recall@10": f"{float(np.mean(right)):.3f}",
        "bytes": f"{size / len(vectors):,.0f}",
        "remove/s": f"{len(removed) / (time.process_time() - started):,.0f}",
    }


def killed(name: str, kills: int) -> str:
    """How often what a killed process left could be opened with every batch that it had said was saved."""
    code = (
        "import sys\nfrom pathlib import Path\nimport numpy as np\n"
        "from benchmarks.engines import BATCH, ENGINES\n"
        "for number in range(10**6):\n"
        "    v = np.random.default_rng(number).standard_normal((BATCH, 256)).astype('f4')\n"
        "    v /= np.linalg.norm(v, axis=1, keepdims=True)\n"
        "    ENGINES[sys.argv[1]].add(Path(sys.argv[2]), v, number * BATCH)\n"
        "    print(number, flush=True)\n"
    )
    draw, whole, damaged = random.Random(3), 0, 0
    for _ in range(kills):
        folder = Path(tempfile.mkdtemp())
        process = subprocess.Popen(
            [sys.executable, "-c", code, name, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        for _ in range(draw.randint(3, 8)):
            process.stdout.readline()
        time.sleep(draw.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read().splitlines()
        process.wait()
        least = (int(said[-1]) + 1 if said else 3) * BATCH
        try:
            count = ENGINES[name].count(ENGINES[name].opened(folder))
            whole += count >= least and count % BATCH == 0
        except Exception:  # whatever an engine raises for what it cannot read is the finding
            damaged += 1
        shutil.rmtree(folder)
    return f"{whole} of {kills} whole" + (f", {damaged} unreadable" if damaged else "")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="engines for an index of originals")
    parser.add_argument("--data", type=Path, required=True, help="the dev folder")
    parser.add_argument("--count", type=int, default=50_000, help="vectors")
    parser.add_argument("--kills", type=int, default=8, help="kills of each engine")
    options = parser.parse_args(arguments)
    real = real_vectors(options.data)
    vectors = np.vstack(list(perturbed(real, options.count, seed=1)))
    queries = next(perturbed(real, QUERIES, seed=2))
    names = ("add/s", "open ms", "search ms", "recall@10", "bytes", "remove/s")
    print(
        f"{len(vectors):,} vectors of {vectors.shape[1]} dimensions; processor time on one thread but for LanceDB's\n"
    )
    print(f"{'':16}" + "".join(f"{name:>11}" for name in names) + "  killed while adding")
    for name, engine in ENGINES.items():
        if importlib.util.find_spec(engine.package) is None:
            print(f"{name:16}  not installed")
            continue
        folder = Path(tempfile.mkdtemp())
        row = measured(engine, vectors, queries, folder / "index")
        shutil.rmtree(folder)
        print(
            f"{name:16}" + "".join(f"{row[key]:>11}" for key in names) + f"  {killed(name, options.kills)}", flush=True
        )


if __name__ == "__main__":
    main()
