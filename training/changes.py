"""Fit how much it means that two sides differ in a mark (the Judges of provenance.collate) on WMT22's documents.

    python -m training.changes --data ../shared/data/dev [--kinds negation modality attribution]

A logistic regression over the evidence that each module gives of a sentence pair: human translations as they are,
against those that ``benchmarks.collation`` changes, three seeds each.  Documents of one source are of one half; each
half is judged by the weights of the other.  Prints, for shares of untouched pairs that would be told of, the log-odds
and the recall on held-out halves, then the weights from all pairs: JUDGE in polarity.py, modality.py, attribution.py.
"""

import argparse
import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.alignment import _rows
from benchmarks.perturb import Perturbation, negation
from benchmarks.perturb_wording import attribution as unattributed
from benchmarks.perturb_wording import modality as remodalled
from provenance.collate import attribution, modality, polarity
from provenance.collate.judging import Judge
from provenance.collate.passages import Passage, knowledge
from provenance.types import Span

Evidence = Callable[[Passage, Passage], tuple[float, ...] | None]
KINDS: dict[str, tuple[Judge, Evidence, Perturbation]] = {
    "negation": (polarity.JUDGE, polarity.evidence, negation),
    "modality": (modality.JUDGE, modality.evidence, remodalled),
    "attribution": (attribution.JUDGE, attribution.evidence, unattributed),
}
SEEDS = 3
RATES = (0.0005, 0.001, 0.002, 0.0025, 0.003, 0.004, 0.005, 0.0075, 0.01, 0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kinds", nargs="*", choices=tuple(KINDS), default=tuple(KINDS))
    options = parser.parse_args()
    rows = [row for row in _rows(options.data / "wmt22_docs.jsonl.gz") if row["domain"] in (None, "news")]
    rows = [row for row in rows if "sah" not in row["pair"]]
    for kind in options.kinds:
        judge, evidence, change = KINDS[kind]
        cases = [case for row in rows for case in _cases(row, kind, evidence, change)]
        half, changed = np.array([case[0] for case in cases]), np.array([case[1] for case in cases])
        values = np.array([case[2] or (np.nan,) * len(judge.names) for case in cases])
        _report(kind, half, changed, _held_out(values, half, changed))
        known = np.isfinite(values[:, 0])
        print(judge.names, tuple(float(weight) for weight in fit(values[known], changed[known]).round(2)), flush=True)


def fit(values: NDArray[np.float64], changed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return a weight for each column; the first column is 1."""
    model = LogisticRegression(fit_intercept=False, C=1.0, max_iter=2000)
    return np.asarray(model.fit(values, changed).coef_[0])


def _held_out(values: NDArray[np.float64], half: NDArray[np.int64], changed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return log-odds by the weights of the other half; minus infinity where there is no evidence."""
    odds, known = np.full(len(values), -np.inf), np.isfinite(values[:, 0])
    for part in (0, 1):
        weights = fit(values[known & (half != part)], changed[known & (half != part)])
        odds[known & (half == part)] = values[known & (half == part)] @ weights
    return odds


def _report(kind: str, half: NDArray[np.int64], changed: NDArray[np.bool_], odds: NDArray[np.float64]) -> None:
    untouched, seeded = odds[~changed], odds[changed]
    print(
        f"{kind}: {len(untouched)} untouched pairs, {len(seeded)} changes, evidence in {np.isfinite(seeded).mean():.3f}"
    )
    for rate in RATES:
        least = np.quantile(untouched, 1 - rate, method="higher")
        recall, told = (seeded > least).mean(), len(seeded) / SEEDS
        precision = recall * told / (recall * told + rate * len(untouched))
        print(f"  {100 * rate:.2f} in 100: log-odds {least:5.2f}, recall {recall:.3f}, precision about {precision:.3f}")


def _cases(
    row: dict[str, Any], kind: str, evidence: Evidence, change: Perturbation
) -> Iterator[tuple[int, bool, tuple[float, ...] | None]]:
    """Yield half, whether it was changed, evidence."""
    half = zlib.crc32(row["doc_id"].rsplit(".", 1)[-1].encode()) % 2
    one, other = knowledge(row["src_lang"]), knowledge(row["tgt_lang"])

    def judged(here: str, there: str) -> tuple[float, ...] | None:
        return evidence(Passage(here, Span(0, len(here)), one), Passage(there, Span(0, len(there)), other))

    for here, there in zip(row["source"], row["reference"], strict=True):
        yield half, False, judged(here, there)
    for seed in range(SEEDS):
        chance = random.Random(f"{row['doc_id']}{kind}{seed or ''}")
        found = change(row["source"], row["reference"], row["src_lang"], row["tgt_lang"], chance)
        if found is not None:
            place = found.places[0][0]
            yield half, True, judged(row["source"][place], found.segments[place])


if __name__ == "__main__":
    main()
