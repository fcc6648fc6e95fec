"""Collation: recall and precision per kind on seeded changes, and false alarms on untouched human translations.

``python -m benchmarks.collation --data ../shared/data/dev [--model FOLDER] [--documents N] [--kinds KIND ...]
[--losses]``

WMT22 documents (news and those without a domain), source beside human reference.  In each document one change a kind
is made to the reference (benchmarks.perturb, perturb_sentences, perturb_wording); it counts as found if a discrepancy
of that kind overlaps it, for a clause left out an omission.  All other discrepancies of that kind in the changed
document count as false, though some are real slips of the translator.
Findings of severity "info" are counted apart: they are what the tracker is not sure of.  "--documents" takes the first
N documents of each language pair, "--kinds" only changes of those kinds; "--losses" tells by language pair whether the
alignment or the comparison lost a change.  "--gold" takes line k beside line k for granted; without it, the texts are
aligned first, as for a user.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.alignment import _rows, aligned
from benchmarks.perturb import PERTURBATIONS
from benchmarks.perturb_sentences import SENTENCES
from benchmarks.perturb_wording import WORDING
from provenance.collate import SURE, collate
from provenance.embed import load_encoder
from provenance.embed.bundled import load_bundled
from provenance.types import Alignment, Discrepancy, Link, Span

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
CHANGES = PERTURBATIONS | SENTENCES | WORDING
Found = tuple[Alignment, tuple[Discrepancy, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--gold", action="store_true")
    parser.add_argument("--documents", type=int, help="at most so many documents of each language pair")
    parser.add_argument("--kinds", nargs="*", help="only changes of these kinds")
    parser.add_argument("--losses", action="store_true", help="print where what was not found was lost")
    options = parser.parse_args()
    encoder = load_bundled(options.model) if options.model else load_encoder()
    rows = [row for row in _rows(options.data / "wmt22_docs.jsonl.gz") if row["domain"] in (None, "news")]
    rows = [row for row in rows if "sah" not in row["pair"]]

    if options.documents:
        taken: Counter[str] = Counter()
        rows = [row for row in rows if taken.update([row["pair"]]) or taken[row["pair"]] <= options.documents]

    def found(row: dict[str, Any], target: Sequence[str], gap: int | None = None) -> Found:
        one, other = row["source"], list(target)
        alignment = _given(len(one), gap) if options.gold else aligned(one, other, encoder)
        return alignment, collate(
            "\n".join(one), "\n".join(other), spans(one), spans(other), alignment,
            one_language=row["src_lang"], other_language=row["tgt_lang"], encode=encoder.encode,
        )  # fmt: skip

    _changed(rows, found, options.kinds or CHANGES, options.losses)
    _untouched(rows, found)


def spans(segments: Sequence[str]) -> list[Span]:
    """Return where each segment stands when they are joined by line ends."""
    result, start = [], 0
    for segment in segments:
        result.append(Span(start, start + len(segment)))
        start += len(segment) + 1
    return result


def _changed(rows: list[dict[str, Any]], found: Callable[..., Found], kinds: Iterable[str], has_losses: bool) -> None:
    print(f"{'kind':<11} {'changes':>8} {'recall':>7} {'precision':>10}   with info: recall, precision")
    losses: Counter[tuple[str, str, str]] = Counter()
    for kind in kinds:
        sure, all_ = Counter[str](), Counter[str]()
        total = 0
        for row in rows:
            chance = random.Random(row["doc_id"] + kind)
            change = CHANGES[kind](row["source"], row["reference"], row["src_lang"], row["tgt_lang"], chance)
            if change is None:
                continue
            total += 1
            is_gap, told = kind in ("omission", "clause"), "omission" if kind == "clause" else kind
            places = spans(row["source"] if is_gap else change.segments)
            truth = [Span(places[i].start + s, places[i].start + max(e, s + 1)) for i, s, e in change.places]
            alignment, items = found(row, change.segments, change.places[0][0] if kind == "omission" else None)
            reported = [item for item in items if item.kind == told]
            for count, ones in ((sure, [item for item in reported if item.severity != "info"]), (all_, reported)):
                right = [item for item in ones if any((item.one if is_gap else item.other).overlaps(t) for t in truth)]
                count.update({"hit": bool(right), "false": len(ones) - len(right)})
                if count is sure and not right:
                    losses[kind, row["pair"], _cause(alignment, change.places[0][0], kind == "omission")] += 1
        (recall, precision), (recall_all, precision_all) = _scores(sure, total), _scores(all_, total)
        print(
            f"{kind:<11} {total:8d} {recall:7.3f} {precision:10.3f}   {recall_all:.3f} {precision_all:.3f}", flush=True
        )
    if has_losses:
        print("\nlost: kind, pair, where, changes")
        for (kind, pair, cause), number in sorted(losses.items()):
            print(f"  {kind:<11} {pair:<6} {cause:<10} {number:4d}")


def _scores(count: Counter[str], total: int) -> tuple[float, float]:
    return count["hit"] / max(total, 1), count["hit"] / max(count["hit"] + count["false"], 1)


def _cause(alignment: Alignment, place: int, is_gap: bool) -> str:
    """Tell whether a change was lost because its segment lies in no bead of its own, or in spite of that."""
    if is_gap:
        link = next(link for link in alignment.links if place in link.one)
        return "comparison" if not link.other else "alignment"
    link = next(link for link in alignment.links if place in link.other)
    return "comparison" if place in link.one and link.probability >= SURE else "alignment"


def _untouched(rows: list[dict[str, Any]], found: Callable[..., Found]) -> None:
    kinds: Counter[str] = Counter()
    unsure = sentences = 0
    for row in rows:
        sentences += len(row["source"])
        _, items = found(row, row["reference"])
        kinds.update(item.kind for item in items if item.severity != "info")
        unsure += sum(item.severity == "info" for item in items)
    print(f"\nuntouched: {sentences} sentences, {100 * sum(kinds.values()) / sentences:.2f} discrepancies in 100")
    print(f"  besides {100 * unsure / sentences:.2f} of severity info")
    for kind, count in kinds.most_common():
        print(f"  {kind:<11} {count:5d} {100 * count / sentences:6.2f}")


def _given(count: int, gap: int | None) -> Alignment:
    """Return line k beside line k; gap: the line of one that other lacks."""
    links = [Link((i,), () if i == gap else (i - (gap is not None and i > gap),), 0.9, 0.95) for i in range(count)]
    return Alignment("one", "other", tuple(links))


if __name__ == "__main__":
    main()
