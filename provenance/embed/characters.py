"""Names and numbers as vectors: hashed n-grams of a text written in plain ASCII.

Translation keeps names and numbers, and scripts differ less once transliterated: Москва and Moscow
share n-grams as "moskva" and "moscow".  Each n-gram is weighed by how rare it is and added, with a
sign, to one of k places (feature hashing, Weinberger et al. 2009), so that one dot product compares
two texts and no vocabulary is kept.
"""

import re
import unicodedata
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

WIDTH = 512
BUCKETS = 1 << 16
RARITY = Path(__file__).with_name("rarity.npy")
# n-gram lengths over bytes, word boundaries written as a space.
LENGTHS = (3, 4, 5)
# A number is one feature, not its digits: 1.450.000 and 1450 share nothing.
NUMBER_WEIGHT = 2.0
CHUNK = 512

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SPACE = 32
_GROUPED = re.compile(r"(?<=\d)[.,:'](?=\d)|(?<=\d) (?=\d{3}(?!\d))")
_OTHER = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"\d+")


def plain(text: str) -> str:
    """Write a text in lower-case ASCII letters, digits and single spaces.

    Digits of any script become 0-9; separators inside a number (1,450,000 or 1 450 000,50 or 12:30)
    are dropped, so that one number looks alike in every format.
    """
    letters = anyascii(unicodedata.normalize("NFKC", text)).lower()
    letters = _GROUPED.sub("", letters)
    return _OTHER.sub(" ", letters)


def plain_numbers(text: str) -> frozenset[str]:
    """The numbers of a text as strings of digits, alike in every script and format."""
    return frozenset(_NUMBER.findall(plain(text)))


def character_vectors(texts: Sequence[str], rarity: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Hashed n-grams of each text as float32[n, WIDTH], rows of unit length (zeros for a text without any).

    rarity: float32[BUCKETS], the weight of an n-gram in each bucket; None takes the bundled table.
    """
    weights = load_rarity() if rarity is None else rarity
    vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
    for start in range(0, len(texts), CHUNK):
        part = texts[start : start + CHUNK]
        rows, hashes, boosts = ngrams(part)
        vectors[start : start + CHUNK] = _project(rows, hashes, boosts, weights, (len(part), WIDTH))
    return vectors


@lru_cache(maxsize=1)
def load_rarity() -> NDArray[np.float32]:
    """The bundled weights by bucket, float32[BUCKETS]: log of how few texts hold an n-gram (see training)."""
    table: NDArray[np.float32] = np.load(RARITY, allow_pickle=False).astype(np.float32)
    table.setflags(write=False)
    return table


def ngrams(
    texts: Sequence[str],
) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.float32]]:
    """Every n-gram and number of texts: the row of its text, its 64-bit hash, and its boost."""
    written = [plain(text) for text in texts]
    padded = [f" {text.strip()} ".encode() for text in written]
    codes = np.frombuffer(b"".join(padded), dtype=np.uint8).astype(np.uint64)
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in padded])
    rows, hashes = [], []
    for length in LENGTHS:
        at, values = _windows(codes, owners, length)
        rows.append(owners[at])
        hashes.append(values)
    whole_rows, whole_hashes, whole_boosts = _whole(written)
    boosts = np.ones(sum(map(len, rows)), dtype=np.float32)
    return (
        np.concatenate([*rows, whole_rows]),
        np.concatenate([*hashes, whole_hashes]),
        np.concatenate([boosts, whole_boosts]),
    )


def word_vectors(texts: Sequence[str], *, width: int) -> NDArray[np.float32]:
    """Hashed words and numbers of each text, each counted once, as float32[n, width], unit rows.

    For whole documents, where names, numbers and what was left untranslated tell versions of one
    template apart, and n-grams would drown them.
    """
    rarity = load_rarity()
    vectors = np.zeros((len(texts), width), dtype=np.float32)
    for start in range(0, len(texts), CHUNK):
        part = [plain(text) for text in texts[start : start + CHUNK]]
        rows, hashes, boosts = _whole(part)
        vectors[start : start + CHUNK] = _project(rows, hashes, boosts, rarity, (len(part), width))
    return vectors


def buckets(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The bucket of each hash in the rarity table, 0 ≤ bucket < BUCKETS."""
    return (hashes >> np.uint64(48)).astype(np.int64)


def _windows(
    codes: NDArray[np.uint64], owners: NDArray[np.int64], length: int
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Where windows of `length` bytes lie within one word of one text, and their hashes."""
    n = len(codes) - length + 1
    if n <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    spaces = np.concatenate([[0], np.cumsum(codes == _SPACE)])
    inside = spaces[length - 1 : length - 1 + n] - spaces[1 : 1 + n]
    at = np.flatnonzero((inside == 0) & (owners[:n] == owners[length - 1 :]))
    values = np.full(len(at), length, dtype=np.uint64)
    for offset in range(length):
        values = (values ^ codes[at + offset]) * _MULTIPLIER
        values ^= values >> np.uint64(29)
    return at, values * _MULTIPLIER


def _whole(
    written: Sequence[str],
) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.float32]]:
    """Each text's distinct numbers and words of three letters or more: its row, a hash, a boost."""
    found = [
        (row, word)
        for row, text in enumerate(written)
        for word in sorted({word for word in text.split() if len(word) > 2 or word.isdigit()})
    ]
    rows = np.array([row for row, _ in found], dtype=np.int64)
    codes = np.array([zlib.crc32(word.encode()) for _, word in found], dtype=np.uint64)
    boosts = np.array([NUMBER_WEIGHT if word.isdigit() else 1.0 for _, word in found], dtype=np.float32)
    mixed = (codes + np.uint64(1)) * _MULTIPLIER
    mixed ^= mixed >> np.uint64(29)
    return rows, mixed * _MULTIPLIER, boosts


def _project(
    rows: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    boosts: NDArray[np.float32],
    rarity: NDArray[np.float32],
    shape: tuple[int, int],
) -> NDArray[np.float32]:
    """Add each n-gram, weighed and signed, to its place; scale rows to unit length."""
    count, width = shape
    places = ((hashes >> np.uint64(16)) % np.uint64(width)).astype(np.int64)
    signs = ((hashes >> np.uint64(8)) & np.uint64(1)).astype(np.float32) * 2 - 1
    values = signs * boosts * rarity[buckets(hashes)]
    flat = np.bincount(rows * width + places, weights=values, minlength=count * width)
    vectors = flat.reshape(count, width).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return unit
