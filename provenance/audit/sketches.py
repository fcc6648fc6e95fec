"""A corpus's sketches and centred vectors on disk, so that workers read what they need and memory stays small."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from provenance.audit.cells import Quantised, centre, means
from provenance.audit.corpus import Corpus
from provenance.audit.join import Tongues
from provenance.audit.likeness import Sketch, unpack
from provenance.audit.tables import write_table

CENTRED, TONGUES, SKETCHES, STARTS = "centred.npy", "tongues.npy", "sketches.bin", "sketches.npy"
BLOCK = 4096


@dataclass(frozen=True)
class Mapped:
    """A table of vectors in files, opened where it is used (``join.Table``)."""

    folder: str

    @cached_property
    def vectors(self) -> Quantised:
        """int8[n, d], centred, a read-only memory map."""
        mapped: Quantised = np.load(Path(self.folder, CENTRED), mmap_mode="r", allow_pickle=False)
        return mapped

    @cached_property
    def tongues(self) -> Tongues:
        """int16[n]."""
        loaded: Tongues = np.load(Path(self.folder, TONGUES), allow_pickle=False)
        return loaded

    def __reduce__(self) -> tuple[type["Mapped"], tuple[str]]:
        return type(self), (self.folder,)


@dataclass(frozen=True)
class Sketches:
    """Sketches in a file, by row."""

    folder: str

    def __getitem__(self, row: int) -> Sketch:
        starts, data = _opened(self.folder)
        return unpack(data[int(starts[row]) : int(starts[row + 1])].tobytes())


@lru_cache(maxsize=1)
def _opened(folder: str) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    starts: NDArray[np.int64] = np.load(Path(folder, STARTS), allow_pickle=False)
    data = np.memmap(Path(folder, SKETCHES), np.uint8, "r") if starts[-1] else np.zeros(0, np.uint8)
    return starts, data


def write_sketches(corpus: Corpus) -> tuple[Mapped, Sketches]:
    """Write what families are found with beside the corpus's state, and return it opened."""
    folder = Path(corpus.folder)
    tongues = numbered(corpus.languages)
    np.save(folder / TONGUES, tongues)
    mean = means(corpus.vectors, tongues)
    parts = (slice(first, first + BLOCK) for first in range(0, len(tongues), BLOCK))
    centred = (centre(np.asarray(corpus.vectors[part]), tongues[part], mean) for part in parts)
    write_table(folder / CENTRED, (len(tongues), corpus.vectors.shape[1]), centred)
    starts = [0]
    with (folder / SKETCHES).open("wb") as file:
        for data in corpus.sketches():
            file.write(data)
            starts.append(starts[-1] + len(data))
    np.save(folder / STARTS, np.array(starts, np.int64))
    _opened.cache_clear()
    return Mapped(corpus.folder), Sketches(corpus.folder)


def close() -> None:
    """Let go of the files that have been read."""
    _opened.cache_clear()


def numbered(languages: Sequence[str]) -> Tongues:
    """Return a number for each language tag, in the order of the tags: int16[n]."""
    numbers = {tag: number for number, tag in enumerate(sorted(set(languages)))}
    return np.array([numbers[tag] for tag in languages], np.int16)
