"""An audit from end to end: what it writes, what it refuses, and that nothing is lost."""

import bz2
import gzip
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

import provenance
from provenance.audit import audit
from provenance.audit.engines import ENGINES
from provenance.audit.writing import FILES
from provenance.errors import AuditError
from provenance.record import to_dict
from provenance.validate import problems
from tests.audit.engines import inline
from tests.audit.test_schema import ROWS, validator

CORPORA = Path(__file__).parents[2] / "corpora"
Audit = Callable[..., Path]


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "inline", inline)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a small corpus, whose documents are short."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "a.txt").write_text("The harbour of Ostwick stays open, the town said on Monday.", "utf-8")
    (folder / "b.md").write_text(
        "---\ndate: 2024-05-06\nlang: fr\n---\nLe port d'Ostwick reste ouvert lundi.\n", "utf-8"
    )
    lines = [
        {
            "id": "one",
            "text": "Der Hafen von Ostwick bleibt offen, sagte die Stadt am Montag.",
            "published": "2023-01-02",
        },
        {
            "id": "two",
            "text": "El puerto de Ostwick sigue abierto, dijo la ciudad el lunes.",
            "published": "2024-06-01",
        },
    ]
    (folder / "c.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder


def lines(path: Path, *values: Any) -> None:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), "utf-8")


def run(*corpora: Path | str, output: str = "out", **options: Any) -> dict[str, Any]:
    """Audit, check that everything follows its schema and that the totals add up; return the summary."""
    summary = audit([str(path) for path in corpora], output, engine="inline", **options)
    folder = Path(output)
    written = json.loads((folder / "summary.json").read_text("utf-8"))
    assert written == summary
    assert problems(written) == ()
    for name, kind in ROWS.items():
        for row in rows(folder, name):
            assert list(validator(kind).iter_errors(row)) == []
    records, documents, families = rows(folder, "records"), rows(folder, "documents"), rows(folder, "families")
    totals = summary["totals"]
    for record, document in zip(records, documents, strict=True):
        assert problems(record) == ()
        assert record["document"]["id"] == document["id"] == records[document["line"]]["document"]["id"]
        assert record["document"]["sha256"] == document["sha256"]
    assert [row["id"] for row in documents] == sorted(row["id"] for row in documents)
    members = {name: family["id"] for family in families for name in family["members"]}
    assert {row["id"]: row["family"] for row in documents if row["family"]} == members
    assert totals["records"] == len(records)
    assert totals["duplicates"] == sum(len(row["duplicates"]) for row in documents)
    assert totals["failures"] == len(rows(folder, "failures"))
    assert totals["documents"] == totals["records"] + totals["duplicates"] + totals["failures"]
    assert totals["families"] == len(families)
    assert sum(summary["credit_states"].values()) == sum(summary["machine"].values()) == totals["records"]
    assert sum(item["documents"] for item in summary["languages"]) == totals["records"]
    table = parquet.read_table(folder / "documents.parquet").to_pylist()
    assert [json.loads(row.pop("record")) for row in table] == records
    assert table == documents
    return dict(summary)


def rows(folder: Path | str, name: str) -> list[Any]:
    return [json.loads(line) for line in (Path(folder) / f"{name}.jsonl").read_text("utf-8").splitlines()]


def ids(output: str = "out") -> list[str]:
    return [row["id"] for row in rows(output, "documents")]


def written(output: str | Path) -> dict[str, bytes]:
    return {name: (Path(output) / name).read_bytes() for name in FILES}


def failures(output: str = "out") -> list[tuple[str, str, str]]:
    return [(row["document_id"], row["stage"], row["error"]) for row in rows(output, "failures")]


def test_each_document_has_the_record_that_inspect_gives(corpus: Path) -> None:
    summary = run(corpus)

    assert ids() == [f"{corpus}/a.txt", f"{corpus}/b.md", "one", "two"]
    records = {record["document"]["id"]: record for record in rows("out", "records")}
    for document in provenance.documents([str(corpus)]):
        assert isinstance(document, provenance.Document)
        alone = to_dict(provenance.inspect(document))
        assert records[document.id] == {**alone, "model": records[document.id]["model"]}
    assert summary["totals"]["documents"] == 4
    assert summary["model"]["name"]


def test_versions_of_a_story_are_a_family_with_its_chain(corpus: Path) -> None:
    summary = run(CORPORA / "castle-archive")

    (family,) = rows("out", "families")
    names = [Path(name).stem for name in family["members"]]
    assert names == ["en-machine", "fr", "hu", "it"]
    versions = {version["id"]: version["document_id"] for version in family["chain"]["versions"]}
    steps = {
        (Path(versions[hop["parent"]] or "?").stem, Path(versions[hop["child"]] or "?").stem)
        for hop in family["chain"]["hops"]
    }
    assert ("it", "fr") in steps
    states = {Path(row["id"]).stem: row for row in rows("out", "documents")}
    assert states["fr"]["credit_state"] == "credited"
    assert states["fr"]["original_language"] == "it"
    assert {"source": "it", "target": "fr", "documents": 1, "basis": "declared"} in summary["flows"]


