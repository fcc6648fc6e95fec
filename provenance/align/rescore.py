"""The second pass: all evidence for each bead together, near the path that the first pass found.

A bead's score is a weighted sum of what is known of it, and the weights are those under which the true alignments of
documents with known beads are most probable (a conditional random field over the lattice, Lafferty et al., ICML 2001;
training/alignment.py fits it).  So probabilities are those of whole alignments, and where the evidence is weak they
say so.

A word without partner says much in a language that the model knows, and next to nothing in one that it does not: what
words say is weighed by how familiar both languages are, the share of all words that found a partner.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from provenance.align.band import Band
from provenance.align.groups import MERGE, Lengths
from provenance.align.partners import Explained
from provenance.align.score import Fit, length_nats, run_lengths, similarity_nats
from provenance.align.search import NEVER, Costs
from provenance.align.words import Words

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Segments on either side of the first path within which the second pass looks.
RADIUS = 7
# Kind of each shape: 1-1, 1-2, 1-3, 1-4, 2-2, 2-3, 2-4, 3-3 and larger.
KINDS = np.array([[0, 1, 2, 3], [1, 4, 5, 6], [2, 5, 7, 7], [3, 6, 7, 7]])
EVIDENCE = ("similarity", "length", "end runs on", "runs on inside", "bracket", "cut off", "cut off on both sides")
NULL_EVIDENCE = ("always", "null rate", "log length", "words", "familiar words", "explained nearby", "short")
SHORT = 6.0
# The first pass's share of nulls counts up to this: it takes a language that the model hardly knows for strangers.
MOST_NULLS = 0.3
USUAL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Weights:
    """bead: float64[7] for EVIDENCE; shape: float64[8] for KINDS; null: float64[7] for NULL_EVIDENCE.

    word: float64[2, len(KNOTS)], the worth of a word by the cosine of its best partner, and how it grows with
    familiarity.
    """

    bead: Floats
    word: Floats
    shape: Floats
    null: Floats


def rescore(
    band: Band, z: Floats, lengths: tuple[Lengths, Lengths], words: tuple[Words, Words], known: Explained, fit: Fit
) -> Costs:
    """Return the score in nats of each bead and null under all evidence.

    z: what ``margins`` found in this band.  known: what ``explain`` found with the curves of ``load_weights``.
    """
    weights = load_weights()
    beads = np.tensordot(weights.bead, evidence(band, z, lengths, words, known, fit), 1)
    always, growing = together(band, known)
    beads += always + familiarity(known) * growing + weights.shape[KINDS][:, :, None]
    return Costs(
        np.where(np.isnan(beads), NEVER, beads),
        weights.null @ null_evidence(lengths[0], words[0], known.near_one, fit.null_one, familiarity(known)),
        weights.null @ null_evidence(lengths[1], words[1], known.near_other, fit.null_other, familiarity(known)),
    )


def familiarity(known: Explained) -> float:
    """Return how familiar both languages are: 0 at a share of explained words that is usual, below it under 0."""
    return (known.share - USUAL_SHARE) * 5.0


def evidence(
    band: Band, z: Floats, lengths: tuple[Lengths, Lengths], words: tuple[Words, Words], known: Explained, fit: Fit
) -> Floats:
    """Return float64[7, MERGE, MERGE, size], NaN where no such bead fits."""
    rows, columns = band.cells()
    found = np.zeros((len(EVIDENCE), MERGE, MERGE, band.size))
    found[0] = similarity_nats(z, fit)
    totals = [_totals(side) for side in words]
    chars = [
        [run_lengths(side, size)[place] for size in range(1, MERGE + 1)]
        for side, place in zip(lengths, (rows, columns), strict=True)
    ]
    found[2] = words[0].runs_on[rows] != words[1].runs_on[columns]
    for a in range(1, MERGE + 1):
        one = _run(totals[0], rows, a)
        for b in range(1, MERGE + 1):
            other = _run(totals[1], columns, b)
            here = found[:, a - 1, b - 1]
            silent = (chars[0][a - 1] == 0) | (chars[1][b - 1] == 0)
            here[1] = np.where(silent, np.nan, length_nats(chars[0][a - 1], chars[1][b - 1], fit))
            here[3] = one[0] + other[0]
            here[4] = (one[1] != 0) != (other[1] != 0)
            here[5:] = known.cuts + np.nan_to_num(_shifted(band, known.cuts, a, b))
    return found


def null_evidence(lengths: Lengths, words: Words, near: Floats, rate: float, familiar: float) -> Floats:
    """Return float64[7, n].  rate: log of the share of nulls that the first pass found.  familiar: ``familiarity``."""
    return np.stack(
        [
            np.ones(len(lengths)),
            np.full(len(lengths), min(rate, np.log(MOST_NULLS))),
            np.minimum(np.log(lengths + 2.0), 4.0),
            np.diff(words.starts) / 10.0,
            np.diff(words.starts) / 10.0 * familiar,
            near / 10.0,
            (lengths < SHORT).astype(np.float64),
        ]
    )


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Read the fitted weights (weights.toml)."""
    table = tomllib.loads(files("provenance.align").joinpath("weights.toml").read_text("utf-8"))
    return Weights(
        np.array([table["bead"][name] for name in EVIDENCE]),
        np.array([table["word"]["curve"], table["word"]["familiar"]]),
        np.array(table["shape"]["weights"]),
        np.array([table["null"][name] for name in NULL_EVIDENCE]),
    )


def together(band: Band, known: Explained) -> Floats:
    """Add up the words of all segments of each bead: float64[c, MERGE, MERGE, size], NaN where one leaves the band."""
    one, other = np.zeros_like(known.one), np.zeros_like(known.other)
    by_one, by_other = [], []
    for step in range(MERGE):
        one = one + _shifted(band, known.one, step, 0)
        other = other + _shifted(band, known.other, 0, step)
        by_one.append(one)
        by_other.append(other)
    return np.stack(by_one, axis=1) + np.stack(by_other, axis=2)


def _totals(words: Words) -> tuple[Integers, Integers]:
    """Return running sums over segments: boundaries that a sentence runs across, and brackets."""
    return tuple(np.concatenate([[0], np.cumsum(values)]) for values in (words.runs_on, words.brackets))  # type: ignore[return-value]


def _run(totals: tuple[Integers, Integers], ends: Integers, size: int) -> tuple[Integers, Integers]:
    """Return what the run of ``size`` segments before each end holds: inner boundaries run across, brackets."""
    inside, brackets = totals
    begins = np.maximum(ends - size, 0)
    return inside[ends] - inside[np.minimum(begins + 1, ends)], brackets[ends] - brackets[begins]


def _shifted(band: Band, table: Floats, up: int, left: int) -> Floats:
    """Return the table with each node showing the value of the one ``up`` rows and ``left`` columns before it."""
    rows, columns = band.cells()
    rows, columns = rows - up, columns - left
    near = np.maximum(rows, 0)
    inside = (rows >= 1) & (columns >= 1) & (columns >= band.low[near]) & (columns <= band.high[near])
    places = np.where(inside, band.starts[near] + columns - band.low[near], 0)
    return np.where(inside, table[..., places], np.nan)
