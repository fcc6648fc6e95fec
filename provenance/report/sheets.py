"""What a page shows of a record or a comparison: texts cut into runs, rails of claims, the drawn chain."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.report.blocks import Headline, Lines
from provenance.report.chains import chain_block
from provenance.report.comparison_view import headline as comparison_headline
from provenance.report.escape import shortened
from provenance.report.evidences import claim_in_words
from provenance.report.graph import Graph, graph
from provenance.report.marks import Mark, Run, mark, runs
from provenance.report.names import with_short_names
from provenance.report.record_view import headline as record_headline
from provenance.report.severity import LEVELS, severity_of
from provenance.report.wording import confidence, listed, number, percent, plain, verdict

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A claim in a rail.  id: joins it with its runs.  tone: of its mark.  quote: empty for a claim about metadata."""

    id: str
    tone: str
    title: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a column of runs."""

    name: str
    language: str
    origin: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One text, or two side by side, with their rails."""

    id: str
    title: str
    texts: tuple[Text, ...]
    rails: tuple[tuple[str, tuple[Item, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence.  size: of its bar, from -100 to 100.  cites: ids of claims, with words."""

    weight: str
    size: int
    claim: str
    statement: str
    basis: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a page shows of one value."""

    id: str
    headline: Headline
    chain: Graph
    story: tuple[str, ...]
    panels: tuple[Panel, ...]
    evidence: tuple[Reason, ...]
    tool: str
    schema: str


def sheet(value: dict[str, Any], name: str) -> Sheet:
    """Return what to show of a record or comparison that follows its schema; name makes its ids unique in a page."""
    is_comparison = "records" in value
    value = with_short_names(value) if is_comparison else value
    block = chain_block(value["chain"])
    panels = _pair_panels(value, name) if is_comparison else (_record_panel(value, name),)
    return Sheet(
        id=name,
        headline=comparison_headline(value) if is_comparison else record_headline(value),
        chain=graph(value["chain"]),
        story=tuple(line for line, tone in block.lines if tone in ("dim", "minor")) if isinstance(block, Lines) else (),
        panels=panels,
        evidence=tuple(_reason(item, value["chain"]) for item in _by_weight(value["evidence"])),
        tool=f"{value['tool']['name']} {value['tool']['version']}",
        schema=value["schema"],
    )


def _by_weight(evidence: Sequence[Json]) -> list[Json]:
    return sorted(evidence, key=lambda item: -abs(item["log_odds"]))


def _reason(item: Json, chain: Json) -> Reason:
    size = max(-100, min(100, round(item["log_odds"] * 25)))
    quotes = [shortened(cite["span"]["quote"], 80) for cite in item["cites"] if cite["span"]]
    return Reason(
        weight=f"{item['log_odds']:+.1f}",
        size=size,
        claim=claim_in_words(item["claim"], chain),
        statement=item["statement"],
        basis=item["basis"],
        quotes=tuple(dict.fromkeys(quotes)),
    )


def _record_panel(record: Json, name: str) -> Panel:
    document = record["document"]
    marks: list[Mark] = []
    for segment in record["segments"]:
        if segment["kind"] != "body":
            marks += mark(segment["span"], f"{name}-g{segment['index']}", f"kind-{segment['kind']}")
    credited, found = _credit_items(record, name, marks), _finding_items(record, name, marks)
    declared = tuple(
        Item("", "info", f"{plain(item['key'])} · {item['basis']}", item["value"], item["place"])
        for item in document["declared"]
    )
    text = Text(
        document["id"], record["language"]["language"], document["origin"], tuple(runs(document["text"], marks))
    )
    rails = (("Credits", credited), ("Findings", found), ("Declared by the carrier", declared))
    return Panel(f"{name}-p0", "Text", (text,), tuple(rail for rail in rails if rail[1]))


def _credit_items(record: Json, name: str, marks: list[Mark]) -> tuple[Item, ...]:
    items = []
    for place, credit in enumerate(record["credits"]):
        claim = f"{name}-c{place}"
        marks += mark(credit["span"], claim, "credit")
        for agent in credit["agents"]:
            marks += mark(agent["span"], claim, "agent")
        names = listed([agent["name"] for agent in credit["agents"]], limit=8) or "not named"
        quote = credit["span"]["quote"] if credit["span"] else ""
        items.append(Item(_linked(credit, claim), "credit", f"{plain(credit['role'])}: {names}", quote, _sure(credit)))
    return tuple(items)


def _finding_items(record: Json, name: str, marks: list[Mark]) -> tuple[Item, ...]:
    items = []
    for place, finding in enumerate(record["findings"]):
        claim, tone = f"{name}-f{place}", severity_of(finding)
        marks += mark(finding["span"], claim, tone)
        quote = finding["span"]["quote"] if finding["span"] else finding["value"]
        items.append(
            Item(_linked(finding, claim), tone, plain(finding["kind"]), quote, f"{finding['note']} ({_sure(finding)})")
        )
    return tuple(sorted(items, key=lambda item: -LEVELS.index(item.tone)))


def _linked(value: Json, claim: str) -> str:
    """Return the id that joins a claim with its characters, empty for one about metadata."""
    return claim if value["span"] else ""


def _sure(claim: Json) -> str:
    return f"{confidence(claim['confidence'])}, {claim['basis']}"


def _pair_panels(comparison: Json, name: str) -> tuple[Panel, ...]:
    by_id = {record["document"]["id"]: record for record in comparison["records"]}
    return tuple(_pair_panel(pair, f"{name}-p{place}", by_id) for place, pair in enumerate(comparison["pairs"]))


def _pair_panel(pair: Json, name: str, by_id: Mapping[str, Json]) -> Panel:
    links = pair["alignment"]["links"]
    moved = moved_links(links)
    texts = []
    for side in ("one", "other"):
        record = by_id[pair["alignment"][f"{side}_id"]]
        marks: list[Mark] = []
        for place, link in enumerate(links):
            tone = "alone" if not (link["one"] and link["other"]) else "moved" if place in moved else "linked"
            for index in link[side]:
                marks += mark(_without_end(record["segments"][index]["span"]), f"{name}-l{place}", tone)
        for place, item in enumerate(pair["discrepancies"]):
            marks += mark(item[side], f"{name}-d{place}", item["severity"])
        document = record["document"]
        cut = tuple(runs(document["text"], marks))
        texts.append(Text(document["id"], record["language"]["language"], document["origin"], cut))
    items = tuple(
        Item(f"{name}-d{place}", item["severity"], plain(item["kind"]), _change(item), _note(item))
        for place, item in enumerate(pair["discrepancies"])
    )
    items = tuple(sorted(items, key=lambda item: -LEVELS.index(item.tone)))
    coverage = pair["coverage"]
    title = (
        f"{texts[0].name} and {texts[1].name}: {verdict(pair['verdict'])} ({confidence(pair['confidence'])}) · "
        f"{percent(coverage['one'])} and {percent(coverage['other'])} have a partner"
    )
    return Panel(name, title, tuple(texts), (("What changed", items),) if items else ())


def _without_end(span: Json) -> Json:
    """Return a span without the white space at its end, which no reader wants to see marked."""
    return {**span, "end": span["start"] + len(span["quote"].rstrip())}


def _change(item: Json) -> str:
    one, other = (shortened(item[side]["quote"], 90) or "(nothing)" for side in ("one", "other"))
    return f"{one} ⇄ {other}"


def _note(item: Json) -> str:
    return f"{item['note']} ({number(item['confidence'])})".strip()


def moved_links(links: Sequence[Json]) -> set[int]:
    """Return the places of the links that cross the longest run of links in order (patience sorting)."""
    linked = [
        (place, link["one"][0], link["other"][0]) for place, link in enumerate(links) if link["one"] and link["other"]
    ]
    linked.sort(key=lambda entry: entry[1])
    piles: list[int] = []
    before: dict[int, int | None] = {}
    tops: list[int] = []
    for entry, (_, _, other) in enumerate(linked):
        pile = bisect_left(piles, other)
        before[entry] = tops[pile - 1] if pile else None
        piles[pile : pile + 1] = [other]
        tops[pile : pile + 1] = [entry]
    kept: set[int] = set()
    last: int | None = tops[-1] if tops else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return {linked[entry][0] for entry in range(len(linked)) if entry not in kept}
