"""Direction of a pair: which of two aligned documents in different languages was written first.

    python -m benchmarks.direction --data ../shared/data/dev

Cross-validated by document on WMT22 (all that shares an original shares a fold), beside the floor, a length ratio with
a threshold fitted for each pair; then with each pair of languages left out of training; balanced accuracy by the kind
of the translation, accuracy at 80 % coverage (the most confident four fifths), and a reliability table of the
calibrated log-odds that the evidence carries.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from provenance.odds import probability
from provenance.weigh.direction import load, unbounded
from training.direction import Row, fit, folds, general_lengths, pairs_out, read

KINDS = ("human", "machine")
Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]


def balanced(scores: Scores, truth: Truth) -> float:
    """Mean of the accuracies on the two directions."""
    right = (scores > 0) == truth
    return float(np.mean([right[truth == side].mean() for side in (True, False) if (truth == side).any()]))


def at_coverage(scores: Scores, truth: Truth, share: float = 0.8) -> float:
    """Accuracy on the most confident share of documents."""
    order = np.argsort(-np.abs(scores), kind="stable")[: round(share * len(scores))]
    return float(((scores > 0) == truth)[order].mean())


def crossed(
    rows: Sequence[Row],
    splits: Iterable[tuple[list[int], list[int]]],
    score: Callable[[Sequence[Row], Sequence[Row]], Scores],
) -> Scores:
    """Return for each document the score by a model that saw neither it nor its group."""
    scores = np.zeros(len(rows))
    for train, test in splits:
        scores[test] = score([rows[index] for index in train], [rows[index] for index in test])
    return scores


def by_ratio(train: Sequence[Row], test: Sequence[Row]) -> Scores:
    """Score by the length ratio alone, with the better of all thresholds and signs for each pair."""
    scores = np.zeros(len(test))
    for duo in {row.duo for row in test}:
        ratios = np.array([row.seen.ratio for row in train if row.duo == duo])
        truth = np.array([row.is_one_original for row in train if row.duo == duo])
        best = max(
            ((balanced(sign * (ratios - cut), truth), sign, cut) for cut in ratios for sign in (-1.0, 1.0)),
            key=lambda item: item[0],
        )
        for place, row in enumerate(test):
            if row.duo == duo:
                scores[place] = best[1] * (row.seen.ratio - best[2])
    return scores


def report(name: str, scores: Scores, rows: Sequence[Row]) -> None:
    truth = np.array([row.is_one_original for row in rows])
    duos = sorted({row.duo for row in rows})
    for kind in KINDS:
        chosen = np.array([row.kind == kind for row in rows])
        cells = []
        for duo in duos:
            some = chosen & np.array([row.duo == duo for row in rows])
            cells.append(f"{balanced(scores[some], truth[some]):5.2f}")
        print(
            f"{name:26s} {kind:8s} {balanced(scores[chosen], truth[chosen]):.3f}   "
            f"{at_coverage(scores[chosen], truth[chosen]):.3f}   {'  '.join(cells)}"
        )


def reliability(scores: Scores, rows: Sequence[Row]) -> None:
    truth = np.array([row.is_one_original for row in rows])
    chances = np.array([probability(abs(score)) for score in scores])
    right = (scores > 0) == truth
    brier = float(np.mean((chances - right) ** 2))
    print("\nprobability of the side favoured, told and found      documents")
    for low, high in ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        some = (chances >= low) & (chances < high)
        if some.any():
            print(
                f"  {low:.2f}-{min(high, 1):.2f}   told {chances[some].mean():.3f}   found {right[some].mean():.3f}   "
                f"{some.sum():5d}"
            )
    print(f"Brier score {brier:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Print how often the direction of a pair is found.")
    parser.add_argument("--data", type=Path, required=True, help="folder with direction22.jsonl.gz")
    options = parser.parse_args()
    rows, lengths, shipped = read(options.data), general_lengths(options.data), load()

    def score(train: Sequence[Row], test: Sequence[Row], strip: bool = False) -> Scores:
        model = replace(fit(train, lengths), slopes=shipped.slopes, half=shipped.half)
        model = replace(model, tongues={}, duos={}) if strip else model
        return np.array([unbounded(row.seen, model) for row in test])

    print(f"{len(rows)} documents, {len({row.group for row in rows})} groups, 5 folds by group")
    print(f"{'':35s} bal.acc at 80 %  {'  '.join(sorted({row.duo for row in rows}))}")
    report("length ratio alone (floor)", crossed(rows, folds(rows), by_ratio), rows)
    scores = crossed(rows, folds(rows), score)
    report("model", scores, rows)
    report("model, pair left out", crossed(rows, pairs_out(rows), score), rows)
    report("only lengths, pair left out", crossed(rows, pairs_out(rows), lambda a, b: score(a, b, True)), rows)
    for beads in (2, 4, 8):
        cut = [replace(row, seen=row.first(beads)) for row in rows]
        report(f"model, first {beads} beads", crossed(cut, folds(rows), score), cut)
    reliability(scores, rows)


if __name__ == "__main__":
    main()
