"""From findings to reports on standard output and in files, and to an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assent import __version__
from assent.cli.console import emit, wants_color, width
from assent.cli.exits import Exit
from assent.cli.options import Wanted, parse_wanted
from assent.config import Gate
from assent.document import Description
from assent.errors import UsageError
from assent.findings import Finding, Report, Tool
from assent.findings.policy import FailOn, apply, failing, undecided
from assent.render import render

if TYPE_CHECKING:  # entries are imported where something has been accepted
    from datetime import date

    from assent.findings.accepted import Entry

TOOL = Tool(name="assent", version=__version__)


def judged(
    findings: Iterable[Finding], gate: Gate, *, today: date, api: str = "", told: Collection[str] = ()
) -> tuple[Finding, ...]:
    """The findings as the team sees them: its policy applied, what it has accepted waived.

    `told` are the commands whose accepted entries are told of once their time is over.
    """
    found = tuple(
        with_waivers(apply(findings, gate.policy, today=today), entries_of(gate), today=today, api=api)
    )
    over = told_entries(gate, (), today=today, commands=told, whole=False) if told else ()
    return (*found, *over)


def with_waivers(
    findings: Iterable[Finding], entries: tuple[Entry, ...], *, today: date, api: str
) -> Iterable[Finding]:
    """The findings of one API, those that the team has accepted waived."""
    if not entries:
        return findings
    from assent.findings.accepted import waived

    return waived(findings, entries, today=today, api=api)


def entries_of(gate: Gate) -> tuple[Entry, ...]:
    """What the team has accepted; nothing where there is no such file.

    Raises: UsageError if the file is malformed.
    """
    if gate.accepted is None or not gate.accepted.is_file():
        return ()
    from assent.findings.accepted import read_accepted

    return read_accepted(gate.accepted.read_text(encoding="utf-8"), file=str(gate.accepted))


def told_entries(
    gate: Gate, findings: Iterable[Finding], *, today: date, commands: Container[str], whole: bool
) -> tuple[Finding, ...]:
    """What is to be said of the accepted entries for those commands; of stale ones after a whole run only."""
    entries = entries_of(gate)
    if not entries:
        return ()
    from assent.findings.accepted import overdue

    found = overdue(entries, findings, today=today, rules=ids_of(commands), whole=whole)
    return tuple(apply(found, gate.policy, today=today))


def ids_of(commands: Container[str]) -> frozenset[str]:
    """The ids of the rules that these commands report."""
    from assent.catalogue import rules

    return frozenset(name for name, rule in rules().items() if rule.engine in commands)


def write_reports(
    report: Report,
    wanted: Sequence[Wanted],
    *,
    color: str,
    fail_on: FailOn,
    strict: bool = False,
    brief: bool = False,
    sources: Callable[[str], str | None],
    env: Mapping[str, str] = os.environ,
) -> None:
    """Write each wanted report, to its file or to standard output; text if none is wanted.

    What is `brief` on standard output is whole in a file.

    Raises: UsageError if a file cannot be written.
    """
    for each in wanted or (Wanted("text"),):
        text = render(
            report,
            each.format,
            width=width(env),
            colour=each.file is None and wants_color(color, sys.stdout, env),
            sources=sources,
            fail_on=fail_on,
            strict=strict,
            brief=brief and each.file is None,
        )
        if each.file is None:
            emit(text)
        else:
            write_file(each.file, text)


def write_file(file: Path, text: str) -> None:
    """Write a report's file, with the folders it lies in.

    Raises: UsageError if that cannot be done.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror}).") from error


def texts_of(descriptions: Sequence[Description]) -> Callable[[str], str | None]:
    """The text of a file by the name that locations show, so that reports can print the line."""
    known: dict[str, str | None] = {}

    def text(name: str) -> str | None:
        if name not in known:
            known[name] = next((text for file, text in _texts(descriptions) if file == name), None)
        return known[name]

    return text


def _texts(descriptions: Sequence[Description]) -> Iterator[tuple[str, str]]:
    for description in descriptions:
        for uri, document in description.documents.items():
            if uri in description.texts:
                yield document.name, description.texts[uri].decode(errors="replace")


def verdict(findings: Sequence[Finding], *, fail_on: FailOn, strict: bool = False) -> Exit:
    """The status that the findings end the command with."""
    if failing(findings, fail_on):
        return Exit.FINDINGS
    if strict and undecided(findings):
        return Exit.UNREACHABLE
    return Exit.FINE


def fail_on_of(option: str | None, gate: Gate) -> FailOn:
    """From which severity on the command fails: the option's word, else the configuration's."""
    return FailOn(option) if option else gate.policy.fail_on


def wanted_or(wanted: Sequence[Wanted], configured: Sequence[str]) -> Sequence[Wanted]:
    """The reports of the command line, else those of the configuration.

    Raises: UsageError if the configuration names an unknown format.
    """
    if wanted or not configured:
        return wanted
    return parse_wanted(configured)
