"""``provenance languages``: what is known of which language."""

from pathlib import Path

import click

from provenance.cli.options import color_option, examples, format_option, output_option
from provenance.cli.output import Report
from provenance.report import LIST_FORMATS


@click.command(
    epilog=examples(
        "provenance languages",
        "provenance languages fr ar --format json",
    )
)
@click.argument("tags", nargs=-1, metavar="[TAG]...")
@format_option(*LIST_FORMATS)
@output_option
@color_option
def languages(tags: tuple[str, ...], format_name: str, output: Path, color: bool | None) -> None:
    """List the languages and how much is known of each."""
    from provenance.report.languages import known

    Report(format_name, output, color).write([known(tags)])
