"""Records and comparisons for readers: a function for each format, from JSON values to text.

A new format is one function in one module and one line in ``FORMATS``; the command line reads its choices there.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TextIO, cast

from provenance.report.look import Json, Look

Writer = Callable[[Iterable[Json], TextIO, Look], None]


def _in(module: str, name: str) -> Writer:
    """Return a writer whose module is imported when it first writes: a record in JSON needs no page."""

    def write(values: Iterable[Json], out: TextIO, look: Look) -> None:
        cast(Writer, getattr(import_module(f"provenance.report.{module}"), name))(values, out, look)

    return write


FORMATS: Mapping[str, Writer] = {
    "html": _in("html", "write_html"),
    "json": _in("jsons", "write_json"),
    "jsonl": _in("jsons", "write_jsonl"),
    "table": _in("table", "write_table"),
}
"""Format → the function that writes it."""
LIST_FORMATS = ("json", "jsonl", "table")
"""Those that can write what is neither a record nor a comparison."""

__all__ = ["FORMATS", "LIST_FORMATS", "Json", "Look", "Writer"]
