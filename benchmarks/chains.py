"""Chains: how often the tracker finds who was made from whom, on families with a known stemma.

    python -m benchmarks.chains --data ../shared/data/dev [--only corpora|wmt|debian] [--families 24] [--verbose]

Families: those of corpora/ (written for this project), and others composed by a seeded draw: WMT22 documents (an
original, a human reference, machine translations, and another document in its language as decoy) and Debian's news
(the English original and translations into three to five languages).  An edge is right if it joins the nearest
ancestor at hand; unseen versions in between do not count against it.  Topology is right if every edge is, and no
other is drawn.
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
from provenance.types import Chain, Comparison, Document
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


def from_wmt(data: Path, count: int, seed: int) -> Iterator[Case]:
    """Yield an original with a reference in one or two languages, or with machine translations, and a decoy."""
    with gzip.open(data / "wmt22_docs.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["pair"] not in {"ru-sah", "sah-ru"} and len(row["source"]) >= 8]
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
    parser.add_argument("--only", choices=("corpora", "wmt", "debian"), help="measure one set alone")
    parser.add_argument("--families", type=int, default=24, help="composed families of each kind")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--verbose", action="store_true", help="name each wrong family")
    options = parser.parse_args()
    sets: dict[str, Callable[[], Iterator[Case]]] = {
        "corpora": written,
        "wmt": lambda: from_wmt(options.data, options.families, options.seed),
        "debian": lambda: from_debian(options.data, options.families, options.seed),
    }
    for name, cases in sets.items():
        if options.only in (None, name):
            start = time.perf_counter()
            print(
                f"{name:8s} {measure(list(cases()), verbose=options.verbose)}  {time.perf_counter() - start:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
