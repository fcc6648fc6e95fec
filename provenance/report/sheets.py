"""What a page shows of a record or a comparison: texts as columns, rails of claims, the drawn chain, the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.report.beads import Bead, beads
from provenance.report.blocks import Headline, Lines
from provenance.report.chains import chain_block
from provenance.report.comparison_view import headline as comparison_headline
from provenance.report.graph import Graph, depths, graph
from provenance.report.marks import Mark, Sentence, paragraphs
from provenance.report.names import with_short_names
from provenance.report.rails import Rail, Reason, change_items, credit_items, declared_items, finding_items, reasons
from provenance.report.record_view import headline as record_headline
from provenance.report.wording import confidence, language, percent, verdict

Json = Mapping[str, Any]
_WIDEST = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a column of paragraphs.  language: its tag, for the page's ``lang``."""

    name: str
    language: str
    language_name: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Duo:
    """Two columns that were compared.  columns: their places.  shares: of each that has a partner."""

    columns: tuple[int, int]
    names: tuple[str, str]
    verdict: str
    sure: str
    shares: tuple[str, str]
    order: str
    beads: tuple[Bead, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a page shows of one value.  shown: places of the texts that are open at first."""

    id: str
    headline: Headline
    chain: Graph
    story: tuple[tuple[str, str], ...]
    alternatives: tuple[tuple[str, int, str], ...]
    texts: tuple[Text, ...]
    shown: tuple[int, ...]
    duos: tuple[Duo, ...]
    rails: tuple[Rail, ...]
    evidence: tuple[Reason, ...]
    tool: str
    schema: str


def sheet(value: dict[str, Any], name: str) -> Sheet:
    """Return what to show of a record or comparison that follows its schema; name makes its ids unique in a page."""
    is_comparison = "records" in value
    value = with_short_names(value) if is_comparison else value
    records = in_order(value["records"], value["chain"]) if is_comparison else [value]
    marks: dict[str, list[Mark]] = {record["document"]["id"]: [] for record in records}
    duos, rails = _compared(value.get("pairs", ()), records, name, marks)
    for place, record in enumerate(records):
        rails += _own_rails(record, f"{name}-t{place}", marks[record["document"]["id"]], place, is_comparison)
    evidence = reasons(value["evidence"], value["chain"], f"{name}-", marks)
    block = chain_block(value["chain"])
    lines = block.lines if isinstance(block, Lines) else ()
    return Sheet(
        id=name,
        headline=comparison_headline(value) if is_comparison else record_headline(value),
        chain=graph(value["chain"]),
        story=tuple((line, tone) for line, tone in lines if not line.startswith("or ")),
        alternatives=tuple(
            (line.removeprefix("or ").split(": ", 1)[0], round(other["probability"] * 100), line.split(": ", 1)[1])
            for line, other in zip(
                [line for line, _ in lines if line.startswith("or ")], value["chain"]["alternatives"], strict=True
            )
        ),
        texts=tuple(_text(record, marks[record["document"]["id"]]) for record in records),
        shown=_shown(records, value["chain"]),
        duos=duos,
        rails=tuple(rail for rail in rails if rail.items),
        evidence=evidence,
        tool=f"{value['tool']['name']} {value['tool']['version']}",
        schema=value["schema"],
    )


def in_order(records: Sequence[Json], chain: Json) -> list[Json]:
    """Return the records as a reader meets them: by their distance from the chain's first, those outside it last."""
    distance = depths(chain["versions"], chain["hops"])
    joined = {end for hop in chain["hops"] for end in (hop["parent"], hop["child"])}
    rank = {
        version["document_id"]: (version["id"] not in joined, distance[version["id"]]) for version in chain["versions"]
    }
    return sorted(records, key=lambda record: rank.get(record["document"]["id"], (True, 0)))


def _shown(records: Sequence[Json], chain: Json) -> tuple[int, ...]:
    """Return the places of the texts that the chain joins, else of all, at most as many as stand side by side."""
    joined = {end for hop in chain["hops"] for end in (hop["parent"], hop["child"])}
    ids = {version["document_id"] for version in chain["versions"] if version["id"] in joined}
    places = [place for place, record in enumerate(records) if record["document"]["id"] in ids]
    return tuple(places if len(places) > 1 else range(len(records)))[:_WIDEST]


def _text(record: Json, marks: Sequence[Mark]) -> Text:
    document, tag = record["document"], record["language"]["language"]
    cut = paragraphs(document["text"], tag, record["segments"], marks)
    return Text(document["id"], tag, language(tag), cut)


def _own_rails(record: Json, name: str, marks: list[Mark], place: int, is_named: bool) -> list[Rail]:
    """Return what a record says of itself; in a comparison, findings that are plain facts stay in the record."""
    of = f" · {record['document']['id']}" if is_named else ""
    findings = finding_items(record, name, marks)
    return [
        Rail(f"Credits{of}", str(place), credit_items(record, name, marks)),
        Rail(f"Findings{of}", str(place), findings),
        Rail(f"Declared by the carrier{of}", str(place), () if is_named else declared_items(record)),
    ]


def _compared(
    pairs: Sequence[Json], records: Sequence[Json], name: str, marks: Mapping[str, list[Mark]]
) -> tuple[tuple[Duo, ...], list[Rail]]:
    places = {record["document"]["id"]: place for place, record in enumerate(records)}
    duos, rails = [], []
    for number, pair in enumerate(pairs):
        ids = (pair["alignment"]["one_id"], pair["alignment"]["other_id"])
        columns = (places[ids[0]], places[ids[1]])
        items = change_items(pair, f"{name}-p{number}", (marks[ids[0]], marks[ids[1]]))
        rails.append(Rail(f"What changed: {ids[0]} ⇄ {ids[1]}", f"{columns[0]} {columns[1]}", items))
        cover = pair["coverage"]
        duos.append(
            Duo(
                columns,
                ids,
                verdict(pair["verdict"]),
                confidence(pair["confidence"]),
                (percent(cover["one"]), percent(cover["other"])),
                percent(cover["order"]),
                beads(pair["alignment"]["links"]),
            )
        )
    return tuple(duos), rails
