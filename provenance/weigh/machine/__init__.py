"""Human or machine: how likely a translation's wording is that of a machine, with abstention.

A logistic model for each language that it was fitted on (weights.json, made by ``python -m training.machine``), over
the habits and masked grams of provenance/weigh/direction/portrait.py.  It labels and never decides alone: a plain
human style reads like a machine's, and a machine's text that a person revised reads like a person's.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from provenance.types import primary
from provenance.weigh.direction.portrait import Portrait, portray

CLIP = 4.0
MIN_SENTENCES = 5  # below, the model keeps silent
Label = Literal["machine", "human", "undetermined"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One language: mean, scale, habits: float64[len(HABITS)]; above, below: thresholds of the calibrated log-odds."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    habits: NDArray[np.float64]
    grams: Mapping[str, float]
    constant: float
    slope: float
    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Guess:
    """What the wording says of the hand.

    label: "machine" above a threshold that 3 % at most of human translations, and of originals, exceed; "human" below
    one that as few machine translations fall short of; else "undetermined".
    log_odds: calibrated, that a machine made the wording rather than a person.
    """

    label: Label
    log_odds: float


def guess_machine(sentences: Sequence[str], language: str) -> Guess:
    """Return the guess for a translation in a language (BCP 47 tag), given as its sentences."""
    voice = load().get(primary(language))
    full = [sentence for sentence in sentences if len(sentence.strip()) > 1]
    if voice is None or len(full) < MIN_SENTENCES:
        return Guess("undetermined", 0.0)
    value = voice.slope * score(portray(full), voice)
    label: Label = "machine" if value > voice.above else "human" if value < voice.below else "undetermined"
    return Guess(label, value)


def score(portrait: Portrait, voice: Voice) -> float:
    """Return the uncalibrated score, higher for machines."""
    habits = np.clip((portrait.habits - voice.mean) / voice.scale, -CLIP, CLIP)
    grams = sum(voice.grams[gram] * math.sqrt(count) for gram, count in portrait.grams.items() if gram in voice.grams)
    return float(habits @ voice.habits) + grams / math.sqrt(max(portrait.chars, 1)) + voice.constant


@lru_cache(maxsize=1)
def load() -> Mapping[str, Voice]:
    """Return the shipped models by primary language tag."""
    return from_table(json.loads(files("provenance.weigh.machine").joinpath("weights.json").read_text("utf-8")))


def from_table(table: Mapping[str, Any]) -> dict[str, Voice]:
    """Return the models that a table of plain values holds."""
    step = float(table["gram_step"])
    return {
        tag: Voice(
            np.array(entry["mean"]),
            np.array(entry["scale"]),
            np.array(entry["habits"]),
            {gram: step * weight for gram, weight in entry["grams"].items()},
            *(float(entry[name]) for name in ("constant", "slope", "above", "below")),
        )
        for tag, entry in table["voices"].items()
    }
