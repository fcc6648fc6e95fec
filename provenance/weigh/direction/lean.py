"""Which of two aligned texts in different languages was there first, from how they are written.

Translations are longer than originals of the same language pair would be, simpler in vocabulary, and carry over
habits of punctuation (explicitation, normalisation and shining through: Baker 1993; Volansky, Ordan and Wintner, DSH
2015).  The model is logistic and antisymmetric: swapping the two texts turns the sign and changes nothing else.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.types import primary
from provenance.weigh.direction.model import Duo, Model, Tongue
from provenance.weigh.direction.portrait import HABITS, Portrait, portray

BOUND = 3.0  # no text's style says more than twenty to one
STRANGE = 1.0  # … and in pairs of languages that were not fitted, not more than three to one (benchmarks.chains --two)
CLIP = 4.0  # scaled features beyond this are outliers
UNIT = 0.1  # a tenth in the log of a length ratio is one unit of its feature
GROUPS = ("length", "sentences", "variety", "punctuation", "figures", "wording")


@dataclass(frozen=True, slots=True)
class Leaning:
    """log_odds that the one text was there before the other, in [-BOUND, BOUND]; parts: what each group gives of it.

    familiarity: "pair" (the model was fitted on this pair: all it has), "languages" (on both languages, in other pairs:
    lengths and habits), "length" (anything else: lengths alone) or "translation-model".  beads: on how many it rests.
    note: what to tell a reader, where the groups' own words do not; "{parent}" and "{child}" stand for the two texts.
    """

    log_odds: float
    parts: Mapping[str, float]
    familiarity: str
    beads: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """Two texts bead by bead, portrayed: ratio, median: natural logs of their lengths' ratios."""

    languages: tuple[str, str]
    portraits: tuple[Portrait, Portrait]
    ratio: float
    median: float
    beads: int


def sample(ones: Sequence[str], others: Sequence[str], languages: tuple[str, str]) -> Sample:
    """Return two aligned texts as the model sees them: ones[i] says what others[i] says; languages are BCP 47 tags."""
    lengths = [(len(one.strip()), len(other.strip())) for one, other in zip(ones, others, strict=True)]
    ratios = [np.log((one + 2) / (other + 2)) for one, other in lengths]
    total = [max(1, sum(pair[side] for pair in lengths)) for side in (0, 1)]
    return Sample(
        (primary(languages[0]), primary(languages[1])),
        (portray(ones), portray(others)),
        float(np.log(total[0] / total[1])),
        float(np.median(ratios)) if ratios else 0.0,
        len(ratios),
    )


def lean(seen: Sample, model: Model) -> Leaning:
    """Return which of the two texts the model takes for the earlier, and why; calibrated and bounded."""
    raw, familiarity = contributions(seen, model)
    slope = model.slopes[familiarity] * seen.beads / (seen.beads + model.half)
    total = slope * sum(raw.values())
    bound = BOUND if familiarity == "pair" else STRANGE
    share = slope * min(1.0, bound / abs(total)) if total else 0.0
    parts = {group: share * value for group, value in raw.items()}
    return Leaning(sum(parts.values()), parts, familiarity, seen.beads)


def unbounded(seen: Sample, model: Model) -> float:
    """Return the calibrated log-odds before they are bounded: for ranking and for measuring."""
    raw, familiarity = contributions(seen, model)
    return model.slopes[familiarity] * seen.beads / (seen.beads + model.half) * sum(raw.values())


def contributions(seen: Sample, model: Model) -> tuple[dict[str, float], str]:
    """Return the uncalibrated sum by group, and the model's familiarity with the pair."""
    one, other = seen.languages
    parts = dict.fromkeys(GROUPS, 0.0)
    duo, sign = _duo(model, one, other)
    tongues = (model.tongues.get(one), model.tongues.get(other))
    if duo is None and one in model.lengths and other in model.lengths:
        gap = model.lengths[one] - model.lengths[other]
        duo, sign = Duo(gap, gap, model.shared_lengths, 0.0), 1.0
    if duo is not None:
        gaps = ((sign * seen.ratio - duo.ratio) / UNIT, (sign * seen.median - duo.median) / UNIT)
        parts["length"] = sign * (
            duo.constant + sum(w * clipped(gap) for w, gap in zip(duo.weights, gaps, strict=True))
        )
    is_fitted = _duo(model, one, other)[0] is not None
    for tongue, portrait, side in zip(tongues, seen.portraits, (1.0, -1.0), strict=True):
        if None in tongues or tongue is None:
            continue
        weights = tongue.habits if is_fitted else model.shared_habits
        for group, value in zip(HABITS.values(), scaled(portrait, tongue) * weights, strict=True):
            parts[group] += side * float(value)
        if is_fitted:
            parts["wording"] += side * wording(portrait, tongue)
    return parts, "pair" if is_fitted else "length" if None in tongues else "languages"


def clipped(value: float) -> float:
    """Return a scaled feature within the bounds beyond which it is an outlier."""
    return float(np.clip(value, -CLIP, CLIP))


def scaled(portrait: Portrait, tongue: Tongue) -> NDArray[np.float64]:
    """Return the habits as distances from what is usual in the language, float64[len(HABITS)] within ±CLIP."""
    values: NDArray[np.float64] = np.clip((portrait.habits - tongue.mean) / tongue.scale, -CLIP, CLIP)
    return values


def wording(portrait: Portrait, tongue: Tongue) -> float:
    """Return what the grams give: weight times the square root of each gram's share of the text."""
    total = sum(tongue.grams[gram] * math.sqrt(count) for gram, count in portrait.counts(tongue.grams).items())
    return total / math.sqrt(max(portrait.chars, 1)) + tongue.constant


def _duo(model: Model, one: str, other: str) -> tuple[Duo | None, float]:
    if f"{one}-{other}" in model.duos:
        return model.duos[f"{one}-{other}"], 1.0
    return model.duos.get(f"{other}-{one}"), -1.0
