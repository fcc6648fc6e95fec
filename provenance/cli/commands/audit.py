"""``provenance audit``: a whole corpus, document by document and family by family."""

import json
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from provenance.audit import Plan, cores
from provenance.audit.engines import ENGINES
from provenance.cli.options import examples, fail_on_option, model_option, quiet_option, read_options
from provenance.cli.output import FOUND
from provenance.cli.progress import Meter
from provenance.report.escape import visible
from provenance.report.severity import reaches, severity_of

_SHOWN = 8
_LINES = 50  # of failures, of findings


def checked_date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return an ISO 8601 date as it is; raises BadParameter for anything else."""
    from provenance.validate.formats import is_date

    if value is not None and not is_date(value):
        raise click.BadParameter(f"found {value!r}, expected a date such as 2024-05-06")
    return value


@click.command(
    epilog=examples(
        "provenance audit articles/ -o audit/",
        "provenance audit news.jsonl.zst crawl.warc.gz -o audit/ --since 2024-01-01",
        "zcat big.jsonl.gz | provenance audit - -o audit/ --sample 1000",
        "provenance audit page.md other.md --fail-on minor",
    )
)
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write to this folder; an audit that was stopped goes on there.  Without it, nothing is kept.",
)
@click.option("--since", metavar="DATE", callback=checked_date, help="Leave out what was published before, or undated.")
@click.option(
    "--sample",
    metavar="N",
    type=click.IntRange(min=1),
    help="Audit N documents only, chosen by their digests: the same ones each time.",
)
@click.option("-j", "--jobs", metavar="N", type=click.IntRange(min=1), help="Use N processes; by default all cores.")
@click.option(
    "--engine", type=click.Choice(sorted(ENGINES)), default="local", show_default=True, help="What to run on."
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    help="Give a document up that takes longer.",
)
@model_option
@read_options
@fail_on_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to write the summary to stdout.",
)
@quiet_option
@click.pass_context
def audit(
    context: click.Context,
    corpora: tuple[str, ...],
    output: Path | None,
    since: str | None,
    sample: int | None,
    jobs: int | None,
    engine: str,
    timeout: float,
    model: str | None,
    media: str | None,
    encoding: str | None,
    fail_on: str | None,
    format_name: str,
    quiet: bool,
) -> None:
    """Audit a corpus: a record for each document, and which documents are versions of one text.

    CORPUS is a folder, text, Markdown, HTML, JSON lines, Parquet, WARC or ZIP, packed (.gz .bz2 .xz .zst) or not; -
    reads stdin.  The folder of -o gets summary.json, documents.jsonl and .parquet, records.jsonl, families.jsonl and
    failures.jsonl; stdout gets the summary, and each finding at or above
    --fail-on.  Stop it at any time: the same command goes on from there, and the files
    do not depend on how often it was stopped, on --jobs or on the order of the files.
    """
    with nullcontext(output) if output else TemporaryDirectory(prefix="provenance-") as folder:
        place = Path(folder)
        meter = Meter(quiet=quiet)
        plan = Plan(
            corpora, place, media, encoding, sample, since, model, jobs or cores(), engine, timeout, tell=meter.tell
        )
        summary, is_new = _run(plan, meter, is_kept=output is not None)
        if not is_new and not quiet:
            click.echo(f"provenance: {visible(str(place))}: done before, and no file has changed since", err=True)
        for line in _capped(_failures(place), summary["totals"]["failures"], "failures.jsonl"):
            click.echo(f"provenance: {line}", err=True)
        if format_name == "json":
            click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(lines_of(summary)))
        reached = sum(item["count"] for item in summary["findings"] if fail_on and reaches(item["severity"], fail_on))
        if format_name != "json":
            for line in _capped(_findings(place, str(fail_on)), reached, "records.jsonl"):
                click.echo(line)
    context.exit(FOUND if summary["totals"]["failures"] or reached else 0)


def _run(plan: Plan, meter: Meter, *, is_kept: bool) -> tuple[Mapping[str, Any], bool]:
    from provenance.audit.run import run

    try:
        return run(plan)
    except KeyboardInterrupt:
        meter.end()
        if is_kept:
            where = visible(str(plan.output))
            click.echo(f"provenance: stopped: the same command goes on from here ({where})", err=True)
        raise
    finally:
        meter.end()


def _capped(lines: Iterator[str], count: int, file: str) -> Iterator[str]:
    """Give the first lines of so many, and where the others stand."""
    yield from islice(lines, min(count, _LINES))
    if count > _LINES:
        yield f"and {count - _LINES:,} more, in {file}"


def _failures(folder: Path) -> Iterator[str]:
    for row in _rows(folder / "failures.jsonl"):
        hint = f"; {row['hint']}" if row["hint"] else ""
        yield visible(f"{row['document_id']}: {row['stage']}: {row['error']}{hint}")


def _findings(folder: Path, level: str) -> Iterator[str]:
    for record in _rows(folder / "records.jsonl"):
        for finding in record["findings"]:
            severity = severity_of(finding)
            if reaches(severity, level):
                name, note = record["document"]["id"], finding["note"] or finding["value"]
                yield visible(f"{name}: {severity}: {finding['kind']}: {note}")


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def lines_of(summary: Mapping[str, Any]) -> list[str]:
    """Return the summary for a reader, a fact a line."""
    totals = summary["totals"]
    lines = [
        f"documents   {totals['documents']:,}: {totals['records']:,} recorded, {totals['duplicates']:,} duplicates, "
        f"{totals['failures']:,} failed" + (f"; {totals['left_out']:,} left out" if totals["left_out"] else ""),
        f"families    {totals['families']:,} with {totals['in_families']:,} documents",
        f"languages   {_listed([(item['language'], item['documents']) for item in summary['languages']])}",
        f"credits     {_listed(list(summary['credit_states'].items()))}",
        f"machine     {_listed(list(summary['machine'].items()))}",
    ]
    flows = [(f"{item['source']} → {item['target']}", item["documents"]) for item in summary["flows"]]
    kinds = [(item["kind"], item["count"]) for item in summary["findings"]]
    lines += [f"flows       {_listed(flows)}"] if flows else []
    lines += [f"findings    {_listed(kinds)}"] if kinds else []
    lines += [f"failures    {_listed([(item['stage'], item['count']) for item in summary['failures']])}"] * bool(
        summary["failures"]
    )
    return lines


def _listed(counts: list[tuple[str, int]]) -> str:
    shown = [f"{name} {count:,}" for name, count in counts[:_SHOWN] if count]
    more = len(counts) - _SHOWN
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "") or "none"
