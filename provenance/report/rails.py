"""Claims in the rail of a page: credits, findings, what changed, and the reasons; each tied to marks in a text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.report.chains import in_labels
from provenance.report.escape import shortened
from provenance.report.evidences import claim_in_words
from provenance.report.marks import Mark, mark
from provenance.report.severity import LEVELS, severity_of
from provenance.report.wording import confidence, listed, number, plain

Json = Mapping[str, Any]
_QUOTE = 120
# A log-odds of 4 (about 55 to 1) fills the bar: beyond that, more weight changes no reader's mind.
_FULL = 4.0


@dataclass(frozen=True, slots=True)
class Item:
    """A claim in a rail.  id: joins it with its marks, empty where there are none.  tone: of its mark.

    quotes: the characters it is about, one for each side; empty for a claim about metadata.
    """

    id: str
    tone: str
    title: str
    quotes: tuple[str, ...]
    note: str
    sure: str


@dataclass(frozen=True, slots=True)
class Rail:
    """Claims of one kind.  counts: how many of each severity, heaviest first.

    columns: "0 2" where the claims are about these two columns, "1" about one, empty where they are about all.
    """

    title: str
    columns: str
    items: tuple[Item, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each severity there are, heaviest first."""
        tones = Counter(item.tone for item in self.items)
        return tuple((level, tones[level]) for level in reversed(LEVELS) if tones[level])


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters that a reason points at.  id: joins them with their mark.  name: of the text that holds them."""

    id: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence.  size: of its bar, from -100 to 100.  claim: what it speaks to, in words."""

    weight: str
    size: int
    claim: str
    statement: str
    basis: str
    quotes: tuple[Quote, ...]


def credit_items(record: Json, name: str, marks: list[Mark]) -> tuple[Item, ...]:
    """Return the credits of a record and add their marks."""
    items = []
    for place, credit in enumerate(record["credits"]):
        claim = f"{name}c{place}"
        marks += mark(credit["span"], claim, "credit")
        for agent in credit["agents"]:
            marks += mark(agent["span"], claim, "agent")
        names = listed([agent["name"] for agent in credit["agents"]], limit=8) or "not named"
        title = f"{plain(credit['role'])}: {names}"
        items.append(
            Item(_linked(credit, claim), "credit", title, _quoted(credit), _credit_note(credit), _sure(credit))
        )
    return tuple(items)


def _credit_note(credit: Json) -> str:
    source, target, machine = credit["source_language"], credit["target_language"], credit["is_machine"]
    pair = f"{source or '?'} → {target or '?'}" if source or target else ""
    by = {True: "by machine", False: "by hand", None: ""}[machine]
    worded = f"worded as {credit['worded_as']}" if credit["worded_as"] else ""
    return ", ".join(part for part in (pair, by, worded) if part)


def finding_items(record: Json, name: str, marks: list[Mark]) -> tuple[Item, ...]:
    """Return the findings of a record, heaviest first, and add their marks."""
    items = []
    for place, finding in enumerate(record["findings"]):
        claim, tone = f"{name}f{place}", severity_of(finding)
        if finding["kind"] == "foreign-passage":
            marks += mark(finding["span"], claim, "foreign")
        marks += mark(finding["span"], claim, tone)
        quotes = _quoted(finding) or ((shortened(finding["value"], _QUOTE),) if finding["value"] else ())
        note = finding["note"]
        items.append(Item(_linked(finding, claim), tone, plain(finding["kind"]), quotes, note, _sure(finding)))
    return tuple(sorted(items, key=lambda item: -LEVELS.index(item.tone)))


def declared_items(record: Json) -> tuple[Item, ...]:
    """Return what the carrier declares."""
    return tuple(
        Item("", "declared", plain(item["key"]), (shortened(item["value"], _QUOTE),), item["place"], item["basis"])
        for item in record["document"]["declared"]
    )


def change_items(pair: Json, name: str, marks: tuple[list[Mark], list[Mark]]) -> tuple[Item, ...]:
    """Return the discrepancies of a pair, heaviest first, and add their marks to the two texts' own."""
    items = []
    for place, item in enumerate(pair["discrepancies"]):
        claim = f"{name}d{place}"
        for side, found in zip(("one", "other"), marks, strict=True):
            found += mark(item[side], claim, item["severity"])
        quotes = tuple(shortened(item[side]["quote"], _QUOTE) for side in ("one", "other"))
        items.append(
            Item(claim, item["severity"], plain(item["kind"]), quotes, item["note"], number(item["confidence"]))
        )
    return tuple(sorted(items, key=lambda item: -LEVELS.index(item.tone)))


def reasons(evidence: Sequence[Json], chain: Json, name: str, marks: Mapping[str, list[Mark]]) -> tuple[Reason, ...]:
    """Return evidence, weightiest first, and add the marks of what it cites to each document's own."""
    found = []
    by_id = {version["id"]: version for version in chain["versions"]}
    for place, item in enumerate(sorted(evidence, key=lambda item: -abs(item["log_odds"]))):
        quotes: list[Quote] = []
        for cite in item["cites"]:
            if cite["span"] is None or cite["document_id"] not in marks:
                continue
            claim = f"{name}e{place}-{len(quotes)}"
            marks[cite["document_id"]].extend(mark(cite["span"], claim, "cited"))
            text = shortened(cite["span"]["quote"], 80)
            if text and text not in {quote.text for quote in quotes}:
                quotes.append(Quote(claim, text, cite["document_id"]))
        found.append(
            Reason(
                weight=f"{item['log_odds']:+.1f}",
                size=max(-100, min(100, round(item["log_odds"] / _FULL * 100))),
                claim=claim_in_words(item["claim"], chain),
                statement=in_labels(item["statement"], by_id),
                basis=item["basis"],
                quotes=tuple(quotes),
            )
        )
    return tuple(found)


def _linked(value: Json, claim: str) -> str:
    """Return the id that joins a claim with its characters, empty for one about metadata."""
    return claim if value["span"] else ""


def _quoted(value: Json) -> tuple[str, ...]:
    return (shortened(value["span"]["quote"], _QUOTE),) if value["span"] else ()


def _sure(claim: Json) -> str:
    return f"{confidence(claim['confidence'])}, {claim['basis']}"
