"""``provenance export``: records and comparisons in the formats of other tools."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from provenance.cli.checks import stored
from provenance.cli.options import examples
from provenance.cli.output import Tally, written
from provenance.report import Json
from provenance.report.escape import visible
from provenance.report.exchange import EXPORTS
from provenance.report.exchange import export as export_values
from provenance.report.exchange.tables import TABLES

_USAGE_ERROR = 2
_WIDTH = max(map(len, EXPORTS))
_LISTED = "\b\nFormats:\n" + "\n".join(f"  {name:{_WIDTH}}  {item.about}" for name, item in EXPORTS.items())


@click.command(
    epilog=_LISTED
    + "\n\n"
    + examples(
        "provenance export comparison.json --to tmx -o pages.tmx",
        "provenance export record.json --to prov-n",
        "provenance export records.jsonl --to csv --table credits",
        "provenance compare english.txt french.txt --format json | provenance export - --to mermaid",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("--to", "to", required=True, type=click.Choice(list(EXPORTS)), help="The format.")
@click.option(
    "--table",
    type=click.Choice(list(TABLES)),
    default="documents",
    show_default=True,
    help="Which table, for csv and parquet.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(allow_dash=True, path_type=Path),
    default=Path("-"),
    help="Write to this file instead of stdout, or to this folder: one file for each record.",
)
@click.pass_context
def export(context: click.Context, files: tuple[str, ...], to: str, table: str, output: Path) -> None:
    """Write records and comparisons in another format.

    FILE holds what inspect or compare wrote with --format json or jsonl; - reads stdin.  docs/formats.md says what
    each format cannot hold.
    """
    tally = Tally()
    values = tuple(_with_chain(stored(files, tally), tally))
    if output.is_dir():
        for number, value in enumerate(values, 1):
            path = output / f"{number:0{len(str(len(values)))}d}{EXPORTS[to].suffix}"
            written(path, export_values([value], to, table=table))
    elif values:
        data = export_values(values, to, table=table)
        if output == Path("-") and to == "parquet" and sys.stdout.isatty():
            raise click.UsageError("parquet is no text: name a file with -o")
        written(output, data)
    if not values:
        click.echo("provenance: nothing to export: give what inspect or compare wrote with --format json", err=True)
        context.exit(_USAGE_ERROR)
    context.exit(tally.status)


def _with_chain(values: Iterable[tuple[str, Json]], tally: Tally) -> Iterator[Json]:
    """Pass on what has a chain to export; say what has none and count it."""
    for name, value in values:
        if "chain" in value:
            yield value
        else:
            tally.failures += 1
            told = f"{name}: found {value['schema']}, expected a record or a comparison"
            click.echo(f"provenance: {visible(told)}", err=True)
