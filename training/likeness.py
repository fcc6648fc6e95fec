"""Fit how likely two documents are versions of one text (provenance/audit/likeness.toml), on half of the dev families.

    python -m training.likeness --data ../shared/data/dev [--kept PATH]

Two small logistic models: a candidate pair by itself, and that log-odds among its rivals.  Candidates are what the join
proposes from the whole heap of Debian, PHP and WMT22 (benchmarks/heap.py), so that the wrong ones are pages of one
template, news of one event and nearest neighbours by chance.  Pairs of which either document belongs to the other half
of the families are left out.  Prints both halves, pair by pair, and each set with weights of the
other two; benchmarks/families.py prints families.
Run it after the bundled model has changed, since similarities move with it.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.families import pairwise_score
from benchmarks.heap import SETS, Clock, is_held_out, kept_or_prepared, read_items, truth
from provenance.audit.grouping import gaps, group
from provenance.audit.join import join
from provenance.audit.likeness import FEATURES, features
from provenance.embed import load_encoder

FITTED = Path(__file__).parent.parent / "provenance" / "audit" / "likeness.toml"
RIDGE = 0.3  # scikit-learn's C: weights of standardised features


def fit(seen: NDArray[np.float64], is_one: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the weights of a logistic model and its constant, float64[k + 1], on features as they come."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=RIDGE, max_iter=3000)).fit(seen, is_one)
    scaler, logistic = model[0], model[1]
    weights = logistic.coef_[0] / scaler.scale_
    return np.append(weights, logistic.intercept_[0] - weights @ scaler.mean_)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs, what is seen of them (float64[p, k]), and whether they are one text."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    tongues: NDArray[np.int16]
    seen: NDArray[np.float64]
    is_one: NDArray[np.bool_]

    def fit(self, rows: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the weights of the two models, fitted on some of the pairs."""
        pair = fit(self.seen[rows], self.is_one[rows])
        return pair, fit(self._among(pair)[rows], self.is_one[rows])

    def log_odds(
        self, pair: NDArray[np.float64], rivals: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the log-odds of each pair by itself and among its rivals."""
        among = self._among(pair)
        return among[:, 0], among @ rivals[:-1] + rivals[-1]

    def _among(self, pair: NDArray[np.float64]) -> NDArray[np.float64]:
        first = self.seen @ pair[:-1] + pair[-1]
        return np.column_stack([first, gaps(self.one, self.other, self.tongues, first)])


def report(label: str, log_odds: NDArray[np.float64], is_one: NDArray[np.bool_]) -> None:
    """Print precision and recall of the pairs that are likelier than not."""
    right = int((is_one & (log_odds > 0)).sum())
    precision, recall = right / max(1, int((log_odds > 0).sum())), right / max(1, int(is_one.sum()))
    print(f"{label:34}{len(is_one):7} pairs, {int(is_one.sum()):6} true  P {precision:.4f}  R {recall:.4f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description="fit the likeness of two documents")
    parser.add_argument("--data", type=Path, required=True, help="the dev folder")
    parser.add_argument("--kept", type=Path, help="a file that keeps the inspected records between runs")
    options = parser.parse_args(arguments)
    items = read_items(options.data)
    names = np.array(truth(items))
    held = kept_or_prepared(options.kept, items, load_encoder(), Clock())
    table = held.table()
    pairs = join(table)
    seen = np.array([
        features(
            held.sketches[one], held.sketches[other], cosine=float(cosine), margin=float(margin),
            is_same_language=bool(table.tongues[one] == table.tongues[other]),
        )
        for one, other, cosine, margin in zip(pairs.one, pairs.other, pairs.cosines, pairs.margins, strict=True)
    ])  # fmt: skip
    is_one = names[pairs.one] == names[pairs.other]
    out = np.array([is_held_out(name) for name in names])
    fitted, held_out = ~out[pairs.one] & ~out[pairs.other], out[pairs.one] & out[pairs.other]
    candidates = Candidates(pairs.one, pairs.other, table.tongues, seen, is_one)
    pair, rivals = candidates.fit(fitted)
    for label, rows in (("fitted half", fitted), ("held-out half", held_out)):
        first, second = candidates.log_odds(pair, rivals)
        report(f"{label}, by itself", first[rows], is_one[rows])
        report(f"{label}, among rivals", second[rows], is_one[rows])
    sources = np.array([item.source for item in items])
    for source in SETS:
        own = sources[pairs.one] == source
        second = candidates.log_odds(*candidates.fit(~own))[1]
        report(f"{source}, fitted on the other two", second[own], is_one[own])
        groups = group(pairs.one, pairs.other, second)
        print(f"{'':34}{pairwise_score(groups, names.tolist(), sources == source)}")
    text = "".join(
        f"{name} = [{', '.join(f'{weight:.4f}' for weight in weights)}]\n"
        for name, weights in (("pair", pair), ("rivals", rivals))
    )
    FITTED.write_text(
        "# Fitted by training/likeness.py on half of the dev families; constants last.\n"
        f"# pair: {', '.join(FEATURES)}.  rivals: log-odds by itself, lesser lead, greater lead.\n{text}",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
