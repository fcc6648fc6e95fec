"""What each word adds to a text's evidence, kept for the next text that holds it.

No n-gram of the profiles and no learned piece spans a space, so that a text's are those of its words, in their order;
most words of a corpus have been met before.  What is kept are rows and whole numbers: a text that is told from memory
gives the same bits as one that is not.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.detect.language.pieces import buckets_of, pieces
from provenance.detect.language.profiles import SPACE, Grams, Ints, code_points, grams, profiles

KEPT = 1 << 16  # words in a memory, 400 bytes each; it is emptied when full
LONGEST = 40  # characters of a word that is kept: a sentence without spaces is not met twice
_OPEN = "\n"  # after a word that ends its text: the space after a word is part of it, and here is none

Kept = npt.NDArray[Any]


class _Memory:
    """What a function gives for words, one array each."""

    def __init__(self, function: Callable[[Sequence[str]], Sequence[Kept]]) -> None:
        self._function = function
        self._known: dict[str, Kept] = {}

    def of(self, words: Sequence[str]) -> list[Kept]:
        try:
            return [self._known[word] for word in words]
        except KeyError:
            return self._learned(words)

    def _learned(self, words: Sequence[str]) -> list[Kept]:
        found = {word: self._known.get(word) for word in words}
        new = [word for word, kept in found.items() if kept is None]
        if new:
            made = dict(zip(new, self._function(new), strict=True))
            found.update(made)
            if len(self._known) > KEPT:
                self._known = {}
            self._known.update((word, kept) for word, kept in made.items() if len(word) <= LONGEST)
        return [kept for kept in map(found.__getitem__, words) if kept is not None]


def grams_by_word(plane: Ints, lengths: Ints) -> Grams:
    """Return what ``profiles.grams`` does, of code points up to U+FFFF."""
    texts = _split(np.where(profiles().normal[plane] == SPACE, 0x20, plane), lengths)
    words = [list(filter(None, text.split(" "))) for text in texts]
    for text, some in zip(texts, words, strict=True):
        if some and not text.endswith(" "):
            some[-1] += _OPEN
    rows = _ROWS.of(list(chain.from_iterable(words)))
    sizes = np.fromiter(map(len, rows), np.int64, len(rows))
    counts = _by_text(sizes, words)
    return Grams(np.concatenate([np.zeros(0, np.int32), *rows]), counts)


def pieces_by_word(letters: Ints, lengths: Ints) -> tuple[npt.NDArray[np.float64], Ints]:
    """Return the sum of the vectors of each text's pieces, float64[texts, width], and how many there are.

    letters: as ``pieces.buckets_of`` takes them.
    """
    words = [text.split() for text in _split(letters, lengths)]
    kept = _SUMS.of(list(chain.from_iterable(words)))
    width = pieces().vectors.shape[1] + 1
    sums = _by_text(np.concatenate([np.zeros(0, np.int32), *kept]).reshape(len(kept), width), words)
    return sums[:, :-1].astype(np.float64), sums[:, -1]


def _split(codes: Ints, lengths: Ints) -> list[str]:
    """Return the texts as strings, of code points in a row."""
    joined = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    ends = np.cumsum(lengths).tolist()
    return [joined[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _by_text(values: Ints, words: Sequence[Sequence[str]]) -> Ints:
    """Return the sums of the words' values by text: int64[texts, …]."""
    ends = np.cumsum([len(some) for some in words], dtype=np.int64)
    running = np.concatenate([np.zeros((1, *values.shape[1:]), np.int64), np.cumsum(values, axis=0)])
    return np.asarray(np.diff(running[ends], axis=0, prepend=running[:1]))


def _rows_of(words: Sequence[str]) -> list[Kept]:
    found = grams(*code_points([word[:-1] if word.endswith(_OPEN) else f"{word} " for word in words]))
    return np.split(found.rows, np.cumsum(found.counts)[:-1])


def _sums_of(words: Sequence[str]) -> list[Kept]:
    """Return the sum of the vectors of each word's pieces, and in the last place their number: int32[width + 1]."""
    codes, lengths = code_points(words)
    buckets, counts = buckets_of(codes.astype(np.int64), lengths)
    vectors = pieces().vectors[buckets].astype(np.int32)
    running = np.concatenate([np.zeros((1, vectors.shape[1]), np.int32), np.cumsum(vectors, axis=0, dtype=np.int32)])
    sums = np.diff(running[np.cumsum(counts)], axis=0, prepend=running[:1])
    return list(np.column_stack([sums, counts]).astype(np.int32))


_ROWS, _SUMS = _Memory(_rows_of), _Memory(_sums_of)
