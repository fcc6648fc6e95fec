"""The forward-backward pass of ``provenance.align.search`` in compiled code: fitting takes hundreds."""

import numba as nb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
MERGE = 4
NEVER = -1e30


@nb.njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
def probabilities(
    low: Integers, high: Integers, starts: Integers, beads: Floats, null_one: Floats, null_other: Floats
) -> tuple[float, Floats, Floats, Floats]:
    """Return the log-sum over all alignments, and the probability of each bead and of each null.

    low, high, starts: of the band.  beads: float64[4, 4, size], null_one: float64[n], null_other: float64[m], scores in
    nats.
    """
    n, m = len(null_one), len(null_other)
    forward = np.full(starts[-1], NEVER)
    forward[0] = 0.0
    ways, whence, what = np.empty(18), np.empty(18, np.int64), np.empty((18, 2), np.int64)
    share = np.zeros(starts[-1])
    share[-1] = 1.0
    chance, free_one, free_other = np.zeros(beads.shape), np.zeros(n), np.zeros(m)
    for is_back in (False, True):
        for step in range(n + 1):
            i = n - step if is_back else step
            for place in range(high[i] - low[i] + 1):
                j = high[i] - place if is_back else low[i] + place
                cell = starts[i] + j - low[i]
                if (i == 0 and j == 0) or (is_back and share[cell] < 1e-12):
                    continue
                count = 0
                for a in range(MERGE + 1):
                    for b in range(MERGE + 1):
                        if a + b == 0 or (a == 0 and b > 1) or (b == 0 and a > 1) or a > i or b > j:
                            continue
                        if j - b < low[i - a] or j - b > high[i - a]:
                            continue
                        before = starts[i - a] + j - b - low[i - a]
                        if b == 0:
                            score = null_one[i - 1]
                        elif a == 0:
                            score = null_other[j - 1]
                        else:
                            score = beads[a - 1, b - 1, cell]
                        ways[count], whence[count] = forward[before] + score, before
                        what[count, 0], what[count, 1] = a, b
                        count += 1
                if count == 0:
                    continue
                if not is_back:
                    most = ways[:count].max()
                    if most > 0.9 * NEVER:
                        forward[cell] = most + np.log(np.exp(ways[:count] - most).sum())
                    continue
                for way in range(count):
                    part = share[cell] * np.exp(ways[way] - forward[cell])
                    share[whence[way]] += part
                    a, b = what[way]
                    if b == 0:
                        free_one[i - 1] += part
                    elif a == 0:
                        free_other[j - 1] += part
                    else:
                        chance[a - 1, b - 1, cell] += part
    return forward[-1], chance, free_one, free_other
