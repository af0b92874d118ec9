"""What a rule is: one record from which its page, its help, its configuration and its laws are made."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Flag, StrEnum

from assent.json import Json
from assent.records import dataclass, field
from assent.wire import Exchange


class Severity(StrEnum):
    """How much a finding matters, in SARIF's words: one scale for every engine."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """3 for an error, 2 for a warning, 1 for a note."""
        return _RANKS[self]

    def at_least(self, other: Severity) -> bool:
        return self.rank >= other.rank


_RANKS = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.NOTE: 1}


class Breaks(Flag):
    """Who notices: the traffic, the generated source code, or nobody but the reader."""

    NOBODY = 0
    WIRE = 1
    SOURCE = 2


class Profile(StrEnum):
    """Whom a team promises compatibility: the traffic of careful clients, of every client, or also source code."""

    WIRE = "wire"
    STRICT = "strict"
    SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An example of a rule, from which its page and its tests are made.

    `before` and `after` are descriptions, as YAML text or as trees. A rule of `compare` has both, a rule of `check`
    has `before` alone, a rule that judges traffic has `before` and an `exchange`. With `breaks=False` it shows what
    the rule must not report. `shows` says in a few words what it is about.
    """

    before: Json
    after: Json = None
    exchange: Exchange | None = None
    breaks: bool = True
    shows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, declared once.

    The `id` is kebab-case, equals the name of the rule's file and is never used again for something else. `severity`
    is what it reports by default and `profiles` where a profile sees it otherwise. `engine` is the command that
    reports it. `source` is the clause of the standard, `why` says who is let down, `instead` what to do.
    """

    id: str
    title: str
    severity: Severity
    breaks: Breaks
    source: str
    since: str
    why: str
    instead: str
    engine: str = "compare"
    profiles: Mapping[Profile, Severity] = field(default_factory=dict)
    cases: tuple[Case, ...] = field(default=(), compare=False, repr=False)

    def severity_under(self, profile: Profile) -> Severity:
        """The severity by default under that profile: what breaks generated code is an error to `source`."""
        if profile in self.profiles:
            return self.profiles[profile]
        if profile is Profile.SOURCE and Breaks.SOURCE in self.breaks:
            return Severity.ERROR
        return self.severity
