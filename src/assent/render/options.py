"""What a rendering may be told besides the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from assent.findings.policy import FailOn
from assent.records import dataclass
from assent.spared import regex

Sources: TypeAlias = Callable[[str], str | None]
"""The text of a file by the name that locations show, or None where it is not at hand."""

SourceLines: TypeAlias = Callable[[str], Sequence[str] | None]
"""The lines of a file, as `Sources`."""

_BREAK = regex(r"\r\n|\n|\r")


def no_sources(_: str) -> None:
    """No text is at hand."""
    return


def by_line(sources: Sources) -> SourceLines:
    """The lines of each text, which is taken apart once."""
    known: dict[str, Sequence[str] | None] = {}

    def lines(name: str) -> Sequence[str] | None:
        if name not in known:
            text = sources(name)
            known[name] = None if text is None else _BREAK.split(text.removesuffix("\n"))
        return known[name]

    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a rendering may be told; each format takes what concerns it.

    `width` is in columns, for formats that people read in a terminal. `longest` is the most characters that the
    place it goes to takes (None: the format's own limit). `docs` is a URL under which the rules' pages lie. What
    fails is told by `fail_on` and, for what could not be decided, by `strict`. Text that is `brief` fits a screen.
    """

    width: int = 100
    colour: bool = False
    lines: SourceLines = no_sources
    longest: int | None = None
    docs: str = ""
    fail_on: FailOn = FailOn.ERROR
    strict: bool = False
    brief: bool = False
