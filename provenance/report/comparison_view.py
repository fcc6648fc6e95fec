"""A comparison as blocks: verdicts first, then the chain, what changed, and the passages side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from provenance.report.agreement import agreement_block
from provenance.report.blocks import Block, Column, Headline, Table, Tone
from provenance.report.chains import chain_block
from provenance.report.escape import shortened, visible
from provenance.report.evidences import evidence_block
from provenance.report.severity import LEVELS
from provenance.report.wording import confidence, counted, number, offsets, percent, plain, verdict

Json = Mapping[str, Any]
_PASSAGE_CHARS = 200
_LINE_CHARS = 56
_QUOTE_CHARS = 44
_NOTE_CHARS = 90
_TONES: Mapping[str, Tone] = {"major": "major", "minor": "minor", "info": "info"}


def comparison_blocks(comparison: Json) -> tuple[Block, ...]:
    """Return what a reader of a comparison wants to see, in that order."""
    by_id = {record["document"]["id"]: record for record in comparison["records"]}
    blocks: list[Block] = [headline(comparison), chain_block(comparison["chain"]), _pairs(comparison["pairs"])]
    for pair in comparison["pairs"]:
        if pair["discrepancies"]:
            blocks.append(_discrepancies(pair))
    agreement = agreement_block(comparison)
    blocks += [agreement] if agreement else []
    for pair in comparison["pairs"]:
        if pair["alignment"]["links"]:
            blocks.append(_links(pair, by_id))
    if comparison["evidence"]:
        blocks.append(evidence_block(comparison["evidence"], comparison["chain"]))
    return tuple(blocks)


def headline(comparison: Json) -> Headline:
    """Return the answer in a line: the verdict of a single pair, or how many pairs there are, and what changed."""
    pairs = comparison["pairs"]
    subject = " and ".join(visible(record["document"]["id"]) for record in comparison["records"][:4])
    subject += ", …" if len(comparison["records"]) > 4 else ""
    if len(pairs) == 1:
        parts = [f"{verdict(pairs[0]['verdict'])} ({confidence(pairs[0]['confidence'])})"]
    else:
        counts = Counter(plain(pair["verdict"]) for pair in pairs)
        parts = [f"{count} of {counted(len(pairs), 'pair')}: {name}" for name, count in counts.most_common()]
    if comparison["chain"]["undetermined"] is not None:
        parts.append("who comes from whom is undetermined")
    parts += _directions(comparison["chain"])
    parts.append(_tally([item for pair in pairs for item in pair["discrepancies"]]))
    return Headline(subject, tuple(parts))


def _directions(chain: Json) -> list[str]:
    """Say which document at hand comes from which, at most three times."""
    seen = {version["id"]: version["document_id"] for version in chain["versions"] if version["document_id"]}
    hops = [hop for hop in chain["hops"] if hop["parent"] in seen and hop["child"] in seen]
    return [
        f"{visible(seen[hop['child']])} from {visible(seen[hop['parent']])} ({confidence(hop['confidence'])})"
        for hop in hops[:3]
    ]


def _tally(items: Sequence[Json]) -> str:
    counts = Counter(item["severity"] for item in items)
    heavy = [f"{counts[level]} {level}" for level in reversed(LEVELS) if counts[level]]
    return f"{counted(len(items), 'discrepancy')} ({', '.join(heavy)})" if items else "no discrepancies"


def _names(pair: Json) -> tuple[str, str]:
    return visible(pair["alignment"]["one_id"]), visible(pair["alignment"]["other_id"])


def _pairs(pairs: Sequence[Json]) -> Table:
    rows = tuple(
        (
            *_names(pair),
            plain(pair["verdict"]),
            confidence(pair["confidence"]),
            f"{percent(pair['coverage']['one'])} / {percent(pair['coverage']['other'])}",
            percent(pair["coverage"]["order"]),
            number(max(pair["coverage"]["similarity"], 0)),
        )
        for pair in pairs
    )
    columns = (
        Column("one", "strong"),
        Column("other", "strong"),
        Column("verdict"),
        Column("sure"),
        Column("with a partner", is_number=True),
        Column("same order", is_number=True),
        Column("similarity", is_number=True),
    )
    return Table("Versions, two by two", columns, rows)


def _discrepancies(pair: Json) -> Table:
    one, other = _names(pair)
    ranked = sorted(pair["discrepancies"], key=lambda item: (-LEVELS.index(item["severity"]), item["one"]["start"]))
    rows = tuple(
        (
            item["severity"],
            plain(item["kind"]),
            shortened(item["one"]["quote"], _QUOTE_CHARS) or "(nothing)",
            shortened(item["other"]["quote"], _QUOTE_CHARS) or "(nothing)",
            f"{offsets(item['one'])} / {offsets(item['other'])}",
            f"{visible(item['note'])} ({number(item['confidence'])})".strip(),
        )
        for item in ranked
    )
    columns = (
        Column("severity"),
        Column("kind", "strong"),
        Column(one, "quote"),
        Column(other, "quote"),
        Column("at", "dim"),
        Column("note", limit=_NOTE_CHARS),
    )
    return Table(f"What changed between {one} and {other}", columns, rows, tuple(_TONES[row[0]] for row in rows))


def _links(pair: Json, by_id: Mapping[str, Json]) -> Table:
    one, other = _names(pair)
    sides = tuple(by_id[pair["alignment"][side]] for side in ("one_id", "other_id"))
    rows: list[tuple[str, ...]] = []
    tones: list[Tone] = []
    for link in pair["alignment"]["links"]:
        is_linked = bool(link["one"] and link["other"])
        mark = number(max(link["similarity"], 0)) if is_linked else "no partner"
        rows.append((_passage(link["one"], sides[0]), mark, _passage(link["other"], sides[1])))
        tones.append("plain" if is_linked else "minor")
    columns = (Column(one, limit=_LINE_CHARS), Column("like", "dim", is_number=True), Column(other, limit=_LINE_CHARS))
    return Table(f"Side by side: {one} and {other}", columns, tuple(rows), tuple(tones))


def _passage(indices: Sequence[int], record: Json) -> str:
    text = " ".join(record["segments"][index]["span"]["quote"].strip() for index in indices)
    marked = f"{indices[0]}{f'–{indices[-1]}' if len(indices) > 1 else ''} " if indices else ""
    return marked + shortened(text, _PASSAGE_CHARS)
