"""``provenance index`` and ``provenance trace`` at the command line."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import provenance
from provenance.cli.app import app
from provenance.validate import validate

FAMILY = Path(__file__).parents[2] / "corpora" / "icebreaker-lease"


def _run(*arguments: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=text)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of an English original and of another newsroom's report of the event, made by the commands."""
    folder = tmp_path_factory.mktemp("cli") / "originals"
    result = _run("index", "add", folder, FAMILY / "en.txt", FAMILY / "de-other-newsroom.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 added" in result.stderr
    return folder


def test_adding_again_leaves_what_is_there(made: Path) -> None:
    result = _run("index", "add", made, FAMILY / "en.txt")

    assert result.exit_code == 0
    assert "1 unchanged" in result.stderr


def test_list_shows_what_is_there(made: Path) -> None:
    table = _run("index", "list", made).stdout
    value = json.loads(_run("index", "list", made, "--format", "json").stdout)
    lines = _run("index", "list", made, "--lang", "de", "--format", "jsonl").stdout.splitlines()

    assert "2 documents" in table
    assert "Arctic port to keep leasing" in table
    assert [Path(entry["id"]).name for entry in value["originals"]] == ["de-other-newsroom.txt", "en.txt"]
    assert [json.loads(line)["language"] for line in lines] == ["de"]


def test_search_shows_the_nearest_first(made: Path) -> None:
    result = _run("index", "search", made, "-", "--format", "json", text="Eisbrecher im arktischen Hafen vermietet")

    found = json.loads(result.stdout)["originals"]
    assert len(found) == 2
    assert found[0]["cosine"] >= found[1]["cosine"]


def test_removed_text_is_listed_no_more(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(made, folder)
    digest = json.loads(_run("index", "list", folder, "--lang", "de", "--format", "jsonl").stdout)["sha256"]

    result = _run("index", "remove", folder, digest[:10])

    assert (result.exit_code, "1 removed" in result.stderr) == (0, True)
    assert "1 document ·" in _run("index", "list", folder).stdout


def test_trace_names_the_original_and_follows_its_schema(made: Path) -> None:
    result = _run("trace", FAMILY / "fr.txt", "--index", made, "--format", "json")

    value = json.loads(result.stdout)
    validate(value)
    assert (result.exit_code, value["answer"]) == (0, "original")
    assert value["matches"][0]["document_id"].endswith("en.txt")


def test_trace_table_gives_the_answer_first(made: Path) -> None:
    result = _run("trace", FAMILY / "fr.txt", "--index", made)

    lines = result.stdout.splitlines()
    assert "an original is in the index" in lines[0]
    assert lines[2] == "Likeliest originals first"
    assert any(line.lstrip().startswith("original") and "en.txt" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "fail_on", "status"),
    [("fr", "original", 1), ("fr", "none", 0), ("fr-unrelated", "none", 1), ("fr-unrelated", "version", 0)],
)
def test_exit_status_says_what_was_asked(made: Path, name: str, fail_on: str, status: int) -> None:
    result = _run("trace", FAMILY / f"{name}.txt", "--index", made, "--limit", "2", "--fail-on", fail_on)

    assert result.exit_code == status


def test_several_texts_give_a_value_each_and_what_cannot_be_read_fails_alone(made: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", "utf-8")
    files = (FAMILY / "fr.txt", tmp_path / "empty.txt", FAMILY / "fr-unrelated.txt")

    result = _run("trace", *files, "--index", made, "--limit", "1", "--format", "jsonl")

    assert [json.loads(line)["answer"] for line in result.stdout.splitlines()] == ["original", "none"]
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr


def test_stdin_is_traced(made: Path) -> None:
    result = _run(
        "trace", "-", "--index", made, "--limit", "1", "--format", "json", text=(FAMILY / "fr.txt").read_text("utf-8")
    )

    assert json.loads(result.stdout)["answer"] == "original"


def test_index_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    for arguments in (("index", "list", tmp_path), ("trace", FAMILY / "fr.txt", "--index", tmp_path)):
        result = _run(*arguments)

        assert (result.exit_code, result.stdout) == (2, "")
        assert "found no index" in result.stderr


@pytest.mark.parametrize("value", ["yesterday", "2024-13", "2024-5-1"])
def test_date_that_is_none_is_refused(made: Path, value: str) -> None:
    result = _run("index", "list", made, "--since", value)

    assert result.exit_code == 2
    assert "expected a date such as 2024-05-01" in result.stderr


@pytest.mark.parametrize("command", [["index"], ["index", "add"], ["index", "list"], ["index", "search"], ["trace"]])
def test_help_teaches_by_example(command: list[str]) -> None:
    result = _run(*command, "--help")

    assert f"provenance {' '.join(command)}" in result.stdout.partition("Examples:")[2]


def test_python_answers_as_the_command_does(made: Path) -> None:
    document = provenance.document((FAMILY / "fr.txt").read_text("utf-8"), id=str(FAMILY / "fr.txt"))

    value = provenance.to_dict(provenance.trace(document, made))

    validate(value)
    assert (
        value["matches"]
        == json.loads(_run("trace", FAMILY / "fr.txt", "--index", made, "--format", "json").stdout)["matches"]
    )
