"""``provenance report``: a record, a comparison or an audit that was written before, for reading."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from provenance.cli.checks import checked, stored
from provenance.cli.options import color_option, examples, output_option
from provenance.cli.output import Report, Tally, written
from provenance.errors import AuditError
from provenance.report import FORMATS, Json
from provenance.report.escape import visible

_BY_ENDING: Mapping[str, str] = {".html": "html", ".htm": "html", ".json": "json", ".jsonl": "jsonl", ".txt": "table"}
_TOLD = 1000


@click.command(
    epilog=examples(
        "provenance report comparison.json -o comparison.html",
        "provenance report record.json --format table",
        "provenance compare english.txt french.txt --format json | provenance report - -o page.html",
        "provenance report audit/ -o audit.html",
        "provenance report audit/ --pages -o audit/report.html",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(sorted(FORMATS)),
    help="How to write the result; by default as the ending of the file of -o says, else html.",
)
@output_option
@click.option(
    "--pages",
    is_flag=True,
    help="For an audit: write a page for each record, too, into records/ beside the file of -o (about 60 kB each).",
)
@color_option
@click.pass_context
def report(
    context: click.Context,
    files: tuple[str, ...],
    format_name: str | None,
    output: Path,
    pages: bool,
    color: bool | None,
) -> None:
    """Show records, comparisons and audits as a page, or as a table.

    FILE holds what inspect or compare wrote with --format json or jsonl, or is the folder that audit wrote; - reads
    stdin.  The page is one file that needs no network.  An audit's page holds the key facts of every document.
    """
    chosen = format_name or _BY_ENDING.get(output.suffix.lower(), "html")
    if any(Path(name).is_dir() for name in files):
        _report_audit(files, chosen, output, has_pages=pages)
        return
    if pages:
        raise click.UsageError("--pages: expected the folder of an audit, found a file: leave --pages out")
    tally = Tally()
    values: Iterator[Json] = (value for _, value in stored(files, tally))
    if chosen == "html":
        values = _with_page(values, tally)
    Report(chosen, output, color, is_list=len(files) > 1).write(values)
    context.exit(tally.status)


def _report_audit(files: Sequence[str], format_name: str, output: Path, *, has_pages: bool) -> None:
    from provenance.report.audit_folder import read_folder, records
    from provenance.report.audit_page import audit_page, page_name

    if len(files) > 1:
        raise click.UsageError(f"found {len(files)} arguments, one of them a folder: give one audit at a time")
    if format_name != "html":
        raise click.UsageError(f"--format {format_name}: an audit is shown as html; its summary.json is data already")
    if has_pages and str(output) == "-":
        raise click.UsageError("--pages: give a file with -o, beside which the pages of the records can lie")
    folder = Path(files[0])
    for _, problems in checked(str(folder / "summary.json")):
        if problems:
            raise AuditError(
                f"{folder / 'summary.json'}: {problems[0]}: expected a folder that provenance audit -o has finished"
            )
    page = audit_page(read_folder(folder), has_pages=has_pages)
    for line, record in enumerate(records(folder) if has_pages else ()):
        place = output.parent / page_name(line)
        place.parent.mkdir(parents=True, exist_ok=True)
        Report("html", place, color=False).write([record])
        if line % _TOLD == _TOLD - 1:
            click.echo(f"provenance: {line + 1:,} pages written", err=True)
    written(output, page.encode())


def _with_page(values: Iterator[Json], tally: Tally) -> Iterator[Json]:
    """Pass on what a page can show; say what it cannot and count it."""
    for value in values:
        if value["schema"].rsplit("/", 1)[-1].startswith(("record-", "comparison-")):
            yield value
        else:
            tally.failures += 1
            told = (
                f"found a value of {value['schema']}, expected a record or a comparison for a page: use --format table"
            )
            click.echo(f"provenance: {visible(told)}", err=True)
