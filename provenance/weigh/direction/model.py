"""The fitted weights of the direction model, read once from weights.json (made by ``python -m training.direction``)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known of texts in one language.

    length: natural log of the characters that it takes for what English says in one.  mean, scale: of each habit.
    habits: weight of each scaled habit; grams: weight of the square root of a gram's share; constant: added to both.
    """

    length: float
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    habits: NDArray[np.float64]
    grams: Mapping[str, float]
    constant: float


@dataclass(frozen=True, slots=True)
class Duo:
    """What is known of a pair of languages: expected log length ratios (whole text, median bead), weights, constant."""

    ratio: float
    median: float
    weights: tuple[float, float]
    constant: float


@dataclass(frozen=True, slots=True)
class Model:
    """All that was fitted.

    lengths: as Tongue.length, of more languages.  duos: by "de-fr", the two tags in alphabetical order.  shared_habits,
    shared_lengths: weights of a smaller model, for pairs that the larger one was not fitted on.  slopes: calibration by
    familiarity ("pair", "languages", "length").  half: beads at which evidence counts half.
    """

    tongues: Mapping[str, Tongue]
    lengths: Mapping[str, float]
    duos: Mapping[str, Duo]
    shared_habits: NDArray[np.float64]
    shared_lengths: tuple[float, float]
    slopes: Mapping[str, float]
    half: float


@lru_cache(maxsize=1)
def load() -> Model:
    """Return the shipped model."""
    return from_table(json.loads(files("provenance.weigh.direction").joinpath("weights.json").read_text("utf-8")))


def from_table(table: Mapping[str, Any]) -> Model:
    """Return the model that a table of plain values holds; ``to_table`` is its inverse."""
    step = float(table["gram_step"])
    return Model(
        tongues={
            tag: Tongue(
                float(entry["length"]),
                np.array(entry["mean"]),
                np.array(entry["scale"]),
                np.array(entry["habits"]),
                {gram: step * weight for gram, weight in entry["grams"].items()},
                float(entry["constant"]),
            )
            for tag, entry in table["tongues"].items()
        },
        lengths=table["lengths"],
        duos={
            tags: Duo(entry["ratio"], entry["median"], _two(entry["weights"]), entry["constant"])
            for tags, entry in table["duos"].items()
        },
        shared_habits=np.array(table["shared_habits"]),
        shared_lengths=_two(table["shared_lengths"]),
        slopes=table["slopes"],
        half=float(table["half"]),
    )


def to_table(model: Model, *, gram_step: float, digits: int = 4) -> dict[str, Any]:
    """Return plain values for JSON; gram weights become whole multiples of gram_step, those of 0 are left out."""
    return {
        "gram_step": gram_step,
        "tongues": {
            tag: {
                "length": round(tongue.length, digits),
                "mean": _rounded(tongue.mean, digits),
                "scale": _rounded(tongue.scale, digits),
                "habits": _rounded(tongue.habits, digits),
                "constant": round(tongue.constant, digits),
                "grams": {
                    gram: round(weight / gram_step)
                    for gram, weight in sorted(tongue.grams.items())
                    if round(weight / gram_step)
                },
            }
            for tag, tongue in sorted(model.tongues.items())
        },
        "lengths": {tag: round(value, digits) for tag, value in sorted(model.lengths.items())},
        "duos": {
            tags: {
                "ratio": round(duo.ratio, digits),
                "median": round(duo.median, digits),
                "weights": _rounded(duo.weights, digits),
                "constant": round(duo.constant, digits),
            }
            for tags, duo in sorted(model.duos.items())
        },
        "shared_habits": _rounded(model.shared_habits, digits),
        "shared_lengths": _rounded(model.shared_lengths, digits),
        "slopes": {name: round(value, digits) for name, value in sorted(model.slopes.items())},
        "half": round(model.half, digits),
    }


def _two(values: Sequence[float]) -> tuple[float, float]:
    first, second = values
    return float(first), float(second)


def _rounded(values: Sequence[float] | NDArray[np.float64], digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]
