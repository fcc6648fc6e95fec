"""The files of an audit, written beside the state and moved into place when all of them are whole."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from provenance.audit.corpus import renamed
from provenance.audit.examine import HERE, LEFT_OUT
from provenance.audit.rows import STATES, together
from provenance.audit.state import State
from provenance.record.reading import chain_from_dict
from provenance.types import Chain, Model
from provenance.version import __version__

AUDIT_SCHEMA = "https://translation-provenance.github.io/schemas/audit-1.schema.json"
FILES = ("records.jsonl", "documents.jsonl", "documents.parquet", "families.jsonl", "failures.jsonl", "summary.json")
"""In the order in which they are moved into place: an audit with a summary is whole."""

Json = dict[str, Any]
_ROWS = 500  # of a table, written at a time


def write(state: State, model: Model, options: Mapping[str, Any], output: Path) -> Json:
    """Write all files of an audit and return its summary.

    The state has been settled and its families found.  The same documents give the same bytes.
    """
    part = state.folder / "out"
    part.mkdir(exist_ok=True)
    summary = _Summary()
    _write_documents(state, part, summary)
    _write_lines(part / "families.jsonl", (row[0] for row in state.rows("SELECT row FROM families ORDER BY place")))
    _write_lines(part / "failures.jsonl", (_line(row) for row in _failures(state, summary)))
    value = summary.value(state, model, options)
    with (part / "summary.json").open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    for name in FILES:
        _flushed(part / name)
    for name in FILES:
        (part / name).replace(output / name)
    part.rmdir()
    return value


class _Summary:
    """What is counted on the way."""

    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.machine: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.flows: Counter[tuple[str, str, str]] = Counter()
        self.findings: Counter[tuple[str, str, str]] = Counter()
        self.stages: Counter[str] = Counter()
        self.records = self.in_families = 0

    def add(self, row: Json, document: Json) -> None:
        self.records += 1
        self.in_families += document["family"] is not None
        self.states[document["credit_state"]] += 1
        self.machine[document["machine"] or "none"] += 1
        self.languages[document["language"]] += 1
        for detector, kind, severity, count in row["kinds"]:
            self.findings[detector, kind, severity] += count
        if row["step"]:
            source, target, basis = row["step"]
            self.flows[source, target, basis] += 1

    def value(self, state: State, model: Model, options: Mapping[str, Any]) -> Json:
        """Return the summary, which follows audit-1.schema.json."""
        named = _count(state, "SELECT count(*) FROM named")
        left_out = _count(state, f"SELECT count(*) FROM places JOIN items USING (key) WHERE stage = '{LEFT_OUT}'")
        return {
            "schema": AUDIT_SCHEMA,
            "tool": {"name": "translation-provenance", "version": __version__},
            "model": {"name": model.name, "sha256": model.sha256},
            "options": {name: options[name] for name in ("corpora", "media", "encoding", "sample", "since")},
            "totals": {
                "documents": named + sum(self.stages.values()),
                "records": self.records,
                "duplicates": named - self.records,
                "failures": sum(self.stages.values()),
                "families": _count(state, "SELECT count(*) FROM families"),
                "in_families": self.in_families,
                "left_out": left_out,
            },
            "languages": [{"language": tag, "documents": count} for tag, count in _ranked(self.languages)],
            "flows": [
                {"source": source, "target": target, "documents": count, "basis": basis}
                for (source, target, basis), count in _ranked(self.flows)
            ],
            "credit_states": {name: self.states[name] for name in STATES},
            "machine": {name: self.machine[name] for name in ("declared", "inferred", "none")},
            "findings": [
                {"detector": detector, "kind": kind, "severity": severity, "count": count}
                for (detector, kind, severity), count in _ranked(self.findings)
            ],
            "failures": [{"stage": stage, "count": count} for stage, count in _ranked(self.stages)],
        }


def _write_documents(state: State, part: Path, summary: _Summary) -> None:
    """Write records.jsonl, documents.jsonl and documents.parquet in one pass."""
    query = """SELECT place, kept.id, kept.origin, key, items.sha, language, published, row, record, family
        FROM kept JOIN items USING (key) LEFT JOIN members USING (place) ORDER BY place"""
    chains = _Chains(state)
    with (
        (part / "records.jsonl").open("w", encoding="utf-8", newline="\n") as records,
        (part / "documents.jsonl").open("w", encoding="utf-8", newline="\n") as documents,
        _Table(part / "documents.parquet") as table,
    ):
        for place, name, origin, key, sha, language, published, packed, record, family in state.rows(query):
            row = {**json.loads(packed), "language": language}
            family_id, chain = chains.of(family) if family is not None else (None, None)
            if chain is not None:
                row = together(row, name, chain)
            document = {
                "id": name, "sha256": sha, "language": language, "published": published, "title": row["title"],
                "characters": row["characters"], "credit_state": row["credit_state"],
                "original_language": row["original_language"], "machine": row["machine"], "family": family_id,
                "findings": row["findings"], "duplicates": _duplicates(state, sha, name), "line": place,
            }  # fmt: skip
            text = renamed(name, origin, key, record)
            records.write(text + "\n")
            documents.write(_line(document) + "\n")
            table.add({**document, "record": text})
            summary.add(row, document)


class _Chains:
    """The families' ids and chains; the one that was asked for last is at hand, most members stand near each other."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._known: dict[int, tuple[str, Chain]] = {}

    def of(self, place: int) -> tuple[str, Chain]:
        if place not in self._known:
            if len(self._known) > 256:
                self._known.clear()
            packed = next(self._state.rows("SELECT row FROM families WHERE place = ?", (place,)))[0]
            value = json.loads(packed)
            self._known[place] = (value["id"], chain_from_dict(value["chain"]))
        return self._known[place]


