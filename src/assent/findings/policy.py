"""What a team makes of findings: which count, how much, and when a run fails. Findings in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from assent.api.sides import Side
from assent.findings.finding import Finding, Lifecycle, OperationPlace
from assent.findings.rule import Profile, Severity
from assent.records import dataclass, field, replace


class FailOn(StrEnum):
    """The least severity that fails a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A severity that the team has set. `rule` is a rule's id or a glob over ids, `path` a glob over path templates
    in which `*` stays within a segment and `**` does not, with a method before it where it is about one
    (`GET /pets/**`). `side` and `place`, a glob over places such as `query *`, narrow it further. `severity` None
    switches the rule off there.
    """

    rule: str
    path: str = "**"
    side: Side | None = None
    place: str = "*"
    severity: Severity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecyclePolicy:
    """When an announced end excuses a break, and what an announcement must have.

    `free` are the stability levels that promise nothing. `notice` is how many days must lie between the day of the
    run and the sunset date that a deprecation announces, by stability level (`""` for all others); a level that is
    listed needs a sunset date.
    """

    free: tuple[str, ...] = ("draft", "alpha")
    notice: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All that a team can decide about findings except which it has accepted."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: Profile = Profile.WIRE
    overrides: tuple[Override, ...] = ()
    lifecycle: LifecyclePolicy = field(default_factory=LifecyclePolicy)
    without_consumer: Severity | None = None
    fail_on: FailOn = FailOn.ERROR


def apply(findings: Iterable[Finding], policy: Policy, *, today: date) -> Iterator[Finding]:
    """The findings as the team sees them; the team's own severities have the last word over the lifecycle's."""
    found = selected(findings, select=policy.select, ignore=policy.ignore)
    found = under_profile(found, policy.profile)
    found = aged(found, policy.lifecycle, today=today)
    if policy.without_consumer is not None:
        found = lowered_without_consumer(found, policy.without_consumer)
    return overridden(found, policy.overrides)


def selected(
    findings: Iterable[Finding], *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Iterator[Finding]:
    """The findings of rules whose id matches one of `select` (all where it is empty) and none of `ignore`."""
    for finding in findings:
        name = finding.rule.id
        if select and not any(fnmatchcase(name, glob) for glob in select):
            continue
        if not any(fnmatchcase(name, glob) for glob in ignore):
            yield finding


def under_profile(findings: Iterable[Finding], profile: Profile) -> Iterator[Finding]:
    """The findings as the profile sees their rules.

    A severity that an engine chose for a reason of its own stays, and so does that of what could not be decided.
    """
    for finding in findings:
        severity = finding.rule.severity_under(profile)
        chosen = finding.severity is not finding.rule.severity or not finding.decided
        if severity is finding.severity or chosen:
            yield finding
        else:
            yield _at(finding, severity, f"The profile `{profile}` makes it {_article(severity)}.")


def aged(findings: Iterable[Finding], policy: LifecyclePolicy, *, today: date) -> Iterator[Finding]:
    """The findings in the light of what was announced: deprecation, sunset date, stability level.

    A removal is a note from the sunset date on, and a warning where a deprecation named no date.
    Source: RFC 8594; docs/compatibility.md, "operation or path gone".
    """
    for finding in findings:
        if finding.lifecycle is None:
            yield finding
            continue
        severity, why = _aged(finding.severity, finding.lifecycle, policy, today)
        yield _at(finding, severity, why) if why else finding


def _aged(
    severity: Severity, announced: Lifecycle, policy: LifecyclePolicy, today: date
) -> tuple[Severity, str]:
    if announced.stability in policy.free and announced.stability:
        return Severity.NOTE, f"The stability level `{announced.stability}` promises nothing."
    if not announced.deprecated and announced.sunset is None:
        return severity, ""
    if not announced.gone:
        return _noticed(severity, announced, policy, today)
    if announced.sunset is not None and today >= announced.sunset and severity is not Severity.NOTE:
        return Severity.NOTE, f"Its sunset date, {announced.sunset}, has passed."
    if severity is not Severity.ERROR:
        return severity, ""
    if announced.sunset is None:
        return Severity.WARNING, "It was deprecated, without a sunset date."
    return severity, f"Its sunset date, {announced.sunset}, has not come."


def _noticed(
    severity: Severity, announced: Lifecycle, policy: LifecyclePolicy, today: date
) -> tuple[Severity, str]:
    level = announced.stability if announced.stability in policy.notice else ""
    days = policy.notice.get(level)
    if days is None:
        return severity, ""
    if announced.sunset is None:
        return Severity.ERROR, f"The policy asks for a sunset date, {days} days ahead or more."
    if announced.sunset < today + timedelta(days=days):
        return Severity.ERROR, f"Its sunset date, {announced.sunset}, is less than {days} days ahead."
    return severity, ""


def lowered_without_consumer(findings: Iterable[Finding], severity: Severity) -> Iterator[Finding]:
    """The findings, errors that reach no known consumer lowered. Only for runs that were given pacts."""
    for finding in findings:
        if finding.severity is Severity.ERROR and not finding.consumers and severity is not Severity.ERROR:
            yield _at(finding, severity, "It reaches no known consumer.")
        else:
            yield finding


def overridden(findings: Iterable[Finding], overrides: Sequence[Override]) -> Iterator[Finding]:
    """The findings with the team's severities; of several overrides that match, the last one counts.

    A finding that reaches operations of different severity has the highest, and loses the operations where it is
    switched off.
    """
    for finding in findings:
        concerned = [it for it in overrides if _concerns(it, finding)]
        if not concerned:
            yield finding
            continue
        places = finding.operations or (OperationPlace("", ""),)
        levels = {place: _level(finding.severity, place, concerned) for place in places}
        kept = {place: level for place, level in levels.items() if level is not None}
        if not kept:
            continue
        severity = max(kept.values(), key=lambda level: level.rank)
        operations = tuple(place for place in finding.operations if place in kept)
        finding = replace(finding, operations=operations)
        if severity is not finding.severity:
            finding = _at(finding, severity, f"The configuration makes it {_article(severity)}.")
        yield finding


def _concerns(override: Override, finding: Finding) -> bool:
    return fnmatchcase(finding.rule.id, override.rule) and override.side in (None, finding.side)


def _level(default: Severity, place: OperationPlace, overrides: Sequence[Override]) -> Severity | None:
    level: Severity | None = default
    for override in overrides:
        if matches_path(override.path, place) and fnmatchcase(place.place, override.place):
            level = override.severity
    return level


def matches_path(glob: str, place: OperationPlace) -> bool:
    """Whether the operation's path, and its method where the glob names one, match the glob."""
    method, _, path = glob.rpartition(" ")
    if method and method.upper() != place.method:
        return False
    return _path_glob(path).fullmatch(place.path) is not None


@cache
def _path_glob(glob: str) -> re.Pattern[str]:
    """`**` is anything, `/**` at the end also nothing at all, `*` and `?` stay within a segment."""
    parts = re.split(r"(/\*\*$|\*\*|\*|\?)", glob)
    meaning = {"/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts), re.DOTALL)


def failing(findings: Iterable[Finding], fail_on: FailOn) -> list[Finding]:
    """The findings that fail a run: not waived, and at or above the severity."""
    if fail_on is FailOn.NONE:
        return []
    least = Severity(fail_on.value)
    return [it for it in findings if it.waived is None and it.severity.at_least(least)]


def undecided(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that fail a strict run: assent could not decide, and nobody has accepted that."""
    return [it for it in findings if it.waived is None and not it.decided]


def _at(finding: Finding, severity: Severity, why: str) -> Finding:
    return replace(finding, severity=severity, applied=(*finding.applied, why))


def _article(severity: Severity) -> str:
    return f"an {severity}" if severity is Severity.ERROR else f"a {severity}"
