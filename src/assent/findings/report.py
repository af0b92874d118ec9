"""What one run has to say: findings by API, their counts, and the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from assent.document.document import Locate, Location, Position
from assent.findings.finding import Finding
from assent.findings.rule import Severity
from assent.json import Json, Pointer
from assent.records import dataclass, field, replace


class Verdict(StrEnum):
    """The answer in one word."""

    COMPATIBLE = "compatible"
    BREAKING = "breaking"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Input:
    """What was read: its role (`old`, `new`, `description`, `pact`, `provider`) and where it came from."""

    role: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many findings. Waived ones are counted as `waived` and not by severity; `undecided` counts all that
    could not be decided, which are counted by severity as well.
    """

    error: int = 0
    warning: int = 0
    note: int = 0
    undecided: int = 0
    waived: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One API's part of a report. `api` is its name, empty where a run is about one API. `extra` are members that
    the engine adds to its JSON (`version`, `coverage`).
    """

    api: str = ""
    inputs: tuple[Input, ...] = ()
    findings: tuple[Finding, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a run: a section per API. `extra` are members that the engine adds to the report's JSON, as
    `run` for fuzz and `interactions` for pact.
    """

    tool: Tool
    command: str
    sections: tuple[Section, ...]
    extra: Mapping[str, Json] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for section in self.sections for finding in section.findings)

    @property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(given for section in self.sections for given in section.inputs)

    @property
    def counts(self) -> Counts:
        return count(self.findings)

    @property
    def verdict(self) -> Verdict:
        return verdict(self.findings)


def make_report(
    command: str,
    findings: Iterable[Finding],
    *,
    tool: Tool,
    inputs: Sequence[Input],
    extra: Mapping[str, Json] | None = None,
) -> Report:
    """The report of a run about one API, its findings in order."""
    section = Section(inputs=tuple(inputs), findings=ordered(findings))
    return Report(tool=tool, command=command, sections=(section,), extra=extra or {})


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, most severe first, then by operation, rule and subject: the same order for the same findings."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    at = finding.new or finding.old
    first = min(
        ((place.path, place.method, place.place) for place in finding.operations), default=("", "", "")
    )
    where = (at.file, at.pointer) if at else ("", ())
    return (-finding.severity.rank, first, finding.rule.id, finding.subject, where, finding.message)


def count(findings: Iterable[Finding]) -> Counts:
    """How many findings there are of each kind."""
    found = list(findings)
    tally = Counter("waived" if it.waived else it.severity for it in found)
    return Counts(
        error=tally["error"],
        warning=tally["warning"],
        note=tally["note"],
        undecided=sum(not it.decided for it in found),
        waived=tally["waived"],
    )


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Breaking iff a finding that is not waived is an error; undecided iff none is and some could not be decided."""
    found = list(findings)
    if any(finding.severity is Severity.ERROR and finding.waived is None for finding in found):
        return Verdict.BREAKING
    if any(not finding.decided for finding in found):
        return Verdict.UNDECIDED
    return Verdict.COMPATIBLE


def located(report: Report) -> Report:
    """The same report with the line and column of every location known, each document having been asked once."""
    wanted: dict[tuple[str, Locate], dict[Pointer, None]] = {}
    for finding in report.findings:
        for at in (finding.old, finding.new):
            if at is not None:
                wanted.setdefault((at.file, at.locate), {})[at.pointer] = None
    known = {key: Known(dict(key[1](list(pointers)))) for key, pointers in wanted.items()}

    def settle(at: Location | None) -> Location | None:
        return at and Location(at.file, at.pointer, known[at.file, at.locate])

    def settle_section(section: Section) -> Section:
        findings = (replace(it, old=settle(it.old), new=settle(it.new)) for it in section.findings)
        return replace(section, findings=tuple(findings))

    return replace(report, sections=tuple(map(settle_section, report.sections)))


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Answers where pointers stand from what has been found before, as a `Location` asks it."""

    positions: Mapping[Pointer, Position]

    def __call__(self, _: Sequence[Pointer]) -> Mapping[Pointer, Position]:
        return self.positions
