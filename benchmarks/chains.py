"""Chains: how often the tracker finds who was made from whom, on families with a known stemma.

    python -m benchmarks.chains --data ../shared/data/dev [--only SET] [--families 24] [--seed 6] [--two] [--verbose]

Families: those of corpora/ (written for this project), and others composed by a seeded draw: WMT22 documents (an
English original with translations into several languages, human or machine, and another document as decoy; "other":
originals in other languages, with translations into one or two) and Debian's news (the English original and
translations into three to five languages).  An edge is right if it joins the nearest ancestor at hand; unseen versions
in between do not count against it.  Topology is right if every edge is, and no other is drawn.

--two: every two versions of a family alone, so that the common source of two translations is not at hand: how often a
step is drawn, and whether its confidence holds.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance import pipeline
from provenance.embed import load_encoder
from provenance.read import read_paths
from provenance.stemma import chain_records
from provenance.types import Chain, Comparison, Document
from provenance.weigh import renumbered
from provenance.weigh.pairs import weigh_pairs
from tests.corpora.families import Family, families

CONFIDENT = 0.9
Edges = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """Documents with the true edges (parent id, child id) among them."""

    name: str
    documents: tuple[Document, ...]
    edges: Edges


@dataclass(slots=True)
class Score:
    """Counts over cases."""

    right: int = 0
    drawn: int = 0
    true: int = 0
    exact: int = 0
    cases: int = 0
    confident: int = 0
    confident_wrong: int = 0

    def add(self, truth: Edges, found: dict[tuple[str, str], float]) -> None:
        """Count one case."""
        self.right += len(truth & found.keys())
        self.drawn += len(found)
        self.true += len(truth)
        self.exact += found.keys() == truth
        self.cases += 1
        sure = {edge for edge, share in found.items() if share >= CONFIDENT}
        self.confident += len(sure)
        self.confident_wrong += len(sure - truth)

    def __str__(self) -> str:
        f1 = 2 * self.right / max(1, self.drawn + self.true)
        precision, recall = self.right / max(1, self.drawn), self.right / max(1, self.true)
        wrong = self.confident_wrong / max(1, self.confident)
        return (
            f"{self.cases:4d} families  edge F1 {f1:.3f}  (P {precision:.3f} R {recall:.3f})  topology "
            f"{self.exact / max(1, self.cases):.3f}  confident edges {self.confident}, wrong {self.confident_wrong} "
            f"({wrong:.1%})"
        )


def edges(comparison: Comparison) -> dict[tuple[str, str], float]:
    """Return the steps between documents at hand, versions that nobody has left out, with their confidence."""
    chain: Chain = comparison.chain
    held = {version.id: version.document_id for version in chain.versions if version.document_id is not None}
    above = {hop.child: hop for hop in chain.hops}
    found = {}
    for child in held:
        share, hop = 1.0, above.get(child)
        while hop is not None:
            share = min(share, hop.confidence)
            if hop.parent in held:
                found[held[hop.parent], held[child]] = share
                break
            hop = above.get(hop.parent)
    return found


def written() -> Iterator[Case]:
    """Yield the families of corpora/, read as a user's files are."""
    for family in families():
        held = {version.id: _document(family, version.id) for version in family.versions if version.file is not None}
        names = {version: document.id for version, document in held.items()}
        truth = set()
        for version in family.versions:
            parent = next((name for name in family.ancestors(version) if name in held), None)
            if version.id in held and parent is not None:
                truth.add((names[parent], names[version.id]))
        yield Case(family.folder.name, tuple(held.values()), frozenset(truth))


def _document(family: Family, version_id: str) -> Document:
    version = family.version(version_id)
    found = list(read_paths([str(family.folder / (version.file or ""))]))
    document = found[(version.line or 1) - 1]
    assert isinstance(document, Document)
    return document


