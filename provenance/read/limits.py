"""How much is read.  The limits are far above any article and far below what a small machine holds."""

from collections.abc import Iterator
from typing import BinaryIO

from provenance.errors import ReadError

MAX_BYTES = 64 * 1024 * 1024  # of one document, decompressed
MAX_RATIO = 200  # of decompressed to compressed JSON Lines; text stays below 20, a gzip bomb reaches 1000


def read_whole(stream: BinaryIO, *, origin: str) -> bytes:
    """Return all bytes of a stream.  Raises ReadError beyond MAX_BYTES."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"{origin}: more than {MAX_BYTES} bytes (decompressed), expected one document: "
            "split the file, or give its documents as JSON Lines"
        )
    return data


def read_lines(stream: BinaryIO, *, origin: str, compressed_bytes: int | None) -> Iterator[bytes]:
    """Give the lines of a stream.  Raises ReadError beyond MAX_BYTES a line, or MAX_RATIO times the compressed size.

    compressed_bytes: None where the stream is not compressed, and then of any length.
    """
    allowed = None if compressed_bytes is None else MAX_BYTES + MAX_RATIO * compressed_bytes
    total = number = 0
    while True:
        line = stream.readline(MAX_BYTES + 1)
        if not line:
            return
        number += 1
        total += len(line)
        if len(line) > MAX_BYTES:
            raise ReadError(f"{origin}:{number}: a line of more than {MAX_BYTES} bytes: expected one document a line")
        if allowed is not None and total > allowed:
            raise ReadError(
                f"{origin}:{number}: unpacks to more than {allowed} bytes, {MAX_RATIO} times its size: "
                "unpack it yourself if you trust it"
            )
        yield line
