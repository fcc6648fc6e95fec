"""A second opinion on languages that share a script: words and pieces of words, learned.

langdetect's profiles stop at three characters and were counted on encyclopaedia articles; close languages and short
texts need more.  The model is the bag of hashed subword vectors of Joulin et al. ("Bag of Tricks for Efficient Text
Classification", 2017): each word, and each run of three to five characters in it, has a vector; their mean is
classified.  pieces.npz is trained by training/language_pieces.py.
"""

import threading
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

BUCKETS = 1 << 17
LENGTHS = (3, 4, 5)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: multiplicative hashing (Knuth)
_ODD = np.uint64(0x100000001B3)
_SHIFT = np.uint64(64 - 17)
_SPACE = 0x20
_LOCK = threading.Lock()
_LOADED: list["Pieces"] = []

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The model: tags; vectors int8[BUCKETS, width]; outputs float32[width, languages]; bias float32[languages]."""

    languages: tuple[str, ...]
    vectors: npt.NDArray[np.int8]
    outputs: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]


def pieces() -> Pieces:
    """Return the model, loaded once for all threads."""
    if not _LOADED:
        with _LOCK:
            if not _LOADED:
                _LOADED.append(_load())
    return _LOADED[0]


def _load() -> Pieces:
    path = files("provenance.detect.language").joinpath("pieces.npz")
    with path.open("rb") as stream, np.load(stream) as table:
        return Pieces(
            languages=tuple(str(tag) for tag in table["languages"]),
            vectors=table["vectors"],
            outputs=table["scales"][:, None] * table["outputs"],
            bias=table["bias"],
        )


def buckets_of(plane: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Return the buckets of all pieces, in text order, and how many each text has.

    plane: lower-case code points of texts in a row, a space wherever no letter stands.
    """
    codes = np.full(len(plane) + 2 * len(lengths), _SPACE, np.int64)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    codes[np.arange(len(plane)) + 1 + 2 * owner] = plane
    owners = np.repeat(np.arange(len(lengths)), lengths + 2)
    letter = codes != _SPACE
    kept = letter.copy()
    kept[1:] |= letter[:-1]  # one space after each word
    first = np.flatnonzero(letter & ~np.concatenate(([False], letter[:-1])))
    kept[first - 1] = True
    codes, owners, letter = codes[kept], owners[kept], letter[kept]
    if len(codes) == 0:
        return codes, lengths * 0
    hashes, valid = _hashed(codes.astype(np.uint64), letter)
    buckets = hashes.ravel()[valid.ravel()].astype(np.int64)
    return buckets, np.bincount(owners, valid.sum(1), len(lengths)).astype(np.int64)


def _hashed(
    codes: npt.NDArray[np.uint64], letter: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
    """Return uint64[n, pieces] and which of them exist: the pieces that begin at each character."""
    size = len(codes)
    columns, valid = [], []
    rolling = np.zeros(size, np.uint64)
    inner = np.ones(size, bool)
    for length in range(1, max(LENGTHS) + 1):
        last = min(length - 1, size)
        shifted = np.zeros(size, np.uint64)
        shifted[: size - last] = codes[last:]
        rolling = rolling * _ODD + shifted
        ends = np.zeros(size, bool)
        ends[: size - last] = True
        if length > 2:  # what lies between the two ends must be letters
            middle = np.zeros(size, bool)
            middle[: size - last + 1] = letter[last - 1 :] if last else letter
            inner &= middle
        if length in LENGTHS:
            columns.append((rolling + np.uint64(length)) * _FACTOR >> _SHIFT)
            valid.append(ends & inner)
    columns.append(_words(codes, letter))
    valid.append(letter & ~np.concatenate(([False], letter[:-1])))
    return np.stack(columns, 1), np.stack(valid, 1)


def _words(codes: npt.NDArray[np.uint64], letter: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint64]:
    """Return the bucket of the word that begins at each first letter, zero elsewhere."""
    begins = np.flatnonzero(letter & ~np.concatenate(([False], letter[:-1])))
    result = np.zeros(len(codes), np.uint64)
    if len(begins) == 0:
        return result
    first = np.concatenate(([0], begins))  # a text opens with a space: no word begins at 0
    position = np.arange(len(codes)) - np.repeat(first, np.diff(first, append=len(codes)))
    powers = np.cumprod(np.full(256, _ODD, np.uint64))
    values = np.where(letter, codes * powers[np.minimum(position, 255)], 0)
    result[begins] = (np.add.reduceat(values, begins) + np.uint64(99)) * _FACTOR >> _SHIFT
    return result
