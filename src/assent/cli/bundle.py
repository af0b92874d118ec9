"""`assent bundle`: a description of many files as one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from assent.cli import options
from assent.cli.exits import Exit
from assent.cli.shape import Door


@click.command(
    "bundle",
    cls=Door,
    examples=(
        ("assent bundle openapi.yaml -o one.yaml", "into a file, as YAML by its name"),
        ("assent bundle openapi.yaml --to json > one.json", "to standard output, as JSON"),
        ("assent bundle openapi.yaml --dereference -o flat.json", "without references, but those of cycles"),
    ),
)
@options.spec()
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it.  [default: standard output]",
)
@click.option(
    "--to",
    type=click.Choice(("json", "yaml")),
    help="How to write it.  [default: as the file's name says, else as the description is written]",
)
@click.option(
    "--dereference", is_flag=True, help="Put what references name in their place; cycles stay references."
)
@options.access()
@options.config()
def command(spec: str, output: Path | None, to: str | None, *, dereference: bool, **given: Any) -> int:
    """Write a description of many files as one.

    What references reach in other files becomes a component with a readable name, and no two of them ever share
    one. References that cannot be followed stay as they are, are told on standard error, and make the status 1.
    """
    from assent.cli import reports, sources
    from assent.cli.console import emit, say
    from assent.document import bundle, dereference as flatten, write

    config = sources.configuration(given["config"])
    description = sources.opened(spec, config, given)
    bundled = flatten(description) if dereference else bundle(description)
    root = description.root.document
    text = write(bundled.tree, format=_format(to, output, description.texts.get(root.uri, b"")))
    if output is None:
        emit(text)
    else:
        reports.write_file(output, text)
    for problem in bundled.problems:
        say(f"{problem.at}: {problem.message}")
    return Exit.FINDINGS if bundled.problems else Exit.FINE


def _format(to: str | None, output: Path | None, written: bytes) -> Literal["json", "yaml"]:
    """JSON or YAML: as asked, else by the output's name, else as the description's text begins."""
    if to is not None:
        return "json" if to == "json" else "yaml"
    if output is not None and output.suffix in (".json", ".yaml", ".yml"):
        return "json" if output.suffix == ".json" else "yaml"
    return "json" if written.lstrip()[:1] == b"{" else "yaml"
