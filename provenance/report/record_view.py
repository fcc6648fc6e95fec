"""A record as blocks: the answer first, then the chain, the credits, the findings and the evidence."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from provenance.report.blocks import Block, Column, Headline, Table, Tone
from provenance.report.chains import chain_block
from provenance.report.escape import shortened, visible
from provenance.report.evidences import evidence_block
from provenance.report.severity import LEVELS, severity_of
from provenance.report.wording import confidence, counted, language, listed, number, offsets, plain

Json = Mapping[str, Any]
_QUOTE_CHARS = 64
_TONES: Mapping[str, Tone] = {"major": "major", "minor": "minor", "info": "info"}


def record_blocks(record: Json) -> tuple[Block, ...]:
    """Return what a reader of one record wants to see, in that order."""
    blocks: list[Block] = [headline(record), chain_block(record["chain"])]
    if record["credits"]:
        blocks.append(_credits(record))
    if record["findings"]:
        blocks.append(_findings(record))
    if record["evidence"]:
        blocks.append(evidence_block(record["evidence"], record["chain"]))
    if record["document"]["declared"]:
        blocks.append(_declared(record))
    return tuple(blocks)


def headline(record: Json) -> Headline:
    """Return the answer in a line: language, named versions, chain, findings."""
    guess = record["language"]
    if guess["language"] == "und":
        parts = ["language undetermined"]
    else:
        parts = [f"{language(guess['language'])} text ({confidence(guess['confidence'])})"]
    parts += _named_versions(record)
    if record["chain"]["undetermined"] is not None:
        parts.append("chain undetermined")
    elif record["chain"]["hops"]:
        count = len(record["chain"]["versions"])
        parts.append(f"chain of {counted(count, 'version')} ({confidence(record['chain']['confidence'])})")
    parts.append(_tally(record))
    return Headline(visible(record["document"]["id"]), tuple(parts))


def _named_versions(record: Json) -> Iterator[str]:
    """Say which translations the credits name, at most three."""
    seen = [credit for credit in record["credits"] if credit["role"] in ("translator", "machine-translator")]
    for credit in seen[:3]:
        names = listed([agent["name"] for agent in credit["agents"]])
        by = f" by {names}" if names else ""
        target = credit["target_language"] or credit["scope"]["language"]
        origin = f" from {language(credit['source_language'])}" if credit["source_language"] else ""
        verb = "a credit names" if credit["span"] else "the page's metadata names"
        if target and target != record["language"]["language"]:
            yield f"{verb} a {language(target)} version{origin}{by}"
        else:
            yield f"{verb} a translation{origin}{by}"


def _tally(record: Json) -> str:
    counts = Counter(severity_of(finding) for finding in record["findings"])
    heavy = [f"{counts[level]} {level}" for level in reversed(LEVELS) if counts[level] and level != "info"]
    total = counted(len(record["findings"]), "finding")
    if not record["findings"]:
        return "no findings"
    return f"{total} ({', '.join(heavy)})" if heavy else total


def _credits(record: Json) -> Table:
    rows = []
    for credit in record["credits"]:
        names = listed([agent["name"] for agent in credit["agents"]], limit=6) or "not named"
        quote = shortened(credit["span"]["quote"], _QUOTE_CHARS) if credit["span"] else "metadata"
        rows.append(
            (plain(credit["role"]), names, _scope(credit["scope"]), _languages(credit), quote, _sure(credit, "span"))
        )
    columns = (
        Column("role", "strong"),
        Column("who"),
        Column("of"),
        Column("languages"),
        Column("quote", "quote"),
        Column("at · sure", "dim"),
    )
    return Table("Credits", columns, tuple(rows))


def _scope(scope: Json) -> str:
    if scope["kind"] == "version":
        if scope["language"]:
            return f"the {language(scope['language'])} version"
        return shortened(scope["span"]["quote"], 28) if scope["span"] else "a version"
    named = f" ({language(scope['language'])})" if scope["language"] else ""
    words = {"text": "this text", "original": "the original", "unknown": "not told"}
    return f"{words[scope['kind']]}{named}"


def _languages(credit: Json) -> str:
    source, target, shows = credit["source_language"], credit["target_language"], credit["worded_as"]
    pair = f"{visible(source or '?')} → {visible(target or '?')}" if source or target else ""
    machine = {True: "by machine", False: "by hand", None: ""}[credit["is_machine"]]
    worded = f"worded as {visible(shows)}" if shows else ""
    return ", ".join(part for part in (pair, machine, worded) if part)


def _sure(claim: Json, span: str) -> str:
    return f"{offsets(claim[span])} · {number(claim['confidence'])}"


def _findings(record: Json) -> Table:
    ranked = sorted(
        record["findings"],
        key=lambda finding: (-LEVELS.index(severity_of(finding)), finding["span"]["start"] if finding["span"] else -1),
    )
    rows = tuple(
        (
            severity_of(finding),
            plain(finding["kind"]),
            shortened(finding["span"]["quote"] if finding["span"] else finding["value"], _QUOTE_CHARS),
            _sure(finding, "span"),
            visible(finding["note"]),
        )
        for finding in ranked
    )
    columns = (
        Column("severity"),
        Column("finding", "strong"),
        Column("quote", "quote"),
        Column("at · sure", "dim"),
        Column("note"),
    )
    return Table("Findings", columns, rows, tuple(_TONES[row[0]] for row in rows))


def _declared(record: Json) -> Table:
    rows = tuple(
        (plain(item["key"]), shortened(item["value"], _QUOTE_CHARS), visible(item["place"]), item["basis"])
        for item in record["document"]["declared"]
    )
    columns = (Column("key", "strong"), Column("value", "quote"), Column("where", "dim"), Column("basis", "dim"))
    return Table("Declared by the carrier", columns, rows)
