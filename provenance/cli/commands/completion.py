"""``provenance completion``: the script that completes commands in a shell."""

import click
from click.shell_completion import get_completion_class

from provenance.cli.options import examples

_SHELLS = ("bash", "fish", "zsh")


@click.command(
    epilog=examples(
        "provenance completion bash > ~/.local/share/bash-completion/completions/provenance",
        "provenance completion fish > ~/.config/fish/completions/provenance.fish",
        "provenance completion zsh > ~/.zfunc/_provenance",
    )
)
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    kind = get_completion_class(shell)
    assert kind is not None, "the choices are click's own"
    click.echo(kind(context.find_root().command, {}, "provenance", "_PROVENANCE_COMPLETE").source())
