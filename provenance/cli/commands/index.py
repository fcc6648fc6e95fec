"""``provenance index``: originals kept at hand for ``provenance trace``."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli.inputs import documents
from provenance.cli.options import (
    checked_tag,
    color_option,
    encoding_option,
    examples,
    filter_options,
    format_option,
    media_option,
    model_option,
    output_option,
    quiet_option,
)
from provenance.cli.output import Report, Tally
from provenance.cli.talk import say_failure
from provenance.report import LIST_FORMATS
from provenance.report.escape import visible
from provenance.report.look import Json
from provenance.types import Failure

if TYPE_CHECKING:
    from provenance.index import Changed, Index, Row

_FOLDER = click.Path(file_okay=False, path_type=Path)
_CHANGES = ("added", "replaced", "unchanged", "duplicate")


@click.group(
    epilog=examples(
        "provenance index add originals/ articles/",
        "provenance index list originals/",
        "provenance index search originals/ article.txt",
        "provenance index remove originals/ articles/old.txt",
        "provenance trace article.txt --index originals/",
    )
)
def index() -> None:
    """Keep originals at hand: add, remove, list and search them.

    An index is a folder.  Texts are told apart by their content: what is there already is left as it is, and a file
    that has changed replaces its former text.  One process at a time may write, others may read meanwhile; a run that
    was cut off leaves what it had finished, and the same command goes on from there.
    """


@index.command(
    epilog=examples(
        "provenance index add originals/ articles/",
        "provenance index add originals/ dump.jsonl.gz --language en",
        "curl -s https://example.org/article | provenance index add originals/ -",
    )
)
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("--language", metavar="TAG", callback=checked_tag, help="Take the texts to be in this language (BCP 47).")
@model_option
@media_option
@encoding_option
@quiet_option
@click.pass_context
def add(
    context: click.Context,
    folder: Path,
    files: tuple[str, ...],
    language: str | None,
    model: str | None,
    media: str | None,
    encoding: str | None,
    quiet: bool,
) -> None:
    """Add texts to the index in DIR, which is made if it is not there.

    FILE is text, Markdown, HTML, JSON lines, Parquet, WARC or a folder of them; - reads stdin.
    """
    from provenance.embed import load_encoder
    from provenance.index import Writer
    from provenance.pipeline.indexing import fill, model_of

    tally, encoder = Tally(), load_encoder(model)
    with Writer(folder, model_of(encoder)) as writer:
        found = documents(files, tally, media=media, encoding=encoding, quiet=quiet)
        counts = _counted(fill(writer, found, encoder, language=language), tally, quiet=quiet)
    if not quiet:
        said = ", ".join(f"{counts[name]} {name}" for name in _CHANGES if counts[name]) or "nothing to add"
        click.echo(f"provenance: {folder}: {said}", err=True)
    context.exit(tally.status)


@index.command(
    epilog=examples(
        "provenance index remove originals/ articles/old.txt",
        "provenance index remove originals/ 3f786850e387",
    )
)
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@quiet_option
def remove(folder: Path, names: tuple[str, ...], quiet: bool) -> None:
    """Remove texts from the index in DIR, all or none of them.

    NAME is a document's id or the SHA-256 of its text, as `provenance index list` shows them (eight characters do).
    """
    from provenance.index import Index, Writer

    with Index(folder) as reader:
        model = reader.model
    if model is None:
        raise click.UsageError(f"{str(folder)!r}: the index is empty")
    with Writer(folder, model) as writer:
        removed = writer.remove(names)
    if not quiet:
        click.echo(f"provenance: {folder}: {len(removed)} removed", err=True)


@index.command(
    "list",
    epilog=examples(
        "provenance index list originals/",
        "provenance index list originals/ --lang en --since 2024-01 --format jsonl",
    ),
)
@click.argument("folder", metavar="DIR", type=_FOLDER)
@filter_options
@format_option(*LIST_FORMATS)
@output_option
@color_option
def list_(
    folder: Path,
    languages: tuple[str, ...],
    since: str | None,
    until: str | None,
    format_name: str,
    output: Path,
    color: bool | None,
) -> None:
    """List the texts in the index in DIR: id, hash, language, date, length, title."""
    from provenance.index import Filter, Index

    with Index(folder) as reader:
        rows = (_entry(row) for row in reader.rows(Filter(languages, since, until)))
        _write(reader, rows, format_name, output, color)


@index.command(
    epilog=examples(
        "provenance index search originals/ article.txt",
        "echo 'a ferry strike in May' | provenance index search originals/ - --lang en --limit 3",
    )
)
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@filter_options
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Show this many.")
@model_option
@format_option(*LIST_FORMATS)
@output_option
@color_option
@media_option
@encoding_option
@click.pass_context
def search(
    context: click.Context,
    folder: Path,
    file: str,
    languages: tuple[str, ...],
    since: str | None,
    until: str | None,
    limit: int,
    model: str | None,
    format_name: str,
    output: Path,
    color: bool | None,
    media: str | None,
    encoding: str | None,
) -> None:
    """Show the texts in the index in DIR that are nearest to FILE in meaning, in any language.

    Nothing is aligned: `provenance trace` says whether the text comes from one of them.
    """
    from provenance.embed import load_encoder
    from provenance.index import Filter, Index
    from provenance.pipeline.tracing import nearest

    tally = Tally()
    wanted = list(documents([file], tally, media=media, encoding=encoding, quiet=True))
    if len(wanted) != 1:
        if not tally.failures:
            raise click.UsageError(f"{file!r}: found {len(wanted)} texts, expected one")
        context.exit(tally.status)
    with Index(folder) as reader:
        hits = nearest(wanted[0], reader, load_encoder(model), only=Filter(languages, since, until), limit=limit)
        _write(
            reader, ({**_entry(hit.row), "cosine": round(hit.cosine, 4)} for hit in hits), format_name, output, color
        )


def _counted(fates: "Iterable[Changed | Failure]", tally: Tally, *, quiet: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for fate in fates:
        if isinstance(fate, Failure):
            tally.failures += 1
            say_failure(fate)
            continue
        counts[fate.change] += 1
        if fate.change == "duplicate" and not quiet:
            click.echo(f"provenance: {visible(fate.id)}: the same text is there as {visible(str(fate.by))}", err=True)
    return counts


def _entry(row: "Row") -> Json:
    return {
        "id": row.id,
        "sha256": row.sha256,
        "language": row.language,
        "published": row.published,
        "characters": row.characters,
        "title": row.title,
    }


def _write(reader: "Index", entries: Iterable[Json], format_name: str, output: Path, color: bool | None) -> None:
    report = Report(format_name, output, color)
    if format_name == "jsonl":
        report.write(entries)
        return
    model = reader.model
    report.write(
        [
            {
                "index": str(reader.folder),
                "documents": len(reader),
                "model": model.name if model else None,
                "originals": list(entries),
            }
        ]
    )
