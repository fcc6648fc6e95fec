"""Fit what a passage's wording says of the marks of its translation (provenance/collate/weights/TAG.tsv).

    python -m training.marks --data ../shared/data/train [--languages de fr] [--pairs 45000] [--out FOLDER]

For each language with English: a logistic regression with an L1 penalty for each mark, from the features of
``provenance.collate.marks`` to whether the English side carries the mark (training/marks.toml).  English itself is
fitted on the English sides of POOL together, towards the mean of what the other languages' models say.
Pairs of each source are drawn with a fixed seed, at most CAPS of them.  Sources of labels and command lines are left
out, for they hold no sentences.
"""

import argparse
import csv
import lzma
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from provenance.collate.marks import MARKS, Mark, features, length
from provenance.languages import load

OUT = Path("provenance/collate/weights")
LABELS = Path(__file__).with_name("marks.toml")
TAGS = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}
POOL = frozenset(
    ("ca", "cs", "de", "es", "fr", "hr", "it", "ja", "ko", "nl", "pl", "pt", "ro", "ru", "sk", "uk", "zh-cn")
)
LABELS_ONLY = {"osmtags", "tldr", "eforms"}
CAPS = {"ms": 6000, "canlaws": 20000, "pydocs": 10000, "ebible": 16000, "biblecorpus": 8000, "ethereumorg": 6000}
CHARS = (15, 600)  # of the English side
LEAST_PAIRS, LEAST_MARKED = 3000, 100
SHARED_BY = 8  # sentences that must hold a feature
STRENGTH = 0.25  # inverse of the penalty; .12 lost "failure to" (training/EXPERIMENTS.md, "marks")
LEAST_WEIGHT = 0.1

Pairs = list[tuple[str, str]]
Weights = dict[str, float]


def read_pairs(data: Path, language: str, limit: int) -> Pairs:
    """Return (English, other) pairs of a language, at most ``limit``, drawn with a fixed seed."""
    found: Pairs = []
    with (data / "MANIFEST.tsv").open(encoding="utf-8", newline="") as handle:
        names = [row["file"] for row in csv.DictReader(handle, delimiter="\t")]
    for name in names:
        stem, pair = Path(name).name.removesuffix(".tsv.xz").rsplit(".", 1)
        if not name.startswith("sentences/") or pair != f"en-{language}" or stem in LABELS_ONLY:
            continue
        with lzma.open(data / name, "rt", encoding="utf-8") as lines:
            cells = [line.rstrip("\n").split("\t") for line in lines]
        rows = [(row[0], row[1]) for row in cells if len(row) > 1 and CHARS[0] <= len(row[0]) <= CHARS[1]]
        random.Random(f"{language} {stem}").shuffle(rows)
        found += rows[: CAPS.get("ms" if stem.startswith("ms_") else stem, limit)]
    random.Random(language).shuffle(found)
    return found[:limit]


def labels(texts: Iterable[str], path: Path = LABELS) -> dict[Mark, NDArray[np.bool_]]:
    """Return for each mark which English texts carry it."""
    kept = list(texts)
    with path.open("rb") as handle:
        table = tomllib.load(handle)
    result: dict[Mark, NDArray[np.bool_]] = {}
    for mark in MARKS:
        words, but = (re.compile(table[mark][key], re.IGNORECASE) for key in ("words", "but"))
        result[mark] = np.array([bool(words.search(but.sub(" ", text))) for text in kept])
    return result


def fit(texts: Sequence[str], marked: Mapping[Mark, NDArray[np.bool_]], has_spaces: bool) -> dict[Mark, Weights]:
    """Return feature → weight for each mark that stands in enough texts; "" is the bias, "#" the slope over length."""
    counter = CountVectorizer(analyzer=lambda text: _distinct(text, has_spaces), binary=True, min_df=SHARED_BY)
    lengths = np.array([[length(text, has_spaces)] for text in texts])
    columns = sparse.hstack([counter.fit_transform(texts), lengths]).tocsr()
    names = [*counter.get_feature_names_out(), "#"]
    models: dict[Mark, Weights] = {}
    for mark, truth in marked.items():
        if not LEAST_MARKED <= truth.sum() <= len(truth) - LEAST_MARKED:
            continue
        model = LogisticRegression(l1_ratio=1.0, C=STRENGTH, solver="liblinear", max_iter=200, random_state=0)
        model.fit(columns, truth)
        kept = {name: float(x) for name, x in zip(names, model.coef_[0], strict=True) if abs(x) >= LEAST_WEIGHT}
        models[mark] = {"": float(model.intercept_[0]), **kept}
    return models


def score(text: str, weights: Weights, has_spaces: bool) -> float:
    """Return the log-odds that a translation of a text carries the mark."""
    extent = weights.get("#", 0.0) * length(text, has_spaces)
    return weights[""] + extent + sum(weights.get(feature, 0.0) for feature in _distinct(text, has_spaces))


def write(models: Mapping[Mark, Weights], path: Path) -> None:
    """Write mark, feature, weight in hundredths, sorted."""
    rows = [
        f"{mark}\t{feature}\t{round(100 * weight)}"
        for mark, weights in sorted(models.items())
        for feature, weight in sorted(weights.items())
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def languages_of(data: Path) -> list[str]:
    """Return the languages that the data have with English."""
    with (data / "MANIFEST.tsv").open(encoding="utf-8", newline="") as handle:
        pairs = {row["language_pair"] for row in csv.DictReader(handle, delimiter="\t")}
    return sorted(pair.removeprefix("en-") for pair in pairs if pair.startswith("en-"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--languages", nargs="*", help="as the data name them; all by default")
    parser.add_argument("--pairs", type=int, default=45000, help="at most so many of each language")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    said: defaultdict[str, list[dict[Mark, float]]] = defaultdict(list)
    chosen = options.languages or languages_of(options.data)
    for language in chosen:
        for text, scores in _learn(options.data, language, options.pairs, options.out):
            if language in POOL:
                said[text].append(scores)
    if not set(chosen) >= POOL:
        print("en: not fitted, for want of some of its languages")
        return
    english = list(said)
    marked = {mark: np.array([_mean(said[text], mark) > 0.5 for text in english]) for mark in MARKS}
    write(fit(english, marked, has_spaces=True), options.out / "en.tsv")


def _learn(data: Path, language: str, limit: int, out: Path) -> Iterator[tuple[str, dict[Mark, float]]]:
    """Fit and write a language; yield each English text with the probability of each mark by the other side."""
    tag = TAGS.get(language, language)
    has_spaces = load(tag).has_spaces
    pairs = read_pairs(data, language, limit)
    if len(pairs) < LEAST_PAIRS:
        return
    models = fit([other for _, other in pairs], labels(text for text, _ in pairs), has_spaces)
    write(models, out / f"{tag}.tsv")
    print(f"{tag}: {len(pairs)} pairs, features {[len(weights) for weights in models.values()]}", flush=True)
    for text, other in pairs:
        yield text, {mark: 1 / (1 + np.exp(-score(other, weights, has_spaces))) for mark, weights in models.items()}


def _mean(scores: Sequence[Mapping[Mark, float]], mark: Mark) -> float:
    known = [score[mark] for score in scores if mark in score]
    return sum(known) / len(known) if known else 0.0


def _distinct(text: str, has_spaces: bool) -> set[str]:
    return {feature for feature, _, _ in features(text.lower(), has_spaces)}


if __name__ == "__main__":
    main()
