"""Files that hold many documents: Parquet, WARC, ZIP, and the compressed forms of all."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from provenance.read import limits, pieces, read_paths
from provenance.types import Document, Failure

LINES = b"".join(
    json.dumps({"id": f"n{i}", "text": f"Text number {i}.", "language": "en"}).encode() + b"\n" for i in range(3)
)


def packed_zstd(data: bytes) -> bytes:
    return bytes(pyarrow.compress(data, codec="zstd", asbytes=True))


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": packed_zstd
}  # fmt: skip


def record(
    address: str,
    body: bytes,
    *,
    kind: str = "response",
    status: int = 200,
    headers: str = "Content-Type: text/html; charset=utf-8",
) -> bytes:
    http = f"HTTP/1.1 {status} OK\r\n{headers}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-05-06T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


PAGE = "<html lang='fr'><body><p>Le port reste ouvert, dit la ville de Béthune ce matin.</p></body></html>".encode()
ARCHIVE = b"".join(
    [
        record("https://example.org/request", PAGE, kind="request"),
        record("https://example.org/a", PAGE, headers="Content-Type: text/html\r\nContent-Language: fr"),
        record("https://example.org/picture", b"\x89PNG", headers="Content-Type: image/png"),
        record("https://example.org/gone", PAGE, status=404),
        record(
            "https://example.org/b", gzip.compress(PAGE), headers="Content-Type: text/html\r\nContent-Encoding: gzip"
        ),
        record(
            "https://example.org/c",
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE),
            headers="Content-Type: text/html\r\nTransfer-Encoding: chunked",
        ),
    ]
)


def read(*paths: Path | str, stdin: bytes = b"", media: str | None = None) -> list[Document | Failure]:
    return list(read_paths([str(path) for path in paths], stdin=io.BytesIO(stdin), media=media))


def ids(found: list[Document | Failure]) -> list[str]:
    return [item.id for item in found if isinstance(item, Document)]


def failures(found: list[Document | Failure]) -> list[str]:
    return [item.error for item in found if isinstance(item, Failure)]


@pytest.mark.parametrize("suffix", PACKERS)
def test_packed_lines_are_read_and_a_cut_end_is_a_failure_after_what_was_whole(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(PACKERS[suffix](LINES))
    assert ids(read(path)) == ["n0", "n1", "n2"]
    assert ids(read("-", stdin=path.read_bytes(), media="jsonl")) == ["n0", "n1", "n2"]

    path.write_bytes(PACKERS[suffix](LINES)[:-6])
    assert "damaged" in failures(read(path))[0]


@pytest.mark.parametrize("suffix", ["", *PACKERS])
def test_pages_of_a_web_archive_are_named_by_address(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.warc{suffix}"
    path.write_bytes(PACKERS[suffix](ARCHIVE) if suffix else ARCHIVE)

    found = read(path)

    assert ids(found) == ["https://example.org/a", "https://example.org/b", "https://example.org/c"]
    for item in found:
        assert isinstance(item, Document)
        assert item.text.strip() == "Le port reste ouvert, dit la ville de Béthune ce matin."
    assert isinstance(found[0], Document)
    assert ("language", "fr", "http:content-language") in [(s.key, s.value, s.place) for s in found[0].declared]
    assert read("-", stdin=path.read_bytes()) != []


def test_archive_packed_record_by_record_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(gzip.compress(record(f"https://example.org/{i}", PAGE)) for i in range(3)))

    assert ids(read(path)) == [f"https://example.org/{i}" for i in range(3)]


@pytest.mark.parametrize("cut", [10, 150, 250, -30])
def test_archive_that_breaks_off_gives_what_was_whole_and_a_failure(tmp_path: Path, cut: int) -> None:
    whole = record("https://example.org/1", PAGE)
    path = tmp_path / "a.warc"
    path.write_bytes(whole + whole[:cut])

    found = read(path)

    assert ids(found)[0] == "https://example.org/1"
    assert len(found) == 2
    assert "cut off" in failures(found)[0]


@pytest.mark.parametrize(
    "data",
    [
        b"no archive",
        b"WARC/1.0\r\nContent-Length: -1\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: 9999999999\r\nWARC-Type: warcinfo\r\n\r\n",
    ],
)
def test_file_that_is_no_archive_is_a_failure(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)

    assert len(failures(read(tmp_path / "a.warc"))) == 1


def test_bomb_in_a_web_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MAX_BYTES", 1000)
    monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(record("https://example.org/1", b"a" * 10**6)))

    assert "times its size" in failures(read(tmp_path / "a.warc.gz"))[0]


def test_rows_of_a_table_are_read_as_json_lines_are(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    rows = [json.loads(line) for line in LINES.splitlines()]
    parquet.write_table(pyarrow.Table.from_pylist([{**rows[0], "text": None}, *rows]), path)

    found = read(path)

    assert ids(found) == ["n0~2", "n1", "n2"]
    assert "expected a text under" in failures(found)[0]
    path.write_bytes(path.read_bytes()[:-20])
    assert "no whole Parquet file" in failures(read(path))[0]


def test_files_of_a_zip_archive_are_read_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("d/b.txt", "Words of b.")
        archive.writestr("a.jsonl.gz", gzip.compress(LINES))
        archive.writestr("picture.png", b"\x89PNG")
        archive.writestr(".hidden.txt", "hidden")
        archive.writestr("c.warc", ARCHIVE)

    assert ids(read(path)) == [
        "n0", "n1", "n2", "https://example.org/a", "https://example.org/b", "https://example.org/c", f"{path}/d/b.txt"
    ]  # fmt: skip
    assert ids(read("-", stdin=path.read_bytes()))[-1] == "-/d/b.txt"
    path.write_bytes(path.read_bytes()[:-40])
    assert "no whole ZIP archive" in failures(read(path))[0]


def test_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MAX_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "a" * 10**7)

    assert "times its size" in failures(read(tmp_path / "a.zip"))[0]
