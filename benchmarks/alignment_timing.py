"""Time against length: from the texts to the beads, encoding included, beside each peer (``benchmarks.alignment``)."""

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

Texts = Sequence[str]
Run = Callable[[Texts, Texts], object]

LENGTHS = (100, 300, 1000, 3000, 10_000)
# No system gets longer than this for one length; longer texts are then left out for it.
PATIENCE = 300.0


def timing(one: Texts, other: Texts, systems: Mapping[str, Run]) -> None:
    """Print seconds for the first 100 … 10,000 sentences of two texts, the best of three (of one above ten seconds).

    Each peer's column is followed by how many times our time it takes.  The fitted exponent is the slope of log time
    over log length.
    """
    print("\nseconds from texts to beads (encoding included), and how many times ours")
    print("sentences  " + "".join(f"{name:>28}" for name in systems))
    for run in systems.values():
        run(one[:20], other[:20])  # what is compiled or loaded on first use does not count
    taken: dict[str, list[float]] = {name: [] for name in systems}
    for count in LENGTHS:
        cells = []
        for name, run in systems.items():
            known = taken[name]
            if known and (known[-1] * 3 > PATIENCE or np.isnan(known[-1])):
                known.append(float("nan"))
                cells.append("too slow")
                continue
            try:
                known.append(_best(run, one[:count], other[:count]))
            except (MemoryError, RuntimeError, ValueError) as error:
                known.append(float("nan"))
                cells.append(type(error).__name__)
                continue
            ours = taken[next(iter(systems))][-1]
            cells.append(f"{known[-1]:.3f} ({known[-1] / ours:.1f} ×)")
        print(f"{count:9d}  " + "".join(f"{cell:>28}" for cell in cells), flush=True)
    exponents = [_exponent(values) for values in taken.values()]
    print(f"{'exponent':>9}  " + "".join(f"{value:>28.2f}" for value in exponents))


def _best(run: Run, one: Texts, other: Texts) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        run(one, other)
        best = min(best, time.perf_counter() - start)
        if best > 10.0:
            break
    return best


def _exponent(seconds: Sequence[float]) -> float:
    known = [(count, value) for count, value in zip(LENGTHS, seconds, strict=True) if np.isfinite(value)]
    if len(known) < 2:
        return float("nan")
    return float(np.polyfit(np.log([count for count, _ in known]), np.log([value for _, value in known]), 1)[0])
