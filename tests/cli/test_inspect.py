import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from provenance.validate import problems
from tests.cli.conftest import Run

Text = Callable[..., Path]


def test_one_file_gives_one_record(run: Run, text: Text) -> None:
    result = run("inspect", text("A plain text."), "--format", "json")

    assert result.exit_code == 0
    assert problems(json.loads(result.stdout)) == ()
    assert result.stderr == ""


def test_several_files_give_an_array(run: Run, text: Text) -> None:
    result = run("inspect", text("One.", "1.txt"), text("Two.", "2.txt"), "--format", "json")

    assert [record["document"]["text"] for record in json.loads(result.stdout)] == ["One.", "Two."]


def test_a_folder_gives_an_array_of_its_texts(run: Run, text: Text, tmp_path: Path) -> None:
    text("One.", "1.txt")
    text("Two.", "2.txt")

    result = run("inspect", tmp_path, "--format", "json")

    assert len(json.loads(result.stdout)) == 2


def test_json_lines_hold_a_record_each(run: Run, text: Text) -> None:
    result = run("inspect", text("One.", "1.txt"), text("Two.", "2.txt"), "--format", "jsonl")

    lines = result.stdout.splitlines()
    assert [json.loads(line)["document"]["text"] for line in lines] == ["One.", "Two."]


def test_stdin_is_read(run: Run) -> None:
    result = run("inspect", "-", "--format", "json", stdin="A text from a pipe.")

    assert json.loads(result.stdout)["document"]["text"] == "A text from a pipe."


def test_a_missing_file_is_said_and_the_others_go_on(run: Run, text: Text, tmp_path: Path) -> None:
    result = run("inspect", tmp_path / "gone.txt", text("Here."), "--format", "json")

    assert result.exit_code == 1
    assert [record["document"]["text"] for record in json.loads(result.stdout)] == ["Here."]
    assert "gone.txt" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_text_that_a_stage_refuses_is_said_and_the_others_go_on(run: Run, text: Text) -> None:
    result = run("inspect", text("refuse me", "1.txt"), text("Here.", "2.txt"), "--format", "jsonl")

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "1.txt: inspect: found 3 vectors for 4 segments" in result.stderr


def test_a_single_failure_gives_no_record(run: Run, tmp_path: Path) -> None:
    result = run("inspect", tmp_path / "gone.txt", "--format", "json")

    assert result.exit_code == 1
    assert result.stdout == ""


@pytest.mark.parametrize(("level", "status"), [("info", 1), ("minor", 1), ("major", 1)])
def test_a_major_finding_fails_on_each_level(run: Run, text: Text, level: str, status: int) -> None:
    article = text("(French version Claire Monnet)")

    assert run("inspect", article, "--fail-on", level).exit_code == status
    assert run("inspect", article).exit_code == 0


def test_a_clean_text_passes_every_level(run: Run, text: Text) -> None:
    assert run("inspect", text("Clean."), "--fail-on", "info").exit_code == 0


def test_an_asserted_language_is_kept_apart_from_a_declared_one(run: Run, text: Text) -> None:
    record = json.loads(run("inspect", text("Guten Tag."), "--language", "de", "--format", "json").stdout)

    assert record["language"] == {"language": "de", "confidence": 0.9998, "alternatives": [], "basis": "asserted"}
    assert record["document"]["declared"][-1]["place"] == "asserted:--language"


@pytest.mark.parametrize("tag", ["in German", "-", "d", "deutsch!"])
def test_a_language_that_is_no_tag_is_a_usage_error(run: Run, text: Text, tag: str) -> None:
    result = run("inspect", text("Guten Tag."), f"--language={tag}")

    assert result.exit_code == 2
    assert "expected a BCP 47 tag such as fr or zh-Hant" in result.stderr


def test_output_goes_to_a_file_in_utf_8(run: Run, text: Text, tmp_path: Path) -> None:
    result = run("inspect", text("Déjà vu."), "--format", "json", "-o", tmp_path / "record.json")

    assert result.stdout == ""
    assert json.loads((tmp_path / "record.json").read_bytes())["document"]["text"] == "Déjà vu."


def test_a_file_that_cannot_be_written_is_a_usage_error(run: Run, text: Text, tmp_path: Path) -> None:
    result = run("inspect", text("Here."), "-o", tmp_path / "no-folder" / "record.json")

    assert result.exit_code == 2
    assert "choose a file that can be written" in result.stderr


def test_a_run_that_breaks_leaves_the_old_output_as_it_was(run: Run, text: Text, tmp_path: Path) -> None:
    old = text("old", "out.jsonl")

    with pytest.raises(ZeroDivisionError):
        run("inspect", text("Here.", "1.txt"), text("break", "2.txt"), "--format", "jsonl", "-o", old)

    assert old.read_text() == "old"
    assert list(old.parent.glob(".*")) == []


def test_a_device_is_written_to_and_stays_a_device(run: Run, text: Text) -> None:
    result = run("inspect", text("Here."), "-o", os.devnull)

    assert result.exit_code == 0
    assert not Path(os.devnull).is_file()


def test_an_interrupt_ends_with_130(run: Run, text: Text) -> None:
    result = run("inspect", text("interrupt"))

    assert result.exit_code == 130
    assert result.stderr == "provenance: interrupted\n"


def test_two_runs_give_equal_bytes(run: Run, text: Text) -> None:
    article = text("(French version Claire Monnet)")

    one, other = (run("inspect", article, "--format", "json").stdout_bytes for _ in range(2))

    assert one == other


def test_quiet_changes_no_byte_of_the_data(run: Run, text: Text) -> None:
    article = text("(French version Claire Monnet)")

    assert (
        run("inspect", article, "--format", "json").stdout == run("inspect", article, "-q", "--format", "json").stdout
    )


def test_a_record_that_breaks_its_schema_is_a_failure_not_data(
    run: Run, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provenance import pipeline

    good = pipeline.inspect
    monkeypatch.setattr(pipeline, "inspect", lambda *a, **k: good(*a, **{**k, "language": "no tag"}))

    result = run("inspect", text("Here."), "--format", "json")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "$.language.language" in result.stderr
    assert "please report it" in result.stderr
