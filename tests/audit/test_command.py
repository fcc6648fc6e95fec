"""``provenance audit`` at the command line: what it says where, and its exit status."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from provenance.audit import Progress
from provenance.audit.engines import ENGINES
from provenance.cli.app import app
from provenance.cli.progress import Meter, duration, line_of
from tests.audit.engines import inline

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(ENGINES, "local", inline)
    Path("c").mkdir()
    Path("c", "a.txt").write_text("Le port reste ouvert.\n\n(Version française Zoé Castor)\n", "utf-8")
    Path("c", "b.txt").write_text("The harbour stays open, the town said on Monday.\n", "utf-8")


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments, catch_exceptions=False)

    return invoke


def summary(stdout: str) -> Mapping[str, Any]:
    value: Mapping[str, Any] = json.loads(stdout)
    return value


def test_summary_goes_to_stdout_and_the_files_to_the_folder(run: Run) -> None:
    result = run("audit", "c", "-o", "out")

    assert result.exit_code == 0
    assert result.stdout.startswith("documents   2: 2 recorded, 0 duplicates, 0 failed\n")
    assert result.stderr == ""
    assert {path.name for path in Path("out").iterdir()} >= {"summary.json", "documents.parquet", "records.jsonl"}


def test_second_run_says_that_there_is_nothing_to_do(run: Run) -> None:
    first = run("audit", "c", "-o", "out", "--format", "json")
    second = run("audit", "c", "-o", "out", "--format", "json")

    assert second.exit_code == 0
    assert "done before, and no file has changed since" in second.stderr
    assert summary(second.stdout) == summary(first.stdout)
    assert run("audit", "c", "-o", "out", "-q").stderr == ""


def test_failed_document_is_status_1_and_told_in_the_summary(run: Run) -> None:
    Path("c", "scan.txt").write_bytes(b"%PDF-1.4")

    result = run("audit", "c", "-o", "out")

    assert result.exit_code == 1
    assert "1 failed" in result.stdout
    assert "provenance: c/scan.txt: read: c/scan.txt: looks like a PDF file" in result.stderr
    assert "failures    read 1" in result.stdout


def test_finding_at_or_above_the_severity_is_status_1(run: Run) -> None:
    Path("c", "b.txt").write_text("The harbour stays open.\n\n(French version by Zoé Castor)\n", "utf-8")

    assert run("audit", "c", "-o", "one").exit_code == 0
    assert run("audit", "c", "-o", "one", "--fail-on", "major").exit_code == 1
    told = run("audit", "c", "--fail-on", "major").stdout
    assert "c/b.txt: major: credit-language-mismatch: the text is in English and its credit names a French" in told
    assert not Path("summary.json").exists()
    assert "credit-language-mismatch 1" in run("audit", "c", "-o", "one").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument 'CORPUS...'"),
        (("c", "-o", "out", "--since", "May"), "found 'May', expected a date such as 2024-05-06"),
        (("c", "-o", "out", "--sample", "0"), "x>=1"),
        (("c", "-o", "out", "--engine", "steam"), "'steam' is not one of"),
        (("c", "-o", "c"), "c: found 'a.txt' and no audit: choose an empty folder"),
    ],
)
def test_command_that_makes_no_sense_is_status_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("audit", *arguments)

    assert result.exit_code == 2
    assert said in result.stderr


def test_line_tells_rate_share_and_time_left() -> None:
    first, now = Progress("read", 100, 0.1), Progress("read", 1_500, 0.4, 2)

    assert line_of(first, now, 20.0) == "1,500 documents, 70/s, 40%, 40 s left, 2 failed"
    assert line_of(first, first, 0.0) == "100 documents"
    assert line_of(Progress("families", 0), Progress("families", 3), 6.0) == "3 families, 0.5/s"
    assert [duration(seconds) for seconds in (3.2, 61, 3599, 9000)] == ["3 s", "1 min", "60 min", "2.5 h"]


def test_meter_writes_a_line_every_ten_seconds_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    def clock() -> Iterator[float]:
        yield from (0.0, 0.0, 4.0, 10.0, 12.0, 21.0)

    times = clock()
    meter = Meter(quiet=False, clock=lambda: next(times))
    for done in range(5):
        meter.tell(Progress("read", done))
    meter.end()

    assert capsys.readouterr().err == "provenance: 2 documents, 0.2/s\nprovenance: 4 documents, 0.2/s\n"


def test_meter_is_silent_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 100.0])
    Meter(quiet=True, clock=lambda: next(times)).tell(Progress("read", 1))

    assert capsys.readouterr().err == ""
