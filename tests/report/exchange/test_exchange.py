"""Each format is read back by the reader that its users have, or checked against its own rules."""

import csv
import io
import json
import re
import xml.etree.ElementTree as Tree
from pathlib import Path
from typing import Any

import pytest

from provenance.report.exchange import EXPORTS, ExportError, export
from provenance.report.exchange.tables import TABLES
from tests.report.exchange.conftest import Json

ROOT = Path(__file__).parents[3]
SINGLE = sorted(name for name, item in EXPORTS.items() if not item.needs_pairs)
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
ITS = "{http://www.w3.org/2005/11/its}"


def _text(value: Json, to: str, **options: str) -> str:
    return export([value], to, **options).decode("utf-8")


def _needs(package: str) -> None:
    pytest.importorskip(package, reason=f"{package} is not installed")


@pytest.mark.parametrize("to", sorted(EXPORTS))
def test_equal_values_give_equal_bytes(comparison: Json, to: str) -> None:
    _needs({"parquet": "pyarrow", "prov-json": "prov", "prov-n": "prov"}.get(to, "json"))

    assert export([comparison], to) == export([json.loads(json.dumps(comparison))], to) != b""


@pytest.mark.parametrize("to", SINGLE)
def test_record_without_a_chain_is_written_too(undetermined: Json, record: Json, to: str) -> None:
    _needs({"parquet": "pyarrow", "prov-json": "prov", "prov-n": "prov"}.get(to, "json"))

    assert export([undetermined], to)
    assert export([record], to)


@pytest.mark.parametrize("to", sorted(set(EXPORTS) - {"parquet"}))
def test_nothing_hostile_acts_in_any_format(hostile: Json, to: str) -> None:
    _needs({"prov-json": "prov", "prov-n": "prov"}.get(to, "json"))
    made = _text(hostile, to, table="credits")

    if to not in ("csv", "prov-json", "prov-n", "tmx", "xliff"):
        assert "\x1b" not in made
        assert "\u202e" not in made
        assert "\x00" not in made
    if to in ("tmx", "xliff"):
        Tree.fromstring(made)
        assert "<script" not in made
    if to in ("markdown", "mermaid"):
        assert "<script" not in re.sub(r"\\.", "", made)
    if to in ("c2pa", "jsonld", "ninjs", "prov-json"):
        json.loads(made)


class TestProv:
    def test_reader_gives_the_same_graph(self, comparison: Json, record: Json) -> None:
        _needs("prov")
        from prov.model import ProvDocument

        from provenance.report.exchange.prov import document_of

        for value in (comparison, record):
            read = ProvDocument.deserialize(content=_text(value, "prov-json"), format="json")
            assert read == document_of(value)

    def test_versions_hops_and_agents_are_there(self, record: Json) -> None:
        _needs("prov")
        made = json.loads(_text(record, "prov-json"))

        assert len(made["entity"]) == len(record["chain"]["versions"])
        assert len(made["activity"]) == len(made["wasDerivedFrom"]) == len(record["chain"]["hops"])
        labels = {agent["prov:label"] for agent in made["agent"].values()}
        assert {"Solène Kervadec", "Bertrand Aubrac"} <= labels
        roles = {item["prov:role"] for item in made["wasAssociatedWith"].values()}
        assert "translator" in roles

    def test_basis_and_confidence_of_a_step_are_kept(self, comparison: Json) -> None:
        _needs("prov")
        steps = json.loads(_text(comparison, "prov-json"))["activity"].values()

        assert sorted(step["tp:basis"] for step in steps) == sorted(hop["basis"] for hop in comparison["chain"]["hops"])


