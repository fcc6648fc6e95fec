"""Fit the models of human and machine translations (provenance/weigh/machine/weights.json) on WMT22's documents.

    python -m training.machine --data ../shared/data/dev

One logistic regression for each target language: references, and originals in that language, against the systems'
translations.  Originals are among the human texts because a model that saw only references called up to two thirds of
German originals machine-made.
Slopes and thresholds come from documents that the model did not see (5 folds; all of one source in one fold): "machine"
from the score that 5 % of either exceed, "human" below the score that 5 % of the machine translations undercut.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from provenance.weigh.direction.portrait import Portrait, portray
from provenance.weigh.machine import CLIP, MIN_SENTENCES, Voice, score

WEIGHTS = Path("provenance/weigh/machine/weights.json")
SHARED_BY = 0.2  # share of a language's documents that must hold a gram
HABIT_SCALE, GRAM_SCALE, GRAM_STEP = 0.3, 3.0, 0.1
ORIGINALS = 0.15  # 0.3 gave AUC .791, 1.0 AUC .755 in Russian, 0.0 called two thirds of German originals machine-made
FALSE_ALARMS = 0.03  # aimed at; the promise is .05


@dataclass(frozen=True, slots=True)
class Text:
    """A translation with its maker: a system's name, "human", or "original" for a text that is none."""

    language: str
    maker: str
    source: str
    portrait: Portrait

    @property
    def is_machine(self) -> bool:
        """Whether a system made it."""
        return self.maker not in {"human", "original"}


def read(data: Path) -> tuple[Text, ...]:
    """Return the documents of wmt22_docs in all languages of lib; Yakut left out, for want of texts."""
    found = []
    with gzip.open(data / "wmt22_docs.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if "sah" in row["pair"]:
            continue
        key = f"{row['src_lang']} {row['source'][0]}"
        humans = [row["reference"], *(lines for lines in (row["alt_references"] or {}).values() if lines)]
        made = [("human", lines) for lines in humans] + list(row["systems"].items())
        found += [
            Text(row["tgt_lang"], maker, key, portray(lines)) for maker, lines in made if len(lines) >= MIN_SENTENCES
        ]
        if len(row["source"]) >= MIN_SENTENCES:
            found.append(Text(row["src_lang"], "original", key, portray(row["source"])))
    return tuple(found)


def fit(texts: Sequence[Text]) -> Voice:
    """Return the model fitted on translations of one language, with a slope of 1 and no thresholds yet."""
    holders: Counter[str] = Counter()
    for text in texts:
        holders.update(text.portrait.grams.keys())
    grams = sorted(gram for gram, count in holders.items() if count >= SHARED_BY * len(texts))
    places = {gram: place for place, gram in enumerate(grams)}
    habits = np.vstack([text.portrait.habits for text in texts])
    mean, scale = habits.mean(0), habits.std(0) + 1e-2
    dense = np.clip((habits - mean) / scale, -CLIP, CLIP) * HABIT_SCALE
    values, ys, xs = [], [], []
    for number, text in enumerate(texts):
        for gram, count in text.portrait.grams.items():
            if gram in places:
                values.append(GRAM_SCALE * (count / text.portrait.chars) ** 0.5)
                ys.append(number)
                xs.append(places[gram])
    wide = sparse.csr_matrix((values, (ys, xs)), shape=(len(texts), len(grams)))
    matrix = sparse.hstack([sparse.csr_matrix(dense), wide]).tocsr()
    truth = np.array([text.is_machine for text in texts])
    # Each class weighs the same; within the humans', an original weighs a third of a reference.
    shares = np.array([1.0 if text.maker != "original" else ORIGINALS for text in texts])
    shares *= np.where(truth, 0.5 / shares[truth].sum(), 0.5 / shares[~truth].sum()) * len(texts)
    fitted = LogisticRegression(C=3.0, max_iter=1000).fit(matrix, truth, sample_weight=shares)
    weights = fitted.coef_[0]
    return Voice(
        mean, scale, weights[: len(mean)] * HABIT_SCALE,
        {gram: GRAM_SCALE * float(weights[len(mean) + place]) for gram, place in places.items()},
        float(fitted.intercept_[0]), 1.0, 0.0, 0.0,
    )  # fmt: skip


def crossed(texts: Sequence[Text]) -> NDArray[np.float64]:
    """Return the score of each translation by a model that saw nothing of its source."""
    scores = np.zeros(len(texts))
    for train, test in GroupKFold(5).split(scores, groups=[text.source for text in texts]):
        voice = fit([texts[index] for index in train])
        scores[test] = [score(texts[index].portrait, voice) for index in test]
    return scores


def thresholds(scores: NDArray[np.float64], texts: Sequence[Text]) -> tuple[float, float, float]:
    """Return the slope of best calibration, and the thresholds above and below which a label is given."""
    truth = np.array([text.is_machine for text in texts])
    weights = np.where(truth, 0.5 / truth.sum(), 0.5 / (~truth).sum())
    signed = np.where(truth, scores, -scores)
    slopes = np.arange(0.1, 4.0, 0.1)
    slope = float(min(slopes, key=lambda slope: float(weights @ np.logaddexp(0.0, -slope * signed))))
    humans = [np.array([text.maker == maker for text in texts]) for maker in ("human", "original")]
    above = max(bound(slope * scores[some]) for some in humans if some.any())
    below = -bound(-slope * scores[truth])
    return slope, max(above, 0.0), min(below, 0.0)


def bound(values: NDArray[np.float64]) -> float:
    """Return what a further value drawn like these exceeds with a probability of FALSE_ALARMS at most.

    The k-th largest of n is exceeded with probability k / (n + 1) (split conformal prediction: Vovk, Gammerman and
    Shafer 2005); a quantile of few values promises less than it holds.  The largest, where even that one is too few.
    """
    rank = max(1, int(FALSE_ALARMS * (len(values) + 1)))
    return float(np.sort(values)[-rank])


def to_table(voices: dict[str, Voice]) -> dict[str, Any]:
    """Return plain values for JSON; gram weights become whole multiples of GRAM_STEP, those of 0 are left out."""
    return {
        "gram_step": GRAM_STEP,
        "source": "training/machine.py on WMT22 documents (wmt22_docs.jsonl.gz), grouped by source",
        "voices": {
            tag: {
                **{
                    name: [round(float(value), 4) for value in getattr(voice, name)]
                    for name in ("mean", "scale", "habits")
                },
                **{name: round(getattr(voice, name), 4) for name in ("constant", "slope", "above", "below")},
                "grams": {
                    gram: round(weight / GRAM_STEP) for gram, weight in voice.grams.items() if round(weight / GRAM_STEP)
                },
            }
            for tag, voice in voices.items()
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the models of human and machine translations.")
    parser.add_argument("--data", type=Path, required=True, help="folder with wmt22_docs.jsonl.gz")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file to write")
    options = parser.parse_args()
    every = read(options.data)
    voices = {}
    for tag in sorted({text.language for text in every if text.is_machine}):
        texts = [text for text in every if text.language == tag]
        slope, above, below = thresholds(crossed(texts), texts)
        voices[tag] = replace(fit(texts), slope=slope, above=above, below=below)
        print(
            f"{tag}  {len(texts)} texts  slope {slope:.1f}  machine above {above:.2f}, human below {below:.2f}",
            flush=True,
        )
    table = to_table(voices)
    options.out.write_text(json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf-8")
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
