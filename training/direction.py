"""Fit the direction model (provenance/weigh/direction/weights.json) on WMT22 documents balanced by direction.

    python -m training.direction --data ../shared/data/dev

One logistic regression over all pairs at once: weights that all languages share, weights of one language, weights of
one pair, and gram weights of one language.  Only grams in at least a fifth of a language's documents are seen.  A
language's length is read off the pairs fitted, else off Debian's news (translations, so less half the difference that
the two directions of the fitted pairs show), else off Tatoeba.  Documents with one original share a fold.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from provenance.types import primary
from provenance.weigh.direction import Sample, contributions, sample
from provenance.weigh.direction.lean import CLIP, UNIT, scaled
from provenance.weigh.direction.model import Duo, Model, Tongue, to_table
from provenance.weigh.direction.portrait import HABITS
from training.direction_columns import HABIT_SCALE, Columns

WEIGHTS = Path("provenance/weigh/direction/weights.json")
SHARED_BY = 0.2  # share of a language's documents that must hold a gram
GRAM_STEP = 0.1
EXPLICITATION = 0.05  # half the gap between the two directions' mean log ratios, in the pairs fitted
# ISO 639-3 as in Tatoeba → the primary tags of provenance/languages.
ISO = {
    pair[:3]: pair[4:]
    for line in (
        "afr:af ara:ar bul:bg ben:bn cat:ca ces:cs cym:cy dan:da deu:de ell:el spa:es est:et pes:fa fin:fi fra:fr",
        "heb:he hin:hi hrv:hr hun:hu ind:id ita:it jpn:ja kor:ko lit:lt lvs:lv mkd:mk mal:ml mar:mr nld:nl nob:no",
        "pol:pl por:pt ron:ro rus:ru slk:sk slv:sl sqi:sq swe:sv swh:sw tam:ta tel:te tha:th tgl:tl tur:tr ukr:uk",
        "urd:ur vie:vi cmn:zh",
    )
    for pair in line.split()
}


@dataclass(frozen=True, slots=True)
class Row:
    """A document pair with its truth; ones, others: its beads, kept to cut it short."""

    seen: Sample
    is_one_original: bool
    kind: str
    group: str
    ones: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def duo(self) -> str:
        """The pair of languages, in alphabetical order."""
        return "-".join(self.seen.languages)

    def first(self, beads: int) -> Sample:
        """Return the document cut to its first beads."""
        return sample(self.ones[:beads], self.others[:beads], self.seen.languages)


def read(data: Path) -> tuple[Row, ...]:
    """Return the documents of direction22; those whose originals share a first or last line share a group."""
    with gzip.open(data / "direction22.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name

    originals = [row["text1"] if row["original"] == row["lang1"] else row["text2"] for row in rows]
    keys = [
        (f"{row['original']} {row['doc_id']}", original[0], original[-1])
        for row, original in zip(rows, originals, strict=True)
    ]
    for first, *others in keys:
        for other in others:
            parents[root(other)] = root(first)
    return tuple(
        Row(
            sample(row["text1"], row["text2"], (row["lang1"], row["lang2"])),
            row["original"] == row["lang1"],
            row["translation_kind"],
            root(key[0]),
            tuple(row["text1"]),
            tuple(row["text2"]),
        )
        for row, key in zip(rows, keys, strict=True)
    )


def folds(rows: Sequence[Row], count: int = 5) -> Iterator[tuple[list[int], list[int]]]:
    """Yield training and test indices; no group is in both."""
    names = [row.group for row in rows]
    for train, test in GroupKFold(count).split(names, groups=names):
        yield train.tolist(), test.tolist()


def pairs_out(rows: Sequence[Row]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield, for each pair of languages, everything of other pairs and groups, and the pair."""
    for duo in sorted({row.duo for row in rows}):
        groups = {row.group for row in rows if row.duo == duo}
        yield (
            [index for index, row in enumerate(rows) if row.duo != duo and row.group not in groups],
            [index for index, row in enumerate(rows) if row.duo == duo],
        )


