"""How often words are written small, and with a capital inside a sentence: what tells "Service" from "Kowalczyk".

Counted over the training sentences of 54 languages (training/capitals.py).  A word counts by its beginning, three
quarters of its letters, so that its inflected forms count together; its language does not count.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE = Path(__file__).with_name("capitals.npz")
_LEAST = 4


def beginning(word: str) -> str:
    """Return the three quarters of a word, four letters at least, that stand for all its forms."""
    word = word.casefold()
    return word[: max(_LEAST, round(0.75 * len(word)))]


def key(start: str) -> int:
    """Return the row's name in the table: a checksum of a word's beginning."""
    return zlib.crc32(start.encode())


def counts(words: Sequence[str]) -> NDArray[np.float32]:
    """Return float32[n, 2] for each word: log2 of 1 + how often it was seen small, and with a capital."""
    keys, seen = _table()
    found = np.zeros((len(words), 2), np.float32)
    if not len(words):
        return found
    wanted = np.array([key(beginning(word)) for word in words], np.uint32)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    known = keys[places] == wanted
    found[known] = seen[places[known]]
    return found


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return uint32[k], sorted, and uint8[k, 2], whole logarithms."""
    with np.load(TABLE, allow_pickle=False) as stored:
        return stored["keys"], stored["counts"]
