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

from provenance.align.band import Band
from provenance.align.cuts import Cuts
from provenance.align.groups import MERGE
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
BLOCK = 16
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


@dataclass(frozen=True, slots=True)
class Explained:
    """How well words are explained, for each node of a band at which a passage may end.

    one: float64[c, MERGE, size]: at [:, b - 1, node (i, j)] the worth, by c curves, of the words of segment i - 1 of
    one, given the b segments of other that end at j.  other: the same of the words of segment j - 1 of other, given the
    a segments of one that end at i.  near_one: float64[n], near_other: float64[m]: how many words of a segment are
    explained by anything within the band.  share: that of all words of both texts, in [0, 1].  cuts: float64[2, size],
    what the boundary at each node cuts off (``Cuts.at_nodes``).
    """

    one: Floats
    other: Floats
    near_one: Floats
    near_other: Floats
    share: float
    cuts: Floats


def explain(band: Band, one: Words, other: Words, curves: Floats) -> Explained:
    """Look for the partners of each segment's words in the segments within the band.

    curves: float64[c, len(KNOTS)], what a cosine above chance is worth at each knot.  Time and memory grow with the
    size of the band.
    """
    by_chance, theirs_by_chance = _by_chance(one, other), _by_chance(other, one)[other.ids]
    by_one, by_other = (np.zeros((len(curves), MERGE, band.size)) for _ in range(2))
    near_one = np.zeros(band.rows)
    best = np.full(len(other.ids), -1.0)
    recent: list[tuple[int, Floats]] = []
    cuts = Cuts(band.columns)
    ours = one.ids[:0]
    table, places, begin_of_table = np.zeros((0, 0), np.float32), other.ids[:0], 0
    for row in range(1, band.rows + 1):
        first, last = _reach(band, row)
        if row % BLOCK == 1:  # all cosines that the next rows ask for, each pair of distinct words once
            rows = range(row, min(row + BLOCK, band.rows + 1))
            begin_of_table = int(other.starts[first])
            theirs = other.ids[begin_of_table : int(other.starts[max(_reach(band, near)[1] for near in rows)])]
            distinct, places = np.unique(theirs, return_inverse=True)
            ours = np.unique(one.between(rows.start - 1, rows.stop - 1))
            table = one.rows[ours] @ other.rows[distinct].T
        mine, starts = one.between(row - 1, row), other.starts[first : last + 1]
        begin, stop = int(starts[0]), int(starts[-1])
        cosines = table[np.searchsorted(ours, mine)][:, places[begin - begin_of_table : stop - begin_of_table]]
        recent = [*recent[1 - MERGE :], (begin, cosines.max(axis=0, initial=-1.0).astype(np.float64))]
        ends = np.arange(int(band.low[row]), int(band.high[row]) + 1)
        cells = slice(int(band.starts[row]), int(band.starts[row]) + len(ends))
        if not cosines.size:
            cuts.add(first, np.zeros((len(mine), last - first)), np.zeros(stop - begin), starts - begin)
            continue
        above = _best_of_each(cosines, starts - begin) - by_chance[mine, None]
        _fill_one(by_one[:, :, cells], above, ends - first, curves)
        _fill_other(by_other[:, :, cells], recent, starts, ends - first, theirs_by_chance[begin:stop], curves)
        explained = _share(recent[-1][1] - theirs_by_chance[begin:stop])
        cuts.add(first, _share(above), explained, starts - begin)
        near_one[row - 1] = _share(above.max(axis=1)).sum()
        best[begin:stop] = np.maximum(best[begin:stop], recent[-1][1])
    near_other = _sums(_share(best - theirs_by_chance)[None], other.starts)[0]
    share = float(near_one.sum() + near_other.sum()) / max(len(one.ids) + len(other.ids), 1)
    return Explained(by_one, by_other, near_one, near_other, share, cuts.at_nodes(band))


def _by_chance(words: Words, others: Words) -> Floats:
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


def _reach(band: Band, row: int) -> tuple[int, int]:
    """Return the run of segments of other that a passage with this row's segment can hold."""
    rows = slice(row, min(row + MERGE, band.rows + 1))
    return max(int(band.low[rows].min()) - MERGE, 0), int(band.high[rows].max())


def _best_of_each(cosines: NDArray[np.float32], starts: Integers) -> Floats:
    """Return float64[words, segments]: each word's best cosine in each segment within reach."""
    best = np.full((len(cosines), len(starts) - 1), -1.0)
    filled = np.diff(starts) > 0
    best[:, filled] = np.maximum.reduceat(cosines, starts[:-1][filled], axis=1)
    return best


def _fill_one(out: Floats, above: Floats, ends: Integers, curves: Floats) -> None:
    """Fill in the words of one segment of one, by every run of segments of other.

    out: float64[c, MERGE, width].  above: float64[words, segments within reach].  ends: where the runs end, counted in
    segments within reach.
    """
    run = above.copy()
    for size in range(1, MERGE + 1):
        if size > 1:
            run[:, size - 1 :] = np.maximum(run[:, size - 1 :], above[:, : above.shape[1] - size + 1])
        fits = ends >= size
        values = run[:, ends[fits] - 1]
        for place, curve in enumerate(curves):
            out[place, size - 1, fits] = np.interp(values, KNOTS, curve).sum(axis=0)


def _fill_other(
    out: Floats, recent: list[tuple[int, Floats]], starts: Integers, ends: Integers, by_chance: Floats, curves: Floats
) -> None:
    """Fill in the words of each segment of other within reach, by the last segments of one.

    recent: for each of the last rows, where the words within reach began and the best cosine of each.
    """
    begin, stop = int(starts[0]), int(starts[-1])
    best = np.full(stop - begin, -1.0)
    fits = ends >= 1
    for size, (first, cosines) in enumerate(reversed(recent), start=1):
        left, right = max(first, begin), min(first + len(cosines), stop)
        if right > left:
            here = slice(left - begin, right - begin)
            best[here] = np.maximum(best[here], cosines[left - first : right - first])
        values = np.stack([np.interp(best - by_chance, KNOTS, curve) for curve in curves])
        out[:, size - 1, fits] = _sums(values, starts - begin)[:, ends[fits] - 1]


def _share(above: Floats) -> Floats:
    return np.clip(above / FULL, 0.0, 1.0)


def _sums(values: Floats, starts: Integers) -> Floats:
    """Return the sums over each run between starts, along the last axis."""
    total = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    return np.asarray(total[:, starts[1:]] - total[:, starts[:-1]])
