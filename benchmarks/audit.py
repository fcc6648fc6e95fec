"""Speed and memory of an audit by size of corpus, beside the script that one would write without it.

usage: python -m benchmarks.audit [--sizes 1000,10000] [--jobs N] [--script 1000,10000] [--data DIR]

Corpora are made from the development sets with a seed: each story has the same paragraphs in two languages, drawn from
all that are parallel, with numbers of its own; about 2 kB a document.  "CPU" adds up all processes, so that it says
something on a busy machine, too; memory is the sum over processes of their own and their share of common pages (PSS).
The script: langdetect, the same bundled model, the cosine of all pairs above a threshold, on one core.
"""

import argparse
import gzip
import json
import math
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "shared" / "data" / "dev"
SIZE = 2000  # code points of a document, about
SETS = ("debian_news", "php_docs")
_NUMBER = re.compile(r"\d+")
_LETTERS = 40  # of a paragraph that says something
THRESHOLD = 0.8  # of the script's cosine

_AUDIT = """
import json, sys, time
from provenance.audit import audit
def main():
    seen, start = {}, time.monotonic()
    def tell(progress):
        now = time.monotonic() - start
        seen.setdefault(progress.stage, [now, now])[1] = now
    summary = audit([sys.argv[1]], sys.argv[2], jobs=int(sys.argv[3]), tell=tell)
    print(json.dumps({"stages": seen, "end": time.monotonic() - start, "totals": summary["totals"]}))
main()
"""
_SCRIPT = f"""
import json, sys
import numpy as np
from langdetect import detect
from provenance.embed import load_encoder
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
languages = [detect(row["text"]) for row in rows]
vectors = load_encoder().encode([row["text"] for row in rows])
pairs = []
for number, vector in enumerate(vectors):
    near = np.flatnonzero(vectors[number + 1:] @ vector > {THRESHOLD}) + number + 1
    pairs += [(rows[number]["id"], rows[int(other)]["id"]) for other in near]
json.dump(pairs, open(sys.argv[2], "w"))
"""


@dataclass(slots=True)
class Run:
    """One measured command.  wall, cpu: seconds; peak: MiB; output: what it wrote to stdout."""

    wall: float
    cpu: float
    peak: float
    output: str


@dataclass(slots=True)
class _Watch:
    """Memory of a process and all below it, sampled until it ends."""

    pid: int
    peak: float = 0.0
    is_over: bool = False
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def _watch(self) -> None:
        while not self.is_over:
            self.peak = max(self.peak, sum(map(_pss, _tree(self.pid))) / 1024)
            time.sleep(0.25)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
    except OSError:
        return


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


