"""``provenance export``: what goes in, what comes out, and what is said of anything else."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from provenance.record import comparison_to_dict, to_dict
from provenance.report.exchange import EXPORTS
from tests.cli.conftest import Run
from tests.record import samples

RECORD = json.dumps(to_dict(samples.french_record()))
COMPARISON = json.dumps(comparison_to_dict(samples.comparison()))


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    def write(text: str, name: str = "value.json") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("to", sorted(EXPORTS))
def test_each_format_is_written_to_a_file(run: Run, file: Callable[..., str], tmp_path: Path, to: str) -> None:
    out = tmp_path / "out"

    result = run("export", file(COMPARISON), "--to", to, "-o", str(out))

    assert result.exit_code == 0
    assert out.stat().st_size > 0
    assert result.stdout == ""


def test_help_lists_each_format(run: Run) -> None:
    shown = run("export", "--help").stdout

    assert [to for to in EXPORTS if f"  {to} " not in shown] == []


def test_lines_of_records_on_stdin_become_one_table(run: Run) -> None:
    result = run("export", "-", "--to", "csv", stdin=f"{RECORD}\n{RECORD}\n")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3


def test_several_records_become_a_file_each_in_a_folder(run: Run, file: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    result = run("export", file(f"{RECORD}\n{RECORD}\n", "all.jsonl"), "--to", "dot", "-o", str(folder))

    assert result.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["1.dot", "2.dot"]


@pytest.mark.parametrize("text", ["no json", '{"a": 1}', ""])
def test_file_that_is_no_record_exits_with_2_and_says_what_to_give(
    run: Run, file: Callable[..., str], text: str
) -> None:
    result = run("export", file(text), "--to", "dot")

    assert result.exit_code == 2
    assert "value.json" in result.stderr
    assert "what inspect or compare wrote with --format json" in result.stderr
    assert result.stdout == ""


def test_bad_line_among_good_ones_is_named_and_the_others_are_written(run: Run, file: Callable[..., str]) -> None:
    result = run("export", file(f'{RECORD}\n{{"a": 1}}\n', "all.jsonl"), "--to", "csv")

    assert result.exit_code == 1
    assert "line 2" in result.stderr
    assert len(result.stdout.splitlines()) == 2


def test_record_where_a_comparison_is_needed_exits_with_2_and_says_so(run: Run, file: Callable[..., str]) -> None:
    result = run("export", file(RECORD), "--to", "tmx")

    assert result.exit_code == 2
    assert "run provenance compare first" in result.stderr


def test_summary_of_an_audit_is_no_record(run: Run) -> None:
    summaries = sorted((Path(__file__).parents[1]).rglob("summary.json"))

    result = run("export", summaries[0], "--to", "dot")

    assert result.exit_code == 2
    assert "expected a record or a comparison" in result.stderr
