"""What happens at the command line with input that is empty, broken, huge or strange: real processes, real files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def _run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "provenance", *arguments], input=stdin, capture_output=True, timeout=400, check=False
    )


def _inspect(folder: Path, content: bytes, name: str = "a.txt") -> subprocess.CompletedProcess[bytes]:
    path = folder / name
    path.write_bytes(content)
    return _run("inspect", str(path), "--format", "json")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", b"nothing"),
        (b" \n\t\n", b"white"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, b"PNG"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", b"PDF"),
        ("Ein langer Satz über den Fluß und die Brücke. ".encode() * 20 + b"\xff\xfe\xfa kaputt", b"a.txt"),
    ],
    ids=["empty", "white", "png", "pdf", "invalid-utf-8"],
)
def test_input_that_is_no_text_is_a_clear_failure(tmp_path: Path, content: bytes, said: bytes) -> None:
    result = _inspect(tmp_path, content)

    assert result.returncode == 1
    assert said in result.stderr
    assert b"a.txt" in result.stderr
    assert b"Traceback" not in result.stderr
    assert result.stdout == b""


def test_missing_file_is_named(tmp_path: Path) -> None:
    result = _run("inspect", str(tmp_path / "nowhere.txt"))

    assert result.returncode == 1
    assert b"nowhere.txt" in result.stderr
    assert b"Traceback" not in result.stderr


def test_one_word_is_an_honest_record(tmp_path: Path) -> None:
    result = _inspect(tmp_path, b"Velburg")

    record = json.loads(result.stdout)
    assert result.returncode == 0
    assert record["language"]["language"] == "und"
    assert record["chain"]["undetermined"]
    assert record["segments"][0]["span"]["quote"] == "Velburg"


def test_language_outside_the_list_is_not_called_another(tmp_path: Path) -> None:
    armenian = "Նավահանգիստը բաց կմնա ամբողջ ձմեռ, ասել է պաշտոնյան երկուշաբթի օրը։ Գյուղացիները դժգոհում էին։"

    record = json.loads(_inspect(tmp_path, armenian.encode()).stdout)

    assert record["language"]["language"] in {"hy", "und"}


def test_ten_megabytes_in_one_line_end_in_bounded_time(tmp_path: Path) -> None:
    line = ("the harbour board of Velburg keeps the lower lock open and Ana Kolv said so to Reuters " * 130_000)[
        :10_000_000
    ]

    result = _inspect(tmp_path, line.encode())

    assert result.returncode in {0, 1}
    assert b"Traceback" not in result.stderr
    if result.returncode == 0:
        assert json.loads(result.stdout)["document"]["length"] >= 9_999_000


def test_hostile_controls_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A title\n\n\x1b[31mred\x1b[0m \u202ereversed\u202c said Ana Kolv of Velburg on Monday.\n", "utf-8")

    result = _run("inspect", str(path))

    assert b"\x1b" not in result.stdout
    assert "\u202e".encode() not in result.stdout


def test_a_batch_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(
        "The harbour stays open through the winter, the board of the port said on Monday.", "utf-8"
    )

    result = _run("inspect", str(tmp_path), "--format", "jsonl")

    assert result.returncode == 1
    assert [json.loads(line)["document"]["id"].endswith("b.txt") for line in result.stdout.splitlines()] == [True]
