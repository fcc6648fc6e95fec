"""The same probabilities as ``search.posteriors``, to the last bit, for a band that is the whole lattice.

Most texts are short, and their search costs as much as its array operations are many.  Where no row begins or ends
elsewhere than the others, the beads of a row are one operation, and what follows the two passes is one for all rows.
"""

import numpy as np
from numpy.typing import NDArray

from provenance.align.groups import MERGE

Scores = NDArray[np.float64]
NEVER = -1e30
_WAYS = MERGE * MERGE


def forward(beads: Scores, null_one: Scores, null_other: Scores) -> Scores:
    """Return the log-sum over all ways to each node: float64[n + 1, m + 1].

    beads: float64[MERGE, MERGE, n + 1, m + 1], the score of each bead by the node that it ends at.
    """
    rows, width = beads.shape[2:]
    cells = np.full((MERGE + rows, MERGE + width), NEVER)
    row_stride, stride = cells.strides
    # At [row, a, b, j] the node from which the bead of a + 1 and b + 1 comes to (row, j).
    before = np.lib.stride_tricks.as_strided(
        cells[MERGE - 1 :, MERGE - 1 :], (rows, MERGE, MERGE, width), (row_stride, -row_stride, -stride, stride)
    )
    ending = np.ascontiguousarray(beads.transpose(2, 0, 1, 3))
    left = np.concatenate([[0.0], np.cumsum(null_other)])
    options = np.full((_WAYS + 1, width), NEVER)
    by_bead = options[:_WAYS].reshape(MERGE, MERGE, width)
    for row in range(rows):
        if row:
            np.add(before[row], ending[row], out=by_bead)
            np.add(cells[MERGE + row - 1, MERGE:], null_one[row - 1], out=options[_WAYS])
        value = np.logaddexp.reduce(options, axis=0)
        if row == 0:
            value[0] = 0.0
        np.add(np.logaddexp.accumulate(value - left), left, out=cells[MERGE + row, MERGE:])
    return cells[MERGE:, MERGE:]


def backward(beads: Scores, null_one: Scores, null_other: Scores) -> Scores:
    """Return the log-sum over all ways from each node to the last one: float64[n + 1, m + 1]; beads as in forward."""
    rows, width = beads.shape[2:]
    cells = np.full((rows + MERGE, width + MERGE), NEVER)
    starting = np.full((rows, MERGE, MERGE, width), NEVER)
    for a in range(1, MERGE + 1):
        for b in range(1, MERGE + 1):
            starting[: max(rows - a, 0), a - 1, b - 1, : max(width - b, 0)] = beads[a - 1, b - 1, a:, b:]
    row_stride, stride = cells.strides
    after = np.lib.stride_tricks.as_strided(
        cells[1:, 1:], (rows, MERGE, MERGE, width), (row_stride, row_stride, stride, stride)
    )
    right = np.concatenate([np.cumsum(null_other[::-1])[::-1], [0.0]])
    for row in range(rows - 1, -1, -1):
        options = (starting[row] + after[row]).reshape(_WAYS, width)
        value = np.logaddexp.reduce(options, axis=0)
        if row < rows - 1:
            value = np.logaddexp(value, cells[row + 1, :width] + null_one[row])
        else:
            value[-1] = 0.0
        cells[row, :width] = np.logaddexp.accumulate((value - right)[::-1])[::-1] + right
    return cells[:rows, :width]


def probabilities(beads: Scores, null_one: Scores, null_other: Scores) -> tuple[Scores, Scores, Scores]:
    """Return the probability of each bead (as ``beads``), and of leaving out each segment of one and of other."""
    rows, width = beads.shape[2:]
    cells = np.full((MERGE + rows, MERGE + width), NEVER)
    cells[MERGE:, MERGE:] = forward(beads, null_one, null_other)
    total = cells[-1, -1]
    row_stride, stride = cells.strides
    before = np.lib.stride_tricks.as_strided(
        cells[MERGE - 1 :, MERGE - 1 :], (MERGE, MERGE, rows, width), (-row_stride, -stride, row_stride, stride)
    )
    chance = np.exp(np.minimum(before + beads + backward(beads, null_one, null_other) - total, 0.0))
    by_row = np.ascontiguousarray(chance.transpose(2, 0, 1, 3))
    sums = by_row.reshape(rows, MERGE, MERGE * width).sum(axis=2)
    covered_one = np.zeros(rows + MERGE)
    for row in range(1, rows):
        for a in range(1, min(MERGE, row) + 1):
            covered_one[row - a : row] += sums[row, a - 1]
    joint = by_row.sum(axis=1)
    covered_other = np.zeros((rows, MERGE, MERGE + width))
    for member in range(1, MERGE + 1):  # segment j - member lies in each bead of at least that many that ends at j
        covered_other[:, member - 1, MERGE - member : MERGE - member + width] = joint[:, member - 1 :].sum(axis=1)
    covered = covered_other[1:].reshape(-1, MERGE + width).sum(axis=0)
    return (
        chance,
        np.clip(1.0 - covered_one[: rows - 1], 0.0, 1.0),
        np.clip(1.0 - covered[MERGE : MERGE + width - 1], 0.0, 1.0),
    )
