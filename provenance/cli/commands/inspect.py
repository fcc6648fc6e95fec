"""``provenance inspect``: what one text says of itself."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import click

from provenance.cli.attempts import attempt
from provenance.cli.inputs import documents
from provenance.cli.options import encoding_option, examples, report_options
from provenance.cli.output import Report, Tally
from provenance.report import Json
from provenance.types import Document


@click.command(
    epilog=examples(
        "provenance inspect article.txt",
        "curl -s https://example.org/article | provenance inspect -",
        "provenance inspect articles/ --format jsonl -o records.jsonl",
        "provenance inspect article.txt --fail-on major",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@report_options
@click.option("--language", metavar="TAG", help="Take the texts to be in this language (a BCP 47 tag).")
@encoding_option
@click.pass_context
def inspect(
    context: click.Context,
    files: tuple[str, ...],
    format_name: str,
    output: Path,
    fail_on: str | None,
    quiet: bool,
    color: bool | None,
    language: str | None,
    encoding: str | None,
) -> None:
    """Show what each text says of itself.

    That is its languages, credits, agencies and artefacts, and the chain of versions that they imply.  FILE is text,
    Markdown, HTML, JSON lines or a folder of them; - reads stdin.
    """
    tally = Tally(fail_on)
    found = documents(files, tally, encoding=encoding, language=language, quiet=quiet)
    report = Report(format_name, output, color, is_list=len(files) > 1)
    report.write(tally.watched(_records(found, tally, language)))
    context.exit(tally.status)


def _records(found: Iterable[Document], tally: Tally, language: str | None) -> Iterator[Json]:
    for document in found:
        value = attempt(document.id, "inspect", partial(_inspected, document, language), tally)
        if value is not None:
            yield value


def _inspected(document: Document, language: str | None) -> Json:
    from provenance import pipeline
    from provenance.record import to_dict

    return to_dict(pipeline.inspect(document, language=language))
