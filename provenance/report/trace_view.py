"""A trace and the list of an index as blocks: the answer first, then what it rests on."""

from collections.abc import Mapping
from typing import Any

from provenance.report.blocks import Block, Column, Headline, Table, Tone
from provenance.report.chains import chain_block
from provenance.report.escape import shortened, visible
from provenance.report.wording import confidence, counted, language, number, percent, plain

Json = Mapping[str, Any]
_ANSWERS = {
    "original": "an original is in the index",
    "version": "versions are in the index, none for certain its original",
    "none": "no original in this index",
}
_TONES: Mapping[str, Tone] = {
    "original": "strong", "version": "strong", "sibling": "strong", "derived": "strong", "same-event": "plain",
    "unrelated": "dim",
}  # fmt: skip
_TITLE_CHARS = 48


def trace_blocks(trace: Json) -> tuple[Block, ...]:
    """Return what a reader of a trace wants to see, in that order."""
    blocks: list[Block] = [_headline(trace)]
    if trace["matches"]:
        blocks.append(_matches(trace["matches"]))
    if trace["comparison"] is not None:
        blocks.append(chain_block(trace["comparison"]["chain"]))
    return tuple(blocks)


def _headline(trace: Json) -> Headline:
    reason = trace["reason"] if trace["answer"] == "original" else trace["reason"].partition(": ")[2] or trace["reason"]
    parts = (
        f"{_ANSWERS[trace['answer']]} ({confidence(trace['confidence'])})",
        visible(reason),
        language(trace["language"]["language"]),
        f"{counted(trace['searched'], 'document')} searched",
    )
    return Headline(visible(trace["document"]["id"]), parts)


def _matches(matches: list[Json]) -> Table:
    rows = tuple(
        (
            plain(match["relation"]),
            visible(match["document_id"]),
            match["language"],
            (match["published"] or "")[:10],
            f"{plain(match['verdict'])}, {confidence(match['confidence'])}",
            f"{percent(match['coverage']['text'])} / {percent(match['coverage']['match'])}",
            number(max(0.0, match["likeness"])),
            number(match["chances"]["original"]) if match["chances"] else "",
            shortened(match["title"], _TITLE_CHARS),
        )
        for match in matches
    )
    columns = (
        Column("relation"),
        Column("document", "strong"),
        Column("language"),
        Column("date", "dim"),
        Column("the two alone"),
        Column("of text / of it", is_number=True),
        Column("like", "dim", is_number=True),
        Column("made from it", is_number=True),
        Column("title", "quote"),
    )
    return Table("Likeliest originals first", columns, rows, tuple(_TONES[match["relation"]] for match in matches))


def originals_blocks(value: Json) -> tuple[Block, ...]:
    """Return the documents of an index, or what a search in it found."""
    entries = value["originals"]
    rows = tuple(
        (
            visible(entry["id"]),
            entry["sha256"][:12],
            entry["language"],
            (entry["published"] or "")[:10],
            str(entry["characters"]),
            "" if entry.get("cosine") is None else number(max(0.0, entry["cosine"])),
            shortened(entry["title"], _TITLE_CHARS),
        )
        for entry in entries
    )
    columns = (
        Column("document", "strong"),
        Column("text", "dim"),
        Column("language"),
        Column("date", "dim"),
        Column("characters", is_number=True),
        Column("like", "dim", is_number=True),
        Column("title", "quote"),
    )
    parts = (counted(value["documents"], "document"), visible(value["model"] or "empty"))
    table = (Table("Documents", columns, rows),) if rows else ()
    return (Headline(visible(value["index"]), parts), *table)
