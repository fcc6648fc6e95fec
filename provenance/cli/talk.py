"""What is said on stderr: failures always, progress where a person looks on."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from provenance.report.escape import visible
from provenance.types import Failure

_FEW = 3
Item = TypeVar("Item")


def say_failure(failure: Failure) -> None:
    """Say which document failed, where and why, and what to do."""
    hint = f"; {failure.hint}" if failure.hint else ""
    click.echo(f"provenance: {visible(f'{failure.document_id}: {failure.stage}: {failure.error}{hint}')}", err=True)


def counted_out(items: Iterable[Item], *, quiet: bool) -> Iterator[Item]:
    """Pass items on; on a terminal show how many there were, once there are more than a few."""
    is_shown = not quiet and sys.stderr.isatty()
    count = 0
    for count, item in enumerate(items, 1):
        if is_shown and count > _FEW:
            click.echo(f"\r{count} documents", nl=False, err=True)
        yield item
    if is_shown and count > _FEW:
        click.echo("\r\x1b[K", nl=False, err=True)
