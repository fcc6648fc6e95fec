"""``provenance compare``: two or more versions of an article together."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli.attempts import attempt
from provenance.cli.inputs import asserted_language, documents, versions_in
from provenance.cli.options import checked_tags, direction_option, examples, model_option, read_options, report_options
from provenance.cli.output import FOUND, Report, Tally
from provenance.report import Json
from provenance.types import Document

if TYPE_CHECKING:
    from provenance.embed import Encoder
    from provenance.weigh.direction import DirectionScorer

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
@direction_option
@click.option(
    "--language",
    "languages",
    metavar="TAG",
    multiple=True,
    callback=checked_tags,
    help="Take the versions to be in this language (BCP 47); once for all, or once for each.",
)
@click.option(
    "--assert",
    "asserted",
    metavar="CLAIM",
    multiple=True,
    help='Take this to be so: "A > B" or "B is a translation of A", with the names of two versions.',
)
@read_options
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
    direction_model: str | None,
    languages: tuple[str, ...],
    asserted: tuple[str, ...],
    media: str | None,
    encoding: str | None,
) -> None:
    """Show how versions of an article relate.

    That is which passages say the same, what was left out, added or changed, and who is likely to come from whom.
    """
    tally = Tally(fail_on)
    found = tuple(documents((one, other, *more), tally, media=media, encoding=encoding, quiet=quiet))
    if len(found) < 2:
        click.echo(f"provenance: compare: found {len(found)} text to read, expected two or more", err=True)
        context.exit(FOUND)
    versions = versions_in(languages, found)
    encoder, direction = _encoder(model), _scorer(direction_model)
    names = " and ".join(document.id for document in versions)
    value = attempt(names, "compare", partial(_compared, versions, encoder, direction, asserted), tally)
    Report(format_name, output, color).write(tally.watched([value] if value else []))
    context.exit(tally.status)


def _compared(
    versions: tuple[Document, ...],
    encoder: "Encoder | None",
    direction: "DirectionScorer | None",
    asserted: tuple[str, ...],
) -> Json:
    from provenance import pipeline
    from provenance.record import comparison_to_dict

    return comparison_to_dict(
        pipeline.compare(
            versions,
            encoder=encoder,
            languages=[asserted_language(document) for document in versions],
            asserted=asserted,
            direction=direction,
        )
    )


def _encoder(model: str | None) -> "Encoder | None":
    """Return the named encoder; None leaves the bundled one to the pipeline."""
    if model is None:
        return None
    from provenance.embed import load_encoder

    return load_encoder(model)


def _scorer(model: str | None) -> "DirectionScorer | None":
    """Return the named scorer of direction, or None."""
    if model is None:
        return None
    from provenance.weigh.direction import load_scorer

    return load_scorer(model)
