"""Tables of int8 in .npy files, written front to back: a full disk is an error then, and no SIGBUS as with a map."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def write_table(path: Path, shape: tuple[int, int], blocks: Iterable[NDArray[np.int8]]) -> None:
    """Write a table, which ``numpy.load`` reads and maps.  blocks: its rows in order, as many together as one likes.

    The file is replaced when all of it is written.  Raises OSError where the disk does not take it.
    """
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "|i1", "fortran_order": False, "shape": shape})
        for block in blocks:
            file.write(np.ascontiguousarray(block, np.int8).tobytes())
    part.replace(path)
