"""Human or machine translation, at document level, by language.

    python -m benchmarks.machine --data ../shared/data/dev

WMT22: references against the translations of three systems, five sentences and more, cross-validated with all that was
made of one source in one fold.  AUC; then, at thresholds set on the folds not measured, the share of human translations
called machine-made (false alarms), the same of originals, the share of machine translations found
and of texts left open.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from training.machine import Text, crossed, read, thresholds


def nested(texts: list[Text], scores: NDArray[np.float64]) -> NDArray[np.int_]:
    """Return labels (1 machine, -1 human, 0 open) by thresholds from the other folds' scores."""
    labels = np.zeros(len(texts), int)
    for train, test in GroupKFold(5).split(scores, groups=[text.source for text in texts]):
        slope, above, below = thresholds(scores[train], [texts[index] for index in train])
        value = slope * scores[test]
        labels[test] = np.where(value > above, 1, np.where(value < below, -1, 0))
    return labels


def main() -> None:
    parser = argparse.ArgumentParser(description="Print how well human and machine translations are told apart.")
    parser.add_argument("--data", type=Path, required=True, help="folder with wmt22_docs.jsonl.gz")
    options = parser.parse_args()
    texts = read(options.data)
    print("language  human  machine    AUC   false alarms   on originals   machine found   left open")
    totals = np.zeros(4)
    for tag in sorted({text.language for text in texts if text.is_machine}):
        own = [text for text in texts if text.language == tag]
        scores = crossed(own)
        labels = nested(own, scores)
        human, original, machine = (
            np.array([(text.maker if not text.is_machine else "machine") == kind for text in own])
            for kind in ("human", "original", "machine")
        )
        made = human | machine
        rate = labels[original] == 1
        print(
            f"{tag:8s}  {human.sum():5d}  {machine.sum():7d}  {roc_auc_score(machine[made], scores[made]):.3f}   "
            f"{(labels[human] == 1).mean():12.3f}   {rate.mean() if rate.size else float('nan'):12.3f}   "
            f"{(labels[machine] == 1).mean():13.3f}   {(labels[made] == 0).mean():9.3f}",
            flush=True,
        )
        totals += [(labels[human] == 1).sum(), human.sum(), (labels[machine] == 1).sum(), machine.sum()]
    print(
        f"all: false alarms {totals[0] / totals[1]:.3f} of {totals[1]:.0f}, "
        f"machine found {totals[2] / totals[3]:.3f} of {totals[3]:.0f}"
    )


if __name__ == "__main__":
    main()