def test_order_of_the_files_changes_no_byte(corpus: Path) -> None:
    lines(corpus / "d.jsonl", {"id": "one", "text": "Another text of that name."})
    files = [str(path) for path in sorted(corpus.iterdir())]
    run(*files, output="one")
    run(*reversed(files), output="other")

    assert written("one") == written("other")
    assert "one~2" in ids("one")


def test_copies_are_counted_and_recorded_once(corpus: Path) -> None:
    for name in ("z.txt", "0.txt"):
        (corpus / name).write_bytes((corpus / "a.txt").read_bytes())
    (corpus / "page.html").write_text(f"<p>{(corpus / 'a.txt').read_text('utf-8')}</p>", "utf-8")

    summary = run(corpus)

    assert summary["totals"]["duplicates"] == 3
    first = next(row for row in rows("out", "documents") if row["duplicates"])
    assert first["id"] == f"{corpus}/0.txt"
    assert first["duplicates"] == [f"{corpus}/a.txt", f"{corpus}/page.html", f"{corpus}/z.txt"]


def test_ids_that_are_taken_get_a_number_and_nothing_is_lost(corpus: Path) -> None:
    wanted = [
        {"id": name, "text": f"Text number {number} of many."} for number, name in enumerate(["x", "x~2", "x", "x"])
    ]
    (corpus / "d.jsonl").write_text("".join(json.dumps(line) + "\n" for line in wanted), "utf-8")

    run(corpus)

    assert [name for name in ids() if name.startswith("x")] == ["x", "x~2", "x~3", "x~4"]


def test_bad_documents_are_failures_and_the_rest_goes_on(corpus: Path) -> None:
    (corpus / "d.jsonl").write_bytes(b'{"id": "good", "text": "A good line."}\nno json\n{"id": "bare"}\n{"text": ""}\n')
    (corpus / "scan.txt").write_bytes(b"%PDF-1.4")
    (corpus / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"id": "g1", "text": "Whole."}\n' * 5000)[:-9])
    (corpus / "cut.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\nHTTP/1.1 200 OK")
    (corpus / "bomb.jsonl.bz2").write_bytes(bz2.compress(b" " * 80_000_000))
    with zipfile.ZipFile(corpus / "pack.zip", "w") as archive:
        archive.writestr("inner.txt", "A text inside.")
        archive.writestr("empty.txt", " ")

    summary = run(corpus, Path("missing.txt"))

    assert "good" in ids() and f"{corpus}/pack.zip/inner.txt" in ids()
    found = {name.removeprefix(f"{corpus}/"): error for name, _, error in failures()}
    assert set(found) == {
        "missing.txt", "d.jsonl#2", "bare", "d.jsonl#4", "scan.txt", "cut.jsonl.gz", "cut.warc", "bomb.jsonl.bz2",
        "pack.zip/empty.txt",
    }  # fmt: skip
    assert f"{corpus}/d.jsonl:2: 'no json' is no JSON" in found["d.jsonl#2"]
    assert "a PDF file" in found["scan.txt"] and found["scan.txt"].startswith(f"{corpus}/scan.txt: ")
    assert "damaged gzip data" in found["cut.jsonl.gz"]
    assert "cut off" in found["cut.warc"]
    assert summary["failures"] == [{"stage": "read", "count": 9}]


