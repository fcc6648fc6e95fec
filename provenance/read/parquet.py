"""Parquet tables, streamed: each row is read as a JSON line with the same columns would be."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from provenance.errors import FormatError, ReadError
from provenance.read.limits import MAX_BYTES, MAX_RATIO

_ROWS = 64  # decoded at a time


def table_lines(stream: BinaryIO, *, origin: str, size: int) -> Iterator[bytes]:
    """Give each row of a table as a line of JSON: columns are keys (text, html, id, language, title, published …).

    stream: seekable.  size: of the file, bytes; rows that make more than MAX_RATIO times as much are refused.
    Raises FormatError where the file is damaged or no Parquet, ReadError beyond the limit.
    """
    import pyarrow
    from pyarrow import parquet  # 0.2 s, and only for .parquet

    allowed, total = MAX_BYTES + MAX_RATIO * size, 0
    try:
        table = parquet.ParquetFile(stream, pre_buffer=False)
        for batch in table.iter_batches(batch_size=_ROWS, use_threads=False):
            for row in batch.to_pylist():
                line = json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass")
                total += len(line)
                if len(line) > MAX_BYTES or total > allowed:
                    raise ReadError(f"{origin}: rows of more than {min(allowed, MAX_BYTES)} bytes: split the table")
                yield line
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise FormatError(f"{origin}: no whole Parquet file ({reason}): fetch it again") from error


def _plain(value: Any) -> Any:
    """Return a value that JSON has no word for as text; bytes are text where they are UTF-8."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
