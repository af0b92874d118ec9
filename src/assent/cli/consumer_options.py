"""`--pacts PACT...` and `--consumer-severity`: who is known to rely on an API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from assent.cli.shape import Door


class Comparing(Door):
    """A command whose `--pacts` takes every argument up to the next option, since shells write globs out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(spread(args)))


def consumer_options(command: Any) -> Any:
    """The two options, as commands that compare take them."""
    command = click.option(
        "--consumer-severity",
        type=click.Choice(("error", "warning", "note")),
        default=None,
        help="What an error counts as that lets none of these consumers down; it says so.  [default: error]",
    )(command)
    return click.option(
        "--pacts",
        metavar="PACT...",
        multiple=True,
        type=click.Path(allow_dash=True),
        help="Tell whom each change lets down, by these pacts: files, globs, folders, URLs, REVISION:PATH or `-`; "
        "all that follow up to the next option.",
    )(command)


def spread(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments with `--pacts` repeated before each pact, as click wants it."""
    reading = False
    for argument in arguments:
        if argument == "--pacts":
            reading = True
        elif argument.startswith("-") and argument != "-":
            reading = False
            yield argument
        elif reading:
            yield from ("--pacts", argument)
        else:
            yield argument
