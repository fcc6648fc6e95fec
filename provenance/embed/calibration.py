"""From similarity to probability: how likely two texts translate each other, by language group.

A cosine of 0.5 means much for Spanish and little for Thai.  Logistic curves, fitted on one half of the
development data and checked on the other (benchmarks/retrieval.py prints the reliability table), stand in
calibration.toml as data.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from provenance.embed import Vectors
from provenance.embed.characters import WIDTH, plain, plain_numbers
from provenance.errors import ModelError

TABLE = Path(__file__).with_name("calibration.toml")
FEATURES = ("words", "characters", "words_squared", "length", "numbers_shared", "numbers_differ", "numbers_lone")


@dataclass(frozen=True, slots=True)
class Curve:
    """One group's logistic curve: log odds = intercept + weights · features (in FEATURES' order)."""

    intercept: float
    weights: tuple[float, ...]


def translation_probabilities(
    ones: Sequence[str],
    others: Sequence[str],
    *,
    vectors: tuple[Vectors, Vectors],
    languages: tuple[str, str],
) -> NDArray[np.float32]:
    """Probability that ones[i] and others[i] translate each other, float32[n] in [0, 1].

    `vectors` are the joint vectors of both sides (similarity.joint_vectors).  The scale is that of even
    odds beforehand, half of the wrong pairs being the nearest wrong neighbour in a thousand: a caller
    who knows better odds should shift the log odds.  Raises ModelError if the numbers of rows differ.
    """
    features = pair_features(ones, others, vectors)
    curve = curve_for(languages)
    log_odds = features @ np.array(curve.weights, dtype=np.float32) + np.float32(curve.intercept)
    probabilities: NDArray[np.float32] = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
    return probabilities.astype(np.float32)


def pair_features(ones: Sequence[str], others: Sequence[str], vectors: tuple[Vectors, Vectors]) -> NDArray[np.float32]:
    """What the curves look at, float32[n, 7], for texts paired by position.

    Cosines are those of the words' and the characters' part of the joint vectors.
    """
    one, other = vectors
    if not len(ones) == len(others) == len(one) == len(other):
        raise ModelError(
            f"{len(ones)} and {len(others)} texts with {len(one)} and {len(other)} vectors: expected as many of each"
        )
    words = _cosines(one[:, :-WIDTH], other[:, :-WIDTH])
    letters = _cosines(one[:, -WIDTH:], other[:, -WIDTH:])
    surface = [_surface(*pair) for pair in zip(ones, others, strict=True)]
    rest = np.array(surface, dtype=np.float32).reshape(-1, 4)
    return np.column_stack([words, letters, words * words, rest]).astype(np.float32)


def curve_for(languages: tuple[str, str]) -> Curve:
    """The curve of the language pair: that of the group listed last, which is the hardest."""
    groups, curves = _table()
    order = list(curves)
    ranks = [order.index(groups.get(language, order[-1])) for language in languages]
    return curves[order[max(ranks)]]


@cache
def _table() -> tuple[dict[str, str], dict[str, Curve]]:
    """Language to group, and group to curve, in the file's order (easiest group first)."""
    with TABLE.open("rb") as handle:
        rows = tomllib.load(handle)["group"]
    groups = {language: row["name"] for row in rows for language in row["languages"]}
    curves = {row["name"]: Curve(row["intercept"], tuple(row["weights"])) for row in rows}
    return groups, curves


def _cosines(one: Vectors, other: Vectors) -> NDArray[np.float32]:
    dots = np.einsum("nd,nd->n", one, other)
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    cosines: NDArray[np.float32] = np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0)
    return cosines


def _surface(one: str, other: str) -> tuple[float, float, float, float]:
    """|log length ratio|, share of numbers in common, whether numbers differ, whether one side has none.

    Lengths are counted in plain ASCII, where Chinese is about as long as English.
    """
    length = abs(float(np.log((len(plain(one)) + 2) / (len(plain(other)) + 2))))
    numbers, others = plain_numbers(one), plain_numbers(other)
    if not numbers and not others:
        return length, 0.0, 0.0, 0.0
    if not numbers or not others:
        return length, 0.0, 0.0, 1.0
    shared = len(numbers & others) / len(numbers | others)
    return length, shared, float(shared < 1.0), 0.0
