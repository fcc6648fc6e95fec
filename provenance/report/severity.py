"""How much a finding or a discrepancy matters: data for ``--fail-on`` and for the order of what is shown.

"major": two claims about the text disagree (its credit names another language's version).  "minor": a trace that
a reader should know of.  "info": a plain fact, or a kind that this table does not know.
"""

from collections.abc import Iterator, Mapping
from typing import Any

LEVELS = ("info", "minor", "major")
"""Severities, lightest first."""

FINDINGS: Mapping[str, str] = {
    "agency-publisher": "info",
    "agency-quoted": "info",
    "aggregator-tail": "minor",
    "broken-sentence": "minor",
    "calque": "minor",
    "credit-language-mismatch": "major",
    "declared-language-mismatch": "major",
    "doubled-word": "minor",
    "foreign-passage": "info",
    "machine-notice": "minor",
    "missing-original": "minor",
    "romanisation": "info",
    "sentence-fragment": "minor",
    "stale-translation": "minor",
    "unknown-revision": "info",
}
"""Kind of finding → severity."""


def severity_of(finding: Mapping[str, Any]) -> str:
    """Return the severity of a finding of a record."""
    return FINDINGS.get(str(finding["kind"]), "info")


def severities(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the severity of each finding of a record, or each finding and discrepancy of a comparison."""
    for record in value.get("records", (value,)):
        yield from (severity_of(finding) for finding in record["findings"])
    for pair in value.get("pairs", ()):
        yield from (item["severity"] for item in pair["discrepancies"])


def reaches(found: str, level: str) -> bool:
    """Tell whether a severity is at or above a level."""
    return LEVELS.index(found) >= LEVELS.index(level)
