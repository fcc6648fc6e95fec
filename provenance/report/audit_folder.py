"""An audit's folder, read for its page: totals as they are, and rows packed as the page embeds them.

A row in the page is a list, not an object, and languages, families and members are numbers: 100,000 documents then
take about 12 MB.  All text in them has been made visible, so that no character of an article acts where it is shown.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from provenance.errors import AuditError
from provenance.report.escape import shortened, visible
from provenance.report.wording import in_versions

Json = Mapping[str, Any]
Packed = list[Any]
Row = TypeVar("Row")
STATES = ("credited", "uncredited-candidate", "mismatch", "conflict", "none")
_TITLE = 160


@dataclass(frozen=True, slots=True)
class Folder:
    """What a page shows of an audit.

    documents: [id, language, published, title, characters, state, original language, machine, family, info, minor,
    major, line, duplicates]; languages and families are places in their lists, -1 for none.
    families: [id, members, confidence, undetermined, steps, pairs]; members are places in documents.
    failures: [document, stage, error, hint].
    """

    summary: Json
    languages: tuple[str, ...]
    documents: tuple[Packed, ...]
    families: tuple[Packed, ...]
    failures: tuple[Packed, ...]


def read_folder(path: Path) -> Folder:
    """Read an audit's folder.  Raises AuditError for one that is not whole, naming the file and the line."""
    try:
        summary = json.loads((path / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AuditError(
            f"{path}: found no summary.json to read ({error}), expected a folder that provenance audit -o wrote"
        ) from error
    languages: dict[str, int] = {}
    names: dict[str, int] = {}
    kin = {row["id"]: place for place, row in enumerate(_rows(path / "families.jsonl", dict))}

    def document(row: Json) -> Packed:
        names[row["id"]] = len(names)
        return _document(row, languages, kin)

    documents = tuple(_rows(path / "documents.jsonl", document))
    families = tuple(_rows(path / "families.jsonl", lambda row: _family(row, names)))
    failures = tuple(_rows(path / "failures.jsonl", _failure))
    return Folder(summary, tuple(languages), documents, families, failures)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of an audit in their order.  Raises AuditError as ``read_folder`` does."""
    yield from _rows(path / "records.jsonl", lambda row: row)


def _rows(path: Path, pack: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield pack(json.loads(line))
                except (ValueError, KeyError, TypeError, IndexError) as error:
                    what = f"{type(error).__name__}: {error}"
                    raise AuditError(
                        f"{path}:{number}: found a row that cannot be shown ({what}), expected one that follows "
                        "audit-1: run the audit again"
                    ) from error
    except OSError as error:
        raise AuditError(f"{path}: {error.strerror}, expected a file of the audit: run the audit again") from error


def _document(row: Json, languages: dict[str, int], kin: Mapping[str, int]) -> Packed:
    def place(tag: str | None) -> int:
        return -1 if tag is None else languages.setdefault(visible(tag), len(languages))

    found = row["findings"]
    return [
        visible(row["id"]),
        place(row["language"]),
        visible(row["published"] or ""),
        shortened(row["title"] or "", _TITLE),
        int(row["characters"]),
        STATES.index(row["credit_state"]),
        place(row["original_language"]),
        {None: "", "declared": "declared", "inferred": "inferred"}[row["machine"]],
        kin.get(row["family"], -1),
        int(found["info"]),
        int(found["minor"]),
        int(found["major"]),
        int(row["line"]),
        [visible(name) for name in row.get("duplicates", ())],
    ]


def _family(row: Json, names: Mapping[str, int]) -> Packed:
    chain = row["chain"]
    label = {version["id"]: visible(version["label"]) for version in chain["versions"]}
    at_hand = {version["id"]: names.get(version["document_id"] or "", -1) for version in chain["versions"]}
    steps = [
        [
            label[hop["parent"]],
            label[hop["child"]],
            at_hand[hop["parent"]],
            at_hand[hop["child"]],
            visible(hop["kind"]),
            round(hop["confidence"], 4),
            visible(hop["basis"]),
        ]
        for hop in chain["hops"]
    ]
    pairs = [
        [
            names.get(pair["one"], -1),
            names.get(pair["other"], -1),
            visible(pair["verdict"]),
            round(pair["confidence"], 4),
        ]
        for pair in row["pairs"]
    ]
    reason = in_versions(chain["undetermined"], label) if chain["undetermined"] is not None else ""
    members = [names[name] for name in row["members"]]
    return [visible(row["id"]), members, round(row["confidence"], 4), reason, steps, pairs]


def _failure(row: Json) -> Packed:
    return [visible(row[key]) for key in ("document_id", "stage", "error", "hint")]
