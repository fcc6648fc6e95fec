"""An audit's page: what it tells without its script, how rows are packed, and what a broken folder is told."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner

from provenance.cli.app import app
from provenance.errors import AuditError
from provenance.report.audit_folder import read_folder
from provenance.report.audit_page import audit_page, matrix, page_name

EXAMPLE = Path(__file__).parent.parent / "audit" / "example"
Row = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(EXAMPLE, tmp_path / "audit")


@pytest.fixture
def change(folder: Path) -> Callable[[str, Callable[[Row], None]], None]:
    def changed(name: str, by: Callable[[Row], None]) -> None:
        rows = [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
        for row in rows:
            by(row)
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    return changed


def embedded(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found.group(1))


def test_members_and_steps_of_a_family_point_at_its_documents() -> None:
    packed = read_folder(EXAMPLE)

    _, members, _, undetermined, steps, pairs = packed.families[0]
    names = [packed.documents[place][0].rsplit("/")[-1] for place in members]
    assert names == ["fr.txt", "hu.txt", "it.txt"]
    assert [step[2:4] for step in steps] == [[members[2], members[0]], [-1, members[1]]]
    assert steps[1][0] == "original report"
    assert len(pairs) == 3
    assert "French text corpora/castle-archive/fr.txt" in undetermined


def test_the_page_tells_the_totals_and_flows_without_its_script() -> None:
    page = audit_page(read_folder(EXAMPLE))

    assert re.search(r"<dt>documents</dt><dd>6</dd>", page)
    assert re.search(r'data-source="it" data-target="fr" aria-label="it to fr: 1, 0 inferred"', page)
    assert len(embedded(page)["documents"]) == 4


def test_a_page_of_the_same_folder_is_equal_bytes() -> None:
    assert audit_page(read_folder(EXAMPLE)) == audit_page(read_folder(EXAMPLE))


def test_no_text_of_a_row_ends_the_element_that_holds_it(folder: Path, change: Any) -> None:
    change("documents.jsonl", lambda row: row.update(title="</script><script>alert(1)</script><!--\u202e\u2028"))

    page = audit_page(read_folder(folder))

    assert page.count("</script>") == 2
    assert "\u202e" not in page
    assert embedded(page)["documents"][0][3].startswith("</script><script>alert(1)</script><!--")


def test_flows_beyond_the_widest_are_counted_together() -> None:
    flows = [{"source": f"a{n:02d}", "target": "en", "documents": 100 - n, "basis": "declared"} for n in range(30)]

    table = matrix([*flows, {"source": "a00", "target": "en", "documents": 3, "basis": "inferred"}])

    assert [name for name, _, _ in table.rows][-2:] == ["a23", "…"]
    assert table.rows[-1][2] == sum(100 - n for n in range(24, 30))
    first = table.rows[0][1][0]
    assert (first.declared, first.others, first.total, first.shade) == (100, 3, 103, 2)
    assert table.rows[-1][1][0].shade == 5


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: (folder / "families.jsonl").unlink(), "families.jsonl: No such file"),
        (lambda folder: (folder / "documents.jsonl").write_text('{"id": "a"}\n'), "documents.jsonl:1: found a row"),
        (lambda folder: (folder / "documents.jsonl").write_text("{\n"), "documents.jsonl:1: found a row"),
        (lambda folder: (folder / "summary.json").unlink(), "found no summary.json"),
    ],
)
def test_a_folder_that_is_not_whole_is_told(folder: Path, spoil: Callable[[Path], None], told: str) -> None:
    spoil(folder)

    with pytest.raises(AuditError, match=told):
        read_folder(folder)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["--no-config", "report", *arguments])


def test_the_command_writes_one_file(folder: Path, tmp_path: Path) -> None:
    result = run(str(folder), "-o", str(tmp_path / "page.html"))

    assert (result.exit_code, result.stdout) == (0, "")
    assert "Audit of" in (tmp_path / "page.html").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit", "page.html"]


def test_with_pages_each_row_has_a_page_beside_it(folder: Path, tmp_path: Path) -> None:
    result = run(str(folder), "--pages", "-o", str(tmp_path / "out.html"))

    assert result.exit_code == 0
    page = (tmp_path / "out.html").read_text("utf-8")
    assert embedded(page)["pages"] is True
    for row in embedded(page)["documents"]:
        assert f"<bdi>{row[0]}</bdi>" in (tmp_path / page_name(row[12])).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("{audit}", "--format", "json"), "an audit is shown as html"),
        (("{audit}", "--pages"), "give a file with -o"),
        (("{audit}", "{audit}"), "one audit at a time"),
        (("{audit}/records.jsonl", "--pages"), "expected the folder of an audit"),
        (("{empty}",), "expected a folder that provenance audit"),
    ],
)
def test_what_makes_no_sense_is_told(folder: Path, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    (tmp_path / "empty").mkdir()

    result = run(*(name.format(audit=folder, empty=tmp_path / "empty") for name in arguments))

    assert result.exit_code == 2
    assert told in re.sub(r"\s+", " ", result.stderr)


@pytest.mark.parametrize(
    ("name", "start"), [("a.html", "<!doctype html>"), ("a.json", "["), ("a.jsonl", "{"), ("a.txt", "corpora")]
)
def test_the_format_follows_from_the_ending(tmp_path: Path, name: str, start: str) -> None:
    result = run(str(EXAMPLE / "records.jsonl"), "-o", str(tmp_path / name))

    assert result.exit_code == 0
    assert (tmp_path / name).read_text("utf-8").startswith(start)


def test_a_page_of_what_is_neither_record_nor_comparison_is_told() -> None:
    result = run(str(EXAMPLE / "summary.json"))

    assert result.exit_code == 1
    assert "expected a record or a comparison" in result.stderr
    assert "Traceback" not in result.stderr
