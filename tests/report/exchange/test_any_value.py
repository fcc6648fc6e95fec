"""Any record and any comparison that the nouns allow is written in every format, and read back where it can be."""

import csv
import io
import json
import xml.etree.ElementTree as Tree
from typing import Any

from hypothesis import HealthCheck, given, settings

from provenance.record import comparison_to_dict, to_dict
from provenance.report.exchange import EXPORTS, export
from provenance.report.exchange.prov import document_of
from provenance.report.exchange.tables import TABLES
from provenance.types import Comparison, Record
from tests.record.strategies import comparisons, records

FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def _written(value: dict[str, Any]) -> None:
    for to, item in EXPORTS.items():
        if item.needs_pairs and "pairs" not in value:
            continue
        for table in TABLES if item.has_tables else ("documents",):
            made = export([value], to, table=table)
            if to in ("tmx", "xliff"):
                Tree.fromstring(made)
            elif to in ("c2pa", "jsonld", "ninjs", "prov-json"):
                json.loads(made)
            elif to == "csv":
                rows = list(csv.reader(io.StringIO(made.decode("utf-8"), newline=""), strict=True))
                assert {len(row) for row in rows} == {len(TABLES[table].columns)}


@FEW
@given(records())
def test_any_record_is_written(record: Record) -> None:
    _written(to_dict(record))


@FEW
@given(comparisons())
def test_any_comparison_is_written(comparison: Comparison) -> None:
    _written(comparison_to_dict(comparison))


@FEW
@given(comparisons())
def test_any_graph_is_read_back_equal(comparison: Comparison) -> None:
    from prov.model import ProvDocument

    value = comparison_to_dict(comparison)

    read = ProvDocument.deserialize(content=export([value], "prov-json").decode("utf-8"), format="json")

    assert read == document_of(value)
