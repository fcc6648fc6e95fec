import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Text = Callable[..., Path]
EXAMPLES = Path(__file__).parents[1] / "schemas" / "examples"
RECORDS = sorted((EXAMPLES / "valid").glob("*-1.*.json"))


def test_valid_records_pass(run: Run) -> None:
    result = run("validate", *RECORDS)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{path}: valid" for path in RECORDS]


def test_quiet_says_nothing_of_valid_records(run: Run) -> None:
    assert run("validate", "-q", *RECORDS).output == ""


def test_each_problem_is_a_line_with_file_path_and_expectation(run: Run) -> None:
    path = EXAMPLES / "invalid" / "record-1.several.json"
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()

    result = run("validate", path)

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [f"{path}: {line}" for line in expected]


def test_a_record_from_a_pipe_is_checked(run: Run) -> None:
    result = run("validate", "-", stdin=RECORDS[0].read_bytes())

    assert (result.exit_code, result.stdout) == (0, "-: valid\n")


def test_json_lines_are_checked_line_by_line(run: Run, text: Text) -> None:
    record = json.loads((EXAMPLES / "valid" / "record-1.small.json").read_bytes())
    bad = {**record, "model": 3}

    result = run("validate", text(f"{json.dumps(record)}\n\n{json.dumps(bad)}\n", "records.jsonl"))

    assert result.exit_code == 1
    assert "line 3: $.model: found 3, expected an object or null" in result.stdout


def test_an_array_is_checked_entry_by_entry(run: Run, text: Text) -> None:
    record = json.loads((EXAMPLES / "valid" / "record-1.small.json").read_bytes())

    result = run("validate", text(json.dumps([record, 3]), "records.json"))

    assert "entry 1: $: found 3, expected an object" in result.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "text that is not JSON"),
        (b"\xff\xfe", "expected a file of JSON in UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b"", "not JSON"),
    ],
)
def test_what_is_not_json_is_said(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.json").write_bytes(content)

    result = run("validate", tmp_path / "x.json")

    assert result.exit_code == 1
    assert said in result.stdout


def test_a_missing_file_is_said(run: Run, tmp_path: Path) -> None:
    result = run("validate", tmp_path / "gone.json")

    assert result.exit_code == 1
    assert "No such file" in result.stdout


def test_a_named_schema_is_used(run: Run) -> None:
    assert run("validate", "--schema", "language", EXAMPLES / "valid" / "language.five-lines.json").exit_code == 0
    assert run("validate", "--schema", "record-1", EXAMPLES / "valid" / "language.five-lines.json").exit_code == 1


def test_an_unknown_schema_is_a_usage_error(run: Run) -> None:
    result = run("validate", "--schema", "recrod", RECORDS[0])

    assert result.exit_code == 2
    assert "schema 'recrod': no such schema; there are audit-1, comparison-1" in result.stderr


def test_many_problems_are_counted_not_listed(run: Run, text: Text) -> None:
    record = json.loads((EXAMPLES / "valid" / "record-1.small.json").read_bytes())
    record["findings"] = [{}] * 100

    result = run("validate", text(json.dumps(record), "x.json"))

    assert len(result.stdout.splitlines()) == 21
    assert "and 780 more problems" in result.stdout


def test_a_hostile_file_name_and_value_do_not_act_on_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "\x1b[2Jx.json").write_text(json.dumps({"schema": "\x1b]0;owned\x07"}))

    result = run("validate", tmp_path / "\x1b[2Jx.json")

    assert "\x1b" not in result.output
    assert "\x07" not in result.output
