"""Records and comparisons for readers: a function for each format, from JSON values to text.

A new format is one function in one module and one line in ``FORMATS``; the command line reads its choices there.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TextIO

from provenance.report.html import write_html
from provenance.report.jsons import write_json, write_jsonl
from provenance.report.look import Json, Look
from provenance.report.table import write_table

Writer = Callable[[Iterable[Json], TextIO, Look], None]

FORMATS: Mapping[str, Writer] = {
    "html": write_html,
    "json": write_json,
    "jsonl": write_jsonl,
    "table": write_table,
}
"""Format → the function that writes it."""
LIST_FORMATS = ("json", "jsonl", "table")
"""Those that can write what is neither a record nor a comparison."""

__all__ = ["FORMATS", "LIST_FORMATS", "Json", "Look", "Writer"]
