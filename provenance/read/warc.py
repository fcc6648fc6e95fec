"""Web archives (WARC 1.0 and 1.1, ISO 28500), streamed: the pages that a crawler such as Common Crawl's stored.

Read here and not by a library: fastwarc 2.0.1 ends a cut-off record silently and panics on a stream that cannot tell
its place; warcio reads a record of any length into memory.  One record is held at a time, at most MAX_BYTES of it.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from provenance.errors import FormatError, ReadError
from provenance.read.content import distinct, statement
from provenance.read.limits import MAX_BYTES
from provenance.types import Declared

_HEADER_BYTES = 64 * 1024  # of one line; real ones are below 10 kB
_HEADERS = 500
_SKIP_BYTES = 1 << 20
_PAGES: Mapping[str, str] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w:.-]{1,40})""", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """One stored page.  number: of its record in the file, from 1.  media: "html" or "text".

    address: its URL, or None.  encoding: the charset that its headers name, or None.  body: the page's bytes, or the
    error that kept them from being read.
    """

    number: int
    address: str | None
    media: str
    encoding: str | None
    declared: tuple[Declared, ...]
    body: bytes | ReadError


def pages(stream: BinaryIO, *, origin: str) -> Iterator[Page]:
    """Give the pages of a web archive: responses with status 2xx, resources and conversions that are HTML or text.

    Raises FormatError where the archive breaks off or is none; what went before has been given by then.
    """
    number = 0
    while True:
        head = _head(stream, f"{origin}#{number + 1}")
        if head is None:
            return
        number += 1
        size = _size(head, f"{origin}#{number}")
        wanted = head.get("warc-type", "").lower() in ("response", "resource", "conversion")
        if not wanted or size > MAX_BYTES:
            _skip(stream, size, f"{origin}#{number}")
            if wanted:
                error = ReadError(f"{origin}#{number}: a record of {size} bytes, expected at most {MAX_BYTES}")
                yield Page(number, _address(head), "html", None, (), error)
            continue
        block = _block(stream, size, f"{origin}#{number}")
        found = _page(block, head, number, f"{origin}#{number}")
        if found is not None:
            yield found


def _head(stream: BinaryIO, origin: str) -> Headers | None:
    """Return the next record's named fields, lower case; None at the end of the stream."""
    line = b"\r\n"
    while line and not line.strip():
        line = stream.readline(_HEADER_BYTES)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise FormatError(f"{origin}: found {line[:40]!r}, expected a record that begins WARC/: fetch the file again")
    fields: dict[str, str] = {}
    while True:
        line = stream.readline(_HEADER_BYTES)
        if not line or len(fields) > _HEADERS:
            raise FormatError(f"{origin}: a record's head without an end: the file is cut off: fetch it again")
        if not line.strip():
            return fields
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())


def _size(head: Headers, origin: str) -> int:
    value = head.get("content-length", "")
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise FormatError(f"{origin}: content-length {value[:40]!r}, expected a number of bytes: fetch the file again")
    return int(value)


def _block(stream: BinaryIO, size: int, origin: str) -> bytes:
    parts: list[bytes] = []
    left = size
    while left:
        part = stream.read(left)
        if not part:
            raise _cut(origin, size - left, size)
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _skip(stream: BinaryIO, size: int, origin: str) -> None:
    left = size
    while left:
        part = stream.read(min(left, _SKIP_BYTES))
        if not part:
            raise _cut(origin, size - left, size)
        left -= len(part)


def _cut(origin: str, found: int, expected: int) -> FormatError:
    return FormatError(f"{origin}: {found} bytes of a record of {expected}: the file is cut off: fetch it again")


def _page(block: bytes, head: Headers, number: int, origin: str) -> Page | None:
    """Return the page in a record's block, None where it holds none (an image, a redirection)."""
    fields: Headers = {"content-type": head.get("content-type", "")}
    body = block
    if head.get("warc-type", "").lower() == "response":
        if not head.get("content-type", "").lower().startswith("application/http"):
            return None
        status = _STATUS.match(block)
        if status is None or not status[1].startswith(b"2"):
            return None
        raw, body = _split(block)
        fields = _fields(raw)
    kind = fields.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _PAGES or not body.strip():
        return None
    charset = _CHARSET.search(fields.get("content-type", ""))
    declared = distinct(
        statement(key, fields[name], f"http:{name}")
        for name, key in (("content-language", "language"), ("last-modified", "modified"))
        if name in fields
    )
    return Page(
        number, _address(head), _PAGES[kind], charset[1] if charset else None, declared, _decoded(body, fields, origin)
    )


def _address(head: Headers) -> str | None:
    return head.get("warc-target-uri", "").strip("<> ")[:2000] or None


def _split(block: bytes) -> tuple[bytes, bytes]:
    for mark in (b"\r\n\r\n", b"\n\n"):
        raw, found, body = block.partition(mark)
        if found:
            return raw, body
    return block, b""


def _fields(raw: bytes) -> Headers:
    fields: dict[str, str] = {}
    for line in raw[: 4 * _HEADER_BYTES].decode("latin-1").splitlines()[1 : _HEADERS + 1]:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _decoded(body: bytes, fields: Headers, origin: str) -> bytes | ReadError:
    """Undo the transfer's chunks and the content's compression (RFC 9112, 7.1; RFC 9110, 8.4)."""
    if fields.get("transfer-encoding", "").lower() == "chunked":
        body = _joined(body)
    method = fields.get("content-encoding", "").lower()
    if method in ("", "identity"):
        return body
    if method not in ("gzip", "x-gzip", "deflate"):
        return ReadError(f"{origin}: content encoding {method[:40]!r}, expected gzip, deflate or none")
    try:
        # 47: zlib or gzip, as the data begin; a crawler that has unpacked them may have left the header
        unpacked = zlib.decompressobj(47).decompress(body, MAX_BYTES + 1)
    except zlib.error:
        return body
    if len(unpacked) > MAX_BYTES:
        return ReadError(f"{origin}: unpacks to more than {MAX_BYTES} bytes, expected one page")
    return unpacked


def _joined(body: bytes) -> bytes:
    """Return the chunks' content; the body itself where it is not in chunks after all."""
    parts: list[bytes] = []
    place = 0
    while True:
        end = body.find(b"\r\n", place, place + 200)
        size = body[place:end].partition(b";")[0].strip()
        if end < 0 or not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
            return b"".join(parts) or body
        length = int(size, 16)
        if length == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + length])
        place = end + 2 + length + 2
