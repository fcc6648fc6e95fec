"""Files → pieces: the bytes of one document each, with what its container says, not yet read.

A folder's file is one piece; JSON Lines, Parquet tables, web archives and ZIP archives hold many.  Nothing is held
but the piece at hand, so a container may be of any length.
"""

import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from provenance.errors import FormatError, ReadError
from provenance.read.content import distinct
from provenance.read.document import read_bytes
from provenance.read.formats import named_media
from provenance.read.jsonl import line_document, line_id, parse_line
from provenance.read.limits import MAX_BYTES, MAX_RATIO, read_lines, read_whole
from provenance.read.parquet import table_lines
from provenance.read.published import published
from provenance.read.unpack import magic_of, suffix_of, unpacked
from provenance.read.warc import pages
from provenance.types import Declared, Document, Failure

STDIN = "-"
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, "-" for standard input.  id: of its document, or what its lines' ids begin with."""

    path: str
    id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one document.  source: id of its file.  number: its place there from 1, 0 for a whole file.

    media: a key of READERS, "jsonl" for a line of JSON, or None to decide by content.  name: the id that its container
    gives it, or None.  declared: what the container states.
    """

    source: str
    number: int
    data: bytes
    origin: str
    media: str | None = None
    encoding: str | None = None
    name: str | None = None
    declared: tuple[Declared, ...] = ()

    @property
    def default_name(self) -> str:
        """The id of its document unless it says another."""
        return f"{self.source}#{self.number}" if self.number else self.source


def read_piece(piece: Piece, *, id: str, origin: str | None = None) -> Document:
    """Read the document of a piece.  Raises what ``read_bytes`` and ``line_document`` raise."""
    origin = piece.origin if origin is None else origin
    if piece.media == "jsonl":
        found = line_document(parse_line(piece.data, origin=origin, encoding=piece.encoding), id=id, origin=origin)
    else:
        found = read_bytes(piece.data, id=id, origin=origin, media=piece.media, encoding=piece.encoding)
    if not piece.declared:
        return found
    declared = distinct((*found.declared, *piece.declared))
    return replace(found, declared=declared, published=published(declared))


def wanted_name(piece: Piece) -> str | None:
    """Return the id that the piece gives its document, None where it gives none or cannot be read."""
    if piece.media != "jsonl":
        return piece.name
    try:
        return line_id(parse_line(piece.data, origin="", encoding=piece.encoding))
    except FormatError:
        return None


def pieces(
    source: Source,
    *,
    media: str | None = None,
    encoding: str | None = None,
    stdin: BinaryIO | None = None,
    has_lines: bool = False,
    at: Callable[[int], None] | None = None,
) -> Iterator[Piece | Failure]:
    """Give the pieces of a file, and a Failure for what cannot be taken apart.

    has_lines: whether standard input that begins with a JSON object holds JSON lines.  at: is told before each piece
    how many bytes of the file have been read.
    """
    try:
        if source.path == STDIN:
            yield from _of_stdin(source, stdin or sys.stdin.buffer, media, encoding, has_lines)
        else:
            with Path(source.path).open("rb") as stream:
                size = Path(source.path).stat().st_size
                for piece in _of_stream(source.path, source.id, stream, size, media, encoding):
                    if at is not None and not stream.closed:
                        at(stream.tell())
                    yield piece
    except ReadError as error:
        yield Failure(source.id, "read", str(error))
    except OSError as error:
        yield Failure(source.id, "read", str(unreadable(source.id, error)))


def unreadable(name: str, error: OSError | ValueError) -> ReadError:
    """Return the error for a path that the system does not let us read."""
    reason = getattr(error, "strerror", None) or str(error)
    return ReadError(
        f"{name}: {reason.lower()}, expected a file or folder that can be read: check the path and its rights"
    )


def _of_stream(
    path: str, name: str, stream: BinaryIO, size: int, media: str | None, encoding: str | None
) -> Iterator[Piece | Failure]:
    """Take a file apart.  path: whose extensions count.  size: as it lies on the disk, bytes."""
    suffix = suffix_of(path)
    limit: int | None = None
    if suffix is not None:
        limit = size
        stream = unpacked(stream, suffix, origin=name)
    chosen = media or named_media(path)
    if chosen in ("parquet", "zip") and suffix is not None:
        raise ReadError(f"{name}: a compressed {chosen} file, expected it as it is: unpack it first")
    yield from _of_media(chosen, path, name, stream, size, limit, encoding)


def _of_media(
    media: str | None, path: str, name: str, stream: BinaryIO, size: int, packed: int | None, encoding: str | None
) -> Iterator[Piece | Failure]:
    if media == "jsonl":
        for number, line in enumerate(read_lines(stream, origin=name, compressed_bytes=packed), 1):
            if line.strip():
                yield Piece(name, number, line, f"{name}:{number}", "jsonl", encoding)
    elif media == "parquet":
        for number, line in enumerate(table_lines(stream, origin=name, size=size), 1):
            yield Piece(name, number, line, f"{name}#{number}", "jsonl")
    elif media == "warc":
        yield from _of_archive(name, stream, packed)
    elif media == "zip":
        yield from _of_zip(name, stream, size, encoding)
    else:
        data = read_whole(stream, origin=name)
        origin = "standard input" if name == STDIN else path
        yield Piece(name, 0, data, origin, media, encoding)


def _of_archive(name: str, stream: BinaryIO, packed: int | None) -> Iterator[Piece | Failure]:
    limited = stream if packed is None else cast(BinaryIO, _Limited(stream, MAX_BYTES + MAX_RATIO * packed, name))
    for page in pages(limited, origin=name):
        if isinstance(page.body, ReadError):
            yield Failure(page.address or f"{name}#{page.number}", "read", str(page.body))
        else:
            yield Piece(
                name, page.number, page.body, f"{name}#{page.number}", page.media, page.encoding, page.address,
                page.declared,
            )  # fmt: skip


class _Limited:
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, inner: BinaryIO, allowed: int, origin: str) -> None:
        self._inner, self._allowed, self._left, self._origin = inner, allowed, allowed, origin

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._inner.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self._inner.readline(size))

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(
                f"{self._origin}: unpacks to more than {self._allowed} bytes, {MAX_RATIO} times its size: "
                "unpack it yourself if you trust it"
            )
        return data


def _of_zip(name: str, stream: BinaryIO, size: int, encoding: str | None) -> Iterator[Piece | Failure]:
    """Give the pieces of the files in a ZIP archive, in the order of their names; unknown and hidden ones left out."""
    try:
        with zipfile.ZipFile(stream) as archive:
            left = MAX_BYTES + MAX_RATIO * size
            for member in sorted(archive.infolist(), key=lambda item: item.filename):
                path = PurePath(member.filename)
                is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
                if member.is_dir() or is_hidden or named_media(member.filename) in (None, "zip"):
                    continue
                left -= member.file_size
                if left < 0:
                    raise ReadError(
                        f"{name}: its files unpack to more than {MAX_BYTES + MAX_RATIO * size} bytes, {MAX_RATIO} "
                        "times its size: unpack it yourself if you trust it"
                    )
                yield from _of_member(archive, member, f"{name}/{member.filename}", encoding)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise FormatError(f"{name}: no whole ZIP archive ({error}): fetch it again") from error


def _of_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, encoding: str | None
) -> Iterator[Piece | Failure]:
    try:
        with archive.open(member) as stream:
            # its own compression counts as the archive's: limits are those of the packed size
            inner = cast(BinaryIO, stream)
            suffix = suffix_of(name)
            unpacked_inner = unpacked(inner, suffix, origin=name) if suffix else inner
            media = named_media(name)
            yield from _of_media(media, name, name, unpacked_inner, member.file_size, member.compress_size, encoding)
    except (ReadError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        reason = str(error)
        if not isinstance(error, ReadError):
            reason = f"{name}: cannot be unpacked ({error}): expected a whole archive without a password"
        yield Failure(name, "read", reason)


def _of_stdin(
    source: Source, stream: BinaryIO, media: str | None, encoding: str | None, has_lines: bool
) -> Iterator[Piece | Failure]:
    """Take standard input apart: compressed or not, and in the format that is named or that its first bytes show."""
    peeked = _Peeked(stream)
    suffix = magic_of(peeked.head)
    if suffix is not None:
        peeked = _Peeked(unpacked(cast(BinaryIO, peeked), suffix, origin=source.id))
    inner = cast(BinaryIO, peeked)
    chosen = media or _shown(peeked.head, has_lines)
    if chosen not in ("parquet", "zip"):
        yield from _of_media(chosen, source.path, source.id, inner, 0, None, encoding)
        return
    with tempfile.TemporaryFile() as kept:  # these two are read from their end
        while part := inner.read(1 << 20):
            kept.write(part)
        size = kept.tell()
        kept.seek(0)
        yield from _of_media(chosen, source.path, source.id, cast(BinaryIO, kept), size, None, encoding)


def _shown(head: bytes, has_lines: bool) -> str | None:
    """Return the container that the first bytes belong to, or None for one document."""
    for prefix, media in ((b"WARC/", "warc"), (b"PAR1", "parquet"), (b"PK\x03\x04", "zip")):
        if head.startswith(prefix):
            return media
    return "jsonl" if has_lines and head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else None


class _Peeked:
    """A stream whose first bytes have been looked at; it stays open."""

    closed = False

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        parts = []
        left = _HEAD_BYTES
        while left and (part := inner.read(left)):
            parts.append(part)
            left -= len(part)
        self.head = self._ahead = b"".join(parts)

    def read(self, size: int = -1) -> bytes:
        if not self._ahead:
            return self._inner.read(size)
        if size < 0:
            data, self._ahead = self._ahead + self._inner.read(), b""
            return data
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        return data + self._inner.read(size - len(data)) if len(data) < size else data

    def readline(self, size: int = -1) -> bytes:
        if not self._ahead:
            return self._inner.readline(size)
        end = self._ahead.find(b"\n") + 1
        if end:
            line = self._ahead[:end] if size < 0 else self._ahead[: min(end, size)]
            self._ahead = self._ahead[len(line) :]
            return line
        data, self._ahead = self._ahead, b""
        return data + self._inner.readline(size - len(data) if size >= 0 else -1)
