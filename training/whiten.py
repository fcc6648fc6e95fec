"""Make directions more alike: a linear map on the rows, so the model stays a bag of pieces.

Trained vectors share a few strong directions (a mean, a language, a register) that make some sentences
the neighbour of everything.  Multiplying by C^-p, C the second moment of sentence vectors, weakens them.
"""

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.bags import encode_bags
from training.rows import sum_rows

# 0.1: best of 0.1 to 0.5 on the Tatoeba test (EXPERIMENTS.md, "whitening").
POWER = 0.1


def whiten(
    table: NDArray[np.float32],
    tokenizer: Tokenizer,
    texts: dict[str, list[str]],
    *,
    power: float = POWER,
) -> NDArray[np.float32]:
    """Map each row by C^-power; C is taken over the unit vectors of training texts, by language."""
    moment = np.zeros((table.shape[1], table.shape[1]))
    for side in texts.values():
        bags = encode_bags(tokenizer, side)
        vectors, _ = sum_rows(table, bags.ids, bags.offsets)
        moment += vectors.T.astype(np.float64) @ vectors / len(side)
    values, directions = np.linalg.eigh(moment / len(texts))
    stretch = (directions * np.maximum(values, 1e-6) ** -power) @ directions.T
    mapped: NDArray[np.float32] = (table @ stretch).astype(np.float32)
    return mapped
