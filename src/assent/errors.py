"""What can go wrong around assent's work. What we are asked to look for is a Finding, never an exception.

AssentError                     exit code
├── UsageError                  2   the caller asked for something that makes no sense
├── DescriptionError            3   a description, a pact or recorded traffic cannot be loaded
│   ├── SourceError                 its bytes cannot be had
│   │   ├── RefusedSource           a policy forbids fetching it
│   │   └── UnknownRevision         git does not have that revision
│   ├── ParseError                  its text is not JSON or YAML
│   ├── LimitExceeded               it is larger or deeper than a limit allows
│   └── NotOpenApi                  it is something else, or a version nobody knows
├── UnreachableProvider         4   the provider cannot be reached
└── DefectInAssent              5   assent contradicts itself

Written out, since every command imports this: as dataclasses, they would take a twentieth of the time of a `--help`.
"""

from __future__ import annotations


class AssentError(Exception):
    """The root of what assent raises on purpose."""


class UsageError(AssentError):
    """The caller asked for something that makes no sense."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return self.message


class DescriptionError(AssentError):
    """A description, a pact or recorded traffic cannot be loaded."""


class SourceError(DescriptionError):
    """The bytes of a source cannot be had."""

    def __init__(self, source: str, why: str, advice: str = "") -> None:
        self.source = source
        self.why = why
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.source}: {self.why}{' ' + self.advice if self.advice else ''}"


class RefusedSource(SourceError):
    """A policy forbids fetching this source; the advice names the option that allows it."""


class UnknownRevision(SourceError):
    """Git does not have the revision; the advice is the command that brings it."""


class ParseError(DescriptionError):
    """The text is not JSON or YAML. Lines and columns count from 1; `excerpt` is the line and a caret."""

    def __init__(self, source: str, line: int, column: int, why: str, excerpt: str = "") -> None:
        self.source = source
        self.line = line
        self.column = column
        self.why = why
        self.excerpt = excerpt

    def __str__(self) -> str:
        head = f"{self.source}:{self.line}:{self.column}: {self.why}"
        return f"{head}\n{self.excerpt}" if self.excerpt else head


class LimitExceeded(DescriptionError):
    """A source is larger or deeper than a limit allows."""

    def __init__(self, source: str, limit: str, allowed: int, option: str) -> None:
        self.source = source
        self.limit = limit
        self.allowed = allowed
        self.option = option

    def __str__(self) -> str:
        return f"{self.source}: more than {self.allowed:,} {self.limit}. Raise the limit with {self.option}."


class NotOpenApi(DescriptionError):
    """The document is something else than an OpenAPI description, or of a version nobody knows."""

    def __init__(self, source: str, why: str) -> None:
        self.source = source
        self.why = why

    def __str__(self) -> str:
        return f"{self.source}: {self.why}"


class UnreachableProvider(AssentError):
    """The provider cannot be reached, or what answers is not it."""

    def __init__(self, url: str, why: str) -> None:
        self.url = url
        self.why = why

    def __str__(self) -> str:
        return f"{self.url}: {self.why}"


class DefectInAssent(AssentError):
    """assent contradicts itself, as when an independent validator disagrees with a witness."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} This is a defect in assent; please report it with the input."
