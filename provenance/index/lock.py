"""One writer at a time: a lock that the system lets go of when its holder dies, however it dies."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provenance.errors import IndexingError

NAME = "writer.lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder's writing lock.  Raises IndexingError that names the holder if another process has it."""
    path = folder / NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise IndexingError(f"{path}: {error.strerror}: choose a folder that can be written") from error
    try:
        if not _taken(descriptor):
            raise IndexingError(f"{folder}: {_holder(path)} is writing to this index: wait for it, or end it")
        holder = json.dumps({"process": os.getpid(), "host": socket.gethostname(), "command": Path(sys.argv[0]).name})
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)
        yield
    finally:
        os.close(descriptor)  # which lets the lock go


def _taken(descriptor: int) -> bool:
    if sys.platform == "win32":
        return True  # SQLite's own lock stands in: a second writer waits, then fails
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f"process {holder['process']} on {holder['host']} ({holder['command']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
