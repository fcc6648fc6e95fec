"""Paths → Documents and Failures, in the order given, folders sorted, under ids that no order changes."""

import gzip
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from provenance.errors import FormatError, ReadError
from provenance.read.document import read_bytes
from provenance.read.formats import COMPRESSED, EXTENSIONS, MEDIA, named_media
from provenance.read.jsonl import line_document, line_id, parse_line
from provenance.read.limits import read_lines, read_whole
from provenance.types import Document, Failure

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, "-" for standard input.  id: of its document, or what its lines' ids begin with."""

    path: str
    id: str


def read_paths(
    paths: Sequence[str], *, media: str | None = None, encoding: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Document | Failure]:
    """Read files, folders and standard input ("-"), lazily; what cannot be read is a Failure, and the rest goes on.

    media: one of MEDIA, for all paths; None to decide by extension and content.  Folders are read recursively, known
    extensions only, hidden files left out.  A JSON line's document is named by its "id", else "PATH#LINE".  An id
    that is taken gets a suffix "~2", "~3" …, counted in the order of sorted paths, so that the order of ``paths``
    changes no id.  stdin: where "-" reads from; None for the process's own.

    Raises ReadError at once if ``media`` is none of MEDIA.
    """
    if media is not None and media not in MEDIA:
        raise ReadError(f"media {media!r}: expected one of {', '.join(MEDIA)}")
    return _read_all(expand(paths), media, encoding, stdin)


def expand(paths: Sequence[str]) -> tuple[Source | Failure, ...]:
    """Return the files behind paths, in the order given; a folder's files sorted by path.

    A path that is missing, or a folder without a readable file, is a Failure.  A file that comes twice is read twice,
    the second time as "PATH~2".
    """
    seen: Counter[str] = Counter()
    found: list[Source | Failure] = []
    for path in paths:
        try:
            for file in _files(path):
                name = _printable(file)
                seen[name] += 1
                found.append(Source(file, name if seen[name] == 1 else f"{name}~{seen[name]}"))
        except ReadError as error:
            found.append(_failure(_printable(path), error))
    return tuple(found)


def _files(path: str) -> list[str]:
    if path == STDIN:
        return [path]
    place = Path(path)
    try:
        if not place.is_dir():
            place.stat()
            return [place.as_posix()]
        files = sorted(file for file in _walked(path))
    except (OSError, ValueError) as error:
        raise _unreadable(_printable(path), error) from error
    if not files:
        known = " ".join(EXTENSIONS)
        raise ReadError(f"{_printable(path)}: a folder without a readable file, expected files with {known} (or .gz)")
    return files


def _walked(folder: str) -> Iterator[str]:
    """Give the regular files with known extensions below a folder; links to folders are not followed."""

    def refuse(error: OSError) -> None:
        raise error

    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(here, name)
            if not name.startswith(".") and named_media(name) is not None and file.is_file():
                yield file.as_posix()


def _read_all(
    sources: Sequence[Source | Failure], media: str | None, encoding: str | None, stdin: BinaryIO | None
) -> Iterator[Document | Failure]:
    lined = [entry for entry in sources if isinstance(entry, Source) and _media(entry, media) == "jsonl"]
    names = _Names({entry.id for entry in sources if isinstance(entry, Source)} - {entry.id for entry in lined})
    if len(lined) > 1:
        names.claim_in_order(lined, encoding)
    for entry in sources:
        if isinstance(entry, Failure):
            yield entry
        elif entry in lined:
            yield from _lines(entry, names, encoding, stdin)
        else:
            yield _file(entry, media, encoding, stdin)


class _Names:
    """Which ids are taken.  claimed: (source id, line) → id, where several files may want the same ones."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.claimed: dict[tuple[str, int], str] = {}

    def claim(self, source: Source, number: int, wanted: str | None) -> str:
        """Return the id of a line's document: the wanted one, with a suffix if it is taken."""
        if (source.id, number) in self.claimed:
            return self.claimed[source.id, number]
        name = first = wanted or f"{source.id}#{number}"
        count = 1
        while name in self.taken:
            count += 1
            name = f"{first}~{count}"
        self.taken.add(name)
        return name

    def claim_in_order(self, sources: Sequence[Source], encoding: str | None) -> None:
        """Read the ids of all files once, in the order of their names, so that the order given changes none."""
        for source in sorted((entry for entry in sources if entry.path != STDIN), key=lambda entry: entry.id):
            try:
                with _opened(source, None) as stream:
                    for number, line in enumerate(_numbered(stream, source), 1):
                        wanted = _wanted(line, encoding)
                        if wanted is not None:
                            self.claimed[source.id, number] = self.claim(source, number, wanted)
            except (ReadError, OSError):
                continue  # reported when the file's turn comes


def _wanted(line: bytes, encoding: str | None) -> str | None:
    try:
        return line_id(parse_line(line, origin="", encoding=encoding)) if line.strip() else None
    except FormatError:
        return None


def _lines(source: Source, names: _Names, encoding: str | None, stdin: BinaryIO | None) -> Iterator[Document | Failure]:
    try:
        with _opened(source, stdin) as stream:
            for number, line in enumerate(_numbered(stream, source), 1):
                if line.strip():
                    yield _line(line, number, source, names, encoding)
    except ReadError as error:
        yield _failure(source.id, error)
    except OSError as error:
        yield _failure(source.id, _unreadable(source.id, error))


def _line(line: bytes, number: int, source: Source, names: _Names, encoding: str | None) -> Document | Failure:
    origin = f"{source.id}:{number}"
    name = f"{source.id}#{number}"
    try:
        fields = parse_line(line, origin=origin, encoding=encoding)
        name = names.claim(source, number, line_id(fields))
        return line_document(fields, id=name, origin=origin)
    except ReadError as error:
        return _failure(name, error)


def _file(source: Source, media: str | None, encoding: str | None, stdin: BinaryIO | None) -> Document | Failure:
    try:
        with _opened(source, stdin) as stream:
            data = read_whole(stream, origin=source.id)
        origin = "standard input" if source.path == STDIN else _printable(source.path)
        return read_bytes(data, id=source.id, origin=origin, media=media, encoding=encoding)
    except ReadError as error:
        return _failure(source.id, error)
    except OSError as error:
        return _failure(source.id, _unreadable(source.id, error))


def _media(source: Source, media: str | None) -> str | None:
    return media or (None if source.path == STDIN else named_media(source.path))


def _numbered(stream: BinaryIO, source: Source) -> Iterator[bytes]:
    is_packed = source.path.lower().endswith(COMPRESSED)
    size = Path(source.path).stat().st_size if is_packed else None
    return read_lines(stream, origin=source.id, compressed_bytes=size)


def _opened(source: Source, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    """Open a file, unpacking .gz; standard input stays open afterwards."""
    if source.path == STDIN:
        return nullcontext(stdin or sys.stdin.buffer)
    if source.path.lower().endswith(COMPRESSED):
        return cast(BinaryIO, gzip.open(source.path, "rb"))
    return Path(source.path).open("rb")


def _failure(name: str, error: ReadError) -> Failure:
    return Failure(name, "read", str(error))


def _unreadable(name: str, error: OSError | ValueError) -> ReadError:
    reason = getattr(error, "strerror", None) or str(error)
    return ReadError(
        f"{name}: {reason.lower()}, expected a file or folder that can be read: check the path and its rights"
    )


def _printable(path: str) -> str:
    """Return the path as text that UTF-8 can hold: file names are bytes on POSIX."""
    return os.fsencode(path).decode("utf-8", "backslashreplace") if "\0" not in path else repr(path)
