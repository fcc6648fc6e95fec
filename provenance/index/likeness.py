"""How like two documents are, passage by passage: what re-ranks the candidates that one vector a document finds.

One vector a document says what it is about; which of two pages of one template, or of two reports of one event, it
was translated from stands in its sentences.  So each passage is held against the best it meets on the other side
(late interaction, Khattab and Zaharia, SIGIR 2020), both ways, and the numbers, which translation keeps, are the
anchors.  About .3 ms a pair.
"""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PASSAGES = 128  # of a document that are kept, from its beginning
NUMBERS = 512  # of a document that are kept
DIGITS = 16  # of a number that are kept
RIVALS = 4  # nearest neighbours that a score is seen against (Artetxe & Schwenk, ACL 2019)
# Chosen by hand on the pooled development documents (benchmarks.retrieval --rerank), where each raises R@1: the
# two documents' cosine, passages by their best partners, passages whose partners agree, numbers, the first passages.
_WEIGHTS = np.array([1.0, 1.0, 0.7, 0.6, 0.3]) / 3.6
_HEAD = struct.Struct("<HHI")


@dataclass(frozen=True, slots=True)
class Passages:
    """What is kept of a document to compare it with another.

    vectors: int8[s, d], a row for each passage (``quantised``), none of zeros.  lengths: float32[s], its letters and
    digits.  numbers: of the whole text, as digits (``provenance.embed.characters.plain_numbers``).
    """

    vectors: NDArray[np.int8]
    lengths: Floats
    numbers: frozenset[str]


def passages(vectors: Floats, lengths: Floats, numbers: frozenset[str]) -> Passages:
    """Return what is kept of a document: its first passages of which anything is known.

    vectors: float32[s, d]; lengths: float32[s], letters and digits of each.
    """
    known = np.flatnonzero((lengths > 0) & vectors.any(axis=1))[:PASSAGES]
    kept = frozenset(sorted(number[:DIGITS] for number in numbers)[:NUMBERS])
    return Passages(quantised(vectors[known]), lengths[known].astype(np.float32), kept)


def quantised(vectors: Floats) -> NDArray[np.int8]:
    """Return directions as int8, each row scaled so that its largest entry is ±127."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0)
    scaled = np.divide(vectors * np.float32(127), largest, out=np.zeros_like(vectors), where=largest > 0)
    rows: NDArray[np.int8] = np.rint(scaled).astype(np.int8)
    return rows


def likeness(one: Passages, other: Passages, *, cosine: float) -> float:
    """Return how like two documents are, at most 1; the same in either order.

    cosine: of the two documents' whole vectors.  Texts of which nothing is known to one side rest on it alone.
    """
    best = mutual = title = 0.0
    if len(one.vectors) and len(other.vectors):
        cosines = _cosines(one, other)
        ahead, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
        best = (_by_length(one, cosines.max(axis=1)) + _by_length(other, cosines.max(axis=0))) / 2
        mutual = min(
            _by_length(one, back[ahead] == np.arange(len(ahead))),
            _by_length(other, ahead[back] == np.arange(len(back))),
        )
        title = float(cosines[0, 0])
    shared = (len(one.numbers & other.numbers) + 0.5) / (len(one.numbers | other.numbers) + 1)
    return float(np.dot(_WEIGHTS, (cosine, best, mutual, shared, title)))


def against_rivals(scores: Floats) -> Floats:
    """Return scores less what their rows' and columns' best few reach: what resembles everything gains nothing.

    scores: float32[n, m] of ``likeness``, NaN where two were not compared (it stays).
    """
    rows, columns = _best(scores), _best(scores.T)
    result: Floats = (scores - (rows[:, None] + columns[None, :]) / 2).astype(np.float32)
    return result


def _best(scores: Floats) -> Floats:
    k = min(RIVALS, scores.shape[1])
    if k == 0:
        return np.zeros(len(scores), np.float32)
    known = np.where(np.isnan(scores), np.float32(0), scores)
    best: Floats = np.partition(known, known.shape[1] - k, axis=1)[:, -k:].mean(axis=1)
    return best


def pack(kept: Passages) -> bytes:
    """Return passages as bytes, d + 2 a passage; ``unpack`` reads them."""
    numbers = ",".join(sorted(kept.numbers)).encode()
    lengths = np.minimum(kept.lengths, 65535).astype("<u2").tobytes()
    return _HEAD.pack(*kept.vectors.shape, len(numbers)) + lengths + numbers + kept.vectors.tobytes()


def unpack(data: bytes) -> Passages:
    """Return the passages that ``pack`` wrote.  Raises ValueError for other bytes."""
    if len(data) < _HEAD.size:
        raise ValueError(f"passages of {len(data)} bytes: expected at least {_HEAD.size}")
    count, width, size = _HEAD.unpack_from(data)
    at = _HEAD.size + 2 * count
    if len(data) != at + size + count * width:
        raise ValueError(f"passages of {len(data)} bytes: expected {at + size + count * width}")
    lengths = np.frombuffer(data, "<u2", count, _HEAD.size).astype(np.float32)
    numbers = frozenset(data[at : at + size].decode().split(",")) - {""}
    vectors = np.frombuffer(data, np.int8, count * width, at + size).reshape(count, width)
    return Passages(vectors, lengths, numbers)


def _cosines(one: Passages, other: Passages) -> NDArray[np.float64]:
    """Return float64[s, t], exact but for the last division, and so the same in both orders."""
    left, right = one.vectors.astype(np.float32), other.vectors.astype(np.float32)
    ours, theirs = ((side * side).sum(axis=1, dtype=np.float64) for side in (left, right))
    return np.asarray((left @ right.T).astype(np.float64) / np.sqrt(np.multiply.outer(ours, theirs)))


def _by_length(side: Passages, values: NDArray[np.generic]) -> float:
    weights = np.sqrt(side.lengths, dtype=np.float64)
    return float((values.astype(np.float64) * weights).sum() / weights.sum())
