"""Nearest neighbours among many: the door to faiss, which is imported when an index is large enough to need it."""

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from provenance.errors import IndexingError

if TYPE_CHECKING:
    from collections.abc import Iterable

Floats = NDArray[np.float32]
Keys = NDArray[np.int64]

SEED = 1
SAMPLE = 64  # vectors a cell that its centre is learnt from
ROUNDS = 6  # of k-means
BLOCK = 16384  # vectors that are added at a time
PROBED = 12  # cells that a search looks into; benchmarks/index.py


def build(path: Path, sample: Floats, blocks: "Iterable[tuple[Keys, Floats]]", *, count: int) -> None:
    """Write an inverted file of cells with vectors of 8 bits a place; all of it or nothing is there.

    sample: float32[s, d], to learn cells from (``sample_size``).  blocks: keys int64[b] and vectors float32[b, d] of
    unit length.  Raises IndexingError where faiss is missing or the disk is full.
    """
    faiss = engine()
    width, cells = sample.shape[1], cells_of(count)
    coarse = faiss.IndexFlatIP(width)
    clustering = faiss.Clustering(width, cells)
    clustering.niter, clustering.seed, clustering.spherical = ROUNDS, SEED, True
    clustering.min_points_per_centroid, clustering.max_points_per_centroid = 1, SAMPLE
    clustering.train(sample, coarse)
    index = faiss.IndexIVFScalarQuantizer(
        coarse, width, cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    index.train(sample)
    for keys, vectors in blocks:
        index.add_with_ids(vectors, keys)
    part = path.with_name(f"{path.name}.part")
    try:
        faiss.write_index(index, str(part))
        _synced(part)
        part.replace(path)
        _synced(path.parent)
    except (OSError, RuntimeError) as error:
        raise IndexingError(f"{part}: {_first_line(error)}: is the disk full?") from error


def cells_of(count: int) -> int:
    """Return how many cells an inverted file of so many vectors has: about the square root."""
    return max(1, round(math.sqrt(count)))


def sample_size(count: int) -> int:
    """Return how many vectors the cells are learnt from."""
    return min(count, cells_of(count) * SAMPLE)


def opened(path: Path) -> Any:
    """Return an inverted file mapped into memory: reading waits for the first search.

    Raises FileNotFoundError where there is none, IndexingError where faiss is missing or the file is damaged.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    faiss = engine()
    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
    except RuntimeError as error:
        if not path.exists():
            raise FileNotFoundError(path) from error
        raise IndexingError(damaged(path, _first_line(error))) from error


def nearest(index: Any, vector: Floats, k: int, *, allowed: NDArray[np.bool_] | None = None, spread: int = 1) -> Keys:
    """Return the keys of about the k nearest, best first.

    vector: float32[d].  allowed: bool[n], by key, what may be found; None for all.  spread: how many times as many
    cells to look into, where little is allowed.
    """
    faiss = engine()
    selector = None if allowed is None else faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
    options = faiss.SearchParametersIVF(sel=selector, nprobe=min(index.nlist, PROBED * spread))
    _, keys = index.search(vector[None, :].astype(np.float32), k, params=options)
    found: Keys = keys[0][keys[0] >= 0].astype(np.int64)
    return found


def engine() -> Any:
    """Return faiss.  Raises IndexingError that says how to install it."""
    try:
        import faiss
    except ImportError as error:
        hint = "pip install 'translation-provenance[index]'"
        raise IndexingError(f"an index of this size needs faiss, which is not installed: {hint}") from error
    return faiss


def damaged(path: Path, found: str) -> str:
    """Return what to say of a damaged file."""
    return f"{path}: damaged ({found}): restore it, or make the index again with `provenance index add`"


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:120]


def _synced(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # a folder cannot be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
