"""What a rendering may be told besides the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from assent.findings.policy import FailOn

Sources: TypeAlias = Callable[[str], str | None]
"""The text of a file by the name that locations show, or None where it is not at hand."""


def no_sources(_: str) -> None:
    """No text is at hand."""
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a rendering may be told; each format takes what concerns it.

    `width` is in columns, for formats that people read in a terminal. `longest` is the most characters that the
    place it goes to takes (None: the format's own limit). `docs` is a URL under which the rules' pages lie. What
    fails is told by `fail_on` and, for what could not be decided, by `strict`.
    """

    width: int = 100
    colour: bool = False
    sources: Sources = no_sources
    longest: int | None = None
    docs: str = ""
    fail_on: FailOn = FailOn.ERROR
    strict: bool = False
