"""How commands look: help with examples first, sub-commands loaded only when they are called."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click

from assent.cli.commands import Entry
from assent.cli.exits import MEANINGS
from assent.spared import spared

_SPARED: Final[dict[str, dict[str, Any]]] = {"fnmatch": {}, "ipaddress": {}, "ntpath": {}}
"""What `pathlib` and `urllib.parse` import for patterns of names, hosts in brackets and Windows."""

Example = tuple[str, str]
"""A command line and what it is for."""


class Door(click.Command):
    """A command whose help shows examples first and ends with the exit statuses."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_usage(ctx, formatter)
        if self.examples:
            with formatter.section("Examples"):
                for line, purpose in self.examples:
                    formatter.write_text(f"# {purpose}")
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)
        write_exits(formatter)


class House(click.Group):
    """The group of all commands: imports the one that is called, lists the others from a table."""

    def __init__(
        self, *args: Any, entries: Sequence[Entry], examples: Sequence[Example], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entries: Mapping[str, Entry] = {entry.name: entry for entry in entries}
        self.examples = tuple(examples)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        with spared(_SPARED):
            command = importlib.import_module(entry.module).command
        if not isinstance(command, click.Command):
            msg = f"{entry.module}.command is no command"
            raise TypeError(msg)
        if not gc.isenabled():
            gc.freeze()  # what was imported stays, so no collection need look at it
            gc.enable()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.entries and not name.startswith("-"):
            ctx.fail(f"No such command {name!r}.{did_you_mean(name, self.entries)}")
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_usage(ctx, formatter)
        with formatter.section("Examples"):
            formatter.write_dl([(line, purpose) for line, purpose in self.examples], col_max=48)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)
        write_exits(formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        sections: dict[str, list[tuple[str, str]]] = {}
        for entry in self.entries.values():
            sections.setdefault(entry.section, []).append((entry.name, entry.summary))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


def write_exits(formatter: click.HelpFormatter) -> None:
    with formatter.section("Exit status"):
        formatter.write_dl([(str(status.value), meaning) for status, meaning in MEANINGS])


def did_you_mean(word: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """A sentence that offers the known words closest to that one, with a space before it; empty if none is close."""
    from difflib import get_close_matches

    match get_close_matches(word, list(known), n=3):
        case []:
            return ""
        case [only]:
            return f" Did you mean {only!r}?"
        case [*several, last]:
            return f" Did you mean {', '.join(map(repr, several))} or {last!r}?"
        case _:  # pragma: no cover - a list is one of the above
            return ""
