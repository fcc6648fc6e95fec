"""What a bead is worth: similarity against chance, lengths against each other, and how common its shape is.

All in nats against one background, "two passages that have nothing to do with each other", so that terms add up and a
null (no evidence at all) stands at 0 but for its own rarity.

*Similarity.*  Plain cosine favours passages that resemble everything, and long passages resemble each other more than
short ones.  So each cosine is read as a z-score against the cosines that the same two groups have with a sample of
the other text (the margin of Artetxe & Schwenk, ACL 2019, in difference form, with the sampled background of Thompson
& Koehn, EMNLP 2019, one sample for each pair of group sizes).  Where the vectors say much (linked passages lie far from
chance) a z is worth many nats, where they say little (a language that the model hardly knows) few: the worth is fitted
to the pair of texts, and lengths decide the more the less the vectors do.

*Length.*  The logarithm of the ratio of lengths, centred on that of the two texts, is narrow between partners (Gale &
Church, CL 1993) and wide between strangers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.align.background import Chance
from provenance.align.band import Band
from provenance.align.groups import MERGE, Groups, Lengths
from provenance.align.search import NEVER, Costs

Floats = NDArray[np.float64]

SIMILARITY_LIMITS = (-7.0, 8.0)
STRANGER_LENGTHS = 0.9
EXTRA_CHARS = 8.0
# Found by random search over Text+Berg and ParIce dev with the bundled model; tune all of this block together.
LENGTH_WORTH = 1.0
# How the evidence of a bead grows with the segments that it explains: ((a + b) / 2) to this power.
GROWTH = 0.75
_WEIGHT = (np.add.outer(np.arange(1, MERGE + 1), np.arange(1, MERGE + 1)) / 2.0) ** GROWTH


@dataclass(frozen=True, slots=True)
class Fit:
    """What is known of a pair of texts.

    match, spread: mean and standard deviation of z between partners.  ratio: log of characters of other for one of
    one.  looseness: standard deviation of the log ratio of long partners.  shapes: log prior of each bead shape,
    float64[MERGE, MERGE].  null_one, null_other: log prior of a segment without partner.
    """

    match: float
    spread: float
    ratio: float
    looseness: float
    shapes: Floats
    null_one: float
    null_other: float


def margins(band: Band, one: Groups, other: Groups, chance: Chance) -> Floats:
    """Return float64[MERGE, MERGE, band.size]: z of each bead's cosine; NaN where no such bead fits.

    Memory is MERGE² values a cell of the band, time d products for each.
    """
    scores = np.full((MERGE, MERGE, band.size), np.nan)
    for a in range(1, MERGE + 1):
        for b in range(1, MERGE + 1):
            centre_one, centre_other = chance.one[a - 1][b - 1], chance.other[a - 1][b - 1]
            for rows, low, high in _blocks(band, a, b):
                left, right = slice(rows.start - a, rows.stop - a), slice(low - b, high - b + 1)
                cosines = one[a - 1][left] @ other[b - 1][right].T
                z = (cosines - 0.5 * (centre_one[left, None] + centre_other[right])) / chance.spread[a - 1, b - 1]
                _scatter(scores[a - 1, b - 1], z, band, rows, low, b)
    return scores


def costs(band: Band, z: Floats, one: Lengths, other: Lengths, fit: Fit) -> Costs:
    """Return the score in nats of each bead and of each null."""
    beads = similarity_nats(z, fit) * _WEIGHT[:, :, None]
    rows, columns = band.cells()
    sizes = range(MERGE)
    chars_one = [run_lengths(one, size + 1)[rows] for size in sizes]
    chars_other = [run_lengths(other, size + 1)[columns] for size in sizes]
    for size in sizes:
        beads[size, :, chars_one[size] == 0] = np.nan
        beads[:, size, chars_other[size] == 0] = np.nan
    for a in sizes:
        for b in sizes:
            beads[a, b] += length_nats(chars_one[a], chars_other[b], fit) + fit.shapes[a, b]
    beads = np.where(np.isnan(beads), NEVER, beads)
    return Costs(beads, np.full(len(one), fit.null_one), np.full(len(other), fit.null_other))


def run_lengths(lengths: Lengths, size: int) -> Floats:
    """Return float64[n + 1]: characters of the ``size`` segments that end at each node; 0 if one of them has none."""
    sums, silent = np.concatenate([[0.0], np.cumsum(lengths)]), np.concatenate([[0], np.cumsum(lengths == 0)])
    runs = np.zeros(len(lengths) + 1)
    if size > len(lengths):
        return runs
    runs[size:] = np.where(silent[size:] == silent[: len(silent) - size], sums[size:] - sums[: len(sums) - size], 0.0)
    return runs


def similarity_nats(z: Floats, fit: Fit) -> Floats:
    """Return log p(z | partners) - log p(z | chance), both normal with pooled variance, within limits."""
    slope = fit.match / (0.5 * (1.0 + fit.spread**2))
    return np.clip(slope * (z - 0.5 * fit.match), *SIMILARITY_LIMITS)


def length_nats(one: Floats, other: Floats, fit: Fit) -> Floats:
    """Return log p(lengths | partners) - log p(lengths | strangers); one, other: characters."""
    expected = (one + EXTRA_CHARS) * np.exp(fit.ratio)
    delta = np.log((other + EXTRA_CHARS) / expected)
    spread = np.sqrt(fit.looseness**2 + 3.0 / (one + other + EXTRA_CHARS))
    return LENGTH_WORTH * np.asarray(
        -0.5 * (delta / spread) ** 2 + 0.5 * (delta / STRANGER_LENGTHS) ** 2 - np.log(spread / STRANGER_LENGTHS)
    )


def _blocks(band: Band, a: int, b: int, size: int = 48) -> list[tuple[range, int, int]]:
    """Cut rows a..n into blocks with the columns (at least b) that any of their rows needs."""
    blocks = []
    for first in range(a, band.rows + 1, size):
        rows = range(first, min(first + size, band.rows + 1))
        low, high = int(band.low[rows.start : rows.stop].min()), int(band.high[rows.start : rows.stop].max())
        if high >= b:
            blocks.append((rows, max(low, b), high))
    return blocks


def _scatter(flat: Floats, table: Floats, band: Band, rows: range, low: int, b: int) -> None:
    """Copy each row of a block's table to its place in flat storage."""
    for row in rows:
        first, last, start = int(band.low[row]), int(band.high[row]), int(band.starts[row])
        left = max(first, b)
        if last >= left:
            flat[start + left - first : start + last - first + 1] = table[row - rows.start, left - low : last - low + 1]
