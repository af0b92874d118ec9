"""The semantic version that a change deserves. Source: semver.org 2.0.0, items 4 and 6 to 11."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from assent.document.document import Location
from assent.findings import Breaks, Finding, Rule, Severity
from assent.records import dataclass

RULE = Rule(
    id="version-too-low",
    title="The version does not say what the change does",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="semver.org 2.0.0; OAS 3.1.1 §4.8.2 Info Object, version",
    since="0.1",
    why="Clients read from the version whether they have to look at a change; this one says less than it does.",
    instead="Raise `info.version` to the version that the message names.",
)

_MOST_DIGITS: Final = 3
"""Of a major version; a longer number is a year or a build."""


class Level(IntEnum):
    """How much a change moves a version."""

    NOTHING = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A semantic version without what stands after `-` or `+`."""

    major: int
    minor: int = 0
    patch: int = 0

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def read_version(text: str) -> Version | None:
    """The version that the text says (`1.2.3`, `v2`, `1.4`); None if it is none, as a date."""
    numbers = text.strip().removeprefix("v").partition("+")[0].partition("-")[0].split(".")
    if len(numbers) > 3 or not all(map(str.isdecimal, numbers)) or len(numbers[0]) > _MOST_DIGITS:
        return None
    return Version(*map(int, numbers))


def deserved(findings: Iterable[Finding]) -> Level:
    """MAJOR for a break that nobody has accepted, or one that is not decided; MINOR for anything else that is said."""
    level = Level.NOTHING
    for finding in findings:
        breaks = finding.severity is Severity.ERROR and finding.waived is None
        level = max(level, Level.MAJOR if breaks or not finding.decided else Level.MINOR)
    return level


def next_version(old: Version, level: Level) -> Version:
    """The version after the old one. Before 1.0.0 a break moves the minor version, anything else the patch."""
    if old.major == 0 and level is not Level.NOTHING:
        level = Level.MINOR if level is Level.MAJOR else Level.PATCH
    match level:
        case Level.MAJOR:
            return Version(old.major + 1)
        case Level.MINOR:
            return Version(old.major, old.minor + 1)
        case Level.PATCH:
            return Version(old.major, old.minor, old.patch + 1)
        case Level.NOTHING:
            return old


def version_finding(old: str, new: str, findings: Iterable[Finding], *, at: Location) -> Finding | None:
    """What is wrong with the new version in the light of the findings; None if nothing is.

    A version that is no semantic version cannot be judged, and that is said as well.
    """
    before, after = read_version(old), read_version(new)
    if before is None or after is None:
        odd = old if before is None else new
        message = f"The version `{odd}` is no semantic version, so it does not tell whether a change breaks."
        return _finding(message, at, decided=False)
    wanted = next_version(before, deserved(findings))
    if after >= wanted:
        return None
    return _finding(f"The version is `{new}`; the change deserves `{wanted}` or higher.", at, decided=True)


def _finding(message: str, at: Location, *, decided: bool) -> Finding:
    severity = RULE.severity if decided else Severity.WARNING
    return Finding(
        rule=RULE, severity=severity, message=message, subject="info.version", decided=decided, new=at
    )
