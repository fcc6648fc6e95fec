"""The cells that the search looks at: for each row of the lattice one run of columns.

Node (i, j) of the lattice stands for "i segments of one and j of other are read".  A full band is the whole lattice;
``around`` keeps what lies near a path found on a coarser level.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Band:
    """Columns low[i]..high[i] (both included) of each row i = 0..n; starts[i]: where row i lies in flat storage."""

    low: Integers
    high: Integers
    starts: Integers
    columns: int

    @property
    def rows(self) -> int:
        """Number of segments of one (there is one row more)."""
        return len(self.low) - 1

    @property
    def size(self) -> int:
        """Number of nodes."""
        return int(self.starts[-1])

    def cells(self) -> tuple[Integers, Integers]:
        """Return row and column of each node in flat storage, int64[size] each."""
        rows = np.repeat(np.arange(self.rows + 1), self.high - self.low + 1)
        return rows, np.arange(self.size) - self.starts[rows] + self.low[rows]


def full(rows: int, columns: int) -> Band:
    """Return the band of all nodes of a lattice of rows × columns segments."""
    return _band(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns, np.int64), columns)


def around(path: Integers, rows: int, columns: int, radius: int) -> Band:
    """Return the nodes within ``radius`` segments, on either side, of a path.

    path: int64[p, 2], nodes from (0, 0) to (rows, columns), each at or beyond the one before; between two nodes the
    straight line counts as path, and where it runs along a row all its columns do.
    """
    low, high = np.full(rows + 1, columns, np.int64), np.zeros(rows + 1, np.int64)
    for (row, column), (next_row, next_column) in pairwise(path):
        steps = np.arange(row, next_row + 1)
        line = column + (steps - row) * (next_column - column) // max(next_row - row, 1)
        ceiling = line if next_row > row else np.array([next_column])
        low[steps] = np.minimum(low[steps], line)
        high[steps] = np.maximum(high[steps], ceiling)
    padded_low = np.pad(low, radius, mode="edge")
    padded_high = np.pad(high, radius, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view
    low = windows(padded_low, 2 * radius + 1).min(axis=1) - radius
    high = windows(padded_high, 2 * radius + 1).max(axis=1) + radius
    return _band(np.maximum(low, 0), np.minimum(high, columns), columns)


def _band(low: Integers, high: Integers, columns: int) -> Band:
    starts = np.concatenate([[0], np.cumsum(high - low + 1)])
    return Band(low, high, starts.astype(np.int64), columns)
