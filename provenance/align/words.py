"""What single words say: whether the words of one passage have partners among those of another.

Vectors of whole sentences tell which sentences belong together; they tell little about where a passage ends, since the
vector of a merged passage hardly differs from that of its longer part.  There words decide: a clause that moved to the
neighbouring sentence leaves words behind that find no partner.

Of each word the best partner in the passage beside it counts, by the cosine of the two word vectors less the cosine
that this word reaches by chance in this text (a word that resembles everything has high ones everywhere).  What a
cosine is worth is a curve fitted to documents with known beads.  A lexicon learned from the pair itself (Moore, AMTA
2002) was tried and added nothing (training/EXPERIMENTS.md).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.errors import AlignmentError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Cosines above chance at which the curves of worth have their corners.
KNOTS = np.array([-0.1, 0.0, 0.05, 0.1, 0.2, 0.35, 0.6, 0.9])
# Chance: the cosine that a word reaches with its best partner in a sentence of about 1 / (1 - COMMON) words that have
# nothing to do with it, over a sample of words of the other text; and what is usual, worth USUAL_WORDS words.
COMMON, SAMPLE = 0.95, 512
USUAL_COSINE, USUAL_WORDS = 0.15, 100.0
# A cosine above chance by this much explains a word in full, where only how much is explained matters.
FULL = 0.5
# Words of a segment that are looked at, evenly spaced where there are more: bounds memory for a text without sentences.
MOST_WORDS = 256
_FINAL = re.compile(r"""(?:[.!?。！？…।؟|]["'»”’)\]」』\s]*|^)$""")
_OPENING, _CLOSING = re.compile("[(（「“«]"), re.compile("[)）」”»]")
_INNER = tuple(",;.)»")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text.

    rows: float32[v, w], a unit row for each distinct word.  ids: int64[t], the row of each word in reading order.
    starts: int64[n + 1], where the words of each of n segments begin in ``ids``; the last is t.  runs_on: int64[n + 1],
    1 where a sentence runs on across the boundary before segment k, else 0.  brackets: int64[n], opening less closing
    brackets and quotation marks of each segment.  ``words_in`` makes the last two.
    """

    rows: NDArray[np.float32]
    ids: Integers
    starts: Integers
    runs_on: Integers
    brackets: Integers

    def check(self, count: int, side: str) -> None:
        """Raise AlignmentError, naming the side, unless these are the words of ``count`` segments."""
        if not len(self.starts) == len(self.runs_on) == len(self.brackets) + 1 == count + 1:
            raise AlignmentError(f"{side}: words of {len(self.starts) - 1} segments, expected {count}")
        if self.starts[0] != 0 or self.starts[-1] != len(self.ids) or (np.diff(self.starts) < 0).any():
            raise AlignmentError(f"{side}: starts of words must rise from 0 to {len(self.ids)}")
        if len(self.ids) and not 0 <= int(self.ids.min()) <= int(self.ids.max()) < len(self.rows):
            raise AlignmentError(f"{side}: ids of words must lie in 0..{len(self.rows) - 1}")
        if not np.isfinite(self.rows).all():
            raise AlignmentError(f"{side}: a word's row holds a value that is not finite")

    def between(self, first: int, last: int) -> Integers:
        """Return the ids of the words of segments first..last - 1."""
        return self.ids[self.starts[first] : self.starts[last]]


def words_in(texts: Sequence[str], rows: NDArray[np.float32], ids: Integers, starts: Integers) -> Words:
    """Return the words of segments (MOST_WORDS of each), with what punctuation says of where sentences end."""
    stripped = [text.strip() for text in texts]
    runs_on = np.zeros(len(texts) + 1, np.int64)
    for place in range(1, len(texts)):
        before, after = stripped[place - 1], stripped[place]
        runs_on[place] = not _FINAL.search(before) or after[:1].islower() or after[:1] in _INNER
    brackets = np.array([len(_OPENING.findall(text)) - len(_CLOSING.findall(text)) for text in stripped], np.int64)
    return Words(rows, *_thinned(ids, starts), runs_on, brackets)


def _thinned(ids: Integers, starts: Integers) -> tuple[Integers, Integers]:
    counts = np.diff(starts)
    if counts.max(initial=0) <= MOST_WORDS:
        return ids, starts
    kept = np.minimum(counts, MOST_WORDS)
    places = [
        first + np.arange(few) * count // few
        for first, count, few in zip(starts[:-1], counts, kept, strict=True)
        if few
    ]
    return ids[np.concatenate(places)], np.concatenate([[0], np.cumsum(kept)])


def by_chance(words: Words, others: Words) -> Floats:
    """Return float64[v]: the cosine that each word reaches by chance."""
    picked = others.ids[np.linspace(0, max(len(others.ids) - 1, 0), min(len(others.ids), SAMPLE)).astype(np.int64)]
    if not len(picked):
        return np.full(len(words.rows), USUAL_COSINE)
    place = max(int(len(picked) * COMMON) - 1, 0)
    reached = np.zeros(len(words.rows))
    sample = others.rows[picked].T
    for start in range(0, len(words.rows), SAMPLE):
        cosines = words.rows[start : start + SAMPLE] @ sample
        reached[start : start + SAMPLE] = np.partition(cosines, place, axis=1)[:, place]
    return (reached * len(picked) + USUAL_COSINE * USUAL_WORDS) / (len(picked) + USUAL_WORDS)