def fit(rows: Sequence[Row], lengths: Mapping[str, float]) -> Model:
    """Return the model fitted on these documents, not yet calibrated (slopes of 1).

    lengths: by language, natural log of the characters for one of English; replaced where the documents tell.
    """
    tongues = _tongues(rows)
    duos = _duos(rows)
    held = {**lengths, **_lengths(duos)}
    blank = Model(
        tongues, held, duos, np.zeros(len(HABITS)), (0.0, 0.0), dict.fromkeys(("pair", "languages", "length"), 1.0), 0.0
    )
    columns = Columns(
        tuple(sorted(tongues)), tuple(sorted(duos)), {tag: sorted(item.grams) for tag, item in tongues.items()}
    )
    truth = np.array([row.is_one_original for row in rows])
    regression = LogisticRegression(C=1.0, max_iter=1000, fit_intercept=False)
    large = columns.model(regression.fit(columns.matrix([row.seen for row in rows], blank), truth).coef_[0], blank)
    small = np.vstack([_plain(row.seen, blank) for row in rows]) * HABIT_SCALE
    weights = regression.fit(small, truth).coef_[0] * HABIT_SCALE
    return replace(large, shared_lengths=(float(weights[0]), float(weights[1])), shared_habits=weights[2:])


def _plain(seen: Sample, blank: Model) -> NDArray[np.float64]:
    """Return lengths against what the two languages lead one to expect, and differences of habits."""
    one, other = (blank.tongues[tag] for tag in seen.languages)
    gap = blank.lengths[seen.languages[0]] - blank.lengths[seen.languages[1]]
    lengths = np.clip([(seen.ratio - gap) / UNIT, (seen.median - gap) / UNIT], -CLIP, CLIP)
    return np.concatenate([lengths, scaled(seen.portraits[0], one) - scaled(seen.portraits[1], other)])


def _tongues(rows: Sequence[Row]) -> dict[str, Tongue]:
    by_tag: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        for tag, portrait in zip(row.seen.languages, row.seen.portraits, strict=True):
            by_tag[tag].append(portrait)
    tongues = {}
    for tag, portraits in by_tag.items():
        holders: Counter[str] = Counter()
        for portrait in portraits:
            holders.update(portrait.grams.keys())
        habits = np.vstack([portrait.habits for portrait in portraits])
        grams = {gram: 1.0 for gram, count in holders.items() if count >= SHARED_BY * len(portraits)}
        scale = habits.std(0) + 1e-2
        tongues[tag] = Tongue(0.0, habits.mean(0), scale, np.zeros(len(HABITS)), grams, 0.0)
    return tongues


def _duos(rows: Sequence[Row]) -> dict[str, Duo]:
    duos = {}
    for duo in {row.duo for row in rows}:
        sides = [
            [row.seen for row in rows if row.duo == duo and row.is_one_original is is_one] for is_one in (True, False)
        ]
        middle = [
            float(np.mean([np.mean([getattr(item, name) for item in side]) for side in sides if side]))
            for name in ("ratio", "median")
        ]
        duos[duo] = Duo(middle[0], middle[1], (0.0, 0.0), 0.0)
    return duos


def _lengths(duos: Mapping[str, Duo]) -> dict[str, float]:
    """Return the least-squares lengths of the languages in these pairs, English being 0."""
    tags = sorted({tag for duo in duos for tag in duo.split("-")} - {"en"})
    table = np.zeros((len(duos), len(tags)))
    for place, duo in enumerate(sorted(duos)):
        one, other = duo.split("-")
        for tag, sign in ((one, 1.0), (other, -1.0)):
            if tag != "en":
                table[place, tags.index(tag)] = sign
    found, *_ = np.linalg.lstsq(table, np.array([duos[duo].ratio for duo in sorted(duos)]), rcond=None)
    return {"en": 0.0, **dict(zip(tags, map(float, found), strict=True))}


