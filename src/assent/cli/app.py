"""The command as a whole: what `assent` is before a sub-command is chosen."""

from __future__ import annotations

import click

from assent import __version__
from assent.cli.commands import COMMANDS
from assent.cli.shape import House

app = House(
    name="assent",
    entries=COMMANDS,
    examples=(
        ("assent check openapi.yaml", "everything that is wrong with a description"),
        ("assent check HEAD~1:openapi.yaml", "the same, as it stood one commit ago"),
        ("assent bundle openapi.yaml -o one.yaml", "many files as one"),
        ("assent explain dangling-reference", "what a rule means"),
    ),
    help=(
        "Tells an API team, with proof, whether a change to an OpenAPI description breaks anybody.\n\n"
        "A SPEC is a file, a folder, a URL, - for standard input, or REVISION:PATH for a file as a git revision "
        "holds it; any of them may be gzipped. The report goes to standard output, talk to standard error."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    no_args_is_help=True,
)
app = click.version_option(__version__, "--version", "-V", message="%(prog)s %(version)s")(app)