def _duplicates(state: State, sha: str, name: str) -> list[str]:
    return [row[0] for row in state.rows("SELECT id FROM named WHERE sha = ? AND id != ? ORDER BY id", (sha, name))]


def _failures(state: State, summary: _Summary) -> Iterator[Json]:
    """Give what failed, ordered by document."""
    state.database.execute("DROP TABLE IF EXISTS failures")
    state.database.execute("CREATE TABLE failures (id TEXT, stage TEXT, error TEXT, hint TEXT)")
    for (said,) in state.rows("SELECT failure FROM places WHERE failure IS NOT NULL"):
        state.database.execute("INSERT INTO failures VALUES (?, ?, ?, ?)", json.loads(said))
    state.database.execute(
        "INSERT INTO failures SELECT name, stage, replace(error, ?, origin), hint "
        "FROM places JOIN items USING (key) WHERE stage IS NOT NULL AND stage != ?",
        (HERE, LEFT_OUT),
    )
    for name, stage, error, hint in state.rows("SELECT * FROM failures ORDER BY id, stage, error, hint"):
        summary.stages[stage] += 1
        yield {"document_id": name, "stage": stage, "error": error, "hint": hint}


class _Table:
    """documents.parquet, written a few hundred rows at a time."""

    def __init__(self, path: Path) -> None:
        import pyarrow
        from pyarrow import parquet

        text = pyarrow.string()
        counts = pyarrow.struct([(level, pyarrow.int32()) for level in ("info", "minor", "major")])
        self._schema = pyarrow.schema(
            [
                ("id", text), ("sha256", text), ("language", text), ("published", text), ("title", text),
                ("characters", pyarrow.int64()), ("credit_state", text), ("original_language", text),
                ("machine", text), ("family", text), ("findings", counts), ("duplicates", pyarrow.list_(text)),
                ("line", pyarrow.int64()), ("record", text),
            ]
        )  # fmt: skip
        self._make = pyarrow.Table.from_pylist
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Json] = []

    def __enter__(self) -> "_Table":
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def add(self, row: Json) -> None:
        self._rows.append(row)
        if len(self._rows) == _ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._make(self._rows, schema=self._schema))
            self._rows = []


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_lines(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def _flushed(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _ranked(counts: "Counter[Any]") -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _count(state: State, query: str) -> int:
    return int(next(state.rows(query))[0])
