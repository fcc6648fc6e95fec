"""Which pairs a batch holds: languages balanced, sources weighted, several languages side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.sources import Share, share_of


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows start:stop of the joined bags belong to one source in one language pair."""

    source: str
    pair: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Mix:
    """How languages share the draws.

    alpha: 1 draws languages by size, 0 draws them all alike.  lexicon: the same for word lists.
    repeats: most times a pair of a thin language is drawn in one pass.
    block: pairs of one source that stay together in a batch, so that some negatives are hard.
    """

    alpha: float = 0.5
    repeats: float = 5.0
    block: int = 256
    lexicon: float = 1.0


def expected_draws(slices: list[Slice], shares: dict[str, Share], mix: Mix) -> list[float]:
    """How often each pair of each slice is drawn in one pass, on average."""
    sizes: dict[str, float] = {}
    weights = []
    for item in slices:
        share = share_of(shares, item.source)
        n = item.stop - item.start
        weight = share.weight * min(1.0, share.cap / max(n, 1))
        if not item.source.startswith("sentences/"):
            weight *= mix.lexicon
        weights.append(weight)
        sizes[item.pair] = sizes.get(item.pair, 0.0) + weight * n
    median = float(np.median(list(sizes.values())))
    factors = {pair: min(mix.repeats, (median / size) ** (1.0 - mix.alpha)) for pair, size in sizes.items()}
    return [weight * factors[item.pair] for item, weight in zip(slices, weights, strict=True)]


def batches(slices: list[Slice], draws: list[float], *, size: int, mix: Mix, seed: int) -> Iterator[NDArray[np.int64]]:
    """Endless batches of row numbers; each pass over the data is drawn afresh."""
    random = np.random.default_rng(seed)
    while True:
        blocks = _one_pass(slices, draws, mix.block, random)
        per_batch = size // mix.block
        for start in range(0, len(blocks) - per_batch + 1, per_batch):
            yield np.concatenate(blocks[start : start + per_batch])


def _one_pass(
    slices: list[Slice], draws: list[float], block: int, random: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Blocks of one language pair each, in random order; small sources share a block."""
    by_pair: dict[str, list[NDArray[np.int64]]] = {}
    for at in random.permutation(len(slices)):
        item = slices[at]
        drawn = _draw(item, draws[at], random)
        kind = item.source.split("/")[0]
        by_pair.setdefault(f"{item.pair} {kind}", []).append(drawn)
    blocks: list[NDArray[np.int64]] = []
    for pair in sorted(by_pair):
        rows = np.concatenate(by_pair[pair])
        cut = len(rows) // block * block
        blocks.extend(rows[:cut].reshape(-1, block))
    order = random.permutation(len(blocks))
    return [blocks[i] for i in order]


def _draw(item: Slice, expected: float, random: np.random.Generator) -> NDArray[np.int64]:
    """Whole repeats of the slice, then a random part of it, each repeat shuffled."""
    n = item.stop - item.start
    parts = [random.permutation(n) for _ in range(int(expected))]
    parts.append(random.permutation(n)[: int((expected % 1.0) * n + random.random())])
    return np.concatenate(parts).astype(np.int64) + item.start
