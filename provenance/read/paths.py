"""Paths → Documents and Failures, in the order given, folders sorted, under ids that no order changes."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from provenance.errors import ReadError
from provenance.read.formats import CONTAINERS, EXTENSIONS, MEDIA, named_media
from provenance.read.pieces import STDIN, Piece, Source, pieces, read_piece, unreadable, wanted_name
from provenance.read.unpack import NAMES
from provenance.types import Document, Failure


def read_paths(
    paths: Sequence[str], *, media: str | None = None, encoding: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Document | Failure]:
    """Read files, folders and standard input ("-"), lazily; what cannot be read is a Failure, and the rest goes on.

    media: one of MEDIA, for all paths; None to decide by extension and content.  Folders are read recursively, known
    extensions only, hidden files left out.  The document of a JSON line or a table's row is named by its "id", a stored
    page by its address, else "PATH#NUMBER".  An id
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
        raise unreadable(_printable(path), error) from error
    if not files:
        known = " ".join(EXTENSIONS)
        raise ReadError(
            f"{_printable(path)}: a folder without a readable file, "
            f"expected files with {known} (or packed: {' '.join(NAMES)})"
        )
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
    many = [entry for entry in sources if isinstance(entry, Source) and _media(entry, media) in CONTAINERS]
    names = _Names({entry.id for entry in sources if isinstance(entry, Source)} - {entry.id for entry in many})
    if len(many) > 1:
        names.claim_in_order(many, media, encoding)
    for entry in sources:
        if isinstance(entry, Failure):
            yield entry
            continue
        for piece in pieces(entry, media=media, encoding=encoding, stdin=stdin):
            yield piece if isinstance(piece, Failure) else _read(piece, names)


def _read(piece: Piece, names: "_Names") -> Document | Failure:
    name = names.claim(piece) if piece.number else piece.source
    try:
        return read_piece(piece, id=name)
    except ReadError as error:
        return Failure(name, "read", str(error))


class _Names:
    """Which ids are taken.  claimed: (source id, number) → id, where several files may want the same ones."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.claimed: dict[tuple[str, int], str] = {}

    def claim(self, piece: Piece) -> str:
        """Return the id of a piece's document: the wanted one, with a suffix if it is taken."""
        if (piece.source, piece.number) in self.claimed:
            return self.claimed[piece.source, piece.number]
        name = first = wanted_name(piece) or piece.default_name
        count = 1
        while name in self.taken:
            count += 1
            name = f"{first}~{count}"
        self.taken.add(name)
        return name

    def claim_in_order(self, sources: Sequence[Source], media: str | None, encoding: str | None) -> None:
        """Read the ids of all files once, in the order of their names, so that the order given changes none."""
        for source in sorted((entry for entry in sources if entry.path != STDIN), key=lambda entry: entry.id):
            for piece in pieces(source, media=media, encoding=encoding):
                if isinstance(piece, Piece) and piece.number and wanted_name(piece) is not None:
                    self.claimed[piece.source, piece.number] = self.claim(piece)


def _media(source: Source, media: str | None) -> str | None:
    return media or (None if source.path == STDIN else named_media(source.path))


def _failure(name: str, error: ReadError) -> Failure:
    return Failure(name, "read", str(error))


def _printable(path: str) -> str:
    """Return the path as text that UTF-8 can hold: file names are bytes on POSIX."""
    return os.fsencode(path).decode("utf-8", "backslashreplace") if "\0" not in path else repr(path)
