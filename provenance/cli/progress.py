"""How far long work is, on stderr: one line that changes on a terminal, a line every ten seconds elsewhere."""

import sys
import time
from collections.abc import Callable

import click

from provenance.audit import Progress

_EVERY_SECONDS = {True: 0.2, False: 10.0}  # on a terminal, elsewhere
_STAGES = {"read": "documents", "families": "families", "write": "documents, writing"}
_MINUTE, _HOUR = 60.0, 3600.0


class Meter:
    """Says how much of an audit is done, how fast, and how long it will take.  clock: in seconds."""

    def __init__(self, *, quiet: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._quiet, self._clock = quiet, clock
        self._start = self._said = clock()
        self._first: Progress | None = None
        self._has_line = False

    def tell(self, progress: Progress) -> None:
        """Take note of the progress, and say it where it is time to."""
        now = self._clock()
        if self._first is None or self._first.stage != progress.stage:
            self._first, self._start = progress, now
        if self._quiet or now - self._said < _EVERY_SECONDS[self._is_terminal]:
            return
        self._said = now
        line = line_of(self._first, progress, now - self._start)
        if self._is_terminal:
            click.echo(f"\r\x1b[K{line}", nl=False, err=True)
            self._has_line = True
        else:
            click.echo(f"provenance: {line}", err=True)

    def end(self) -> None:
        """Leave the terminal's line empty."""
        if self._has_line:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._has_line = False


def line_of(first: Progress, now: Progress, seconds: float) -> str:
    """Return what to say.  first: the stage's first progress, which an earlier run may have brought far."""
    parts = [f"{now.done:,} {_STAGES[now.stage]}"]
    rate = (now.done - first.done) / seconds if seconds > 0 else 0.0
    if rate > 0:
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
    if now.share is not None and first.share is not None and now.share > first.share:
        parts.append(f"{now.share:.0%}")
        parts.append(f"{duration(seconds * (1 - now.share) / (now.share - first.share))} left")
    if now.failures:
        parts.append(f"{now.failures:,} failed")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Return a time as a person would say it."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"
