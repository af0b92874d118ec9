"""What a team brings along from oasdiff: files of severities and of ignored findings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assent.cli.console import say
from assent.errors import UsageError
from assent.findings.oasdiff import Ignored, Untranslated, read_ignored, read_severities
from assent.findings.policy import Override
from assent.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """The overrides and the ignored findings that oasdiff's files mean."""

    overrides: tuple[Override, ...] = ()
    ignored: tuple[Ignored, ...] = ()


def taken_over(given: Mapping[str, Any]) -> TakenOver:
    """What the files of the command line mean. Lines that cannot be taken over are told on standard error.

    Raises: UsageError if a file cannot be read, or a line of it is of another form.
    """
    overrides: list[Override] = []
    ignored: list[Ignored] = []
    untranslated: list[Untranslated] = []
    for file in given.get("oasdiff_severities") or ():
        meant, others = read_severities(_text(file), file=str(file))
        overrides += meant
        untranslated += others
    for file in given.get("oasdiff_ignored") or ():
        named, others = read_ignored(_text(file), file=str(file))
        ignored += named
        untranslated += others
    for line in untranslated:
        say(f"assent: not taken over: {line}")
    return TakenOver(overrides=tuple(overrides), ignored=tuple(ignored))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({error}).") from error