class TestJsonLd:
    def test_expands_to_schema_org(self, comparison: Json) -> None:
        _needs("pyld")
        from pyld import jsonld

        def loader(url: str, options: Any = None) -> dict[str, Any]:
            assert url.rstrip("/") == "https://schema.org"
            context = {"@context": {"@vocab": "https://schema.org/"}}
            return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}

        works = jsonld.expand(json.loads(_text(comparison, "jsonld")), {"documentLoader": loader, "base": "urn:x:"})

        french = next(work for work in works if work["https://schema.org/inLanguage"][0]["@value"] == "fr")
        assert french["https://schema.org/translator"][0]["https://schema.org/name"][0]["@value"] == "Solène Kervadec"
        assert french["https://schema.org/translationOfWork"][0]["@id"].startswith("urn:x:")

    def test_implied_version_says_that_nobody_has_it(self, record: Json) -> None:
        works = json.loads(_text(record, "jsonld"))["@graph"]

        assert sum("nobody who made this file has seen it" in work.get("description", "") for work in works) == 2


def test_c2pa_translation_names_both_languages(comparison: Json) -> None:
    made = json.loads(_text(comparison, "c2pa"))
    actions = [action for item in made["assertions"] for action in item["data"]["actions"]]

    assert [item["label"] for item in made["assertions"]] == ["c2pa.actions.v2"] * 2
    assert {action["action"] for action in actions} == {"c2pa.translated"}
    languages = {(a["parameters"]["sourceLanguage"], a["parameters"]["targetLanguage"]) for a in actions}
    assert languages == {("en", "fr"), ("fr", "en")}
    # The re-translation is by machine with a high probability, but no credit says so.
    assert not any("digitalSourceType" in action for action in actions)


def test_ninjs_follows_the_field_list_of_3_1(comparison: Json, record: Json) -> None:
    """Names and types as in IPTC's schema 3.1 of the properties that are written; it allows no others."""
    known = {"uri", "standard", "type", "language", "headlines", "bodies", "altIds", "infoSources", "associations",
             "contentCreated"}  # fmt: skip
    for value in (comparison, record):
        made = json.loads(_text(value, "ninjs"))
        assert set(made) <= known
        assert made["standard"]["version"] == "3.1"
        for other in made["associations"]:
            assert set(other) <= known - {"standard", "associations"} | {"name", "rel"}
            assert other["name"]
        for item in (made, *made["associations"]):
            assert re.match(r"urn:[a-z0-9]+:", item["uri"])
            assert all(set(source) == {"name", "role"} for source in item.get("infoSources", ()))
        assert made["bodies"][0]["charCount"] == len(made["bodies"][0]["value"])


class TestBitexts:
    def test_tmx_is_read_with_equal_texts(self, comparison: Json, tmp_path: Path) -> None:
        _needs("translate")
        from translate.storage.tmx import tmxfile

        path = tmp_path / "pages.tmx"
        path.write_bytes(export([comparison], "tmx"))
        with path.open("rb") as file:
            units = tmxfile(file, "fr", "en").units

        linked = [
            link for pair in comparison["pairs"] for link in pair["alignment"]["links"] if link["one"] and link["other"]
        ]
        assert len(units) == len(linked)
        assert "French version Solène Kervadec" not in {str(unit.source) for unit in units}
        assert any("brise-glaces" in str(unit.source) and "icebreakers" in str(unit.target) for unit in units)

    def test_tmx_header_holds_what_its_dtd_requires(self, comparison: Json) -> None:
        header = Tree.fromstring(_text(comparison, "tmx")).find("header")

        assert header is not None
        assert set(header.attrib) == {
            "creationtool",
            "creationtoolversion",
            "segtype",
            "o-tmf",
            "adminlang",
            "srclang",
            "datatype",
        }

    def test_parent_of_the_step_comes_first(self, comparison: Json) -> None:
        first = Tree.fromstring(_text(comparison, "tmx")).findall("body/tu")[0]

        languages = [variant.get("{http://www.w3.org/XML/1998/namespace}lang") for variant in first.findall("tuv")]
        assert languages == ["fr", "en"]

    def test_xliff_is_read_with_equal_texts(self, comparison: Json, tmp_path: Path) -> None:
        _needs("translate")
        from translate.storage.xliff2 import Xliff2File

        path = tmp_path / "pages.xlf"
        path.write_bytes(export([comparison], "xliff"))
        root = Tree.fromstring(path.read_text("utf-8"))
        texts = ["".join(node.itertext()) for node in root.iter(f"{XLIFF}source")]

        store: Any = Xliff2File()
        store.parse(path.read_bytes())
        assert [str(unit.source) for unit in store.units if unit.source] == texts
        assert root.get("srcLang") == "fr"
        assert root.get("trgLang") == "en"

    def test_xliff_names_the_translator_in_its_provenance(self, comparison: Json) -> None:
        value = json.loads(json.dumps(comparison))
        value["chain"]["hops"].reverse()  # the step into French, whose translator the credit names, comes first
        root = Tree.fromstring(_text(value, "xliff"))

        people = {record.get("person") for record in root.iter(f"{ITS}provenanceRecord")}
        held = {
            f"#its={item.get('{http://www.w3.org/XML/1998/namespace}id')}"
            for item in root.iter(f"{ITS}provenanceRecords")
        }
        used = {mark.get(f"{ITS}provenanceRecordsRef") for mark in root.iter(f"{XLIFF}mrk")}
        assert "Solène Kervadec" in people
        assert used == held

    def test_characters_that_xml_cannot_hold_are_replaced(self, hostile: Json) -> None:
        seg = Tree.fromstring(_text(hostile, "tmx")).find("body/tu/tuv/seg")

        assert seg is not None
        assert seg.text is not None
        assert seg.text.startswith('</seg>"\ufffd[31m')


