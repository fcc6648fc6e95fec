"""The words of texts as rows: what each distinct word means and how it is written.

A bag model has a vector for each word as well as for each text, at the price of adding up a few rows.  Alignment asks
which words of one text have a partner in the other (``provenance.align``).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

from provenance.embed.bundled import BundledEncoder
from provenance.embed.characters import character_vectors

# Share of the similarity of two words that their characters hold: names are spelled alike, other words seldom.
CHARACTER_SHARE = 0.3
# Places that the characters of a word are folded into: a word has few n-grams, so that they seldom meet.
CHARACTER_WIDTH = 128
# Scripts that write no spaces between words: each piece of the model counts as a word.
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0002ffff]")
_SAYING = re.compile(r"[^\W_]")

UNKNOWN = "[UNK]"
BATCH = 2048  # words taken apart at a time

WordRows = tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]


def word_rows(texts: Sequence[str], encoder: BundledEncoder) -> WordRows:
    """Return the words of texts: rows, ids, starts.

    rows: float32[v, d], a row of unit length for each distinct word, d = encoder.dimensions + CHARACTER_WIDTH; the dot
    product of two rows is .7 × model cosine + .3 × character cosine.  ids: int64[t], the row of each word in reading
    order.  starts: int64[n + 1]: where the words of each text begin in ``ids``.  Words hold a letter or a digit; case
    does not count.
    """
    split = [text.split() for text in texts]
    distinct = list(dict.fromkeys(chain.from_iterable(split)))
    kinds: dict[tuple[str, tuple[int, ...]], int] = {}
    known = {
        word: [kinds.setdefault(kind, len(kinds)) for kind in _kinds(word, taken)]
        for word, taken in zip(distinct, _taken_apart(distinct, encoder), strict=True)
    }
    found = [[place for word in words for place in known[word]] for words in split]
    ids = np.array(list(chain.from_iterable(found)), np.int64)
    starts = np.concatenate([[0], np.cumsum([len(places) for places in found])]).astype(np.int64)
    model = encoder.add_up([list(pieces) for _, pieces in kinds]) * np.float32(np.sqrt(1.0 - CHARACTER_SHARE))
    letters = _folded(character_vectors([word for word, _ in kinds])) * np.float32(np.sqrt(CHARACTER_SHARE))
    rows = np.hstack([model, letters]).astype(np.float32, copy=False)
    return rows, ids, starts


def _taken_apart(words: Sequence[str], encoder: BundledEncoder) -> Iterator[Encoding]:
    for start in range(0, len(words), BATCH):
        yield from encoder.tokenizer.encode_batch(list(words[start : start + BATCH]), add_special_tokens=False)


def _kinds(written: str, taken: Encoding) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the words between white space and punctuation with their pieces, nothing for punctuation itself.

    Each piece is a word where the script has no spaces.
    """
    tokens, pieces = taken.tokens, taken.ids
    for first, last in _runs(taken.word_ids):
        word = "".join(tokens[first:last]).removeprefix("▁")
        if word == UNKNOWN:
            word = written[taken.offsets[first][0] : taken.offsets[last - 1][1]].lower()
        if not _SAYING.search(word):
            continue
        if not _SPACELESS.search(word):
            yield word, tuple(pieces[first:last])
            continue
        for token, piece in zip(tokens[first:last], pieces[first:last], strict=True):
            if _SAYING.search(token):
                yield token.removeprefix("▁"), (piece,)


def _runs(owners: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield where each run of equal values begins and ends."""
    first = 0
    for place in range(1, len(owners) + 1):
        if place == len(owners) or owners[place] != owners[first]:
            yield first, place
            first = place


def _folded(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Add up the places of each row that are CHARACTER_WIDTH apart; rows of unit length."""
    folded = vectors.reshape(len(vectors), vectors.shape[1] // CHARACTER_WIDTH, CHARACTER_WIDTH).sum(axis=1)
    sizes = np.linalg.norm(folded, axis=1, keepdims=True)
    return np.asarray(np.divide(folded, sizes, out=folded, where=sizes > 0), np.float32)
