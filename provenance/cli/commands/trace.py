"""``provenance trace``: which text of an index a text comes from."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli.attempts import attempt
from provenance.cli.inputs import asserted_language, documents, in_language
from provenance.cli.options import (
    checked_tag,
    color_option,
    examples,
    filter_options,
    format_option,
    model_option,
    output_option,
    quiet_option,
    read_options,
)
from provenance.cli.output import FOUND, Report, Tally
from provenance.report import LIST_FORMATS
from provenance.report.look import Json
from provenance.types import Document

if TYPE_CHECKING:
    from provenance.embed import Encoder
    from provenance.index import Filter, Index

_FAILING = {"original": {"original"}, "version": {"original", "version"}, "none": {"none"}}


@click.command(
    epilog=examples(
        "provenance trace article.txt --index originals/",
        "provenance trace articles/ --index originals/ --format jsonl -o traces.jsonl",
        "curl -s https://example.org/article | provenance trace - --index originals/ --lang en --until 2024-05-01",
        "provenance trace submission.txt --index originals/ --fail-on version",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option(
    "--index",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Look in this index, made with `provenance index add`.",
)
@filter_options
@click.option(
    "--limit", type=click.IntRange(1, 100), default=6, show_default=True, help="Align this many of the likeliest."
)
@format_option(*LIST_FORMATS)
@output_option
@click.option(
    "--fail-on",
    type=click.Choice(sorted(_FAILING)),
    help="Exit with status 1 if for any text this is found: an original; a version of any kind; or none.",
)
@click.option("--language", metavar="TAG", callback=checked_tag, help="Take the texts to be in this language (BCP 47).")
@model_option
@quiet_option
@color_option
@read_options
@click.pass_context
def trace(
    context: click.Context,
    files: tuple[str, ...],
    folder: Path,
    languages: tuple[str, ...],
    since: str | None,
    until: str | None,
    limit: int,
    format_name: str,
    output: Path,
    fail_on: str | None,
    language: str | None,
    model: str | None,
    quiet: bool,
    color: bool | None,
    media: str | None,
    encoding: str | None,
) -> None:
    """Find what each text was made from among the originals of an index.

    The answer is the likeliest originals with how sure that is and the chain through them; or versions of which it
    cannot be said; or that no original is in the index, and why.  A report of the same event by somebody else is none.
    """
    from provenance.embed import load_encoder
    from provenance.index import Filter, Index

    tally, encoder = Tally(), load_encoder(model)
    answers: set[str] = set()
    with Index(folder) as reader:
        found = (
            in_language(document, language)
            for document in documents(files, tally, media=media, encoding=encoding, quiet=quiet)
        )
        values = _traces(found, reader, encoder, Filter(languages, since, until), limit, tally, answers)
        Report(format_name, output, color, is_list=len(files) > 1).write(values)
    is_reached = fail_on is not None and bool(answers & _FAILING[fail_on])
    context.exit(FOUND if is_reached else tally.status)


def _traces(
    found: Iterable[Document],
    reader: "Index",
    encoder: "Encoder",
    only: "Filter",
    limit: int,
    tally: Tally,
    answers: set[str],
) -> Iterator[Json]:
    for document in found:
        value = attempt(document.id, "trace", partial(_traced, document, reader, encoder, only, limit), tally)
        if value is not None:
            answers.add(value["answer"])
            yield value


def _traced(document: Document, reader: "Index", encoder: "Encoder", only: "Filter", limit: int) -> Json:
    from provenance.pipeline.tracing import trace as run
    from provenance.record import trace_to_dict

    return trace_to_dict(
        run(document, reader, encoder=encoder, language=asserted_language(document), only=only, limit=limit)
    )
