"""Whether one of two directions is likelier over aligned sentences, and how often chance alone gives as much.

Wastl, Vamvas and Sennrich, "Machine Translation Models are Zero-Shot Detectors of Translation Direction" (2024): the
probability of a token is averaged (geometrically) over the whole document, and the two directions of each sentence
pair are exchanged at random to learn what difference comes about where neither direction is favoured.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 9_999
EXACT = 13  # sentence pairs up to which every exchange is tried (2 ** 13 = 8,192)


@dataclass(frozen=True, slots=True)
class Direction:
    """forward, back: mean probability of a token of the other text given the one, and of the one given the other.

    p_value: two-sided, that chance gives a difference as large, in (0, 1].  pairs: sentence pairs.
    """

    forward: float
    back: float
    p_value: float
    pairs: int

    @property
    def difference(self) -> float:
        """How much likelier the one direction is: above 0 where the other text looks made from the one."""
        return self.forward - self.back


def compare_directions(forward: NDArray[np.float64], back: NDArray[np.float64], *, seed: int = 0) -> Direction:
    """Return which direction a document's sentences favour.

    forward, back: float64[n, 2]; of each sentence pair the natural log probability of the one side given the other,
    and how many tokens that is the sum of.  The p-value is exact up to 13 pairs, else from 9,999 seeded exchanges with
    the pairs as they are counted among them; it does not change when the two arguments change places.
    """
    count = len(forward)
    if not count:
        return Direction(0.0, 0.0, 1.0, 0)
    observed = float(_differences(forward.sum(0)[None], back.sum(0)[None])[0])
    held = _exchanges(count, seed)
    ones = held @ (back - forward) + forward.sum(0)
    others = held @ (forward - back) + back.sum(0)
    null = _differences(ones, others)
    slack, extra = 1e-12, 0 if count <= EXACT else 1
    tails = [int((null <= observed + slack).sum()), int((null >= observed - slack).sum())]
    p_value = min(1.0, 2 * (min(tails) + extra) / (len(null) + extra))
    one, other = (float(np.exp(side[:, 0].sum() / side[:, 1].sum())) for side in (forward, back))
    return Direction(one, other, p_value, count)


def _exchanges(count: int, seed: int) -> NDArray[np.float64]:
    """Return float64[m, count] of 0 and 1: which pairs are exchanged; all subsets, or a seeded sample of them."""
    if count <= EXACT:
        numbers = np.arange(2**count)[:, None]
        return ((numbers >> np.arange(count)) & 1).astype(np.float64)
    return np.random.default_rng(seed).integers(0, 2, (RESAMPLES, count)).astype(np.float64)


def _differences(ones: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    gaps: NDArray[np.float64] = np.exp(ones[:, 0] / ones[:, 1]) - np.exp(others[:, 0] / others[:, 1])
    return gaps