class TestTables:
    @pytest.mark.parametrize("table", sorted(TABLES))
    def test_csv_and_parquet_hold_the_same_rows(self, comparison: Json, table: str) -> None:
        _needs("pyarrow")
        import pyarrow.parquet

        rows = list(csv.DictReader(io.StringIO(_text(comparison, "csv", table=table), newline="")))
        read = pyarrow.parquet.read_table(io.BytesIO(export([comparison], "parquet", table=table))).to_pylist()

        assert len(rows) == len(read)
        for row, other in zip(rows, read, strict=True):
            shown = {name: "" if cell is None else str(cell) for name, cell in other.items()}
            assert {name: cell.removeprefix("'") for name, cell in row.items()} == {
                name: cell.removeprefix("'") for name, cell in shown.items()
            }

    def test_credits_have_a_row_for_each_agent(self, record: Json) -> None:
        rows = list(csv.DictReader(io.StringIO(_text(record, "csv", table="credits"))))

        assert [row["name"] for row in rows] == [
            agent["name"] for credit in record["credits"] for agent in credit["agents"]
        ]

    def test_cell_that_a_spreadsheet_would_run_is_text(self, record: Json) -> None:
        value = json.loads(json.dumps(record))
        value["credits"][0]["agents"][0]["name"] = "=HYPERLINK(1)"

        assert "'=HYPERLINK(1)" in _text(value, "csv", table="credits")


class TestGraphs:
    def test_dot_escapes_quotes_and_dashes_what_is_implied(self, record: Json, hostile: Json) -> None:
        made = _text(record, "dot")
        implied = [item for item in record["chain"]["versions"] if item["status"] == "implied"]
        assert len(re.findall(r"implied\)\", style=\"dashed\"\]", made)) == len(implied)

        for line in _text(hostile, "dot").splitlines():
            assert len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0

    def test_mermaid_shows_hostile_labels_as_characters(self, hostile: Json) -> None:
        for line in _text(hostile, "mermaid").splitlines():
            assert line.count('"') in (0, 2)


class TestRefusals:
    def test_pairs_are_asked_for(self, record: Json) -> None:
        with pytest.raises(ExportError, match="expected a comparison: run provenance compare first"):
            export([record], "tmx")

    def test_one_value_is_asked_for(self, record: Json) -> None:
        with pytest.raises(ExportError, match="found 2 records, expected one"):
            export([record, record], "prov-json")
        assert export([record, record], "csv").count(b"en-back.txt") == 2

    def test_format_is_known(self, record: Json) -> None:
        with pytest.raises(ExportError, match="expected one of c2pa"):
            export([record], "docx")


def test_page_of_formats_lists_each_format() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")

    assert set(re.findall(r"^## `([a-z0-9-]+)`", page, re.MULTILINE)) == set(EXPORTS)
    assert set(re.findall(r"^- `([a-z]+)`:", page, re.MULTILINE)) == set(TABLES)
