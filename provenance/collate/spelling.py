"""How much the letters of two words speak for one name: the log-odds of an alignment of their letters.

Words are romanised, digraphs that are one sound ("sh", "kh") become one letter, and the two are aligned letter by
letter (Ristad & Yianilos 1998, the best path).  What a pair of letters is worth was learned from 16,000 pairs of names
in 54 languages with English (training/spelling.py); letters at the end, which inflection changes, cost little.
Two names that have nothing to do with each other come out below 0, spellings of one name mostly above 6 nats.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from provenance.collate.transliteration import romanised

TABLE = Path(__file__).with_name("spelling.npy")
# Capitals stand for what digraphs of romanisations mean; longer ones first.
DIGRAPHS = (
    ("shch", "C"), ("tsch", "X"), ("dzh", "J"), ("sch", "S"), ("tch", "X"), ("sh", "S"), ("ch", "X"), ("zh", "Z"),
    ("kh", "K"), ("ts", "T"), ("th", "Q"), ("ph", "f"), ("ck", "k"), ("cz", "X"), ("sz", "E"), ("gh", "G"),
    ("rh", "r"), ("tz", "T"), ("dj", "J"),
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyzCEGJKQSTXZ"
# Row and column 0 of the table are gaps; the letter beyond the last pads.
GAP, PADDING = 0, len(LETTERS) + 1
LONGEST = 13
# What a letter costs that only one of two words has at its end, and how many of them there may be.
ENDING_COST, ENDING = 0.6, 3
NOTHING_ALIKE = -12.0
# Share of letters, or of sounds, that two words must have in common to be aligned at all.
LETTERS_ALIKE, SOUNDS_ALIKE = 0.34, 0.5
# Words of so few letters are aligned whatever they share.
SHORT = 4
_SOUNDS = str.maketrans(
    {
        letter: sound
        for sound, group in (("", "aeiouyhjwJ"), ("s", "zZSXTCE"), ("k", "qKgGc"), ("t", "Qd"), ("p", "bvf"))
        for letter in group
    }
)


@lru_cache(maxsize=65536)
def letters(word: str) -> str:
    """Return a word in LETTERS, at most LONGEST of them; empty if romanising leaves nothing."""
    written = romanised(word)
    for digraph, letter in DIGRAPHS:
        written = written.replace(digraph, letter)
    kept: list[str] = []
    for letter in written:
        if letter in LETTERS and kept[-1:] != [letter]:
            kept.append(letter)
    return "".join(kept[:LONGEST])


def spelled_alike(ones: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
    """Return float32[n, m]: log-odds that a word of ones and a word of others spell one name.

    NOTHING_ALIKE where two words have too few letters and sounds in common to be aligned.
    """
    odds = np.full((len(ones), len(others)), NOTHING_ALIKE, np.float32)
    if not len(ones) or not len(others):
        return odds
    here, there = [letters(word) for word in ones], [letters(word) for word in others]
    rows, columns = np.nonzero(_worth_aligning(here, there))
    if len(rows):
        codes = _codes(here)[rows], _codes(there)[columns]
        odds[rows, columns] = np.maximum(_aligned(*codes), NOTHING_ALIKE)
    return odds


def _worth_aligning(here: Sequence[str], there: Sequence[str]) -> NDArray[np.bool_]:
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    same = Levenshtein.normalized_similarity
    by_letters = cdist(here, there, scorer=same, score_cutoff=LETTERS_ALIKE) > 0
    by_sounds = cdist(_sounds(here), _sounds(there), scorer=same, score_cutoff=SOUNDS_ALIKE) > 0
    sizes = np.array([len(word) for word in here])[:, None], np.array([len(word) for word in there])[None, :]
    are_short = np.maximum(*sizes) <= SHORT
    return np.asarray((by_letters | by_sounds | are_short) & (np.minimum(*sizes) > 0))


def _sounds(words: Sequence[str]) -> list[str]:
    return [word.translate(_SOUNDS) for word in words]


def _codes(words: Sequence[str]) -> NDArray[np.int64]:
    """Return int64[n, LONGEST]: the row in the table of each letter, PADDING behind the last."""
    codes = np.full((len(words), LONGEST), PADDING, np.int64)
    for row, word in enumerate(words):
        codes[row, : len(word)] = [LETTERS.index(letter) + 1 for letter in word]
    return codes


@lru_cache(maxsize=1)
def _table() -> NDArray[np.float32]:
    """Return float32[37, 37]: log-odds of two letters in one place; row 0: of a letter that has no partner."""
    table: NDArray[np.float32] = np.load(TABLE, allow_pickle=False).astype(np.float32)
    return np.pad(table, (0, 1), constant_values=NOTHING_ALIKE)


def _aligned(here: NDArray[np.int64], there: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return float32[n]: the best alignment of row i of here with row i of there, but for letters at the end."""
    table = _table()
    sizes, others = (here != PADDING).sum(axis=1), (there != PADDING).sum(axis=1)
    most, most_there = int(sizes.max()), int(others.max())
    gaps, gaps_there = table[GAP, here].T, table[GAP, there].T
    best = np.full((most + 1, most_there + 1, len(here)), -1e4, np.float32)
    best[0, 0] = 0
    for i in range(most + 1):
        for j in range(most_there + 1):
            if i and j:
                best[i, j] = best[i - 1, j - 1] + table[here[:, i - 1], there[:, j - 1]]
            if i:
                np.maximum(best[i, j], best[i - 1, j] + gaps[i - 1], out=best[i, j])
            if j:
                np.maximum(best[i, j], best[i, j - 1] + gaps_there[j - 1], out=best[i, j])
    return _but_for_endings(best, sizes, others)


def _but_for_endings(
    best: NDArray[np.float32], sizes: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.float32]:
    rows = np.arange(len(sizes))
    result = np.full(len(sizes), -1e4, np.float32)
    for cut in range(ENDING + 1):
        for cut_there in range(ENDING + 1):
            left, left_there = sizes - cut, others - cut_there
            fits = (left >= np.minimum(sizes, 2)) & (left_there >= np.minimum(others, 2))
            value = best[np.maximum(left, 0), np.maximum(left_there, 0), rows] - ENDING_COST * (cut + cut_there)
            result = np.where(fits, np.maximum(result, value), result)
    return np.asarray(result, np.float32)
