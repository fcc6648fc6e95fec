"""Fit the weights by which a clause that is left out is told (provenance/collate/clauses.toml).

``python -m training.clauses --data ../shared/data/dev``

WMT22 documents, source line beside line of the human reference; out of every translated sentence that has one a
clause is left (benchmarks.perturb_sentences.clause).  Which clause of the source it renders is not known: the one
that the weights so far like best stands for the sentence.  Each half of the documents is scored by the weights of the
other; those scores set the nats from which a finding is firm, and is one at all.
"""

import argparse
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.alignment import _rows
from benchmarks.perturb_sentences import clause as without_clause
from provenance.collate.clauses import WEIGHTS, Clause, clauses
from provenance.collate.passages import Passage, knowledge
from provenance.embed import Encoder, load_encoder
from provenance.types import Span

ROUNDS = 5
# Of 8,000 untouched sentences of WMT22 so many may be told firmly, and at all: some do lack a clause.
FIRM_ALARMS, ALARMS = 0.00037, 0.003


@dataclass(frozen=True, slots=True)
class Sentence:
    """A source sentence's clauses.  half: of the documents; is_cut: whether its translation lacks a clause."""

    half: int
    is_cut: bool
    found: Sequence[Clause]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    rows = [row for row in _rows(options.data / "wmt22_docs.jsonl.gz") if row["domain"] in (None, "news")]
    sentences = list(_sentences([row for row in rows if "sah" not in row["pair"]], load_encoder()))
    scored = []
    for half in (0, 1):
        weights, bias = fit([sentence for sentence in sentences if sentence.half != half])
        scored += [
            (max(float(np.dot(clause.measures, weights)) + bias for clause in sentence.found), sentence.is_cut)
            for sentence in sentences
            if sentence.half == half
        ]
    whole = sum(len(row["source"]) for row in rows)
    sure, unsure = (_least(scored, share * whole) for share in (FIRM_ALARMS, ALARMS))
    weights, bias = fit(sentences)
    WEIGHTS.write_text(
        "# Written by training/clauses.py.  Nats from which a finding is firm, and is one at all; a weight a measure.\n"
        f"sure = {sure:.2f}\nunsure = {unsure:.2f}\nbias = {bias:.4f}\n"
        f"weights = [{', '.join(f'{weight:.4f}' for weight in weights)}]\n",
        encoding="utf-8",
    )


def fit(sentences: Sequence[Sentence]) -> tuple[NDArray[np.float64], float]:
    """Fit weights and bias, choosing for each sentence the clause that the weights before liked best."""
    measures = [np.array([clause.measures for clause in sentence.found]) for sentence in sentences]
    labels = np.array([sentence.is_cut for sentence in sentences])
    every = np.concatenate(measures)
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    chosen = np.array([rows[np.argmax(rows[:, 0] - 0.3 * rows[:, 8])] for rows in measures])
    for _ in range(ROUNDS):
        fitted = LogisticRegression(C=1.0, max_iter=3000).fit((chosen - mean) / spread, labels)
        weights = fitted.coef_[0] / spread
        chosen = np.array([rows[np.argmax(rows @ weights)] for rows in measures])
    return weights, float(fitted.intercept_[0] - mean @ weights)


def _least(scored: Sequence[tuple[float, bool]], alarms: float) -> float:
    untouched = sorted((score for score, is_cut in scored if not is_cut), reverse=True)
    least = untouched[int(alarms)]
    cut = [score for score, is_cut in scored if is_cut]
    recall = sum(score >= least for score in cut) / len(cut)
    print(f"from {least:.2f} nats: recall {recall:.3f} of {len(cut)}, {int(alarms)} untouched")
    return least


def _sentences(rows: Sequence[dict[str, Any]], encoder: Encoder) -> Iterator[Sentence]:
    for row in rows:
        half = int(hashlib.sha1(row["doc_id"].encode(), usedforsecurity=False).hexdigest(), 16) % 2
        chance = random.Random(row["doc_id"])
        here, there = knowledge(row["src_lang"]), knowledge(row["tgt_lang"])
        pairs = list(zip(row["source"], row["reference"], strict=True))
        usual = float(np.median([np.log(len(right) + 1) - np.log(len(left) + 1) for left, right in pairs]))
        for left, right in pairs:
            change = without_clause([left], [right], row["src_lang"], row["tgt_lang"], chance)
            for text in (right, *(change.segments if change else ())):
                one, other = (Passage(side, Span(0, len(side)), known) for side, known in ((left, here), (text, there)))
                found = clauses(one, other, usual, encoder.encode)
                if found:
                    yield Sentence(half, text != right, found)


if __name__ == "__main__":
    main()
