"""``provenance validate``: records checked against their schema."""

import click

from provenance.cli.checks import check_file
from provenance.cli.options import examples
from provenance.cli.output import FOUND


@click.command(
    epilog=examples(
        "provenance validate record.json",
        "provenance inspect article.txt --format json | provenance validate -",
        "provenance validate --schema corpus corpora/manifest.json",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("--schema", "schema_name", metavar="NAME", help="Check against this schema (see provenance schema).")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing of files that are valid.")
@click.pass_context
def validate(context: click.Context, files: tuple[str, ...], schema_name: str | None, quiet: bool) -> None:
    """Check records against their schema.

    FILE holds a JSON value, an array of records, or a record a line (.jsonl); - reads stdin.  Beyond the
    schema, every quote must equal its text and every reference resolve.  Each problem is named by its JSON path, with
    what was found and what was expected.  Exit status 1 if there is one.
    """
    is_valid = True
    for name in files:
        lines, is_file_valid = check_file(name, schema_name)
        if lines and not (quiet and is_file_valid):
            click.echo("\n".join(lines))
        is_valid = is_valid and is_file_valid
    context.exit(0 if is_valid else FOUND)
