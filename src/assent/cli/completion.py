"""`assent completion`: the script with which a shell completes assent's commands."""

from __future__ import annotations

import click

from assent.cli import COMPLETION
from assent.cli.console import emit
from assent.cli.exits import Exit
from assent.cli.shape import Door

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    cls=Door,
    examples=(
        ('eval "$(assent completion bash)"', "in ~/.bashrc"),
        ('eval "$(assent completion zsh)"', "in ~/.zshrc, after compinit"),
        ("assent completion fish > ~/.config/fish/completions/assent.fish", "for fish, once"),
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print the completion script of a shell."""
    from click.shell_completion import get_completion_class

    from assent.cli.app import app

    found = get_completion_class(shell)
    if found is None:  # pragma: no cover - click knows the three shells of the choice above
        return Exit.DEFECT
    emit(script(found(app, {}, "assent", COMPLETION).source_template))
    return Exit.FINE


def script(template: str) -> str:
    """The script itself, without asking the shell for its version, which needs the shell to be installed."""
    return template % {
        "complete_func": "_assent_completion",
        "complete_var": COMPLETION,
        "prog_name": "assent",
    }
