"""Tables of what records and comparisons hold, as CSV (RFC 4180) or Parquet.

Each row begins with the document it is about.  A CSV cell that a spreadsheet would run as a formula gets an apostrophe
before it (OWASP, "CSV injection").
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence

from provenance.report.exchange import ExportError
from provenance.report.exchange.story import language_of, quote_of, records_of
from provenance.report.look import Json

Cell = str | int | float | bool | None
Row = dict[str, Cell]
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def write_csv(values: Sequence[Json], table: str) -> str:
    """Return a table as CSV with a line of names; lines end with CR LF.  table: one of ``TABLES``."""
    rows = _rows(values, table)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(TABLES[table].columns))
    writer.writeheader()
    writer.writerows({name: _safe(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue()


def write_parquet(values: Sequence[Json], table: str) -> bytes:
    """Return a table as a Parquet file.  Raises ExportError where pyarrow is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ExportError("parquet: found no package pyarrow: pip install pyarrow") from error
    kinds = {"text": pyarrow.string(), "number": pyarrow.float64(), "whole": pyarrow.int64(), "flag": pyarrow.bool_()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in TABLES[table].columns.items()])
    out = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(_rows(values, table)), schema=schema), out)
    return bytes(out.getvalue())


class Table:
    """A table: its columns ("text", "number", "whole" or "flag") and where its rows come from."""

    def __init__(self, rows: Callable[[Json], Iterator[Row]], columns: str) -> None:
        self.rows = rows
        parts = (part.partition(":") for part in columns.split())
        self.columns: Mapping[str, str] = {name: kind or "text" for name, _, kind in parts}


def _rows(values: Sequence[Json], table: str) -> Iterator[Row]:
    if table not in TABLES:
        raise ExportError(f"table {table!r}: expected one of {', '.join(TABLES)}")
    for value in values:
        yield from TABLES[table].rows(value)


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_ACTIVE) else cell


def _span(span: Json | None) -> Row:
    return {name: span[name] if span else None for name in ("start", "end", "quote")}


def _documents(value: Json) -> Iterator[Row]:
    for record in records_of(value):
        document = record["document"]
        yield {
            "document": document["id"],
            "sha256": document["sha256"],
            "language": record["language"]["language"],
            "confidence": record["language"]["confidence"],
            "published": document["published"],
            "characters": document["length"],
            "credits": len(record["credits"]),
            "findings": len(record["findings"]),
            "undetermined": record["chain"]["undetermined"],
        }


def _credits(value: Json) -> Iterator[Row]:
    for record in records_of(value):
        for credit in record["credits"]:
            shared: Row = {
                "document": record["document"]["id"],
                "role": credit["role"],
                "scope": credit["scope"]["kind"],
                "scope_language": credit["scope"]["language"],
                "source_language": credit["source_language"],
                "target_language": credit["target_language"],
                "is_machine": credit["is_machine"],
                "confidence": credit["confidence"],
                "basis": credit["basis"],
                "rule": credit["rule"],
            }
            for agent in credit["agents"] or ({"name": None, "kind": None},):
                yield {**shared, "name": agent["name"], "kind": agent["kind"], **_span(credit["span"])}


def _findings(value: Json) -> Iterator[Row]:
    for record in records_of(value):
        for item in record["findings"]:
            kept = ("detector", "kind", "value", "confidence", "basis", "rule", "note")
            yield {"document": record["document"]["id"], **{name: item[name] for name in kept}, **_span(item["span"])}


def _segments(value: Json) -> Iterator[Row]:
    for record in records_of(value):
        for item in record["segments"]:
            kept = ("index", "kind", "paragraph", "language", "confidence")
            yield {"document": record["document"]["id"], **{name: item[name] for name in kept}, **_span(item["span"])}


def _versions(value: Json) -> Iterator[Row]:
    for version in value["chain"]["versions"]:
        yield {
            "version": version["id"],
            "document": version["document_id"],
            "status": version["status"],
            "label": version["label"],
            "language": language_of(version),
            "agents": "; ".join(f"{agent['role']}: {agent['name']}" for agent in version["agents"]),
        }


def _hops(value: Json) -> Iterator[Row]:
    for hop in value["chain"]["hops"]:
        kept = ("parent", "child", "kind", "confidence", "basis", "is_machine_probability")
        agents = "; ".join(f"{agent['role']}: {agent['name']}" for agent in hop["agents"])
        yield {**{name: hop[name] for name in kept}, "agents": agents, "evidence": " ".join(hop["evidence"])}


def _evidence(value: Json) -> Iterator[Row]:
    for item in value["evidence"]:
        kept = ("id", "rule", "claim", "statement", "log_odds", "basis")
        documents = dict.fromkeys(cite["document_id"] for cite in item["cites"])
        yield {**{name: item[name] for name in kept}, "documents": " ".join(documents)}


def _beads(value: Json) -> Iterator[Row]:
    records = {record["document"]["id"]: record for record in value.get("records", ())}
    for pair in value.get("pairs", ()):
        names = (pair["alignment"]["one_id"], pair["alignment"]["other_id"])
        for link in pair["alignment"]["links"]:
            yield {
                "one": names[0],
                "other": names[1],
                "one_segments": " ".join(map(str, link["one"])),
                "other_segments": " ".join(map(str, link["other"])),
                "probability": link["probability"],
                "similarity": link["similarity"],
                "one_text": quote_of(records[names[0]], link["one"]),
                "other_text": quote_of(records[names[1]], link["other"]),
            }


def _discrepancies(value: Json) -> Iterator[Row]:
    for pair in value.get("pairs", ()):
        for item in pair["discrepancies"]:
            row: Row = {"one": pair["alignment"]["one_id"], "other": pair["alignment"]["other_id"]}
            row |= {name: item[name] for name in ("kind", "severity", "confidence", "note")}
            for side in ("one", "other"):
                row |= {f"{side}_{name}": cell for name, cell in _span(item[side]).items()}
            yield row


_PLACE = "start:whole end:whole quote"
TABLES: Mapping[str, Table] = {
    "documents": Table(
        _documents,
        "document sha256 language confidence:number published characters:whole credits:whole findings:whole "
        "undetermined",
    ),
    "credits": Table(
        _credits,
        "document role name kind scope scope_language source_language target_language is_machine:flag "
        f"confidence:number basis rule {_PLACE}",
    ),
    "findings": Table(_findings, f"document detector kind value confidence:number basis rule note {_PLACE}"),
    "segments": Table(_segments, f"document index:whole kind paragraph:whole language confidence:number {_PLACE}"),
    "versions": Table(_versions, "version document status label language agents"),
    "hops": Table(_hops, "parent child kind confidence:number basis is_machine_probability:number agents evidence"),
    "evidence": Table(_evidence, "id rule claim statement log_odds:number basis documents"),
    "beads": Table(
        _beads, "one other one_segments other_segments probability:number similarity:number one_text other_text"
    ),
    "discrepancies": Table(
        _discrepancies,
        "one other kind severity confidence:number note one_start:whole one_end:whole one_quote other_start:whole "
        "other_end:whole other_quote",
    ),
}
"""Name → table.  Versions, hops and evidence are of the value's own chain; beads and discrepancies of comparisons."""
