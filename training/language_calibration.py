"""Fit the four numbers by which provenance.detect.language.guess weighs its two models.

    python -m training.language_calibration --data ../shared/data/dev

Minimises the negative log-likelihood (each text's bounded at 8 nats) on every other text of lid.jsonl, and prints the
numbers and the right answers on the other half.  The numbers stand as constants in guess.py.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.language import Item, lid_items
from provenance.detect.language.evidence import evidence, scripts
from provenance.detect.language.furniture import masked, without_quotations
from provenance.detect.language.profiles import profiles

Doubles = npt.NDArray[np.float64]
START = (0.38, 0.64, 0.19, 0.33)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the weights of the language detector's two models.")
    parser.add_argument("--data", type=Path, required=True)
    items = [item for item in lid_items(parser.parse_args().data) if item.language in profiles().languages]
    grams, scores, pieces, barred, wanted = table_of(items)
    fitted = np.arange(len(wanted)) % 2 == 0

    def logits(weights: npt.NDArray[np.float64]) -> Doubles:
        one, power, other, other_power = weights
        result: Doubles = one * grams**power * scores + other * grams**other_power * pieces + barred
        return result

    def cost(weights: npt.NDArray[np.float64]) -> float:
        values = logits(weights)[fitted]
        values -= values.max(1, keepdims=True)
        shares = values - np.log(np.exp(values).sum(1, keepdims=True))
        return float(-np.clip(shares[np.arange(len(shares)), wanted[fitted]], -8, 0).mean())

    best = descended(cost, np.array(START))
    right = (logits(best).argmax(1) == wanted)[~fitted].mean()
    print(f"weights {np.round(best, 3).tolist()}, cost {cost(best):.4f}, right on the other half {right:.4f}")


def table_of(items: list[Item]) -> tuple[Doubles, Doubles, Doubles, Doubles, npt.NDArray[np.int64]]:
    """Return n-gram counts, scores of both models, what is barred by script, and the right columns."""
    languages = profiles().languages
    seen = evidence([without_quotations(masked(item.text)) for item in items])
    barred = np.full((len(items), len(languages)), -1e9)
    for row, script in enumerate(seen.script):
        barred[row, [languages.index(tag) for tag in scripts().several.get(script, ()) if tag in languages]] = 0
    wanted = np.array([languages.index(item.language) for item in items])
    kept = (barred[np.arange(len(items)), wanted] == 0) & (seen.grams > 0)
    return seen.grams[kept, None].astype(float), seen.scores[kept], seen.pieces[kept], barred[kept], wanted[kept]


def descended(cost: Callable[[Doubles], float], start: Doubles) -> Doubles:
    """Return a minimum by coordinate search with halving steps: four numbers need no more."""
    best, lowest, step = start, cost(start), 0.2
    while step > 0.005:
        moved = False
        for place in range(len(best)):
            for factor in (1 + step, 1 / (1 + step)):
                tried = best.copy()
                tried[place] *= factor
                if (value := cost(tried)) < lowest - 1e-6:
                    best, lowest, moved = tried, value, True
        step = step if moved else step / 2
    return best


if __name__ == "__main__":
    main()