def paragraphs(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Return parallel paragraphs (English, other) by language, of documents with as many on each side."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in SETS:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                source, target = row.get("source_text") or [], row.get("translation_text") or []
                if len(source) == len(target):
                    pairs = zip(source, target, strict=True)
                    kept = [pair for pair in pairs if min(map(len, pair)) >= _LETTERS]
                    found.setdefault(row["lang"], []).extend(kept)
    return {language: pairs for language, pairs in sorted(found.items()) if len(pairs) >= 50}


def corpus(size: int, data: Path, *, seed: int = 0) -> Iterator[dict[str, str]]:
    """Give documents, two and two versions of one story: "s12-en" and "s12-fr"."""
    pool = paragraphs(data)
    languages = list(pool)
    weights = [math.sqrt(len(pool[language])) for language in languages]
    for story in range((size + 1) // 2):
        chance = random.Random(f"{seed}:{story}")
        language = chance.choices(languages, weights)[0]
        chosen: list[tuple[str, str]] = []
        while sum(len(pair[1]) for pair in chosen) < SIZE - 200:
            chosen.append(chance.choice(pool[language]))
        numbers: dict[str, str] = {}

        def own(text: str, numbers: dict[str, str] = numbers, chance: random.Random = chance) -> str:
            return _NUMBER.sub(lambda found: numbers.setdefault(found[0], _like(found[0], chance)), text)

        for place, tag in enumerate(("en", language)):
            if 2 * story + place < size:
                text = "\n\n".join(own(pair[place]) for pair in chosen)
                yield {"id": f"s{story:07}-{tag}", "text": text}


def _like(number: str, chance: random.Random) -> str:
    """Return another number of as many digits."""
    return str(chance.randrange(10 ** (len(number) - 1), 10 ** len(number)))


def measured(command: list[str]) -> Run:
    """Run a command and measure it and all below it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, env=environment)
        watch = _Watch(process.pid)
        status = process.wait()
        watch.is_over = True
        watch.thread.join()
        wall = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        out.seek(0)
        output = out.read().decode()
    if status:
        raise SystemExit(f"{command[:3]} ended with {status}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, watch.peak, output)


def agreement(found: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Return how many pairs are right, and how many there are."""
    pairs = set(found)
    return sum(one.partition("-")[0] == other.partition("-")[0] for one, other in pairs), len(pairs)


def f1(found: Iterable[tuple[str, str]], size: int) -> float:
    right, many = agreement(found)
    return 2 * right / (many + size // 2)


def audited(lines: Path, folder: Path, jobs: int, size: int) -> tuple[Run, dict[str, Any], float]:
    run = measured([sys.executable, "-c", _AUDIT, str(lines), str(folder / "audit"), str(jobs)])
    with (folder / "audit" / "families.jsonl").open(encoding="utf-8") as file:
        pairs = [pair for line in file for pair in combinations(json.loads(line)["members"], 2)]
    return run, json.loads(run.output), f1(pairs, size)


def exponent(sizes: list[int], values: list[float]) -> float:
    """Return the slope of the least-squares line through the logarithms."""
    ones, others = [math.log(size) for size in sizes], [math.log(value) for value in values]
    middle, mean = sum(ones) / len(ones), sum(others) / len(others)
    above = sum((one - middle) * (other - mean) for one, other in zip(ones, others, strict=True))
    return above / sum((one - middle) ** 2 for one in ones)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="250,1000", help="documents, separated by commas")
    parser.add_argument("--script", default="1000", help="sizes for the script; empty for none")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",") if size]
    scripts = [int(size) for size in given.script.split(",") if size]
    print(f"{given.jobs} workers on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start")
    print(f"\n{'documents':>9} {'kB each':>8} {'wall s':>8} {'CPU s':>8} {'docs/s':>7} {'/CPU s':>7} {'MiB':>6}"
          f" {'F1':>6}  seconds by stage")  # fmt: skip
    walls, cpus = [], []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            lines = written(size, given.data, Path(name))
            run, said, score = audited(lines, Path(name), given.jobs, size)
            walls.append(run.wall)
            cpus.append(run.cpu)
            print(f"{size:9,} {lines.stat().st_size / size / 1000:8.1f} {run.wall:8.1f} {run.cpu:8.1f}"
                  f" {size / run.wall:7.1f} {size / run.cpu:7.1f} {run.peak:6.0f} {score:6.3f}  {stages(said)}",
                  flush=True)  # fmt: skip
    if len(sizes) > 1:
        print(f"growth: time ~ documents^{exponent(sizes, walls):.2f}, CPU ~ documents^{exponent(sizes, cpus):.2f}")
    if scripts:
        print("\nthe script")
        print(f"{'documents':>9} {'wall s':>8} {'CPU s':>8} {'docs/s':>7} {'/CPU s':>7} {'MiB':>6} {'F1':>6}")
    for size in scripts:
        with tempfile.TemporaryDirectory() as name:
            lines, pairs = written(size, given.data, Path(name)), Path(name, "pairs.json")
            run = measured([sys.executable, "-c", _SCRIPT, str(lines), str(pairs)])
            score = f1(map(tuple, json.loads(pairs.read_text("utf-8"))), size)
            print(f"{size:9,} {run.wall:8.1f} {run.cpu:8.1f} {size / run.wall:7.1f} {size / run.cpu:7.1f}"
                  f" {run.peak:6.0f} {score:6.3f}", flush=True)  # fmt: skip


def written(size: int, data: Path, folder: Path) -> Path:
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for row in corpus(size, data):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def stages(said: dict[str, Any]) -> str:
    starts = [(name, times[0]) for name, times in said["stages"].items()]
    ends = [*(start for _, start in starts[1:]), said["end"]]
    return ", ".join(f"{name} {end - start:.1f}" for (name, start), end in zip(starts, ends, strict=True))


if __name__ == "__main__":
    main()
