"""Records and comparisons in the formats that other tools read: a module for each, and one line in ``EXPORTS``.

What each format holds, and what it cannot hold, stands in docs/formats.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from provenance.errors import ProvenanceError
from provenance.report.look import Json

__all__ = ["EXPORTS", "Export", "ExportError", "export"]


class ExportError(ProvenanceError):
    """A value that the format cannot hold, or a package that the format needs and that is not installed."""


@dataclass(frozen=True, slots=True)
class Export:
    """How a format is written.

    place: "module:function" below this package; the function takes the values and gives text or bytes.  about: one
    line for help.  needs_pairs: only comparisons will do.  holds_many: several values go into one file.
    """

    place: str
    about: str
    suffix: str
    needs_pairs: bool = False
    holds_many: bool = False
    has_tables: bool = False

    def write(self, values: Sequence[Json], table: str) -> bytes:
        """Return the file's bytes; text is UTF-8."""
        module, _, name = self.place.partition(":")
        function = cast(
            Callable[..., str | bytes], getattr(import_module(f"provenance.report.exchange.{module}"), name)
        )
        made = function(values, table) if self.has_tables else function(values)
        return made.encode("utf-8") if isinstance(made, str) else made


EXPORTS: Mapping[str, Export] = {
    "c2pa": Export("c2pa:write_c2pa", "C2PA 2 actions assertion (c2pa.translated, c2pa.edited)", ".json"),
    "csv": Export("tables:write_csv", "a table (choose it with --table)", ".csv", holds_many=True, has_tables=True),
    "dot": Export("graphs:write_dot", "the chain for Graphviz", ".dot"),
    "jsonld": Export("jsonld:write_jsonld", "schema.org as JSON-LD (translator, translationOfWork)", ".jsonld"),
    "markdown": Export("markdown:write_markdown", "a report to paste elsewhere", ".md", holds_many=True),
    "mermaid": Export("graphs:write_mermaid", "the chain for Mermaid", ".mmd"),
    "ninjs": Export("ninjs:write_ninjs", "IPTC ninjs 3.1 (infoSources, associations)", ".json"),
    "parquet": Export(
        "tables:write_parquet", "a table (choose it with --table)", ".parquet", holds_many=True, has_tables=True
    ),
    "prov-json": Export("prov:write_json", "W3C PROV as PROV-JSON", ".json"),
    "prov-n": Export("prov:write_provn", "W3C PROV as PROV-N", ".provn"),
    "tmx": Export("tmx:write_tmx", "TMX 1.4b: the aligned passages of a comparison", ".tmx", needs_pairs=True),
    "xliff": Export("xliff:write_xliff", "XLIFF 2.1 with ITS provenance, of a comparison", ".xlf", needs_pairs=True),
}
"""Format → how it is written."""


def export(values: Sequence[Json], to: str, *, table: str = "documents") -> bytes:
    """Return records or comparisons (JSON values that follow their schema) in another format.

    to: one of ``EXPORTS``.  table: which table, for csv and parquet.  Raises ExportError for another name, for no
    value, for several where the format holds one, for a record where the format needs a comparison, and for a package
    that is not installed.
    """
    if to not in EXPORTS:
        raise ExportError(f"format {to!r}: expected one of {', '.join(EXPORTS)}")
    chosen = EXPORTS[to]
    if not values or (len(values) > 1 and not chosen.holds_many):
        raise ExportError(f"{to}: found {len(values)} records, expected one: give a file or a folder for each")
    if chosen.needs_pairs and any("pairs" not in value for value in values):
        raise ExportError(f"{to}: found a record of one text, expected a comparison: run provenance compare first")
    return chosen.write(values, table)
