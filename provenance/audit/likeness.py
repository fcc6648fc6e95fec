"""How likely two documents are versions of one text, from what a worker keeps of each: about .2 ms a pair.

The cosine of two documents finds candidates; what tells a translation from a page of the same template or a report of
the same event is in the sentences: each is held against the best it meets on the other side (late interaction, Khattab
and Zaharia, SIGIR 2020), both ways, and the numbers, which translation keeps, are compared.  A logistic model weighs
them; its weights are data (likeness.toml), fitted by training/likeness.py on half of the development documents.
"""

import struct
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from provenance.audit.cells import Quantised, quantise
from provenance.embed import Encoder
from provenance.embed.characters import plain_numbers
from provenance.pipeline.comparison import PROSE
from provenance.types import Record

SEGMENTS = 128  # of a document that are kept, from its beginning
DIGITS = 12  # of a number that are kept
NUMBERS = 512  # of a document that are kept
FEATURES = (
    "cosine", "margin", "best", "mutual", "numbers", "numbers_many", "many", "same_language", "title", "title_numbers",
)  # fmt: skip
_HEAD = struct.Struct("<HHHH")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a document to compare it.

    vectors: int8[s, d], of the first sentences of title and body.  lengths: float32[s], their letters and digits.
    numbers: of the whole text; title: of its first sentence.
    """

    vectors: Quantised
    lengths: NDArray[np.float32]
    numbers: frozenset[str]
    title: frozenset[str]


def sketch(record: Record, encoder: Encoder) -> Sketch:
    """Return the sketch of a record."""
    text = record.document.text
    prose = [part.span.trimmed(text).of(text) for part in record.segments if part.kind in PROSE][:SEGMENTS]
    lengths = np.array([sum(map(str.isalnum, part)) for part in prose], np.float32)
    vectors = quantise(encoder.encode(prose)) if prose else np.zeros((0, encoder.dimensions), np.int8)
    kept = vectors.any(axis=1) & (lengths > 0)
    title = prose[int(np.argmax(kept))] if kept.any() else ""
    return Sketch(vectors[kept], lengths[kept], _numbers(text), _numbers(title))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(sorted(number[:DIGITS] for number in plain_numbers(text))[:NUMBERS])


def pack(kept: Sketch) -> bytes:
    """Return a sketch as bytes, about 530 a sentence; ``unpack`` reads them."""
    numbers, title = (",".join(sorted(some)).encode() for some in (kept.numbers, kept.title))
    head = _HEAD.pack(*kept.vectors.shape, len(numbers), len(title))
    lengths = np.minimum(kept.lengths, 65535).astype("<u2").tobytes()
    return head + lengths + numbers + title + np.ascontiguousarray(kept.vectors).tobytes()


def unpack(data: bytes) -> Sketch:
    """Return the sketch that ``pack`` wrote."""
    count, width, numbers, title = _HEAD.unpack_from(data)
    at = _HEAD.size + 2 * count
    lengths = np.frombuffer(data, "<u2", count, _HEAD.size).astype(np.float32)
    words = [
        frozenset(part.decode().split(",")) - {""} for part in (data[at : at + numbers], data[at + numbers :][:title])
    ]
    vectors = np.frombuffer(data, np.int8, count * width, at + numbers + title).reshape(count, width)
    return Sketch(vectors, lengths, *words)


def features(
    one: Sketch, other: Sketch, *, cosine: float, margin: float, is_same_language: bool
) -> NDArray[np.float64]:
    """Return what the model sees, float64[10], in the order of FEATURES; the same whichever comes first.

    best: mean cosine of each sentence's best partner, by characters, of the side that finds less.  mutual: share of
    characters whose sentence is its best partner's best.  numbers: shared of all (Jaccard); many: log of the smaller
    side's count.  title: cosine of the first sentences; title_numbers: shared of all, .5 where one has none.
    """
    best = mutual = title = 0.0
    if len(one.vectors) and len(other.vectors):
        cosines = _cosines(one, other)
        best = min(_by_length(one, cosines.max(axis=1)), _by_length(other, cosines.max(axis=0)))
        ahead, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
        mutual = min(
            _by_length(one, back[ahead] == np.arange(len(ahead))),
            _by_length(other, ahead[back] == np.arange(len(back))),
        )
        title = float(cosines[0, 0])
    shared = _shared(one.numbers, other.numbers) if one.numbers and other.numbers else 0.0
    many = float(np.log1p(min(len(one.numbers), len(other.numbers))))
    titles = _shared(one.title, other.title) if one.title and other.title else 0.5
    return np.array([cosine, margin, best, mutual, shared, shared * many, many, float(is_same_language), title, titles])


def _cosines(one: Sketch, other: Sketch) -> NDArray[np.float64]:
    """Return float64[s, t], exact but for the last division, and so the same in both orders."""
    left, right = one.vectors.astype(np.float32), other.vectors.astype(np.float32)
    ours, theirs = ((side * side).sum(axis=1, dtype=np.float64) for side in (left, right))
    return np.asarray((left @ right.T).astype(np.float64) / np.sqrt(np.multiply.outer(ours, theirs)))


def _by_length(side: Sketch, values: NDArray[np.generic]) -> float:
    return float((values.astype(np.float64) * side.lengths).sum() / side.lengths.sum(dtype=np.float64))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def first_sight(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-odds of pairs by themselves.  seen: float64[p, 10], features of each."""
    weights = _weights()["pair"]
    return np.asarray(seen @ np.array(weights[:-1]) + weights[-1])


def second_sight(first: NDArray[np.float64], gaps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-odds of pairs among their rivals.

    first: float64[p], of ``first_sight``.  gaps: float64[p, 2], by how much each is ahead of the best rival (another
    document in the same language) on the side where it leads by less, and on the other; within ±6.
    """
    weights = _weights()["rivals"]
    return np.asarray(np.column_stack([first, gaps]) @ np.array(weights[:-1]) + weights[-1])


@lru_cache(maxsize=1)
def _weights() -> dict[str, Sequence[float]]:
    return tomllib.loads(files("provenance.audit").joinpath("likeness.toml").read_text("utf-8"))
