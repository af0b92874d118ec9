"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from assent.cli.shape import did_you_mean
from assent.errors import UsageError
from assent.records import dataclass

Decorated = TypeVar("Decorated", bound=Callable[..., Any] | click.Command)
Decorator = Callable[[Decorated], Decorated]

FORMATS: Final = (
    *("text", "json", "markdown", "html", "sarif", "github"),
    *("github-summary", "gitlab", "junit", "changelog"),
)
LEVELS: Final = ("error", "warning", "note", "none")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One report to write: its format, and the file it goes to; None is standard output."""

    format: str
    file: Path | None = None


def read_wanted(
    ctx: click.Context, param: click.Parameter, values: Sequence[str], *, known: Sequence[str] = FORMATS
) -> tuple[Wanted, ...]:
    """What `--format` asks for, its mistakes told as those of the option."""
    try:
        return parse_wanted(values, known=known)
    except UsageError as error:
        raise click.BadParameter(str(error), ctx, param) from error


def parse_wanted(values: Sequence[str], *, known: Sequence[str] = FORMATS) -> tuple[Wanted, ...]:
    """The reports that `FMT` or `FMT=FILE` ask for.

    Raises: UsageError if a format is unknown, or two reports would be written to one place.
    """
    wanted = []
    for value in values:
        format, _, file = value.partition("=")
        if format not in known:
            hint = did_you_mean(format, known)
            raise UsageError(f"There is no format {format!r}.{hint} Known: {', '.join(known)}.")
        wanted.append(Wanted(format, Path(file) if file not in ("", "-") else None))
    places = [each.file for each in wanted]
    for place in places:
        if places.count(place) > 1:
            where = "standard output" if place is None else str(place)
            raise UsageError(
                f"Two reports would go to {where}. Give all but one a file of its own: --format FMT=FILE."
            )
    return tuple(wanted)


def complete_format(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


def formats(*, more: Sequence[str] = ()) -> Decorator[Any]:
    """`--format`; `more` are formats that only this command knows."""
    known = (*FORMATS, *more)
    return click.option(
        "--format",
        "-f",
        "wanted",
        metavar="FMT[=FILE]",
        multiple=True,
        callback=partial(read_wanted, known=known),
        shell_complete=complete_format,
        help=f"How to report, and where to; repeatable. One of {', '.join(known)}.  [default: text]",
    )


def fail_on() -> Decorator[Any]:
    return click.option(
        "--fail-on",
        type=click.Choice(LEVELS),
        default=None,
        help="Exit with 1 from this severity up; none never does.  [default: error]",
    )


def profile() -> Decorator[Any]:
    return click.option(
        "--profile",
        type=click.Choice(("wire", "strict", "source")),
        default=None,
        help="Whom you promise compatibility: careful clients, every client, or generated code too.  [default: wire]",
    )


def strict() -> Decorator[Any]:
    return click.option("--strict", is_flag=True, help="Exit with 4 when something could not be decided.")


def oasdiff() -> Decorator[Any]:
    """`--oasdiff-severities` and `--oasdiff-ignored`: what a team has written for oasdiff."""

    def decorate(command: Any) -> Any:
        for option in reversed(_OASDIFF):
            command = option(command)
        return command

    return decorate


_OASDIFF: Final = (
    click.option(
        "--oasdiff-severities",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        multiple=True,
        help="A file written for oasdiff --severity-levels; repeatable. Configured severities come after it.",
    ),
    click.option(
        "--oasdiff-ignored",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        multiple=True,
        help="A file written for oasdiff --err-ignore or --warn-ignore; what it names is waived; repeatable.",
    ),
)


def color() -> Decorator[Any]:
    return click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        help="Whether to colour text; auto looks at the terminal, NO_COLOR and FORCE_COLOR.  [default: auto]",
    )


def config() -> Decorator[Any]:
    return click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        default=None,
        help="The configuration.  [default: assent.toml, or [tool.assent] in pyproject.toml, here or above]",
    )


def access() -> Decorator[Any]:
    """`--allow-remote`, `--allow-path` and the limits, all of which decide what may be read."""

    def decorate(command: Any) -> Any:
        for option in reversed(_ACCESS):
            command = option(command)
        return command

    return decorate


_ACCESS: Final = (
    click.option(
        "--allow-remote",
        metavar="HOST",
        multiple=True,
        help="Follow references to this host; repeatable. None are followed otherwise.",
    ),
    click.option(
        "--allow-path",
        metavar="DIR",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Follow references into this folder too; repeatable. Otherwise only inside the git work tree, or "
        "the description's folder.",
    ),
    click.option("--max-bytes", type=click.IntRange(1), metavar="N", help="The largest source to read."),
    click.option("--max-depth", type=click.IntRange(1), metavar="N", help="The deepest nesting to read."),
    click.option(
        "--max-aliases", type=click.IntRange(0), metavar="N", help="The most values YAML aliases may repeat."
    ),
    click.option(
        "--max-references", type=click.IntRange(1), metavar="N", help="The most references to follow."
    ),
)


def spec(*, many: bool = False) -> Decorator[Any]:
    """A description to read; it completes like a file's name, but may be a URL, `-` or `REVISION:PATH`."""
    return click.argument(
        "specs" if many else "spec",
        metavar="SPEC..." if many else "SPEC",
        type=click.Path(allow_dash=True),
        nargs=-1 if many else 1,
        required=not many,
    )
