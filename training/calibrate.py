"""Fit the curves of provenance/embed/calibration.toml on one half of the dev data, check on the other.

Each true pair stands against one nearest wrong neighbour and one random wrong pair, each of half its
weight, so that the odds beforehand are even.  Even rows fit, odd rows check.
"""

import argparse
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from provenance.embed import Encoder, load_encoder
from provenance.embed.calibration import FEATURES, TABLE, curve_for, pair_features
from provenance.embed.similarity import joint_vectors
from training.evaluate import read_tatoeba

# Easiest first; a pair of two languages takes the later group.
GROUPS = Path(__file__).with_name("groups.toml")


@dataclass(frozen=True, slots=True)
class Examples:
    """Features float32[n, 7], labels (1 for a true pair) and weights float64[n]."""

    features: NDArray[np.float32]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]


def examples(texts: list[str], english: list[str], encoder: Encoder, *, parity: int) -> Examples:
    """True pairs, nearest wrong and random wrong ones of the rows of one parity (0 even, 1 odd)."""
    one, other = texts[parity::2], english[parity::2]
    vectors = joint_vectors(one, encoder), joint_vectors(other, encoder)
    n = len(one)
    scores = vectors[0] @ vectors[1].T
    # an equal English text is no wrong answer
    _, same = np.unique(np.array(other), return_inverse=True)
    scores[same[:, None] == same[None, :]] = -np.inf
    nearest = scores.argmax(axis=1)
    chance = np.random.default_rng(parity).integers(0, n, n)
    parts, labels, weights = [], [], []
    for partners, label, weight in ((np.arange(n), 1, 1.0), (nearest, 0, 0.5), (chance, 0, 0.5)):
        keep = np.ones(n, bool) if label else same[partners] != same
        at = np.flatnonzero(keep)
        picked = partners[at]
        pair = vectors[0][at], vectors[1][picked]
        parts.append(pair_features([one[i] for i in at], [other[j] for j in picked], pair))
        labels.append(np.full(len(at), label))
        weights.append(np.full(len(at), weight))
    return Examples(np.concatenate(parts), np.concatenate(labels), np.concatenate(weights))


def fit(dev: Path, encoder: Encoder, path: Path = TABLE) -> None:
    """Fit one logistic curve a group on the even rows and write the table."""
    sentences = read_tatoeba(dev)
    lines = [
        "# Logistic curves from pair features to log odds, fitted by training/calibrate.py on the even rows",
        f"# of the Tatoeba test; features in order: {', '.join(FEATURES)}.",
    ]
    for name, languages in _groups().items():
        sets = [examples(*sentences[code], encoder, parity=0) for code in languages if code in sentences]
        joined = _join(sets)
        model = LogisticRegression(C=10.0, max_iter=2000)
        model.fit(joined.features, joined.labels, sample_weight=joined.weights)
        numbers = ", ".join(f"{value:.4f}" for value in model.coef_[0])
        codes = ", ".join(f'"{code}"' for code in languages)
        lines += ["", "[[group]]", f'name = "{name}"', f"languages = [{codes}]"]
        lines += [f"intercept = {model.intercept_[0]:.4f}", f"weights = [{numbers}]"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def reliability_table(dev: Path, encoder: Encoder) -> str:
    """Brier score and expected calibration error by group on the odd rows, and the table of ten bins."""
    sentences = read_tatoeba(dev)
    lines = ["", "## Calibration on the halves not used for fitting", ""]
    lines.append(f"{'group':12}{'pairs':>8}{'Brier':>8}{'ECE':>8}")
    everything: list[tuple[NDArray[np.float64], Examples]] = []
    for name, languages in _groups().items():
        found = _join([examples(*sentences[c], encoder, parity=1) for c in languages if c in sentences])
        curve = curve_for((languages[0], languages[0]))
        odds = found.features @ np.array(curve.weights) + curve.intercept
        everything.append((1 / (1 + np.exp(-odds)), found))
        brier, error = _brier_and_error(*everything[-1])
        lines.append(f"{name:12}{len(odds):>8}{brier:>8.3f}{error:>8.3f}")
    probability = np.concatenate([p for p, _ in everything])
    joined = _join([found for _, found in everything])
    brier, error = _brier_and_error(probability, joined)
    lines.append(f"{'all':12}{len(probability):>8}{brier:>8.3f}{error:>8.3f}")
    lines += ["", f"{'predicted':>12}{'mean':>8}{'true':>8}{'pairs':>8}"]
    for low in range(10):
        inside = np.minimum((probability * 10).astype(int), 9) == low
        if inside.any():
            mean = np.average(probability[inside], weights=joined.weights[inside])
            true = np.average(joined.labels[inside], weights=joined.weights[inside])
            lines.append(f"{f'{low / 10:.1f}-{low / 10 + 0.1:.1f}':>12}{mean:>8.3f}{true:>8.3f}{inside.sum():>8}")
    return "\n".join(lines)


def _brier_and_error(probability: NDArray[np.float64], found: Examples) -> tuple[float, float]:
    brier = float(np.average((probability - found.labels) ** 2, weights=found.weights))
    bins = np.minimum((probability * 10).astype(int), 9)
    gaps = np.bincount(bins, weights=(probability - found.labels) * found.weights, minlength=10)
    return brier, float(np.abs(gaps).sum() / found.weights.sum())


def _groups() -> dict[str, list[str]]:
    with GROUPS.open("rb") as handle:
        return {name: list(codes) for name, codes in tomllib.load(handle).items()}


def _join(sets: list[Examples]) -> Examples:
    return Examples(
        np.concatenate([one.features for one in sets]),
        np.concatenate([one.labels for one in sets]),
        np.concatenate([one.weights for one in sets]),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="fit the calibration table on dev data")
    parser.add_argument("--data", type=Path, required=True, help="the dev folder")
    options = parser.parse_args(arguments)
    encoder = load_encoder()
    fit(options.data, encoder)
    print(reliability_table(options.data, encoder))


if __name__ == "__main__":
    main()
