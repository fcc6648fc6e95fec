"""Encoded pairs as flat arrays, and batches of them with random pieces left out."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numba as nb
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ids = NDArray[np.int32]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bags:
    """n bags of piece ids: bag i is ids[offsets[i]:offsets[i + 1]]; `keys[i]` is equal for equal texts."""

    ids: Ids
    offsets: Offsets
    keys: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.offsets) - 1


def encode_bags(tokenizer: Tokenizer, texts: Sequence[str], *, chunk: int = 20_000) -> Bags:
    """Encode texts; `keys` are CRC-32 of the texts, lower-cased."""
    parts: list[Ids] = []
    lengths: list[int] = []
    for start in range(0, len(texts), chunk):
        encodings = tokenizer.encode_batch_fast(list(texts[start : start + chunk]), add_special_tokens=False)
        rows = [encoding.ids for encoding in encodings]
        lengths.extend(len(row) for row in rows)
        parts.append(np.array([i for row in rows for i in row], dtype=np.int32))
    ids = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    keys = np.array([zlib.crc32(text.lower().encode()) for text in texts], dtype=np.uint32)
    return Bags(ids, offsets, keys)


def join_bags(bags: Sequence[Bags]) -> Bags:
    """Concatenate bags in order."""
    ends = np.cumsum([0] + [len(bag.ids) for bag in bags])
    offsets = [bag.offsets[:-1] + end for bag, end in zip(bags, ends[:-1], strict=True)]
    return Bags(
        np.concatenate([bag.ids for bag in bags]),
        np.concatenate([*offsets, ends[-1:]]).astype(np.int64),
        np.concatenate([bag.keys for bag in bags]),
    )


@nb.njit(cache=True)
def pick(ids: Ids, offsets: Offsets, rows: NDArray[np.int64], dropout: float, seed: int) -> tuple[Ids, Offsets]:
    """Copy the bags `rows` into flat arrays, leaving out each piece with probability `dropout`.

    The first piece of a bag that would become empty stays; an empty bag stays empty.
    """
    np.random.seed(seed)
    total = 0
    for row in rows:
        total += offsets[row + 1] - offsets[row]
    picked = np.empty(total, np.int32)
    starts = np.empty(len(rows) + 1, np.int64)
    starts[0] = 0
    at = 0
    for i in range(len(rows)):
        begin, end = offsets[rows[i]], offsets[rows[i] + 1]
        first = at
        for j in range(begin, end):
            if dropout <= 0.0 or np.random.random() >= dropout:
                picked[at] = ids[j]
                at += 1
        if at == first and end > begin:
            picked[at] = ids[begin]
            at += 1
        starts[i + 1] = at
    return picked[:at], starts
