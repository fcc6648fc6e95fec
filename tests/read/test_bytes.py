import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance.errors import BinaryDocument, EmptyDocument, FormatError, ReadError
from provenance.read import MAX_BYTES, READERS, read_bytes
from provenance.types import Document

RUSSIAN = "Министры приняли совместную декларацию об управлении водными ресурсами после трёх дней переговоров.\n"
FRENCH = "Le sommet européen s'achève à Lima. Les ministres ont adopté une déclaration où chaque pays s'engage.\n"
POLISH = "Ministrowie przyjęli wspólną deklarację w sprawie zarządzania wodami po trzech dniach żmudnych rozmów.\n"
TURKISH = "Bakanlar üç gün süren görüşmelerin ardından ortak su yönetimi bildirisini kabul etti. Çeviri: Işıl Şahin\n"
JAPANESE = "閣僚らは三日間の交渉を経て、水資源の共同管理に関する共同宣言を採択した。\n"
CHINESE = "部長們經過三天的談判,通過了關於共享水資源管理的聯合聲明。翻譯:王小明\n"
ARABIC = "اعتمد الوزراء إعلانا مشتركا بشأن إدارة المياه المشتركة بعد ثلاثة أيام من المفاوضات.\n"


def read(data: bytes, media: str | None = None, encoding: str | None = None) -> Document:
    return read_bytes(data, id="a", origin="a.txt" if media is None else "a", media=media, encoding=encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16-le"),
        (FRENCH, "cp1252"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32"),
        (FRENCH, "utf-8-sig"),
        (POLISH, "cp1250"),
        (TURKISH, "cp1254"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "big5"),
        (ARABIC, "cp1256"),
        ("café", "latin-1"),
    ],
)
def test_encoding_is_found(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)).text == text


def test_named_encoding_wins_over_a_guess() -> None:
    assert read("ąść".encode("cp1250"), encoding="windows-1250").text == "ąść"


@pytest.mark.parametrize("encoding", ["klingon", "hex", "idna", "a\0b"])
def test_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ReadError, match="unknown encoding"):
        read(b"text", encoding=encoding)


def test_declared_charset_yields_to_bytes_that_are_utf8() -> None:
    page = f"<meta charset=windows-1251><p>{RUSSIAN}</p>".encode()

    assert RUSSIAN.strip() in read(page, "html").text


def test_damaged_utf8_names_the_byte() -> None:
    with pytest.raises(ReadError, match=r"^a\.txt: byte 65 \(0xff\) is no UTF-8 while the rest is.*--encoding"):
        read("éàü café ".encode() * 5 + b"\xff abc")


def test_newlines_marks_and_composition_are_normal() -> None:
    assert read("\ufeffe\u0301\r\nb\rc".encode()).text == "\u00e9\nb\nc"


def test_bidirectional_and_control_characters_stay() -> None:
    assert read("a\u202eb\x1b[1m".encode()).text == "a\u202eb\x1b[1m"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocument, match="expected a text"):
        read(data)


def test_page_without_text_is_empty() -> None:
    with pytest.raises(EmptyDocument, match="html without any text"):
        read(b"<html><body><script>x()</script></body></html>", "html")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "pdftotext"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"some\0text", "NUL at character 4"),
        (b"\x01\x02\x03text", "control characters"),
    ],
)
def test_binary_is_named_with_a_remedy(data: bytes, what: str) -> None:
    with pytest.raises(BinaryDocument, match=what):
        read(data)


def test_one_word_is_a_document() -> None:
    assert read(b"Word").text == "Word"


@pytest.mark.parametrize("media", READERS)
def test_ten_megabytes_of_one_line_are_read(media: str) -> None:
    start = time.perf_counter()

    document = read(b"word " * 2_000_000, media)

    assert len(document.text) >= 9_999_999
    assert time.perf_counter() - start < 10


def test_file_over_the_limit_is_refused_with_the_number() -> None:
    with pytest.raises(ReadError, match=str(MAX_BYTES)):
        read(b"a" * (MAX_BYTES + 1))


def test_a_million_combining_marks_take_no_quadratic_time() -> None:
    start = time.perf_counter()

    document = read(("a" + "\u0315\u0300" * 500_000).encode())

    assert unicodedata.is_normalized("NFC", document.text)
    assert time.perf_counter() - start < 5


def test_unknown_media_is_refused() -> None:
    with pytest.raises(ReadError, match="expected text, markdown, html"):
        read(b"text", "jsonl")


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"<!DOCTYPE html><title>T</title><p>words</p>", "T\n\nwords"),
        (b"---\ntitle: T\n---\nwords", "words"),
        (b"---\nwords\n---", "---\nwords"),
        (b"<p>words</p>", "<p>words</p>"),
    ],
)
def test_format_is_sniffed_where_the_name_does_not_tell(data: bytes, start: str) -> None:
    assert read_bytes(data, id="a", origin="standard input").text.startswith(start)


PIECES = """<p>|</p>|<div class=byline>|<article>|<h1>|<!--|-->|<script>|&#0;|&#xd800;|<br>|<meta charset=utf-7>|<svg>|
<table>|<script type='application/ld+json'>|{"@type": "Article", "author": "\\ud800\\u0000"}|words |---\n|+++\n|
title: x\n|author: [a, b]\n|\u0301|\r|\ufeff"""
MARKUP = st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map(lambda parts: "".join(parts).encode())


@settings(max_examples=250, deadline=5000)
@example(data=b"+++\na = 1e999\n+++\nx", media="markdown")
@example(data=b'<html lang="\xed\xa0\x80"><p>x', media="html")
@given(
    data=st.binary(max_size=200) | MARKUP | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
    media=st.sampled_from([None, *READERS]),
)
def test_any_bytes_are_a_document_or_a_read_error(data: bytes, media: str | None) -> None:
    try:
        document = read_bytes(data, id="a", origin="a", media=media)
    except ReadError as error:
        assert str(error).startswith("a:")
        return

    assert unicodedata.is_normalized("NFC", document.text)
    assert document.text.strip()
    assert "\r" not in document.text
    for text in (document.text, *(entry.value for entry in document.declared)):
        assert "\0" not in text
        text.encode()
    assert read_bytes(data, id="a", origin="a", media=media) == document


@pytest.mark.parametrize("module", ["lxml", "trafilatura", "yaml", "charset_normalizer"])
def test_format_libraries_are_not_imported_before_their_format(module: str) -> None:
    reading = "import sys, provenance.read as r; r.read_bytes(b'x', id='a', origin='a.txt')"
    code = f"{reading}; print({module!r} in sys.modules)"

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "False"


def test_front_matter_error_is_a_format_error() -> None:
    with pytest.raises(FormatError, match=r"^a:3: front matter is no YAML"):
        read(b"---\ntitle: x\nfoo: [a}\n---\nbody", "markdown")
