"""Fit the weights by which a name whose place another has taken is told (provenance/collate/substitution.toml).

``python -m training.names --data ../shared/data/dev --train ../shared/data/train``

WMT22 documents, source beside human reference, aligned as a user's would be.  In every other sentence a name that
both sides hold gives way to one of another document.  Which name of one the new name stands for is not known
beforehand: the best pair by the weights so far stands for each name, as in multiple-instance learning.  Documents are
parted in two halves by their names; each half is scored with the weights of the other, and those scores set the nats
from which on a finding is firm (precision .95) or is one at all.  What is written was fitted on both halves.
"""

import argparse
import hashlib
import lzma
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.alignment import _rows, aligned
from benchmarks.collation import spans
from benchmarks.perturb import name as exchanged
from provenance.collate import SURE
from provenance.collate.judging import Model
from provenance.collate.passages import Bead, beads_of, knowledge
from provenance.collate.substitution import WEIGHTS, Candidate, best, candidates
from provenance.embed import Encoder, load_encoder
from provenance.types import Alignment, Link, Span

Row = dict[str, Any]
ROUNDS, RIDGE = 5, 0.3
# Running text of the training data, lines in one passage of it, passages of one file, and languages there whose
# scripts the names that take others' places are not written in: these are the source.
FURTHER = ("globalvoices", "koreannews", "mlqepe", "tico19", "xquad")
PASSAGE, PER_FILE = 10, 25
UNWRITTEN = ("ar", "bn", "el", "fa", "he", "hi", "ja", "ko", "ne", "ta", "th", "ur", "zh-cn", "zh-tw")
TAGS = {"zh-cn": "zh", "zh-tw": "zh-Hant"}
# Languages whose names take the places of others.
POOLED = ("en", "ru", "uk")
FIRM, UNSURE = 0.95, 0.9


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of one document.  is_changed: for each, whether its name of other was put there.

    mode: "none", "many" or "one" names exchanged.
    """

    half: int
    mode: str
    found: Sequence[Candidate]
    is_changed: NDArray[np.bool_]
    sentences: int


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=10**6, help="at most so many documents in all")
    options = parser.parse_args()
    encoder = load_encoder()
    rows = [row for row in _rows(options.data / "wmt22_docs.jsonl.gz") if row["domain"] in (None, "news")]
    rows = [row for row in rows if "sah" not in row["pair"]][: options.documents]
    pool = _pool(rows)
    samples = list(_samples(rows, pool, encoder))
    more = list(_further(options.train, pool, encoder))
    models = [fit([*(sample for sample in samples if sample.half != half), *more]) for half in (0, 1)]
    sure, unsure = thresholds(samples, models)
    model = fit([*samples, *more])
    WEIGHTS.write_text(
        "# Written by training/names.py.  Nats from which a finding is firm, and is one at all; a weight a measure.\n"
        f"sure = {sure:.2f}\nunsure = {unsure:.2f}\nbias = {model.bias:.4f}\n"
        f"weights = [{', '.join(f'{weight:.4f}' for weight in model.weights)}]\n",
        encoding="utf-8",
    )


def fit(samples: Sequence[Sample]) -> Model:
    """Fit weights on samples, choosing for each name of other the candidate that the weights before liked best."""
    measures = np.array([candidate.measures for sample in samples for candidate in sample.found])
    labels = np.concatenate([sample.is_changed for sample in samples])
    groups = _groups(samples)
    mean, spread = measures.mean(axis=0), measures.std(axis=0) + 1e-6
    scaled = (measures - mean) / spread
    scores = np.array([_first(candidate) for sample in samples for candidate in sample.found])
    for _ in range(ROUNDS):
        rows = _best_rows(scores, groups)
        fitted = LogisticRegression(C=RIDGE, max_iter=3000).fit(scaled[rows], labels[rows])
        weights = fitted.coef_[0] / spread
        bias = float(fitted.intercept_[0] - mean @ weights)
        scores = measures @ weights + bias
    return Model(weights, bias, 0.0, 0.0)


def thresholds(samples: Sequence[Sample], models: Sequence[Model]) -> tuple[float, float]:
    """Return the nats at which precision falls to FIRM and UNSURE, each half scored by the weights of the other."""
    scored, untouched, total = [], [], 0
    for sample in samples:
        changed = {id(candidate) for candidate, yes in zip(sample.found, sample.is_changed, strict=True) if yes}
        found = best(sample.found, models[sample.half])
        if sample.mode == "one":
            total += 1
            scored += [(score, id(candidate) in changed, sample.half) for candidate, score in found]
        if sample.mode == "none":
            untouched += [score for _, score in found]
    sentences = sum(sample.sentences for sample in samples if sample.mode == "none")
    results = []
    for precision in (0.98, FIRM, UNSURE, 0.85, 0.8):
        least, recall = _threshold([(score, hit) for score, hit, _ in scored], total, precision)
        alarms = 100 * sum(score >= least for score in untouched) / sentences
        print(f"precision {precision:.2f}: from {least:.2f} nats, recall {recall:.3f}, {alarms:.2f} untouched in 100")
        results.append(least)
    return results[1], results[2]


def _threshold(scored: Sequence[tuple[float, bool]], total: int, precision: float) -> tuple[float, float]:
    hits = count = 0
    least, recall = float("inf"), 0.0
    for score, is_hit in sorted(scored, reverse=True):
        hits, count = hits + is_hit, count + 1
        if hits / count >= precision:
            least, recall = score, hits / total
    return least, recall


def _samples(rows: Sequence[Row], pool: Mapping[bool, Sequence[str]], encoder: Encoder) -> Iterator[Sample]:
    for number, row in enumerate(rows):
        alignment = aligned(row["source"], row["reference"], encoder)
        half = int(hashlib.sha1(row["doc_id"].encode(), usedforsecurity=False).hexdigest(), 16) % 2
        yield from _of_row(row, alignment, half, pool, encoder)
        if number % 100 == 99:
            print(f"{number + 1} documents", flush=True)


def _further(folder: Path, pool: Mapping[bool, Sequence[str]], encoder: Encoder) -> Iterator[Sample]:
    """Yield samples of running text of the training data, PASSAGE lines at a time, in either direction."""
    chance = random.Random(0)
    for path in sorted(path for pattern in FURTHER for path in folder.glob(f"sentences/{pattern}.*")):
        tags = path.name.split(".")[1].split("-", 1)
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            pairs = [line.rstrip("\n").split("\t")[:2] for line in lines]
        for start in sorted(
            chance.sample(range(0, max(len(pairs) - PASSAGE, 1), PASSAGE), k=min(PER_FILE, len(pairs) // PASSAGE))
        ):
            turn = -1 if tags[1] in UNWRITTEN or chance.random() < 0.5 else 1
            one, other = list(zip(*(pair[::turn] for pair in pairs[start : start + PASSAGE]), strict=True))
            here, there = (TAGS.get(tag, tag) for tag in tags[::turn])
            row = {"doc_id": f"{path.name}:{start}", "source": list(one), "reference": list(other)}
            links = tuple(Link((place,), (place,), 0.9, 0.95) for place in range(len(one)))
            row |= {"src_lang": here, "tgt_lang": there}
            for sample in _of_row(row, Alignment("one", "other", links), 0, pool, encoder):
                if sample.mode != "one":
                    yield sample


def _of_row(
    row: Row, alignment: Alignment, half: int, pool: Mapping[bool, Sequence[str]], encoder: Encoder
) -> Iterator[Sample]:
    for mode, (target, places) in _versions(row, pool).items():
        if mode != "none" and not places:
            continue
        found = candidates(_beads(row, target, alignment), encoder.encode)
        if found:
            is_changed = np.array([_is_in(candidate, places) for candidate in found], bool)
            yield Sample(half, mode, found, is_changed, len(row["source"]))


def _versions(row: Row, pool: Mapping[bool, Sequence[str]]) -> dict[str, tuple[list[str], list[Span]]]:
    source, reference, tags = row["source"], list(row["reference"]), (row["src_lang"], row["tgt_lang"])
    chance = random.Random(row["doc_id"])
    many, places = list(reference), []
    for index, (left, right) in enumerate(zip(source, reference, strict=True)):
        change = exchanged([left], [right], *tags, chance) if chance.random() < 0.5 else None
        if change is not None:
            ((_, start, end),) = change.places
            text = change.segments[0]
            fresh = chance.choice(pool[_is_cyrillic(text[start:end])])
            many[index] = text[:start] + fresh + text[end:]
            places.append((index, start, start + len(fresh)))
    one = exchanged(source, reference, *tags, random.Random(row["doc_id"] + "name"))
    return {
        "none": (reference, []),
        "many": (many, _shifted(many, places)),
        "one": (list(one.segments), _shifted(one.segments, one.places)) if one else (reference, []),
    }


def _shifted(segments: Sequence[str], places: Sequence[tuple[int, int, int]]) -> list[Span]:
    starts = [span.start for span in spans(segments)]
    return [Span(starts[index] + start, starts[index] + end) for index, start, end in places]


def _pool(rows: Sequence[Row]) -> dict[bool, list[str]]:
    """Return names, Cyrillic or not, that stand inside a sentence of one document and are written small nowhere."""
    seen, small = defaultdict[str, set[str]](set), set[str]()
    for row in rows:
        for tag, segments in ((row["src_lang"], row["source"]), (row["tgt_lang"], row["reference"])):
            if tag in POOLED:
                text = " ".join(segments)
                small.update(word for word in re.findall(r"[^\W\d_]+", text) if word.islower())
                for word in re.findall(r"(?<=\w )[^\W\d_]{5,}", text):
                    if word.istitle():
                        seen[word].add(row["doc_id"])
    names = sorted(word for word, documents in seen.items() if len(documents) == 1 and word.lower() not in small)
    return {wanted: [word for word in names if _is_cyrillic(word) == wanted] for wanted in (True, False)}


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[0] <= "\u04ff"


def _beads(row: Row, target: Sequence[str], alignment: Alignment) -> list[Bead]:
    one = ("\n".join(row["source"]), spans(row["source"]), knowledge(row["src_lang"]))
    other = ("\n".join(target), spans(target), knowledge(row["tgt_lang"]))
    return [bead for bead in beads_of(one, other, alignment) if bead.is_linked and bead.link.probability >= SURE]


def _is_in(candidate: Candidate, places: Sequence[Span]) -> bool:
    return any(candidate.there.name.span.overlaps(place) for place in places)


def _first(candidate: Candidate) -> float:
    """Return a score to begin with: a name that goes unanswered is the likelier to have been lost."""
    if candidate.here is None:
        return -1.6
    shift = abs(candidate.here.name.share - candidate.there.name.share)
    return -(max(candidate.here.spelled, -3) / 6 + 2 * candidate.here.meant + shift)


def _groups(samples: Sequence[Sample]) -> NDArray[np.int64]:
    keys: dict[tuple[int, int, int], int] = {}
    return np.array(
        [
            keys.setdefault((number, candidate.bead, candidate.there.name.place), len(keys))
            for number, sample in enumerate(samples)
            for candidate in sample.found
        ]
    )


def _best_rows(scores: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    order = np.lexsort((-scores, groups))
    first = np.r_[True, groups[order][1:] != groups[order][:-1]]
    return order[first]


if __name__ == "__main__":
    main()
