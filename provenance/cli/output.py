"""Where a report goes and how it looks there; what the exit status says."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from shutil import get_terminal_size
from typing import TextIO

import click

from provenance.report import FORMATS, Look
from provenance.report.look import Json
from provenance.report.severity import reaches, severities

FOUND = 1
_STDOUT = Path("-")


@dataclass(slots=True)
class Tally:
    """What a run has met: failures, and findings at or above a severity."""

    fail_on: str | None = None
    failures: int = 0
    is_reached: bool = field(default=False)

    def watched(self, values: Iterable[Json]) -> Iterator[Json]:
        """Pass records on and remember the weightiest finding."""
        for value in values:
            level = self.fail_on
            if level and not self.is_reached:
                self.is_reached = any(reaches(found, level) for found in severities(value))
            yield value

    @property
    def status(self) -> int:
        """Exit status: 1 for a failed document or a finding at or above the severity, else 0."""
        return FOUND if self.failures or self.is_reached else 0


@dataclass(frozen=True, slots=True)
class Report:
    """How the user wants the result: format, place, colour (None: as the terminal is)."""

    format_name: str
    output: Path
    color: bool | None
    is_list: bool = False

    def write(self, values: Iterable[Json]) -> None:
        """Write the values in the format chosen."""
        with opened(self.output, is_data=self.format_name != "table") as out:
            FORMATS[self.format_name](values, out, self._look(out))
            out.flush()

    def _look(self, out: TextIO) -> Look:
        is_terminal = out.isatty()
        has_color = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return Look(
            is_terminal=is_terminal or bool(self.color),
            has_color=has_color if self.color is None else self.color,
            width=min(get_terminal_size((100, 24)).columns, 160),
            is_list=self.is_list,
        )


@contextmanager
def opened(path: Path, *, is_data: bool = True) -> Iterator[TextIO]:
    """Open a place for text in UTF-8; ``-`` is stdout, which keeps its own encoding for what people read.

    A file is replaced only when all of it is written.  Raises UsageError for one that cannot be written.
    """
    if path == _STDOUT:
        yield _stdout(is_data)
        return
    with _replaced(path) as part:
        try:
            out = part.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise _refused(path, error) from error
        with out:
            yield out


def written(path: Path, data: bytes) -> None:
    """Write bytes to a place; ``-`` is stdout.  A file is replaced only when all of it is written.

    Raises UsageError for a place that cannot be written.
    """
    if path == _STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with _replaced(path) as part:
            part.write_bytes(data)
    except OSError as error:
        raise _refused(path, error) from error


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """Give the place to write to, which takes the path's own when all went well, and is gone when not."""
    # Devices and pipes are written to, never replaced.
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        yield real
        return
    part = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(real)
    finally:
        with suppress(OSError):  # below what is no folder, there is nothing to remove
            part.unlink()


def _refused(path: Path, error: OSError) -> click.UsageError:
    return click.UsageError(f"-o {str(path)!r}: {error.strerror}: choose a file that can be written")


def _stdout(is_data: bool) -> TextIO:
    if isinstance(sys.stdout, TextIOWrapper):
        if is_data:
            sys.stdout.reconfigure(encoding="utf-8", errors="strict")
        else:
            sys.stdout.reconfigure(errors="backslashreplace")
    return sys.stdout


def silence_stdout() -> None:
    """Let nothing more be written to a reader that has gone, not even what is buffered at exit."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
