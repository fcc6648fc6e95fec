"""Evidence as a table: the weightiest first, each with what it speaks to."""

from collections.abc import Mapping, Sequence
from typing import Any

from provenance.report.blocks import Block, Column, Table
from provenance.report.escape import visible
from provenance.report.wording import language

Json = Mapping[str, Any]
_FULL_BAR = 8
# A log-odds of 4 (about 55 to 1) fills the bar: beyond that, more weight changes no reader's mind.
_FULL = 4.0


def evidence_block(evidence: Sequence[Json], chain: Json) -> Block:
    """Return a table of the evidence for and against what the chain claims."""
    ranked = sorted(evidence, key=lambda item: -abs(item["log_odds"]))
    rows = tuple(
        (
            f"{item['log_odds']:+.1f}",
            bar(item["log_odds"]),
            claim_in_words(item["claim"], chain),
            visible(item["statement"]),
            item["basis"],
        )
        for item in ranked
    )
    columns = (
        Column("weight", is_number=True),
        Column("", "dim"),
        Column("speaks to", "strong"),
        Column("because", "plain"),
        Column("basis", "dim"),
    )
    return Table("Evidence (log-odds; + speaks for, - against)", columns, rows)


def bar(log_odds: float) -> str:
    """Return the weight as up to eight blocks, + or - by its side."""
    size = min(_FULL_BAR, round(abs(log_odds) / _FULL * _FULL_BAR))
    return ("▮" if log_odds > 0 else "▯") * size


def claim_in_words(claim: str, chain: Json) -> str:
    """Return a claim in words: "v2>v3#machine" → "French version → this text: by machine"."""
    if claim.startswith("language:"):
        return f"traces of {language(claim.removeprefix('language:'))}"
    labels = {version["id"]: visible(version["label"]) for version in chain["versions"]}
    subject, _, aspect = claim.partition("#")
    versions, _, tag = subject.partition("=")
    arrow, joint = (" ↔ ", "~") if "~" in versions else (" → ", ">")
    hop = arrow.join(labels.get(part, visible(part)) for part in versions.removesuffix("!").split(joint))
    detail = (
        f"{'not ' if versions.endswith('!') else ''}{language(tag)}"
        if tag
        else f"by {visible(aspect)}"
        if aspect
        else ""
    )
    return f"{hop}: {detail}" if detail else hop
