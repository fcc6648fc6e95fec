"""Sentence alignment beside its peers: strict, lax and null F1, calibration, time against length.

    python -m benchmarks.alignment --data ../shared/data/dev [--model FOLDER] [--peers FOLDER] [--timing]

Sets: Text+Berg (de-fr, gold beads), ParIce (en-is, gold beads; Icelandic is outside the model's languages), and Debian
news paragraphs and WMT22 news sentences whose translation a seeded script merged, split, dropped and swapped, so that
the truth is known; training/alignment.py fits on other documents of the last two.  Scores are vecalign's (Thompson &
Koehn 2019): precision over all beads proposed, recall over gold beads with two sides; lax counts any overlap on both
sides.  Null F1: segments left without partner, over those that should be.

Peers stand in ``alignment_peers``, time against length (``--timing``, on a quiet machine) in ``alignment_timing``.
"""

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.alignment_peers import Aligner, Beads, peers
from benchmarks.alignment_timing import LENGTHS, timing
from provenance.align import align
from provenance.embed import Encoder, load_encoder
from provenance.embed.bundled import load_bundled
from provenance.embed.similarity import joint_vectors
from provenance.pipeline.comparison import words_of
from provenance.types import Alignment

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts and the beads between them."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    gold: Beads


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--peers", type=Path, help="folder of packages (see benchmarks/alignment_peers.py)")
    parser.add_argument("--timing", action="store_true", help="print time against length alone")
    options = parser.parse_args()
    encoder = load_bundled(options.model) if options.model else load_encoder()

    def encode(texts: Sequence[str]) -> Vectors:
        vectors = joint_vectors(texts, encoder)
        vectors[~vectors.any(axis=1)] = 1e-3
        return vectors

    systems: dict[str, Aligner] = {
        "ours": lambda one, other: beads_of(aligned(one, other, encoder)),
        **peers(options.peers, encode),
    }
    if options.timing:
        timing(*_long(options.data, LENGTHS[-1]), systems)
        return
    print(f"{'set':<10} {'system':<22} {'strict':>7} {'lax':>7} {'null':>7} {'seconds':>8}")
    for name, cases in sets(options.data).items():
        for system, run in systems.items():
            start = time.perf_counter()
            found = [run(case.one, case.other) for case in cases]
            took = time.perf_counter() - start
            strict, lax, null = score([case.gold for case in cases], found)
            print(f"{name:<10} {system:<22} {strict:7.3f} {lax:7.3f} {null:7.3f} {took:8.2f}", flush=True)
    _calibration(sets(options.data), encoder)


def aligned(one: Sequence[str], other: Sequence[str], encoder: Encoder) -> Alignment:
    """Align as the pipeline does."""
    vectors = joint_vectors(one, encoder), joint_vectors(other, encoder)
    return align(
        *vectors,
        one_lengths=lengths(one) * vectors[0].any(axis=1),
        other_lengths=lengths(other) * vectors[1].any(axis=1),
        one_words=words_of(one, encoder),
        other_words=words_of(other, encoder),
    )


def beads_of(found: Alignment) -> Beads:
    return [(link.one, link.other) for link in found.links]


