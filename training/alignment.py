"""Fit the weights of the aligner's second pass on documents with known beads (``training.disturbed``).

    python -m training.alignment --data ../shared/data/dev [--documents 800]

Writes provenance/align/weights.toml: those weights under which the true alignments are most probable, with a ridge
towards equal trust in all evidence (conditional maximum likelihood; the gradient is the difference of what the true
alignment shows and what all alignments together are expected to show).  Run it after the bundled model has changed,
since cosines of words move with it.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.alignment import Case, lengths
from provenance.align import fitted, near
from provenance.align.background import chance
from provenance.align.band import Band
from provenance.align.coarse import band_for
from provenance.align.groups import summed
from provenance.align.partners import explain
from provenance.align.rescore import EVIDENCE, KINDS, NULL_EVIDENCE, evidence, familiarity, null_evidence, together
from provenance.align.score import costs, margins
from provenance.align.search import NEVER, Costs
from provenance.align.words import KNOTS
from provenance.embed import Encoder, load_encoder
from provenance.embed.similarity import joint_vectors
from provenance.pipeline.comparison import words_of
from training.disturbed import documents
from training.lattice import probabilities

Floats = NDArray[np.float64]
WEIGHTS = Path(__file__).parent.parent / "provenance" / "align" / "weights.toml"
RIDGE = 0.3
COUNTS = (len(EVIDENCE), len(KNOTS), len(KNOTS), int(KINDS.max()) + 1, len(NULL_EVIDENCE))
BEAD = sum(COUNTS[:-1])


@dataclass(frozen=True, slots=True)
class Example:
    """One document: what is seen of each bead float32[k, MERGE, MERGE, size] and null, and what the truth shows.

    truth: float64[k + l], sums over the true beads and nulls.  share: its weight, so that long documents do not rule.
    """

    band: Band
    beads: NDArray[np.float32]
    fits: NDArray[np.bool_]
    null_one: Floats
    null_other: Floats
    truth: Floats
    share: float


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the weights of the aligner's second pass.")
    parser.add_argument("--data", type=Path, required=True, help="folder with debian_news and wmt22_docs")
    parser.add_argument("--documents", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    encoder = load_encoder()
    found = (example(case, encoder) for case in documents(options.data, options.documents, options.seed))
    examples = [item for item in found if item is not None]
    print(f"{len(examples)} of {options.documents} documents: the true path lies near the first pass's", flush=True)
    options.output.write_text(written(fit(examples)), "utf-8")


def example(case: Case, encoder: Encoder) -> Example | None:
    """Return what the second pass would see of a document, None if a true bead lies outside the band."""
    vectors = [joint_vectors(side, encoder) for side in (case.one, case.other)]
    chars = [lengths(side) * rows.any(axis=1) for side, rows in zip((case.one, case.other), vectors, strict=True)]
    one, other = (summed(rows, sizes) for rows, sizes in zip(vectors, chars, strict=True))
    words = words_of(case.one, encoder), words_of(case.other, encoder)
    assert words[0] is not None and words[1] is not None, "the bundled model knows words"
    band = band_for(one[0], other[0], chars[0], chars[1])
    by_chance = chance(one, other)
    z = margins(band, one, other, by_chance)
    fit_ = fitted(band, z, chars[0], chars[1])
    band = near(band, costs(band, z, chars[0], chars[1], fit_))
    known = explain(band, words[0], words[1], np.eye(len(KNOTS)))
    seen = evidence(band, margins(band, one, other, by_chance), (chars[0], chars[1]), (words[0], words[1]), known, fit_)
    shapes = np.broadcast_to((np.arange(COUNTS[3])[:, None, None] == KINDS)[..., None], (COUNTS[3], *seen.shape[1:]))
    partners = together(band, known)
    beads = np.concatenate([seen, partners, familiarity(known) * partners, shapes])
    fits = ~np.isnan(beads).any(axis=0)
    nulls = (
        null_evidence(chars[0], words[0], known.near_one, fit_.null_one, familiarity(known)),
        null_evidence(chars[1], words[1], known.near_other, fit_.null_other, familiarity(known)),
    )
    truth = np.zeros(sum(COUNTS))
    for left, right in case.gold:
        if not left or not right:
            truth[BEAD:] += nulls[0][:, left[0]] if left else nulls[1][:, right[0]]
            continue
        i, j = left[-1] + 1, right[-1] + 1
        cell = int(band.starts[i]) + j - int(band.low[i])
        if not band.low[i] <= j <= band.high[i] or not fits[len(left) - 1, len(right) - 1, cell]:
            return None
        truth[:BEAD] += beads[:, len(left) - 1, len(right) - 1, cell]
    share = 1.0 / np.sqrt(len(case.one) + len(case.other))
    return Example(band, np.where(fits, beads, 0.0).astype(np.float32), fits, *nulls, truth, float(share))


def fit(examples: list[Example]) -> Floats:
    """Return the weights, float64[sum(COUNTS)]: evidence, words, shapes, nulls."""
    scale = np.maximum(np.sqrt(np.mean([(item.truth * item.share) ** 2 for item in examples], axis=0)), 0.3)
    prior = np.zeros(sum(COUNTS))
    prior[EVIDENCE.index("similarity")] = prior[EVIDENCE.index("length")] = 0.5
    prior[BEAD + NULL_EVIDENCE.index("null rate")] = 0.5

    def loss(scaled: Floats) -> tuple[float, Floats]:
        weights = scaled / scale
        off = scaled - prior * scale
        total, gradient = 0.5 * RIDGE * float(off @ off), RIDGE * off
        for item in examples:
            probable, log_sum = _posteriors(item, weights)
            expected = np.concatenate(
                [
                    np.tensordot(item.beads, probable.beads.astype(np.float32), 3),
                    item.null_one @ probable.null_one + item.null_other @ probable.null_other,
                ]
            )
            total += item.share * (log_sum - float(weights @ item.truth))
            gradient = gradient + item.share * (expected - item.truth) / scale
        return total, gradient

    found = minimize(loss, prior * scale, jac=True, method="L-BFGS-B", options={"maxiter": 120})
    print(f"loss {found.fun:.2f} after {found.nit} steps", flush=True)
    return np.asarray(found.x / scale)


def _posteriors(item: Example, weights: Floats) -> tuple[Costs, float]:
    """Return the probabilities under weights, and the log-sum over all alignments."""
    beads = np.tensordot(weights[:BEAD].astype(np.float32), item.beads, 1).astype(np.float64)
    nulls = weights[BEAD:] @ item.null_one, weights[BEAD:] @ item.null_other
    low, high, starts = item.band.low, item.band.high, item.band.starts
    log_sum, *probable = probabilities(low, high, starts, np.where(item.fits, beads, NEVER), *nulls)
    return Costs(*probable), float(log_sum)


def written(weights: Floats) -> str:
    """Return the weights as TOML."""
    bead, word, familiar, shape, null = np.split(weights, np.cumsum(COUNTS)[:-1])
    lines = ["# Fitted by training/alignment.py; what each is for stands in provenance/align/rescore.py.", "[bead]"]
    lines += [f'"{name}" = {value:.4f}' for name, value in zip(EVIDENCE, bead, strict=True)]
    lines += ["", "[word]", f"curve = {_row(word)}", f"familiar = {_row(familiar)}"]
    lines += ["", "[shape]", f"weights = {_row(shape)}", "", "[null]"]
    lines += [f'"{name}" = {value:.4f}' for name, value in zip(NULL_EVIDENCE, null, strict=True)]
    return "\n".join(lines) + "\n"


def _row(values: Floats) -> str:
    return "[" + ", ".join(f"{value:.4f}" for value in values) + "]"


if __name__ == "__main__":
    main()
