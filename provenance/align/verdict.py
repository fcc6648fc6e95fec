"""What two versions are to each other, by how they lie on each other."""

import tomllib
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from provenance.odds import probability
from provenance.types import Coverage, Verdict

WHOLE = 0.7  # of either body's characters: with less on one side, the one is a part or a summary of the other
VERBATIM = 0.6  # similarity within one language from which passages are the same wording
DECIDED = 0.5


def features(coverage: Coverage, likeness: float, *, is_same_language: bool) -> NDArray[np.float64]:
    """Return what the fitted models see, float64[6].

    likeness: cosine of the two whole documents, in [-1, 1].  Similarity counts by what it covers: a few beads that
    agree by chance cover little, or are unlike.
    """
    most, least = max(coverage.one, coverage.other), min(coverage.one, coverage.other)
    same = float(is_same_language)
    weight = coverage.similarity * most
    return np.array([weight * 10, weight * 10 * same, most, least, likeness * 5, likeness * 5 * same])


def judge(coverage: Coverage, likeness: float, *, is_same_language: bool) -> tuple[Verdict, float]:
    """Return the verdict and its probability, from models fitted on corpora/ (training/verdict.py).

    is_same_language: whether both are in one language (then a version is "same-text", not "translation").
    """
    seen = features(coverage, likeness, is_same_language=is_same_language)
    text, event = (_share(name, seen) for name in ("text", "event"))
    if text >= DECIDED and max(coverage.one, coverage.other) > 0:
        return _version(coverage, is_same_language=is_same_language), round(text, 4)
    rest = 1.0 - text
    if event >= DECIDED:
        return "same-event", round(rest * event, 4)
    return "unrelated", round(rest * (1.0 - event), 4)


def _version(coverage: Coverage, *, is_same_language: bool) -> Verdict:
    least = min(coverage.one, coverage.other)
    if is_same_language:
        return "same-text" if least >= WHOLE or coverage.similarity >= VERBATIM else "summary"
    if least >= WHOLE:
        return "translation"
    return "partial-translation"


def _share(name: str, seen: NDArray[np.float64]) -> float:
    weights = _weights()[name]
    return probability(float(seen @ np.array(weights[:-1]) + weights[-1]))


@lru_cache(maxsize=1)
def _weights() -> dict[str, list[float]]:
    return tomllib.loads(files("provenance.align").joinpath("verdict.toml").read_text("utf-8"))