def test_fault_in_a_stage_is_a_failure_of_that_document(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.audit import examine

    inspect = provenance.inspect

    def faulty(document: Any, **options: Any) -> Any:
        if "Hafen" in document.text:
            raise ZeroDivisionError("a fault of ours")
        return inspect(document)

    monkeypatch.setattr(examine, "inspect", faulty)

    run(corpus)

    assert failures() == [("one", "inspect", "ZeroDivisionError: a fault of ours")]


def test_since_leaves_out_what_is_older_or_undated(corpus: Path) -> None:
    summary = run(corpus, since="2024-01-01")

    assert ids() == [f"{corpus}/b.md", "two"]
    assert summary["totals"]["left_out"] == 2
    assert summary["totals"]["documents"] == 2


def test_sample_is_the_same_whatever_the_order_and_grows_by_adding(corpus: Path) -> None:
    files = [str(path) for path in sorted(corpus.iterdir())]
    run(*files, output="two", sample=2)
    run(*reversed(files), output="again", sample=2)
    run(*files, output="three", sample=3)

    assert written("two") == written("again")
    assert len(ids("two")) == 2
    assert set(ids("two")) < set(ids("three"))
    with (corpus / "c.jsonl").open("rb") as stdin:
        run("-", output="piped", sample=1, stdin=stdin)
    assert len(ids("piped")) == 1


def test_standard_input_holds_lines(corpus: Path) -> None:
    with (corpus / "c.jsonl").open("rb") as stdin:
        run("-", stdin=stdin)

    assert ids() == ["one", "two"]


@pytest.mark.parametrize("name", ["empty", "nothing.jsonl"])
def test_empty_corpus_is_a_whole_audit(corpus: Path, name: str) -> None:
    Path("empty").mkdir()
    Path("nothing.jsonl").touch()

    summary = run(name)

    assert summary["totals"]["records"] == 0
    assert summary["totals"]["failures"] == (name == "empty")


def test_finished_audit_is_left_as_it_is_until_a_file_changes(corpus: Path) -> None:
    from provenance.audit.plan import Plan
    from provenance.audit.run import run as go

    plan = Plan((str(corpus),), Path("out"), engine="inline")
    assert go(plan)[1]
    before = {name: (Path("out") / name).stat().st_mtime_ns for name in FILES}
    assert not go(plan)[1]
    assert {name: (Path("out") / name).stat().st_mtime_ns for name in FILES} == before

    (corpus / "a.txt").unlink()
    (corpus / "new.txt").write_text("A new text, written on Tuesday.", "utf-8")
    assert go(plan)[1]
    assert f"{corpus}/new.txt" in ids() and f"{corpus}/a.txt" not in ids()
    run(corpus, output="fresh")
    assert written("out") == written("fresh")


def test_folder_of_another_audit_is_refused(corpus: Path) -> None:
    run(corpus)

    with pytest.raises(
        AuditError, match=r"out: holds an audit with sample 'none', and '3' is asked for: give the same"
    ):
        run(corpus, sample=3)
    with pytest.raises(AuditError, match="holds an audit with corpora"):
        run(corpus / "a.txt")
    Path("other").mkdir()
    Path("other", "letter.txt").touch()
    with pytest.raises(AuditError, match=r"other: found 'letter.txt' and no audit: choose an empty folder"):
        run(corpus, output="other")
    assert sorted(path.name for path in Path("other").iterdir() if path.name != ".state") == ["letter.txt"]


def test_audit_inside_its_own_corpus_does_not_read_itself(corpus: Path) -> None:
    run(corpus, output=str(corpus / "audit"))
    (corpus / "new.txt").write_text("A new text, written on Tuesday.", "utf-8")
    run(corpus, output=str(corpus / "audit"))

    assert len(ids(str(corpus / "audit"))) == 5


def test_audit_in_the_place_of_one_that_was_deleted_is_about_its_own_corpus(corpus: Path) -> None:
    run(CORPORA / "castle-archive")
    shutil.rmtree("out")

    run(CORPORA / "salt-lake")

    assert {name for family in rows("out", "families") for name in family["members"]} <= set(ids())
    assert rows("out", "families")


def test_two_audits_do_not_write_in_one_folder(corpus: Path) -> None:
    from provenance.audit.state import State

    Path("out").mkdir()
    state = State(Path("out"))
    try:
        with pytest.raises(AuditError, match="another audit is writing here"):
            run(corpus)
    finally:
        state.close()


def test_stale_page_is_a_finding(corpus: Path) -> None:
    (corpus / "en.md").write_text("The original page.", "utf-8")
    (corpus / "fr.md").write_text(
        f"---\nl10n:\n  sourceCommit: {'0' * 64}\noriginal: en.md\n---\nLa page traduite en français.\n", "utf-8"
    )

    summary = run(corpus)

    found = [(item["detector"], item["kind"]) for item in summary["findings"]]
    assert ("freshness", "stale-translation") in found


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_new_commit_of_an_original_is_noticed_though_no_page_has_changed(corpus: Path) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()

    git("init", "-q")
    (corpus / "en.md").write_text("The original page.", "utf-8")
    git("add", ".")
    git("commit", "-qm", "one")
    head = f"---\nl10n:\n  sourceCommit: {git('rev-parse', 'HEAD')}\noriginal: en.md\n---\n"
    (corpus / "fr.md").write_text(f"{head}La page traduite en français.\n", "utf-8")
    (corpus / "en.md").write_text("The original page, changed.", "utf-8")
    before = run(corpus / "fr.md")
    git("commit", "-qam", "two")

    after = run(corpus / "fr.md")

    assert [item["kind"] for item in before["findings"] if item["detector"] == "freshness"] == []
    assert [item["kind"] for item in after["findings"] if item["detector"] == "freshness"] == ["stale-translation"]
