"""Other sentence aligners, run in the same process on the same texts and vectors (``benchmarks.alignment``).

All install with ``pip install --no-deps --target FOLDER galechurch sentalign sentweave`` and, since it asks for Python
3.12 though its kernels need no more than numba and torch, ``pip install --no-deps --ignore-requires-python --target
FOLDER bertalign``.  Name the folder with ``--peers``.

galechurch     Gale & Church (CL 1993) in Rust: lengths alone
sentalign 0.3  vecalign's dynamic programming (Thompson & Koehn, EMNLP 2019) in Python and numpy
sentweave 0.3  the same compiled from Cython
bertalign 2    the two passes of Liu & Zhu (2022), numba kernels, with the settings of its command line

hunalign is in no Debian release in reach and on PyPI under no name; bleualign wants a machine translation.
"""

import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]
Texts = Sequence[str]
Encode = Callable[[Texts], NDArray[np.float32]]
Aligner = Callable[[Texts, Texts], Beads]


def peers(folder: Path | None, encode: Encode) -> dict[str, Aligner]:
    """Return the peers that import from a folder of packages; say on stderr which do not."""
    if folder is None:
        print("peers: none (name a folder of packages with --peers)", file=sys.stderr)
        return {}
    sys.path.append(str(folder))
    makers: dict[str, Callable[[], Aligner]] = {
        "Gale-Church": _gale_church,
        "vecalign (sentalign)": lambda: _vecalign("sentalign", encode),
        "vecalign (sentweave)": lambda: _vecalign("sentweave", encode),
        "bertalign": lambda: _bertalign(folder, encode),
    }
    found: dict[str, Aligner] = {}
    for name, make in makers.items():
        try:
            found[name] = make()
        except (ImportError, OSError, AttributeError) as error:
            print(f"peers: {name}: {error}", file=sys.stderr)
    return found


def _gale_church() -> Aligner:
    galechurch = importlib.import_module("galechurch")

    def run(one: Texts, other: Texts) -> Beads:
        beads = galechurch.align(list(one), list(other)).beads
        return [(tuple(range(b.source_start, b.source_end)), tuple(range(b.target_start, b.target_end))) for b in beads]

    return run


def _vecalign(package: str, encode: Encode) -> Aligner:
    module = importlib.import_module(package)
    align: Callable[..., Any] = getattr(module, package, None) or module.align

    def run(one: Texts, other: Texts) -> Beads:
        result = align(list(one), list(other), lambda texts: encode(list(texts)))
        return [(tuple(map(int, a.src_indices)), tuple(map(int, a.tgt_indices))) for a in result.alignments]

    return run


def _bertalign(folder: Path, encode: Encode, *, largest: int = 5, near: int = 3, window: int = 5) -> Aligner:
    """Run bertalign's kernels in the order of its Bertalign.align_sents, whose module needs Python 3.12."""
    sys.path.append(str(folder / "bertalign"))  # its package imports the module, its kernels stand alone
    core: Any = importlib.import_module("corelib")

    def layers(texts: Texts) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        merged = [
            "PAD" if size > place + 1 else " ".join(texts[place + 1 - size : place + 1])
            for size in range(1, largest)
            for place in range(len(texts))
        ]
        vectors = encode(merged).reshape(largest - 1, len(texts), -1)
        sizes = np.array([len(text.encode()) for text in merged], np.int64).reshape(largest - 1, len(texts))
        return np.ascontiguousarray(vectors, np.float32), sizes

    def run(one: Texts, other: Texts) -> Beads:
        (ours, our_sizes), (theirs, their_sizes) = layers(one), layers(other)
        n, m = len(one), len(other)
        scores, places = core.find_top_k_sents(ours[0], theirs[0], k=near)
        kinds = core.get_alignment_types(2)
        width, path = core.find_first_search_path(n, m)
        pointers = core.first_pass_align(n, m, width, path, kinds, scores, places)
        first = core.first_back_track(n, m, pointers, path, kinds)
        kinds = core.get_alignment_types(largest)
        width, path = core.find_second_search_path(first, window, n, m)
        ratio = float(our_sizes[0].sum() / their_sizes[0].sum())
        pointers = core.second_pass_align(
            ours, theirs, our_sizes, their_sizes, width, path, kinds, ratio, -0.1, margin=True, len_penalty=True
        )
        found = core.second_back_track(n, m, pointers, path, kinds)
        return [(tuple(map(int, left)), tuple(map(int, right))) for left, right in found]

    return run
