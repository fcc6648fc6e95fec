"""``provenance schema``: the published schemas."""

from pathlib import Path

import click

from provenance.cli.options import examples, output_option
from provenance.cli.output import opened


@click.command(
    epilog=examples(
        "provenance schema",
        "provenance schema record-1 -o record-1.schema.json",
    )
)
@click.argument("name", required=False)
@output_option
def schema(name: str | None, output: Path) -> None:
    """List the schemas that records follow, or print one."""
    from provenance import validate
    from provenance.report.jsons import dump

    with opened(output) as out:
        if name is None:
            for known in validate.names():
                out.write(f"{known}\t{validate.schema(known)['title']}\n")
        else:
            out.write(dump(validate.schema(name), indent=2) + "\n")
