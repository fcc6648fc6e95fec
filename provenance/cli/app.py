"""The command group: which commands there are, and what happens when one fails."""

from pathlib import Path
from typing import Any

import click

from provenance.cli.commands import (
    audit,
    compare,
    completion,
    export,
    index,
    inspect,
    languages,
    report,
    schema,
    trace,
    validate,
)
from provenance.cli.options import examples
from provenance.cli.output import silence_stdout
from provenance.cli.settings import settings
from provenance.errors import ProvenanceError
from provenance.report.escape import visible
from provenance.version import __version__

USAGE_ERROR = 2
INTERRUPTED = 130


class _Group(click.Group):
    """A group that shows the package's own errors as talk, and lets every other exception through."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn an error of the package into one line on stderr and exit status 2."""
        try:
            return super().invoke(ctx)
        except ProvenanceError as error:
            click.echo(f"provenance: {visible(str(error))}", err=True)
            ctx.exit(USAGE_ERROR)
        except KeyboardInterrupt:
            click.echo("provenance: interrupted", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            silence_stdout()
            ctx.exit(0)


@click.group(
    cls=_Group,
    epilog=examples(
        "provenance inspect article.txt",
        "provenance compare english.html french.html",
        "provenance audit articles/ -o audit/",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="provenance")
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="PROVENANCE_CONFIG",
    help="Take defaults from this file, not from provenance.toml or [tool.provenance] in pyproject.toml.",
)
@click.option("--no-config", is_flag=True, help="Take no defaults from any file.")
@click.pass_context
def app(context: click.Context, config: Path | None, no_config: bool) -> None:
    """Tell which text comes from which, through which languages, by whose hand, and how sure that is.

    Results go to stdout, messages to stderr.  Exit status: 0 clean; 1 something at or above --fail-on, an invalid
    record or a document that failed; 2 a command that makes no sense.
    """
    if not no_config:
        context.default_map = settings(app, config, start=Path.cwd())


for command in (audit, compare, completion, export, index, inspect, languages, report, schema, trace, validate):
    app.add_command(command)
