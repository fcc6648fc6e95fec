import gzip
import io
import json
import os
from pathlib import Path

import pytest

from provenance.errors import ReadError
from provenance.read import read_paths
from provenance.read.limits import MAX_BYTES
from provenance.types import Document, Failure


def read(*paths: Path | str, media: str | None = None, stdin: bytes = b"") -> list[Document | Failure]:
    return list(read_paths([str(path) for path in paths], media=media, stdin=io.BytesIO(stdin)))


def ids(results: list[Document | Failure]) -> list[str]:
    return [entry.id if isinstance(entry, Document) else f"! {entry.document_id}" for entry in results]


def failure(*paths: Path | str, media: str | None = None, stdin: bytes = b"") -> str:
    (found,) = read(*paths, media=media, stdin=stdin)
    assert isinstance(found, Failure)
    assert found.stage == "read"
    return found.error


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c" / "sub").mkdir(parents=True)
    (tmp_path / "c" / ".git").mkdir()
    for name in ("b.txt", "a.md", "sub/z.html", ".hidden.txt", "skipped.png", ".git/x.txt"):
        (tmp_path / "c" / name).write_text("<p>words</p>", encoding="utf-8")
    (tmp_path / "c" / "d.txt.gz").write_bytes(gzip.compress(b"packed words"))
    return tmp_path


def test_folder_is_read_sorted_without_hidden_and_unknown_files(folder: Path) -> None:
    assert ids(read("c")) == ["c/a.md", "c/b.txt", "c/d.txt.gz", "c/sub/z.html"]


def test_order_of_paths_changes_the_order_and_no_id(folder: Path) -> None:
    lines = b'{"id": "one", "text": "a"}\n{"id": "one", "text": "b"}\n{"text": "c"}\n'
    Path("x.jsonl").write_bytes(lines)
    Path("y.jsonl").write_bytes(lines)
    expected = ["one", "one~2", "x.jsonl#3", "one~3", "one~4", "y.jsonl#3"]

    assert ids(read("x.jsonl", "y.jsonl", "c/b.txt")) == [*expected, "c/b.txt"]
    assert ids(read("c/b.txt", "y.jsonl", "x.jsonl")) == ["c/b.txt", *expected[3:], *expected[:3]]


def test_file_given_twice_is_read_twice_under_two_ids(folder: Path) -> None:
    assert ids(read("c/b.txt", "c/b.txt")) == ["c/b.txt", "c/b.txt~2"]


def test_missing_file_is_a_failure_and_the_rest_goes_on(folder: Path) -> None:
    missing, found = read("nowhere.txt", "c/b.txt")

    assert isinstance(missing, Failure)
    assert missing.error.startswith("nowhere.txt: no such file or directory, expected")
    assert isinstance(found, Document)


def test_folder_without_readable_files_names_what_it_looked_for(folder: Path) -> None:
    (folder / "empty").mkdir()

    assert "empty: a folder without a readable file, expected files with .txt" in failure("empty")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_rights_is_a_failure(folder: Path) -> None:
    Path("c/b.txt").chmod(0)

    assert "permission denied" in failure("c/b.txt")


def test_path_with_nul_is_a_failure() -> None:
    assert "expected a file or folder" in failure("a\0b")


def test_standard_input_is_read_and_its_format_sniffed() -> None:
    (page,) = read("-", stdin=b"<!doctype html><p>words</p>")

    assert isinstance(page, Document)
    assert (page.id, page.text) == ("-", "words")


def test_standard_input_holds_json_lines_only_if_media_says_so() -> None:
    lines = b'{"text": "a"}\n\n{"text": "b"}\n'

    assert ids(read("-", stdin=lines)) == ["-"]
    assert ids(read("-", stdin=lines, media="jsonl")) == ["-#1", "-#3"]


def test_json_line_states_what_its_fields_say(folder: Path) -> None:
    line = {
        "text": "e\u0301\ud800",
        "url": "https://example.org/a",
        "translators": ["Li Na"],
        "published": "2024/05/06",
    }
    Path("a.jsonl").write_text(json.dumps(line), encoding="utf-8")

    (found,) = read("a.jsonl")

    assert isinstance(found, Document)
    assert (found.id, found.text, found.published) == ("a.jsonl#1", "\u00e9\ufffd", "2024-05-06")
    assert [(entry.key, entry.value, entry.place) for entry in found.declared] == [
        ("canonical", "https://example.org/a", "jsonl:url"),
        ("translator", "Li Na", "jsonl:translators[0]"),
        ("published", "2024/05/06", "jsonl:published"),
    ]


def test_html_of_a_json_line_is_read_as_a_page() -> None:
    line = b'{"id": "p", "html": "<html lang=fr><p>mots</p>"}'

    (found,) = read("-", media="jsonl", stdin=line)

    assert isinstance(found, Document)
    assert (found.text, found.declared[0].value) == ("mots", "fr")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{broken", "-:2: '{broken' is no JSON"),
        (b"[1]", "-:2: found list, expected an object with 'text' or 'html'"),
        (b'{"body": "x"}', "-:2: found 'body', expected a text under one of 'text', 'markdown', 'html'"),
        (b'{"text": " "}', "-:2: only white space"),
        (b'{"text": "\xff"}', "-:2: byte 10 of the line is no UTF-8"),
        (b"[" * 100_000, "-:2: "),
        (b"1" * 10_000, "-:2: "),
    ],
)
def test_bad_json_line_is_a_failure_and_the_rest_goes_on(line: bytes, message: str) -> None:
    lines = b'{"text": "a"}\n' + line + b'\n{"text": "c"}\n'

    results = read("-", media="jsonl", stdin=lines)

    assert ids(results) == ["-#1", "! -#2", "-#3"]
    assert isinstance(results[1], Failure)
    assert results[1].error.startswith(message)


def test_gzip_bomb_is_refused_with_the_number(folder: Path) -> None:
    Path("bomb.txt.gz").write_bytes(gzip.compress(b"\n" * (MAX_BYTES + 1), 1))

    assert f"more than {MAX_BYTES} bytes" in failure("bomb.txt.gz")


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz"])
@pytest.mark.parametrize("data", [b"no gzip", gzip.compress(b"words" * 100)[:-20]])
def test_damaged_gzip_is_a_failure(folder: Path, name: str, data: bytes) -> None:
    Path(name).write_bytes(data)

    assert "damaged gzip data" in failure(name)


def test_unknown_media_is_refused_at_once() -> None:
    with pytest.raises(ReadError, match="expected one of text, markdown, html, jsonl"):
        read_paths(["-"], media="docx")


def test_result_does_not_depend_on_the_run(folder: Path) -> None:
    assert read("c") == read("c")
