"""False alarms of interference rules and artefacts on text that is what it seems to be.

    python -m benchmarks.interference --data ../shared/data/dev

Interference: findings for each 10,000 sentences of native text (WMT22 originals; lid.jsonl's sentences; Debian's and
PHP's English), by language of the text and rule, and in translations from the language that the rule speaks for (WMT22
references and systems; Debian and PHP from English), with the log of the ratio of the two rates (half a case added to
each).  Artefacts: paragraphs of WMT22 references, Debian and PHP with a finding, by kind.
"""

import argparse
import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provenance.detect.artefacts import artefacts
from provenance.detect.interference import interference
from provenance.segment import segment
from provenance.types import Segment, Span, primary

TAGS = {"nb": "no", "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh_CN": "zh-Hans", "pt-br": "pt", "pt_BR": "pt"}
MAX_LID = 200


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") as lines:
        yield from map(json.loads, lines)


def texts(data: Path) -> Iterator[tuple[str, str | None, str]]:
    """Yield (language, language it was translated from or None, text)."""
    for row in rows(data / "wmt22_docs.jsonl.gz"):
        if "sah" in row["pair"]:
            continue
        yield from ((row["src_lang"], None, line) for line in row["source"])
        for made in (row["reference"], *row["systems"].values()):
            yield from ((row["tgt_lang"], row["src_lang"], line) for line in made)
    for name, own in (("debian_news", "source_text"), ("php_docs", "english_text")):
        for row in rows(data / f"{name}.jsonl.gz"):
            if row.get("original_lang", "en") == "en":
                yield from ((row["lang"], "en", line) for line in row["translation_text"])
                yield from (("en", None, line) for line in row[own])
    for row in rows(data / "lid.jsonl.gz"):
        if row["kind"] == "sentences":
            yield row["lang"], None, row["text"]


def one_segment(text: str) -> tuple[Segment, ...]:
    return (Segment(0, Span(0, len(text))),)


def habits(data: Path) -> None:
    counts: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    totals: Counter[tuple[str, str | None]] = Counter()
    seen: set[tuple[str, str | None, str]] = set()
    for tag, source, text in texts(data):
        own = primary(TAGS.get(tag, tag))
        if (own, source, text) in seen:
            continue
        seen.add((own, source, text))
        totals[own, source] += 1
        for fired in {(item.rule, item.value) for item in interference(text, own, one_segment(text))}:
            if source is None:
                counts[own, fired[0], fired[1]][0] += 1
            elif source == fired[1]:
                counts[own, fired[0], fired[1]][1] += 1
    print("text  rule                                        native sentences  translated sentences   log ratio")
    for (own, rule, implied), (native, made) in sorted(counts.items()):
        size, base = totals[own, implied], totals[own, None]
        ratio = math.log((made + 0.5) / (size + 1)) - math.log((native + 0.5) / (base + 1)) if size else float("nan")
        print(f"{own:5s} {rule:42s} {native:6d} of {base:6d}   {made:6d} of {size:6d}   {ratio:8.2f}")


def alarms(data: Path) -> None:
    for name in ("wmt22_docs", "debian_news", "php_docs"):
        paragraphs, found = 0, Counter[str]()
        examples: dict[str, list[str]] = defaultdict(list)
        for row in rows(data / f"{name}.jsonl.gz"):
            tag = TAGS.get(row.get("lang") or row["tgt_lang"], row.get("lang") or row["tgt_lang"])
            for text in row.get("reference") or row["translation_text"]:
                paragraphs += 1
                for item in artefacts(text, tag, segment(text, tag)):
                    found[item.kind] += 1
                    if item.span is not None and item.kind != "aggregator-tail":
                        examples[item.kind].append(f"{tag}: {item.span.of(text)}")
        share = sum(found.values()) / max(1, paragraphs)
        print(f"{name:12s} {paragraphs} paragraphs, findings {share:.3%}: {dict(found)}")
        for kind, some in sorted(examples.items()):
            print(f"    {kind}: {'; '.join(some[:: max(1, len(some) // 8)][:8])}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Print false alarms of interference rules and artefacts.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the development sets")
    options = parser.parse_args()
    habits(options.data)
    alarms(options.data)


if __name__ == "__main__":
    main()