def general_lengths(data: Path) -> dict[str, float]:
    """Return how long each language is, natural log against English, from Debian's news, else Tatoeba's sentences."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    with gzip.open(data / "tatoeba_test.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if row["lang"] in ISO and len(row["text"]) > 10:
            found[ISO[row["lang"]]].append(float(np.log((len(row["text"]) + 2) / (len(row["eng"]) + 2))))
    lengths = {tag: float(np.median(values)) for tag, values in found.items() if len(values) >= 50}
    news: defaultdict[str, list[float]] = defaultdict(list)
    with gzip.open(data / "debian_news.jsonl.gz", "rt") as lines:
        for line in lines:
            row = json.loads(line)
            if row["original_lang"] == "en" and len(row["source_text"]) == len(row["translation_text"]):
                ratio = len(" ".join(row["translation_text"])) / max(1, len(" ".join(row["source_text"])))
                news[primary(row["lang"])].append(float(np.log(ratio)))
    return {
        **lengths,
        **{tag: float(np.median(values)) - EXPLICITATION for tag, values in news.items() if len(values) >= 10},
    }


def calibrated(model: Model, rows: Sequence[Row], lengths: Mapping[str, float]) -> Model:
    """Return the model with slopes from documents that it did not see, whole and cut short."""
    seen: list[tuple[float, int, bool]] = []
    apart: list[tuple[float, int, bool]] = []
    blind: list[tuple[float, int, bool]] = []
    for train, test in folds(rows):
        other = fit([rows[index] for index in train], lengths)
        seen += _margins(other, [rows[index] for index in test])
    for train, test in pairs_out(rows):
        other = fit([rows[index] for index in train], lengths)
        apart += _margins(other, [rows[index] for index in test])
        blind += _margins(replace(other, tongues={}, duos={}), [rows[index] for index in test])
    half = min((float(half) for half in np.arange(0.0, 12.1, 0.5)), key=lambda half: _slope(seen, half)[1])
    slopes = {
        "pair": _slope(seen, half)[0], "languages": _slope(apart, half)[0], "length": _slope(blind, half)[0],
    }  # fmt: skip
    return replace(model, slopes=slopes, half=half)


def _margins(model: Model, rows: Sequence[Row]) -> list[tuple[float, int, bool]]:
    found = []
    for row in rows:
        for beads in sorted({2, 4, 8, len(row.ones)}):
            if beads <= len(row.ones):
                part = row.first(beads) if beads < len(row.ones) else row.seen
                found.append((sum(contributions(part, model)[0].values()), beads, row.is_one_original))
    return found


def _slope(margins: Sequence[tuple[float, int, bool]], half: float) -> tuple[float, float]:
    """Return the slope that makes scaled margins log-odds, and the log loss (nats) that it leaves."""
    scaled = np.array([margin * beads / (beads + half) * (1 if truth else -1) for margin, beads, truth in margins])
    losses = {slope: float(np.mean(np.logaddexp(0.0, -slope * scaled))) for slope in np.arange(0.05, 10.0, 0.05)}
    best = min(losses, key=lambda slope: losses[slope])
    return float(best), losses[best]


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the direction model and write its weights.")
    parser.add_argument("--data", type=Path, required=True, help="folder with direction22.jsonl.gz")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file to write")
    options = parser.parse_args()
    rows = read(options.data)
    lengths = general_lengths(options.data)
    model = calibrated(fit(rows, lengths), rows, lengths)
    table = to_table(model, gram_step=GRAM_STEP)
    table["source"] = "training/direction.py on WMT22 news documents (direction22.jsonl.gz), grouped by original"
    options.out.write_text(json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf-8")
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, slopes {model.slopes}, half at {model.half} beads")


if __name__ == "__main__":
    main()