def from_wmt(data: Path, count: int, seed: int, *, is_english: bool = True) -> Iterator[Case]:
    """Yield an original, in English or in another language, with its translations and a decoy."""
    with gzip.open(data / "wmt22_docs.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["pair"] not in {"ru-sah", "sah-ru"} and len(row["source"]) >= 8]
    rows = [row for row in rows if (row["src_lang"] == "en") is is_english]
    by_source: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_source["\n".join(row["source"])].append(row)
    draw = random.Random(seed)
    sources = sorted(by_source)
    draw.shuffle(sources)
    sources.sort(key=lambda text: -len(by_source[text]))
    for number, source in enumerate(sources[:count]):
        group = sorted(by_source[source], key=lambda row: str(row["pair"]))
        texts = {"original": group[0]["source"]}
        for row in group:
            texts[row["tgt_lang"]] = row["reference"] if draw.random() < 0.5 else row["systems"][min(row["systems"])]
        if len(texts) == 2:
            texts["second"] = group[0]["systems"][max(group[0]["systems"])]
        decoy = draw.choice(
            [row for row in rows if row["src_lang"] == group[0]["src_lang"] and "\n".join(row["source"]) != source]
        )
        shuffled = list(texts)
        draw.shuffle(shuffled)
        ids = {name: f"{place}.txt" for place, name in enumerate(shuffled)}
        held = [Document(ids[name], "\n\n".join(texts[name]), name) for name in texts]
        held.append(Document("decoy.txt", "\n\n".join(decoy["source"]), "decoy"))
        truth = frozenset((ids["original"], ids[name]) for name in texts if name != "original")
        yield Case(f"wmt-{number}-{group[0]['src_lang']}-{'+'.join(sorted(texts))}", tuple(held), truth)


def from_debian(data: Path, count: int, seed: int) -> Iterator[Case]:
    """Yield an English news item with three to five of its translations."""
    with gzip.open(data / "debian_news.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["original_lang"] == "en" and len(row["source_text"]) >= 5:
            groups[row["original_path"]].append(row)
    draw = random.Random(seed)
    names = sorted(name for name, group in groups.items() if len({row["lang"] for row in group}) >= 3)
    draw.shuffle(names)
    for number, name in enumerate(names[:count]):
        group = sorted(groups[name], key=lambda row: str(row["lang"]))
        chosen = draw.sample(group, min(len(group), draw.randint(3, 5)))
        source = max(
            (row["source_text"] for row in chosen),
            key=lambda text: Counter(str(row["source_text"]) for row in chosen)[str(text)],
        )
        ids = [f"{place}.txt" for place in range(len(chosen) + 1)]
        draw.shuffle(ids)
        held = [Document(ids[0], "\n\n".join(source), "original")]
        held += [
            Document(ids[place], "\n\n".join(row["translation_text"]), row["lang"])
            for place, row in enumerate(chosen, 1)
        ]
        truth = frozenset((ids[0], name) for name in ids[1:])
        yield Case(f"debian-{number}-{'+'.join(str(row['lang']) for row in chosen)}", tuple(held), truth)


def two_by_two(cases: Sequence[Case]) -> None:
    """Print how steps between every two versions of one family alone turn out."""
    encoder, found = load_encoder(), list[tuple[bool, float, bool]]()
    for case in cases:
        comparison = pipeline.compare(case.documents, encoder=encoder)
        held = {record.document.id: record for record in comparison.records}
        above = {child: parent for parent, child in case.edges}
        for pair in comparison.pairs:
            one, other = pair.alignment.one_id, pair.alignment.other_id
            lines = [_line(above, one), _line(above, other)]
            if lines[0][-1] != lines[1][-1]:
                continue
            records = (held[one], held[other])
            evidence = renumbered(weigh_pairs(records, (pair,)))
            chain, evidence = chain_records(records, (pair,), evidence)
            drawn = edges(Comparison(records, (pair,), evidence, chain))
            is_descent = one in lines[1] or other in lines[0]
            step, share = next(iter(drawn.items()), (("", ""), 0.0))
            found.append((is_descent, share, bool(drawn) and step[0] in _line(above, step[1])))
    for name, wanted in (("parent and child", True), ("one source", False)):
        some = [(share, right) for is_descent, share, right in found if is_descent is wanted]
        wrong = [share for share, right in some if share and not right]
        print(
            f"  two alone, {name}: {len(some)}, right {sum(right for _, right in some)}, "
            f"wrong {len(wrong)} ({sum(share >= CONFIDENT for share in wrong)} at {CONFIDENT} or more), "
            f"open {sum(not share for share, _ in some)}"
        )
    for low, high in ((0.25, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        held_in = [(share, right) for _, share, right in found if low <= share < high]
        if held_in:
            told, right = (sum(column) / len(held_in) for column in zip(*held_in, strict=True))
            print(f"    {low:.2f}-{min(high, 1):.2f}   told {told:.3f}   found {right:.3f}   {len(held_in):5d}")


def _line(above: dict[str, str], name: str) -> list[str]:
    """Return a version and what it comes from, up to its root."""
    line = [name]
    while line[-1] in above:
        line.append(above[line[-1]])
    return line


def measure(cases: Sequence[Case], *, verbose: bool) -> Score:
    score, encoder = Score(), load_encoder()
    for case in cases:
        comparison = pipeline.compare(case.documents, encoder=encoder)
        found = edges(comparison)
        score.add(case.edges, found)
        if verbose and found.keys() != case.edges:
            wrong = {edge: round(share, 2) for edge, share in found.items() if edge not in case.edges}
            print(f"  {case.name}: missed {sorted(case.edges - found.keys())}, wrong {wrong}", flush=True)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description="Print how well chains of several versions are found.")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with wmt22_docs.jsonl.gz, debian_news.jsonl.gz"
    )
    parser.add_argument("--only", choices=("corpora", "wmt", "other", "debian"), help="measure one set alone")
    parser.add_argument("--families", type=int, default=24, help="composed families of each kind")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--two", action="store_true", help="measure every two versions of a family alone")
    parser.add_argument("--verbose", action="store_true", help="name each wrong family")
    options = parser.parse_args()
    sets: dict[str, Callable[[], Iterator[Case]]] = {
        "corpora": written,
        "wmt": lambda: from_wmt(options.data, options.families, options.seed),
        "other": lambda: from_wmt(options.data, options.families, options.seed, is_english=False),
        "debian": lambda: from_debian(options.data, options.families, options.seed),
    }
    for name, cases in sets.items():
        if options.only in (None, name):
            start = time.perf_counter()
            if options.two:
                print(name, flush=True)
                two_by_two(list(cases()))
                continue
            print(
                f"{name:8s} {measure(list(cases()), verbose=options.verbose)}  {time.perf_counter() - start:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
