"""The weights of n-grams: how rare each bucket is in the language where it is most common.

Counting over all languages together would call "▁und" rare, because most languages lack it; two German
texts would then seem alike.  What is common in any one language must not count.
"""

import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from provenance.embed.characters import BUCKETS, buckets, ngrams
from training.pairs import Group

PER_LANGUAGE = 4000
PER_GROUP = 500
# Below this many texts a share is noise; the count is divided by it at least.
FEWEST = 400


def sample_texts(groups: list[Group], *, seed: int = 0) -> dict[str, list[str]]:
    """Language to at most PER_LANGUAGE sentences, drawn from all its sources."""
    chance = random.Random(seed)
    texts: dict[str, list[str]] = {}
    for group in groups:
        if group.source.startswith("sentences/"):
            for language, side in zip(group.languages, (group.ones, group.others), strict=True):
                texts.setdefault(language, []).extend(chance.sample(side, min(PER_GROUP, len(side))))
    return {code: chance.sample(side, min(PER_LANGUAGE, len(side))) for code, side in sorted(texts.items())}


def rarity(texts: dict[str, list[str]]) -> NDArray[np.float16]:
    """Squared -log of the largest share of texts, over languages, that hold an n-gram of each bucket.

    Squared, so that names outweigh the many common n-grams (EXPERIMENTS.md, "characters").
    """
    largest = np.full(BUCKETS, 0.5 / PER_LANGUAGE)
    for side in texts.values():
        rows, hashes, _ = ngrams(side)
        held = np.unique(rows * BUCKETS + buckets(hashes)) % BUCKETS
        share = np.bincount(held, minlength=BUCKETS) / max(len(side), FEWEST)
        np.maximum(largest, share, out=largest)
    weights: NDArray[np.float16] = (np.log(largest) ** 2).astype(np.float16)
    return weights


def write_rarity(path: Path, groups: list[Group]) -> None:
    np.save(path, rarity(sample_texts(groups)))
