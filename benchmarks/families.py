"""Families: which documents of a mixed corpus are versions of one text, against what their publishers say.

    python -m benchmarks.families --data ../shared/data/dev [--set debian|php|wmt] [--align GROUPS] [--kept PATH]

The corpus is Debian's news, the PHP manual and WMT22's documents in one heap: sources at every recorded revision and
translations, all languages together, shuffled by a seed.  Documents of one source path are one family; so are those
that hold the same text, and WMT22's windows that share half of their lines.  Pages of one template (point releases,
functions of one library) are families of their own.  The weights are fitted on half of the families, drawn by a digest
of their names (training/likeness.py): the other half is printed apart.  Sakha, which neither the language detector nor
the bundled model knows, is printed apart too.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.heap import SETS, Clock, Item, Prepared, is_held_out, kept_or_prepared, read_items, truth
from provenance.audit.families import find
from provenance.audit.grouping import Group
from provenance.audit.join import Candidates, join
from provenance.audit.kinship import aligned, compared, held_together, is_version
from provenance.embed import Encoder, load_encoder

OUTSIDE = "sah"
ALIGNMENT = "alignment"


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of documents: rightly together, put together, truly together."""

    right: int
    put: int
    true: int

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.put), self.right / max(1, self.true)
        f1 = 2 * self.right / max(1, self.put + self.true)
        return f"P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  ({self.true} pairs)"


def pairwise_score(families: Iterable[Sequence[int]], names: Sequence[str], rows: NDArray[np.bool_]) -> Score:
    """Score the pairs of which both documents are among some rows."""
    labels = np.arange(len(names)) + len(names)
    for number, members in enumerate(families):
        labels[list(members)] = number
    told = np.unique(np.array(names), return_inverse=True)[1]
    both = labels[rows].astype(np.int64) * (len(names) + 1) + told[rows]
    return Score(_pairs(both), _pairs(labels[rows]), _pairs(told[rows]))


def _pairs(labels: NDArray[np.int64]) -> int:
    counts = np.unique(labels, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def align_groups(groups: Sequence[Group], held: Prepared, encoder: Encoder) -> tuple[list[tuple[int, ...]], int]:
    """Return the families that alignment leaves of groups, and how many pairs it looked at."""
    found, looked = [], 0
    for some in groups:
        pairs = compared(aligned(some), {row: held.records[row] for row in some.rows}, encoder)
        looked += len(pairs)
        versions = [key for key, pair in pairs.items() if is_version(pair)]
        found += held_together(some.rows, versions)
    return sorted(found), looked


def print_scores(
    title: str,
    families: Sequence[Sequence[int]],
    items: Sequence[Item],
    names: Sequence[str],
    among: NDArray[np.bool_] | None = None,
) -> None:
    """Print the scores by half and by set; among: the rows that count, all by default."""
    held_out = np.array([is_held_out(name) for name in names])
    known = np.array([item.language != OUTSIDE for item in items])
    print(f"\n## {title}: {len(families)} families\n")
    for label, half in (("held-out half", held_out), ("fitted half", ~held_out)):
        rows = half if among is None else half & among
        for source in SETS:
            mine = rows & known & np.array([item.source == source for item in items])
            if mine.any():
                print(f"{label:14} {source:8}{pairwise_score(families, names, mine)}")
        print(f"{label:14} {'all':8}{pairwise_score(families, names, rows & known)}")
        print(f"{label:14} {'+ Sakha':8}{pairwise_score(families, names, rows)}")


def print_join(pairs: Candidates, items: Sequence[Item], names: Sequence[str]) -> None:
    """Print what share of the true pairs the join proposes, and what share its pairs connect."""
    families: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(names):
        families[name].append(row)
    proposed = set(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True))
    true = {source: [0, 0, 0] for source in SETS}
    for rows in families.values():
        parts = {row: row for row in rows}
        for number, other in enumerate(rows):
            for one in rows[:number]:
                if (one, other) in proposed and parts[one] != parts[other]:
                    old = parts[other]
                    parts |= {row: parts[one] for row in rows if parts[row] == old}
        for number, other in enumerate(rows):
            for one in rows[:number]:
                if OUTSIDE not in (items[one].language, items[other].language):
                    counts = true[items[one].source]
                    counts[0] += 1
                    counts[1] += (one, other) in proposed
                    counts[2] += parts[one] == parts[other]
    for source, (count, found, connected) in true.items():
        if count:
            print(f"  {source:8}proposed {found / count:.4f}  connected {connected / count:.4f}  of {count} pairs")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="recovery of families from a mixed corpus")
    parser.add_argument("--data", type=Path, required=True, help="the dev folder")
    parser.add_argument("--set", dest="source", choices=SETS, help="one set alone")
    parser.add_argument("--cells", type=int, nargs="*", default=[128, 256, 512], help="cell sizes to try the join at")
    parser.add_argument("--kept", type=Path, help="a file that keeps the inspected records between runs")
    parser.add_argument("--align", type=int, metavar="GROUPS", help="align so many groups, drawn by a seed (0: none)")
    options = parser.parse_args(arguments)
    items = tuple(item for item in read_items(options.data) if options.source in (None, item.source))
    names, encoder, clock = truth(items), load_encoder(), Clock()
    held = kept_or_prepared(options.kept, items, encoder, clock)
    table = held.table()
    print(f"{len(items)} documents, {len(set(names))} texts, {len({item.language for item in items})} languages")
    exact = clock("join", lambda: join(table, cell=len(items)))
    print(f"\n## Join: every document compared ({len(exact)} pairs), then by cells\n")
    print_join(exact, items, names)
    for cell in options.cells:
        pairs = join(table, cell=cell)
        print(f"cells of {cell} on average ({len(pairs)} pairs)")
        print_join(pairs, items, names)
    groups = clock("join, scores and groups", lambda: find(table, held.sketches))
    print_scores("Before alignment", [some.rows for some in groups], items, names)
    looked = 0
    if options.align != 0:
        count = min(options.align or len(groups), len(groups))
        drawn = sorted(np.random.default_rng(0).choice(len(groups), count, replace=False).tolist())
        some = [groups[place] for place in drawn]
        told = {names[row] for group in some for row in group.rows}
        mine = np.array([name in told for name in names])
        families, looked = clock(ALIGNMENT, lambda: align_groups(some, held, encoder))
        rest = [groups[place].rows for place in sorted(set(range(len(groups))) - set(drawn))]
        if count < len(groups):
            print_scores(f"The texts of {count} groups, before alignment", [g.rows for g in groups], items, names, mine)
        print_scores(f"The same after alignment of {looked} pairs", [*families, *rest], items, names, mine)
    print("\n## Processor time\n")
    for stage, seconds in clock.seconds.items():
        count, unit = (max(looked, 1), "aligned pair") if stage == ALIGNMENT else (len(items), "document")
        print(f"{stage:28}{seconds:8.1f} s{seconds / count * 1000:8.2f} ms for each {unit}")


if __name__ == "__main__":
    main()
