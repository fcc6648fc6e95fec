"""Sentence alignment beside its peers: strict, lax and null F1, time against length, calibration.

``python -m benchmarks.alignment --data ../shared/data/dev [--model FOLDER] [--peers SITE_PACKAGES]``

Sets: Text+Berg (de-fr, gold beads), ParIce (en-is, gold beads; Icelandic is outside the model's languages), and Debian
news paragraphs and WMT22 news sentences whose translation a seeded script merged, split, dropped and swapped, so that
the truth is known.  Scores are vecalign's (Thompson & Koehn 2019): precision over all beads proposed, recall over gold
beads with two sides; lax counts any overlap on both sides.  Null F1: segments left without partner, over those that
should be.

Peers, where --peers names the site-packages of an environment that holds them: ``galechurch`` (Gale & Church 1993 in
Rust) and ``sentalign`` 0.3 (vecalign's dynamic programming, with the same vectors).  bertalign 2 and vecalign 2 offer
nothing that pip installs here; hunalign is in no Debian release in reach.
"""

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from provenance.align import align
from provenance.embed import load_encoder
from provenance.embed.bundled import load_bundled
from provenance.embed.similarity import joint_vectors

Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]
Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


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
    parser.add_argument("--peers", type=Path)
    options = parser.parse_args()
    encoder = load_bundled(options.model) if options.model else load_encoder()

    def encode(texts: Sequence[str]) -> Vectors:
        vectors = joint_vectors(texts, encoder)
        vectors[~vectors.any(axis=1)] = 1e-3
        return vectors

    def own(case: Case) -> Beads:
        return ours(case, encode)

    systems: dict[str, Callable[[Case], Beads]] = {"ours": own, **peers(options.peers, encode)}
    print(f"{'set':<10} {'system':<12} {'strict':>7} {'lax':>7} {'null':>7} {'seconds':>8}")
    for name, cases in sets(options.data).items():
        for system, run in systems.items():
            start = time.perf_counter()
            found = [run(case) for case in cases]
            took = time.perf_counter() - start
            strict, lax, null = score([case.gold for case in cases], found)
            print(f"{name:<10} {system:<12} {strict:7.3f} {lax:7.3f} {null:7.3f} {took:8.2f}")
    _calibration(sets(options.data), encode)
    _speed(systems)


def ours(case: Case, encode: Encode) -> Beads:
    found = align(
        encode(case.one), encode(case.other), one_lengths=lengths(case.one), other_lengths=lengths(case.other)
    )
    return [(link.one, link.other) for link in found.links]


def peers(folder: Path | None, encode: Encode) -> dict[str, Callable[[Case], Beads]]:
    """Return the peers that import from a site-packages folder; say which do not."""
    found: dict[str, Callable[[Case], Beads]] = {}
    if folder is None:
        print("peers: none (name their site-packages with --peers)", file=sys.stderr)
        return found
    sys.path.append(str(folder))
    try:
        import galechurch  # type: ignore[import-not-found,unused-ignore]

        def gale_church(case: Case) -> Beads:
            beads = galechurch.align(list(case.one), list(case.other)).beads
            return [
                (tuple(range(b.source_start, b.source_end)), tuple(range(b.target_start, b.target_end))) for b in beads
            ]

        found["Gale-Church"] = gale_church
    except ImportError as error:
        print(f"peers: galechurch: {error}", file=sys.stderr)
    try:
        from sentalign import sentalign  # type: ignore[import-not-found,unused-ignore]

        def vecalign(case: Case) -> Beads:
            run: Callable[..., Any] = sentalign
            result = run(list(case.one), list(case.other), lambda texts: encode(list(texts)))
            return [(tuple(map(int, a.src_indices)), tuple(map(int, a.tgt_indices))) for a in result.alignments]

        found["vecalign-dp"] = vecalign
    except ImportError as error:
        print(f"peers: sentalign: {error}", file=sys.stderr)
    return found


def lengths(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.array([float(sum(char.isalnum() for char in text) or 1) for text in texts])


def sets(data: Path) -> dict[str, list[Case]]:
    return {
        "Text+Berg": [_gold_case(data / "sentalign/textberg/dev", "de", "fr")],
        "ParIce": [_gold_case(data / "sentalign/parice" / name, "en", "is") for name in ("s_1", "s_2", "t_1", "u_1")],
        "Debian": [_disturbed(*pair, seed) for seed, pair in enumerate(_debian(data, 60))],
        "WMT22": [_disturbed(*pair, seed) for seed, pair in enumerate(_wmt(data, 120))],
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


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        yield from map(json.loads, handle)


def _debian(data: Path, count: int) -> list[tuple[list[str], list[str]]]:
    rows = [
        (row["source_text"], row["translation_text"])
        for row in _rows(data / "debian_news.jsonl.gz")
        if len(row["source_text"]) == len(row["translation_text"]) >= 8
    ]
    return random.Random(7).sample(rows, count)


def _wmt(data: Path, count: int) -> list[tuple[list[str], list[str]]]:
    rows = [
        (row["source"], row["reference"])
        for row in _rows(data / "wmt22_docs.jsonl.gz")
        if row["domain"] in (None, "news") and len(row["source"]) >= 8 and "sah" not in row["pair"]
    ]
    return random.Random(7).sample(rows, count)


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


def _calibration(cases: dict[str, list[Case]], encode: Encode) -> None:
    """Print how often beads and nulls of each stated probability are right."""
    stated: list[tuple[float, bool]] = []
    for case in (case for group in cases.values() for case in group):
        found = align(
            encode(case.one), encode(case.other), one_lengths=lengths(case.one), other_lengths=lengths(case.other)
        )
        gold = set(case.gold)
        stated += [(link.probability, (link.one, link.other) in gold) for link in found.links]
    print("\nstated probability: share right (beads)")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97):
        high = {0.0: 0.2, 0.2: 0.4, 0.4: 0.6, 0.6: 0.8, 0.8: 0.9, 0.9: 0.97, 0.97: 1.01}[low]
        inside = [right for chance, right in stated if low <= chance < high]
        if inside:
            print(f"  {low:.2f}-{min(high, 1.0):.2f}: {sum(inside) / len(inside):.3f} ({len(inside)})")


def _speed(systems: dict[str, Callable[[Case], Beads]]) -> None:
    """Print seconds for made-up vectors of 100 to 10,000 sentences, and the fitted exponent."""
    generator = np.random.default_rng(0)
    print("\nsentences  seconds (alignment alone, width 512)")
    points = []
    for count in (100, 300, 1000, 3000, 10_000):
        one = generator.normal(size=(count, 512)).astype(np.float32)
        other = np.asarray(one + generator.normal(size=one.shape) * 1.5, np.float32)
        other = np.delete(other, np.arange(0, count, 17), axis=0)
        sizes = np.exp(generator.normal(4.5, 0.4, count))
        start = time.perf_counter()
        align(one, other, one_lengths=sizes, other_lengths=np.delete(sizes, np.arange(0, count, 17)))
        points.append((count, time.perf_counter() - start))
        print(f"{count:9d}  {points[-1][1]:8.3f}")
    exponent = np.polyfit(np.log([n for n, _ in points]), np.log([t for _, t in points]), 1)[0]
    print(f"fitted exponent {exponent:.2f}")


if __name__ == "__main__":
    main()
