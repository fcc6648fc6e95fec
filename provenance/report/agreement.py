"""Three versions or more, sentence by sentence: who reads like whom where they differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from provenance.report.blocks import Column, Table
from provenance.report.escape import shortened, visible

Json = Mapping[str, Any]
Stretch = tuple[int, int]
_READING_CHARS = 60
_MAX_VERSIONS = 6


def agreement_block(comparison: Json) -> Table | None:
    """Return a row for each sentence of the first version that not all versions read alike; None if there is none.

    Two versions read a sentence alike if both have it, or both lack it, and their comparison found no difference of
    weight in it.  "a b | c" says that a and b share a reading that c does not.
    """
    records = comparison["records"][:_MAX_VERSIONS]
    if len(records) < 3:
        return None
    ids = [record["document"]["id"] for record in records]
    pairs = {(pair["alignment"]["one_id"], pair["alignment"]["other_id"]): pair for pair in comparison["pairs"]}
    rows = []
    for index, segment in enumerate(records[0]["segments"]):
        if segment["kind"] not in ("title", "body"):
            continue
        places = [_place(index, records[0], record, pairs) for record in records]
        groups = _groups(ids, places, pairs)
        if len(groups) > 1:
            readings = [_reading(record, place) for record, place in zip(records, places, strict=True)]
            rows.append((str(index), " | ".join(" ".join(map(visible, group)) for group in groups), *readings))
    if not rows:
        return None
    columns = [Column("", is_number=True), Column("who reads alike", "strong")]
    columns += [Column(visible(name), "quote", limit=_READING_CHARS) for name in ids]
    return Table("Sentence by sentence, where versions differ", tuple(columns), tuple(rows))


def _place(index: int, first: Json, record: Json, pairs: Mapping[tuple[str, str], Json]) -> Stretch | None:
    """Return the characters of a version that stand for a segment of the first; None where it lacks that."""
    if record is first:
        span = first["segments"][index]["span"]
        return span["start"], span["end"]
    names = first["document"]["id"], record["document"]["id"]
    here, there = ("one", "other") if names in pairs else ("other", "one")
    pair = pairs.get(names) or pairs.get(names[::-1])
    links = pair["alignment"]["links"] if pair else ()
    found = next((link[there] for link in links if index in link[here]), ())
    if not found:
        return None
    spans = [record["segments"][place]["span"] for place in found]
    return spans[0]["start"], spans[-1]["end"]


def _groups(
    ids: Sequence[str], places: Sequence[Stretch | None], pairs: Mapping[tuple[str, str], Json]
) -> list[list[str]]:
    groups: list[list[int]] = []
    for version in range(len(ids)):
        home = next((group for group in groups if all(_agree(ids, places, pairs, v, version) for v in group)), None)
        if home is None:
            groups.append([version])
        else:
            home.append(version)
    return [[ids[version] for version in group] for group in groups]


def _agree(
    ids: Sequence[str], places: Sequence[Stretch | None], pairs: Mapping[tuple[str, str], Json], one: int, other: int
) -> bool:
    here, there = places[one], places[other]
    if here is None or there is None:
        return here is there
    pair, sides = pairs.get((ids[one], ids[other])), ("one", "other")
    if pair is None:
        pair, sides = pairs.get((ids[other], ids[one])), ("other", "one")
    items = pair["discrepancies"] if pair else ()
    return not any(
        item["severity"] != "info" and _touches(item[sides[0]], here) and _touches(item[sides[1]], there)
        for item in items
    )


def _touches(span: Json, stretch: Stretch) -> bool:
    if span["start"] == span["end"]:
        return bool(stretch[0] <= span["start"] <= stretch[1])
    return bool(span["start"] < stretch[1] and stretch[0] < span["end"])


def _reading(record: Json, place: Stretch | None) -> str:
    if place is None:
        return "(nothing)"
    quotes = [
        segment["span"]["quote"].strip()
        for segment in record["segments"]
        if place[0] <= segment["span"]["start"] and segment["span"]["end"] <= place[1]
    ]
    return shortened(" ".join(quotes), _READING_CHARS)
