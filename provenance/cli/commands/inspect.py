"""``provenance inspect``: what one text says of itself."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import click

from provenance.cli.attempts import attempt
from provenance.cli.inputs import asserted_language, documents, in_language
from provenance.cli.options import checked_tag, examples, read_options, report_options
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
@click.option("--language", metavar="TAG", callback=checked_tag, help="Take the texts to be in this language (BCP 47).")
@read_options
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
    media: str | None,
    encoding: str | None,
) -> None:
    """Show what each text says of itself.

    That is its languages, credits, agencies and artefacts, and the chain of versions that they imply.  FILE is text,
    Markdown, HTML, JSON lines or a folder of them; - reads stdin.
    """
    tally = Tally(fail_on)
    found = documents(files, tally, media=media, encoding=encoding, quiet=quiet)
    records = _records((in_language(document, language) for document in found), tally)
    Report(format_name, output, color, is_list=len(files) > 1).write(tally.watched(records))
    context.exit(tally.status)


def _records(found: Iterable[Document], tally: Tally) -> Iterator[Json]:
    for document in found:
        value = attempt(document.id, "inspect", partial(_inspected, document), tally)
        if value is not None:
            yield value


def _inspected(document: Document) -> Json:
    from provenance import pipeline
    from provenance.record import to_dict

    return to_dict(pipeline.inspect(document, language=asserted_language(document)))
