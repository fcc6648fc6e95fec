"""``provenance report``: a record or comparison that was written before, for reading."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from provenance.cli.checks import checked
from provenance.cli.options import color_option, examples, format_option, output_option
from provenance.cli.output import Report, Tally
from provenance.report import FORMATS, Json
from provenance.report.escape import visible


@click.command(
    epilog=examples(
        "provenance report comparison.json -o comparison.html",
        "provenance report record.json --format table",
        "provenance compare english.txt french.txt --format json | provenance report - -o page.html",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@format_option(*FORMATS, default="html")
@output_option
@color_option
@click.pass_context
def report(context: click.Context, files: tuple[str, ...], format_name: str, output: Path, color: bool | None) -> None:
    """Show records and comparisons as a page, or as a table.

    FILE holds what inspect or compare wrote with --format json or jsonl; - reads stdin.  The page is one file that
    needs no network.
    """
    tally = Tally()
    Report(format_name, output, color, is_list=len(files) > 1).write(_stored(files, tally))
    context.exit(tally.status)


def _stored(files: Sequence[str], tally: Tally) -> Iterator[Json]:
    """Yield each valid value; say what is wrong with the others and count them."""
    for name in files:
        for value, problems in checked(name):
            if problems:
                tally.failures += 1
                click.echo(f"provenance: {visible(f'{name}: {problems[0]}')}", err=True)
            else:
                yield value
