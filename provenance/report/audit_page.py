"""An audit as one page: totals, flows between languages, families, documents, findings, failures.

The rows stand in a script element that is data, which no browser runs; the page's own script shows them as text.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from provenance.report.audit_folder import STATES, Folder
from provenance.report.html import embedded, render
from provenance.report.wording import language, plain

Json = Mapping[str, Any]
_WIDEST = 24
_SHADES = 5
OTHERS = "…"


@dataclass(frozen=True, slots=True)
class Cell:
    """Translations from one language into another.  shade: 0 for none to 5 for most, by the root of its share."""

    source: str
    target: str
    declared: int
    others: int
    shade: int

    @property
    def total(self) -> int:
        """How many there are, whoever says so."""
        return self.declared + self.others


@dataclass(frozen=True, slots=True)
class Matrix:
    """Flows as a table: a row for each language translated from, a column for each translated into."""

    targets: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A count as a bar.  width: in per cent of the largest."""

    name: str
    count: int
    width: float


def audit_page(folder: Folder, *, has_pages: bool = False) -> str:
    """Return the page.  has_pages: whether each record has a page beside it, at ``page_name`` of its line."""
    summary = folder.summary
    data = {
        "languages": folder.languages,
        "names": [language(tag) for tag in folder.languages],
        "states": [plain(state) for state in STATES],
        "documents": folder.documents,
        "families": folder.families,
        "failures": folder.failures,
        "pages": has_pages,
    }
    return render(
        "audit.html",
        ("style.css", "audit.css"),
        "audit.js",
        summary=summary,
        totals=summary["totals"],
        corpora=summary["options"]["corpora"],
        matrix=matrix(summary["flows"]),
        languages=_shares([(language(item["language"]), item["documents"]) for item in summary["languages"]]),
        states=_shares([(plain(name), summary["credit_states"][name]) for name in STATES]),
        machine=_shares(list(summary["machine"].items())),
        findings=summary["findings"],
        stages=_shares([(item["stage"], item["count"]) for item in summary["failures"]]),
        data=embedded(data),
        plain=plain,
    )


def page_name(line: int) -> str:
    """Return where the page of a record lies, a thousand in a folder: "records/012/012345.html"."""
    return f"records/{line // 1000:03d}/{line:06d}.html"


def matrix(flows: list[Json]) -> Matrix:
    """Return flows as a table, the busiest languages first; those beyond 24 are counted together as "…"."""
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for flow in flows:
        rows[flow["source"]] += flow["documents"]
        columns[flow["target"]] += flow["documents"]
    sources, targets = _busiest(rows), _busiest(columns)
    cells: Counter[tuple[str, str, bool]] = Counter()
    for flow in flows:
        source = flow["source"] if flow["source"] in sources else OTHERS
        target = flow["target"] if flow["target"] in targets else OTHERS
        cells[source, target, flow["basis"] == "declared"] += flow["documents"]
    most = max((cells[source, target, True] + cells[source, target, False] for source, target, _ in cells), default=0)
    return Matrix(
        targets,
        tuple(
            (
                source,
                tuple(
                    _cell(source, target, cells[source, target, True], cells[source, target, False], most)
                    for target in targets
                ),
                sum(cells[source, target, is_declared] for target in targets for is_declared in (True, False)),
            )
            for source in sources
        ),
    )


def _busiest(counts: Counter[str]) -> tuple[str, ...]:
    ranked = [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return (*ranked[:_WIDEST], OTHERS) if len(ranked) > _WIDEST else tuple(ranked)


def _cell(source: str, target: str, declared: int, others: int, most: int) -> Cell:
    total = declared + others
    shade = max(1, round(_SHADES * sqrt(total / most))) if total else 0
    return Cell(source, target, declared, others, shade)


def _shares(counts: list[tuple[str, int]]) -> tuple[Share, ...]:
    most = max((count for _, count in counts), default=0) or 1
    return tuple(Share(name, count, round(100 * count / most, 1)) for name, count in counts)
