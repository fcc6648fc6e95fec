"""``provenance compare``: two or more versions of an article together."""

from functools import partial
from pathlib import Path

import click

from provenance.cli.attempts import attempt
from provenance.cli.inputs import documents
from provenance.cli.options import encoding_option, examples, model_option, report_options
from provenance.cli.output import FOUND, Report, Tally
from provenance.report import Json
from provenance.types import Document

_PATH = click.Path(allow_dash=True)


@click.command(
    epilog=examples(
        "provenance compare english.txt french.txt",
        "provenance compare english.html french.html russian.html --format json -o comparison.json",
        "provenance compare original.md translation.md --fail-on major",
    )
)
@click.argument("one", type=_PATH)
@click.argument("other", type=_PATH)
@click.argument("more", nargs=-1, type=_PATH)
@report_options
@model_option
@encoding_option
@click.pass_context
def compare(
    context: click.Context,
    one: str,
    other: str,
    more: tuple[str, ...],
    format_name: str,
    output: Path,
    fail_on: str | None,
    quiet: bool,
    color: bool | None,
    model: str | None,
    encoding: str | None,
) -> None:
    """Show how versions of an article relate.

    That is which passages say the same, what was left out, added or changed, and who is likely to come from whom.
    """
    tally = Tally(fail_on)
    versions = tuple(documents((one, other, *more), tally, encoding=encoding, quiet=quiet))
    if len(versions) < 2:
        click.echo(f"provenance: compare: found {len(versions)} texts, expected two or more", err=True)
        context.exit(FOUND)
    value = attempt(" and ".join(item.id for item in versions), "compare", partial(_compared, versions, model), tally)
    Report(format_name, output, color).write(tally.watched([value] if value else []))
    context.exit(tally.status)


def _compared(versions: tuple[Document, ...], model: str | None) -> Json:
    from provenance import pipeline
    from provenance.record import comparison_to_dict

    if model is None:
        return comparison_to_dict(pipeline.compare(versions))
    from provenance.embed import load_encoder

    return comparison_to_dict(pipeline.compare(versions, encoder=load_encoder(model)))