def lengths(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.array([float(sum(char.isalnum() for char in text) or 1) for text in texts])


def sets(data: Path) -> dict[str, list[Case]]:
    return {
        "Text+Berg": [_gold_case(data / "sentalign/textberg/dev", "de", "fr")],
        "ParIce": [_gold_case(data / "sentalign/parice" / name, "en", "is") for name in ("s_1", "s_2", "t_1", "u_1")],
        "Debian": [_disturbed(*pair, seed) for seed, pair in enumerate(debian_sample(data, 60))],
        "WMT22": [_disturbed(*pair, seed) for seed, pair in enumerate(wmt_sample(data, 120))],
    }


def score(gold: Sequence[Beads], found: Sequence[Beads]) -> tuple[float, float, float]:
    """Return strict, lax and null F1 over all cases, as vecalign's score.py defines the first two."""
    strict_p, lax_p, strict_r, lax_r = [0, 0], [0, 0], [0, 0], [0, 0]
    null = [0, 0, 0]
    for right, proposed in zip(gold, found, strict=True):
        for tally, wanted in ((strict_p, True), (lax_p, False)):
            hits, total = _hits(proposed, right, is_strict=wanted)
            tally[0], tally[1] = tally[0] + hits, tally[1] + total
        linked, linked_found = [b for b in right if all(b)], [b for b in proposed if all(b)]
        for tally, wanted in ((strict_r, True), (lax_r, False)):
            hits, total = _hits(linked, linked_found, is_strict=wanted)
            tally[0], tally[1] = tally[0] + hits, tally[1] + total
        left, left_found = _nulls(right), _nulls(proposed)
        null = [null[0] + len(left & left_found), null[1] + len(left_found), null[2] + len(left)]
    return _f1(strict_p, strict_r), _f1(lax_p, lax_r), 2 * null[0] / max(null[1] + null[2], 1)


def _hits(proposed: Beads, right: Beads, *, is_strict: bool) -> tuple[int, int]:
    exact = set(right)
    partners: dict[int, set[int]] = {}
    for one, other in right:
        for index in one:
            partners.setdefault(index, set()).update(other)
    hits = 0
    for one, other in set(proposed):
        near = {index for place in one for index in partners.get(place, ())}
        hits += (one, other) in exact or (not is_strict and bool(near & set(other)))
    return hits, len(set(proposed))


def _f1(precision: Sequence[int], recall: Sequence[int]) -> float:
    p, r = precision[0] / max(precision[1], 1), recall[0] / max(recall[1], 1)
    return 2 * p * r / (p + r) if p + r else 0.0


def _nulls(beads: Beads) -> set[tuple[int, int]]:
    return {(0, i) for one, other in beads if not other for i in one} | {
        (1, j) for one, other in beads if not one for j in other
    }


def _gold_case(stem: Path, one: str, other: str) -> Case:
    texts = [
        tuple(re.sub(r"^\d+\t", "", line) for line in stem.with_suffix(f".{tag}").read_text("utf-8").splitlines())
        for tag in (one, other)
    ]
    gold: Beads = []
    for line in stem.with_suffix(".gold").read_text("utf-8").split("\n"):
        if line.strip():
            left, right = (tuple(int(n) for n in re.findall(r"\d+", side)) for side in line.split(":")[:2])
            gold.append((left, right))
    return Case(texts[0], texts[1], gold)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        yield from map(json.loads, handle)


_rows = rows  # benchmarks/collation.py reads it by this name


def debian_sample(data: Path, count: int) -> list[tuple[list[str], list[str]]]:
    found = [
        (row["source_text"], row["translation_text"])
        for row in rows(data / "debian_news.jsonl.gz")
        if len(row["source_text"]) == len(row["translation_text"]) >= 8
    ]
    return random.Random(7).sample(found, count)


def wmt_sample(data: Path, count: int) -> list[tuple[list[str], list[str]]]:
    found = [
        (row["source"], row["reference"])
        for row in rows(data / "wmt22_docs.jsonl.gz")
        if row["domain"] in (None, "news") and len(row["source"]) >= 8 and "sah" not in row["pair"]
    ]
    return random.Random(7).sample(found, count)


def _disturbed(source: Sequence[str], target: Sequence[str], seed: int) -> Case:
    """Merge, split, drop and swap segments of the translation, each about once in eight."""
    chance = random.Random(seed)
    texts: list[str] = []
    owners: list[list[int]] = []
    for index, text in enumerate(target):
        act = chance.random()
        words = text.split()
        if act < 0.08:
            continue
        if act < 0.18 and texts and owners[-1][-1] == index - 1 and len(owners[-1]) < 3:
            texts[-1], owners[-1] = f"{texts[-1]} {text}", [*owners[-1], index]
        elif act < 0.28 and len(words) >= 10 and (len(owners) == 0 or index not in owners[-1]):
            middle = len(words) // 2 + chance.randint(-1, 1)
            texts += [" ".join(words[:middle]), " ".join(words[middle:])]
            owners += [[index], [index]]
        else:
            texts.append(text)
            owners.append([index])
    if len(texts) > 8 and chance.random() < 0.5:
        texts, owners = _swap(texts, owners, chance)
    return Case(tuple(source), tuple(texts), _beads(owners, len(source)))


def _swap(texts: list[str], owners: list[list[int]], chance: random.Random) -> tuple[list[str], list[list[int]]]:
    """Move a run of two segments elsewhere, never through a split sentence."""
    whole = [place for place in range(len(texts) - 1) if _is_cut(owners, place) and _is_cut(owners, place + 2)]
    place = chance.choice(whole) if whole else 0
    run = slice(place, place + 2)
    moved, owned = texts[run], owners[run]
    rest, rest_owners = texts[:place] + texts[place + 2 :], owners[:place] + owners[place + 2 :]
    cuts = [cut for cut in range(len(rest) + 1) if _is_cut(rest_owners, cut) and abs(cut - place) >= 3]
    if not cuts or not whole:
        return texts, owners
    cut = chance.choice(cuts)
    return rest[:cut] + moved + rest[cut:], rest_owners[:cut] + owned + rest_owners[cut:]


def _is_cut(owners: list[list[int]], place: int) -> bool:
    return place in (0, len(owners)) or owners[place - 1] != owners[place]


def _beads(owners: list[list[int]], count: int) -> Beads:
    beads: dict[tuple[int, ...], list[int]] = {}
    for place, owned in enumerate(owners):
        beads.setdefault(tuple(owned), []).append(place)
    used = {index for owned in beads for index in owned}
    return [(owned, tuple(places)) for owned, places in beads.items()] + [
        ((i,), ()) for i in range(count) if i not in used
    ]


def _long(data: Path, count: int) -> tuple[list[str], list[str]]:
    """Return two texts of about ``count`` sentences, one the disturbed translation of the other."""
    pairs = [
        (row["source"], row["reference"]) for row in rows(data / "wmt22_docs.jsonl.gz") if "sah" not in row["pair"]
    ]
    pairs += [
        (row["source_text"], row["translation_text"])
        for row in rows(data / "debian_news.jsonl.gz")
        if len(row["source_text"]) == len(row["translation_text"])
    ]
    one: list[str] = []
    other: list[str] = []
    for seed, pair in enumerate(random.Random(7).sample(pairs, len(pairs))):
        case = _disturbed(*pair, seed)
        one += case.one
        other += case.other
        if min(len(one), len(other)) >= count:
            break
    return one[:count], other[:count]


def _calibration(cases: dict[str, list[Case]], encoder: Encoder) -> None:
    """Print how often beads and nulls of each stated probability are right."""
    stated: list[tuple[float, bool]] = []
    for case in (case for group in cases.values() for case in group):
        gold = set(case.gold)
        for link in aligned(case.one, case.other, encoder).links:
            stated.append((link.probability, (link.one, link.other) in gold))
    print("\nstated probability: mean stated, share right (beads)")
    edges = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 1.01)
    off = 0.0
    for low, high in pairwise(edges):
        inside = [(chance, right) for chance, right in stated if low <= chance < high]
        if inside:
            mean, share = (float(np.mean([item[part] for item in inside])) for part in (0, 1))
            off += abs(mean - share) * len(inside) / len(stated)
            print(f"  {low:.2f}-{min(high, 1.0):.2f}: {mean:.3f} {share:.3f} ({len(inside)})")
    print(f"expected calibration error {off:.3f}")


if __name__ == "__main__":
    main()
