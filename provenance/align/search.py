"""Dynamic programming over a band: the best path, and the probability of each bead.

Row by row: what comes from earlier rows is one vectorised step for all columns; what comes from the left in the same
row are only nulls of other, whose costs add up, so a running maximum (or a running log-sum) over columns settles them
exactly.  A lattice of n rows thus costs n small array operations, not n × m interpreted ones.

Scores are natural logarithms.  ``beads[a - 1, b - 1, cell]`` is the score of the bead of a segments of one and b of
other that *ends* at the node of that cell; ``null_one[i]`` and ``null_other[j]`` those of leaving a segment out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.align.band import Band
from provenance.align.groups import MERGE
from provenance.align.whole import NEVER as NEVER
from provenance.align.whole import probabilities

Scores = NDArray[np.float64]
Flags = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Costs:
    """beads: float64[MERGE, MERGE, band.size]; null_one: float64[n]; null_other: float64[m]."""

    beads: Scores
    null_one: Scores
    null_other: Scores


Bead = tuple[int, int, int, int]  # first of one, first of other, how many of one, how many of other


def best_path(band: Band, costs: Costs) -> list[Bead]:
    """Return the beads of the best path in order, nulls included as (i, j, 1, 0) and (i, j, 0, 1)."""
    choices = np.zeros(band.size, np.int8)
    rows = _Rows(band.columns)
    left = np.concatenate([[0.0], np.cumsum(costs.null_other)])
    for row in range(band.rows + 1):
        low, high, start = _row(band, row)
        options = _options(band, costs, rows, row)
        best = options.argmax(axis=0)
        value = options[best, np.arange(high - low + 1)]
        if row == 0 and low == 0:
            value[0] = 0.0
        slack = value - left[low : high + 1]
        running = np.maximum.accumulate(slack)
        choices[start : start + high - low + 1] = np.where(running > slack, _LEFT, best)
        rows.put(row, low, running + left[low : high + 1])
    return _walk(band, choices)


def posteriors(band: Band, costs: Costs) -> Costs:
    """Return the probability of each bead and of each null, in the same shape (forward-backward)."""
    if band.size == (band.rows + 1) * (band.columns + 1):
        beads, *nulls = probabilities(
            costs.beads.reshape(MERGE, MERGE, band.rows + 1, band.columns + 1), costs.null_one, costs.null_other
        )
        return Costs(beads.reshape(MERGE, MERGE, band.size), *nulls)
    return posteriors_by_rows(band, costs)


def posteriors_by_rows(band: Band, costs: Costs) -> Costs:
    """Return what ``posteriors`` does, for any band."""
    forward, total = _forward(band, costs)
    backward = _backward(band, costs)
    beads = np.zeros_like(costs.beads)
    covered_one, covered_other = np.zeros(band.rows + 1), np.zeros(MERGE + band.columns + 1)
    for row in range(1, band.rows + 1):
        low, high, start = _row(band, row)
        cells = slice(start, start + high - low + 1)
        for a in range(1, min(MERGE, row) + 1):
            before = forward.window(row - a, low, high)
            chance = np.exp(np.minimum(before + costs.beads[a - 1, :, cells] + backward[cells] - total, 0.0))
            beads[a - 1, :, cells] = chance
            covered_one[row - a : row] += chance.sum()
        joint = beads[:, :, cells].sum(axis=0)
        for member in range(1, MERGE + 1):  # segment j - member lies in each bead of at least that many that ends at j
            begin = MERGE + low - member
            covered_other[begin : begin + high - low + 1] += joint[member - 1 :].sum(axis=0)
    null_one = np.clip(1.0 - covered_one[: band.rows], 0.0, 1.0)
    return Costs(beads, null_one, np.clip(1.0 - covered_other[MERGE : MERGE + band.columns], 0.0, 1.0))


_LEFT = np.int8(MERGE * MERGE + 1)
_UP = MERGE * MERGE


class _Rows:
    """The last MERGE + 1 rows at full width, NEVER outside the band; window() reads them shifted by 1..MERGE."""

    def __init__(self, columns: int, keep: int = MERGE + 1) -> None:
        self._keep = keep
        self._used = [slice(0, 0)] * keep
        self._cells = np.full((keep, columns + 1 + MERGE), NEVER)
        stride = self._cells.strides[1]
        self._views = [
            np.lib.stride_tricks.as_strided(row[MERGE - 1 :], (MERGE, columns + 1), (-stride, stride))
            for row in self._cells
        ]

    def put(self, row: int, low: int, values: Scores) -> None:
        slot = row % self._keep
        self._cells[slot, self._used[slot]] = NEVER
        self._used[slot] = slice(MERGE + low, MERGE + low + len(values))
        self._cells[slot, self._used[slot]] = values

    def window(self, row: int, low: int, high: int) -> Scores:
        """Return float64[MERGE, high - low + 1]: at [b - 1, j - low] the value of node (row, j - b)."""
        return self._views[row % self._keep][:, low : high + 1]

    def same(self, row: int, low: int, high: int) -> Scores:
        return self._cells[row % self._keep, MERGE + low : MERGE + high + 1]


def _row(band: Band, row: int) -> tuple[int, int, int]:
    return int(band.low[row]), int(band.high[row]), int(band.starts[row])


def _options(band: Band, costs: Costs, rows: _Rows, row: int) -> Scores:
    """Return float64[MERGE² + 1, width]: the score of each way to reach the nodes of a row from earlier rows."""
    low, high, start = _row(band, row)
    width = high - low + 1
    options = np.full((MERGE * MERGE + 1, width), NEVER)
    for a in range(1, min(MERGE, row) + 1):
        np.add(
            rows.window(row - a, low, high),
            costs.beads[a - 1, :, start : start + width],
            out=options[(a - 1) * MERGE : a * MERGE],
        )
    if row:
        np.add(rows.same(row - 1, low, high), costs.null_one[row - 1], out=options[_UP])
    return options


def _walk(band: Band, choices: Flags) -> list[Bead]:
    """Follow the choices back from the last node to the first."""
    row, column = band.rows, band.columns
    path: list[Bead] = []
    while row or column:
        choice = int(choices[band.starts[row] + column - band.low[row]])
        if choice == _LEFT or row == 0:
            a, b = 0, 1
        elif choice == _UP:
            a, b = 1, 0
        else:
            a, b = choice // MERGE + 1, choice % MERGE + 1
        row, column = row - a, column - b
        path.append((row, column, a, b))
    return path[::-1]


class _Stored:
    """All forward values, flat, with the reading of _Rows."""

    def __init__(self, band: Band) -> None:
        self._band = band
        self.values = np.full(band.size, NEVER)

    def window(self, row: int, low: int, high: int) -> Scores:
        first, last, start = _row(self._band, row)
        cells = np.full(MERGE + high - low + 1, NEVER)
        left, right = max(low - MERGE, first), min(high, last)
        if right >= left:
            cells[left - low + MERGE : right - low + MERGE + 1] = self.values[
                start + left - first : start + right - first + 1
            ]
        stride = cells.strides[0]
        return np.lib.stride_tricks.as_strided(cells[MERGE - 1 :], (MERGE, high - low + 1), (-stride, stride))


def _forward(band: Band, costs: Costs) -> tuple[_Stored, float]:
    rows, stored = _Rows(band.columns), _Stored(band)
    left = np.concatenate([[0.0], np.cumsum(costs.null_other)])
    value = np.zeros(1)
    for row in range(band.rows + 1):
        low, high, start = _row(band, row)
        value = np.logaddexp.reduce(_options(band, costs, rows, row), axis=0)
        if row == 0 and low == 0:
            value[0] = 0.0
        value = np.logaddexp.accumulate(value - left[low : high + 1]) + left[low : high + 1]
        stored.values[start : start + high - low + 1] = value
        rows.put(row, low, value)
    return stored, float(value[-1])


def _backward(band: Band, costs: Costs) -> Scores:
    """Return float64[band.size]: the log-sum over all ways from each node to the last one."""
    values, ahead, below = np.full(band.size, NEVER), _Ahead(band.columns), _Rows(band.columns)
    right = np.concatenate([np.cumsum(costs.null_other[::-1])[::-1], [0.0]])
    for row in range(band.rows, -1, -1):
        low, high, start = _row(band, row)
        width = high - low + 1
        value = np.logaddexp.reduce(ahead.window(row, low, high), axis=0)
        if row < band.rows:
            value = np.logaddexp(value, below.same(row + 1, low, high) + costs.null_one[row])
        elif high == band.columns:
            value[-1] = 0.0
        value = np.logaddexp.accumulate((value - right[low : high + 1])[::-1])[::-1] + right[low : high + 1]
        values[start : start + width] = value
        ahead.put(row, low, costs.beads[:, :, start : start + width] + value)
        below.put(row, low, value)
    return values


class _Ahead:
    """For the last MERGE rows: score of each bead that ends there and of all that follows, kept where it begins."""

    def __init__(self, columns: int) -> None:
        self._cells = np.full((MERGE + 1, MERGE, MERGE, columns + 1 + MERGE), NEVER)
        self._used = [slice(0, 0)] * (MERGE + 1)

    def window(self, row: int, low: int, high: int) -> Scores:
        """Return float64[MERGE², high - low + 1]: over all beads that begin in this row."""
        slots = [(row + a) % (MERGE + 1) for a in range(1, MERGE + 1)]
        cells = self._cells[slots, np.arange(MERGE), :, MERGE + low : MERGE + high + 1]
        return cells.reshape(MERGE * MERGE, high - low + 1)

    def put(self, row: int, low: int, values: Scores) -> None:
        """Keep values float64[MERGE, MERGE, width] of the beads that end in this row."""
        slot = row % (MERGE + 1)
        width = values.shape[2]
        self._cells[slot, :, :, self._used[slot]] = NEVER
        self._used[slot] = slice(low, low + MERGE + width)
        for b in range(1, MERGE + 1):
            begin = MERGE + low - b
            self._cells[slot, :, b - 1, begin : begin + width] = values[:, b - 1]
