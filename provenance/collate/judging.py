"""From evidence that two passages differ to a severity and a confidence."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from provenance.types import Severity


@dataclass(frozen=True, slots=True)
class Judge:
    """A logistic regression over named evidence, fitted by ``python -m training.changes`` on WMT22.

    names: what the evidence is, in order; the first is always 1.0.  firm, worth: log-odds from which a finding is
    sure, and from which it is worth telling with severity "info".
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]
    firm: float
    worth: float

    def odds(self, values: Sequence[float]) -> float:
        """Return the log-odds that the passages differ.  Raises ValueError where values are not as many as names."""
        return sum(weight * value for weight, value in zip(self.weights, values, strict=True))

    def judge(self, values: Sequence[float], severity: Severity) -> tuple[Severity, float] | None:
        """Return a severity ("info" where not sure) with a confidence; None if it is not worth telling."""
        odds = self.odds(values)
        if odds < self.worth:
            return None
        return (severity if odds >= self.firm else "info"), 1 / (1 + exp(-odds))


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over many measures, written by its fit.

    weights: one for each measure.  sure, unsure: nats from which on a finding is firm, and is one at all.
    """

    weights: NDArray[np.float64]
    bias: float
    sure: float
    unsure: float


@lru_cache(maxsize=8)
def read_model(path: Path) -> Model:
    """Read the weights that a fit has written as TOML."""
    stored = tomllib.loads(path.read_text(encoding="utf-8"))
    return Model(np.array(stored["weights"]), stored["bias"], stored["sure"], stored["unsure"])


def clip(value: float, least: float, most: float) -> float:
    """Return the value, or the bound that it passes: beyond them a model has seen too little to be trusted."""
    return min(max(value, least), most)
