"""Compressed files and streams: .gz, .bz2, .xz and .zst, told by name (files) or first bytes (standard input)."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Mapping
from typing import BinaryIO, cast

from provenance.errors import FormatError, ReadError

# What the unpackers raise on damaged data.
DAMAGE: tuple[type[Exception], ...] = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", ".gz"),
    (b"BZh", ".bz2"),
    (b"\xfd7zXZ\x00", ".xz"),
    (b"\x28\xb5\x2f\xfd", ".zst"),
)
NAMES: Mapping[str, str] = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}
"""Extension → the method's name, for messages."""


class _Unpacked:
    """A stream whose unpacker's own complaints are FormatErrors that name the file."""

    def __init__(self, inner: BinaryIO, origin: str, suffix: str) -> None:
        self._inner, self._origin, self._suffix = inner, origin, suffix

    def read(self, size: int = -1) -> bytes:
        return self._checked(lambda: self._inner.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._checked(lambda: self._inner.readline(size))

    def close(self) -> None:
        self._inner.close()

    def __enter__(self) -> "_Unpacked":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _checked(self, step: Callable[[], bytes]) -> bytes:
        try:
            return step()
        except ReadError:
            raise
        except Exception as error:
            if not isinstance(error, DAMAGE) and (not isinstance(error, OSError) or error.errno is not None):
                raise  # bz2 and pyarrow raise an OSError without a number for damaged data
            name = NAMES[self._suffix]
            raise FormatError(
                f"{self._origin}: damaged {name} data ({error}): expected a whole {self._suffix} file: fetch it again"
            ) from error


def suffix_of(name: str) -> str | None:
    """Return the extension of a compression method that a file's name ends with, or None."""
    return next((suffix for suffix in NAMES if name.lower().endswith(suffix)), None)


def magic_of(head: bytes) -> str | None:
    """Return the extension of the compression method that data begins as, or None."""
    return next((suffix for prefix, suffix in _MAGIC if head.startswith(prefix)), None)


def unpacked(stream: BinaryIO, suffix: str, *, origin: str) -> BinaryIO:
    """Return the stream with its compression undone; reading it raises FormatError where the data are damaged.

    suffix: a key of NAMES.  Closing the result leaves ``stream`` to its owner.
    """
    return cast(BinaryIO, _Unpacked(_OPENERS[suffix](stream), origin, suffix))


def _gzip(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))


def _bzip2(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, bz2.BZ2File(stream))


def _xz(stream: BinaryIO) -> BinaryIO:
    opened = lzma.LZMAFile(stream)  # noqa: SIM115 - closed by whom it is given to
    return cast(BinaryIO, opened)


def _zstd(stream: BinaryIO) -> BinaryIO:
    import pyarrow  # 0.2 s, and only for .zst; zstandard's own reader ends silently inside a frame

    packed = pyarrow.CompressedInputStream(pyarrow.PythonFile(stream, "r"), "zstd")
    return cast(BinaryIO, io.BufferedReader(packed))


_OPENERS: Mapping[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": _gzip,
    ".bz2": _bzip2,
    ".xz": _xz,
    ".zst": _zstd,
}
