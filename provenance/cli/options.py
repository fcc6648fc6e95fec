"""Options that more than one command takes, each written once."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from provenance.read.formats import MEDIA
from provenance.report import FORMATS
from provenance.report.severity import LEVELS

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
Command = TypeVar("Command", bound=Callable[..., Any])


def format_option(*names: str, default: str = "table") -> Callable[[Command], Command]:
    """Return the option ``--format`` with these choices."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(sorted(names)),
        default=default,
        show_default=True,
        help="How to write the result; jsonl writes a value a line.",
    )


output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default=Path("-"),
    help="Write to this file instead of stdout.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but what failed.")
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="Exit with status 1 if anything found is at or above this severity.",
)
model_option = click.option(
    "--model",
    metavar="NAME_OR_PATH",
    help="Use this sentence-transformers model instead of the bundled one.",
)
direction_option = click.option(
    "--direction-model",
    metavar="NAME_OR_PATH",
    help="Ask this translation model, too, which version was first: M2M-100, NLLB or SMaLL-100, or Marian models as "
    "one name with {source} and {target} in it.",
)
encoding_option = click.option(
    "--encoding", metavar="NAME", help="Read the files in this encoding, not a detected one."
)
media_option = click.option(
    "--media",
    type=click.Choice(MEDIA),
    help="Read the files as this, whatever their names say; for stdin, too.",
)
color_option = click.option(
    "--color/--no-color",
    "color",
    default=None,
    help="Colour or none; by default as the terminal and NO_COLOR say.",
)


def checked_tag(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return a BCP 47 tag as it is; raises BadParameter for anything else."""
    if value is not None and not _TAG.fullmatch(value):
        raise click.BadParameter(f"found {value!r}, expected a BCP 47 tag such as fr or zh-Hant")
    return value


def checked_tags(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return BCP 47 tags as they are; raises BadParameter for anything else."""
    for value in values:
        checked_tag(context, parameter, value)
    return values


def checked_date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return a year, month or day in ISO 8601 as it is; raises BadParameter for anything else."""
    if value is None:
        return None
    try:
        if not _DATE.fullmatch(value):
            raise ValueError(value)
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError as error:
        raise click.BadParameter(f"found {value!r}, expected a date such as 2024-05-01, 2024-05 or 2024") from error
    return value


def examples(*lines: str) -> str:
    """Return lines for a command's epilog that click does not wrap."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def shared_options(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return one decorator for several options, listed in help in the order given."""

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


report_options: Callable[[Any], Any] = shared_options(
    format_option(*FORMATS), output_option, fail_on_option, quiet_option, color_option
)
"""What every command that reports on texts takes."""
filter_options: Callable[[Any], Any] = shared_options(
    click.option(
        "--lang",
        "languages",
        metavar="TAG",
        multiple=True,
        callback=checked_tags,
        help="Look among texts in this language only (BCP 47); may be given several times.",
    ),
    click.option(
        "--since",
        metavar="DATE",
        callback=checked_date,
        help="Look among texts published on this date (YYYY-MM-DD, YYYY-MM or YYYY) or later only.",
    ),
    click.option(
        "--until",
        metavar="DATE",
        callback=checked_date,
        help="Look among texts published on this date or before only.",
    ),
)
"""What every command that looks into an index takes."""
read_options: Callable[[Any], Any] = shared_options(media_option, encoding_option)
"""What every command that reads texts takes."""
