"""Fit what two texts are to each other, on the story families of corpora/ (their true chains are known).

    python -m training.verdict

Writes provenance/align/verdict.toml: two small logistic models, "one text" (one is a version of the other, or both of a
third) against not, and among the rest "same event" against unrelated.  Prints how each pair of documents was judged,
cross-validated by family.  Run it after the bundled model has changed, since similarities move with it.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from provenance.align import features
from provenance.embed import load_encoder
from provenance.pipeline.comparison import pair_of, side_of
from provenance.pipeline.inspection import inspect
from provenance.read import read_paths
from provenance.types import Document

ROOT = Path(__file__).parent.parent
FITTED = ROOT / "provenance" / "align" / "verdict.toml"
RIDGE = 0.02  # of the squared weights; 240 pairs are few


@dataclass(frozen=True, slots=True)
class Case:
    """One pair of documents of a family: truth "text", "event" or "unrelated", and its features float64[k]."""

    family: str
    names: tuple[str, str]
    truth: str
    seen: NDArray[np.float64]


def cases() -> Iterator[Case]:
    """Yield every pair of documents within every family."""
    encoder = load_encoder()
    for manifest in sorted(ROOT.glob("corpora/*/manifest.json")):
        table = json.loads(manifest.read_text("utf-8"))
        versions = {version["id"]: version for version in table["versions"]}
        found = {name: _document(manifest.parent, version) for name, version in versions.items() if version.get("file")}
        records = {name: inspect(document) for name, document in found.items() if document is not None}
        sides = {name: side_of(record, encoder) for name, record in records.items()}
        names = sorted(records)
        for number, one in enumerate(names):
            for other in names[number + 1 :]:
                pair, likeness = pair_of(records[one], records[other], sides[one], sides[other], encoder)
                same = records[one].language.language == records[other].language.language
                seen = features(pair.coverage, likeness, is_same_language=same)
                yield Case(table["family"], (one, other), _truth(versions, one, other), seen)


def _document(folder: Path, version: dict[str, Any]) -> Document | None:
    found = [item for item in read_paths([str(folder / version["file"])]) if isinstance(item, Document)]
    if len(found) == 1:
        return found[0]
    return next(
        (item for item in found if item.id.rsplit("#", 1)[-1] == version["id"] or item.id == version["id"]), None
    )


def _truth(versions: dict[str, Any], one: str, other: str) -> str:
    def root(name: str) -> str:
        while versions[name]["parent"]:
            name = versions[name]["parent"]
        return name

    if root(one) == root(other):
        return "text"
    return "unrelated" if "unrelated" in {versions[one]["kind"], versions[other]["kind"]} else "event"


def fit(seen: NDArray[np.float64], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights float64[k + 1] of a ridge logistic regression, the constant last (Newton's method)."""
    design = np.hstack([seen, np.ones((len(seen), 1))])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        expected = 1.0 / (1.0 + np.exp(-design @ weights))
        slope = design.T @ (truth - expected) / len(truth) - RIDGE * np.r_[weights[:-1], 0.0]
        curve = (design * (expected * (1 - expected))[:, None]).T @ design / len(truth)
        weights += np.linalg.solve(curve + np.diag(np.r_[np.full(len(weights) - 1, RIDGE), 1e-9]), slope)
    return weights


def _validated(found: list[Case], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each case from a fit that never saw its family."""
    seen = np.array([case.seen for case in found])
    families = np.array([case.family for case in found])
    shares = np.zeros(len(found))
    for family in sorted(set(families)):
        held = families == family
        weights = fit(seen[~held], truth[~held])
        shares[held] = 1.0 / (1.0 + np.exp(-(seen[held] @ weights[:-1] + weights[-1])))
    return shares


def main() -> None:
    """Fit, print the cross-validated confusion, write."""
    found = list(cases())
    lines = [
        "# Fitted by training/verdict.py on corpora/; features in the order of align.verdict.features, constant last."
    ]
    for name, kept, wanted in (
        ("text", found, "text"),
        ("event", [case for case in found if case.truth != "text"], "event"),
    ):
        truth = np.array([float(case.truth == wanted) for case in kept])
        shares = _validated(kept, truth)
        counts = Counter((case.truth, bool(share >= 0.5)) for case, share in zip(kept, shares, strict=True))
        print(
            f"{name}: right {np.mean((shares >= 0.5) == (truth == 1)):.3f} of {len(kept)}, "
            f"Brier {np.mean((shares - truth) ** 2):.3f}"
        )
        print(
            "  "
            + ", ".join(
                f"{truth} called {wanted if called else 'other'}: {n}" for (truth, called), n in sorted(counts.items())
            )
        )
        weights = fit(np.array([case.seen for case in kept]), truth)
        lines.append(f"{name} = [{', '.join(f'{weight:.4f}' for weight in weights)}]")
    FITTED.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
