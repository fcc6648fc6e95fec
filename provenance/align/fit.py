"""How a pair of texts behaves, learned from the pair itself: start from what is usual, then re-estimate.

Expectation-maximisation over the band: the probabilities of all beads under one Fit are the weights with which the
next Fit is counted, and what is usual counts as a few observations, so that two short texts keep to it.
"""

import numpy as np

from provenance.align.band import Band
from provenance.align.groups import MERGE, Lengths
from provenance.align.score import EXTRA_CHARS, Fit, Floats
from provenance.align.search import Costs

USUAL_MATCH, USUAL_SPREAD = 5.0, 2.2
USUAL_LOOSENESS = 0.2
USUAL_NULL = 0.1
MATCH_ROWS, LENGTH_ROWS, SHAPE_ROWS, NULL_ROWS = 8.0, 8.0, 150.0, 8.0
ANCHOR = 3.0
MIN_ANCHORS = 3


def first_fit(band: Band, z: Floats, one: Lengths, other: Lengths) -> Fit:
    """Return what is usual, with the ratio of lengths taken from the surest pairs.

    Anchors are single segments that are each other's best and stand clearly above chance; where they are few, the
    ratio is that of the whole texts.
    """
    rows, columns = band.cells()
    single = np.where(np.isnan(z[0, 0]), -np.inf, z[0, 0])
    best_row, best_column = np.full(band.rows + 1, -np.inf), np.full(band.columns + 1, -np.inf)
    np.maximum.at(best_row, rows, single)
    np.maximum.at(best_column, columns, single)
    mutual = (single > ANCHOR) & (single == best_row[rows]) & (single == best_column[columns])
    total = np.log((other.sum() + EXTRA_CHARS) / (one.sum() + EXTRA_CHARS))
    ratio = float(total)
    if mutual.sum() >= MIN_ANCHORS:
        logs = np.log((other[columns[mutual] - 1] + EXTRA_CHARS) / (one[rows[mutual] - 1] + EXTRA_CHARS))
        ratio = float(np.median(logs))
    null = float(np.log(USUAL_NULL))
    return Fit(USUAL_MATCH, USUAL_SPREAD, ratio, 2 * USUAL_LOOSENESS, usual_shapes(), null, null)


def usual_shapes() -> Floats:
    """Return log P(shape), float64[MERGE, MERGE].

    Gale & Church (1993) counted 1:1 at .89, 2:1 and 1:2 together at .089, 2:2 at .011; the larger ones follow their
    decay.
    """
    extra = np.add.outer(np.arange(MERGE), np.arange(MERGE))
    both = np.minimum.outer(np.arange(MERGE), np.arange(MERGE))
    return np.asarray(np.log(0.85) - 2.4 * extra**0.9 - 0.3 * both)


def refit(band: Band, z: Floats, chance: Costs, one: Lengths, other: Lengths, fit: Fit) -> Fit:
    """Return the Fit under which the beads, each counted with its probability, are most likely."""
    rows, columns = band.cells()
    weight = np.where(np.isnan(z), 0.0, chance.beads)
    known = np.where(np.isnan(z), 0.0, z)
    count = float(weight.sum())
    match = (float((weight * known).sum()) + MATCH_ROWS * USUAL_MATCH) / (count + MATCH_ROWS)
    squares = float((weight * (known - match) ** 2).sum()) + MATCH_ROWS * USUAL_SPREAD**2
    single = weight[0, 0]
    pairs = single > 0.05
    logs = np.log((other[columns[pairs] - 1] + EXTRA_CHARS) / (one[rows[pairs] - 1] + EXTRA_CHARS))
    mass = single[pairs] * np.minimum(one[rows[pairs] - 1], 100.0)
    ratio = (float((mass * logs).sum()) + 200.0 * fit.ratio) / (float(mass.sum()) + 200.0)
    off = float((single[pairs] * np.minimum(np.abs(logs - ratio), 1.0) ** 2).sum()) + LENGTH_ROWS * USUAL_LOOSENESS**2
    shapes = usual_shapes()
    expected = np.exp(shapes) / np.exp(shapes).sum()
    seen = (weight.sum(axis=2) + SHAPE_ROWS * expected) / (count + SHAPE_ROWS)
    return Fit(
        match=match,
        spread=float(np.sqrt(squares / (count + MATCH_ROWS))),
        ratio=ratio,
        looseness=float(np.sqrt(off / (float(single[pairs].sum()) + LENGTH_ROWS))),
        shapes=np.log(seen) + shapes.max() - np.log(seen.max()),
        null_one=_null(chance.null_one),
        null_other=_null(chance.null_other),
    )


def _null(chance: Floats) -> float:
    rate = (float(chance.sum()) + NULL_ROWS * USUAL_NULL) / (len(chance) + NULL_ROWS)
    return float(np.log(rate))
