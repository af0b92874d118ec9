"""A run of comparisons: every pair loaded, compared and judged by its own gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.cli import reports, sources
from assent.cli.console import say
from assent.cli.consumers import concerning, known_consumers, told_by_consumer
from assent.cli.exits import Exit
from assent.cli.pairs import Pair, find_pairs, loaded
from assent.compare.version import deserved, next_version, read_version, version_finding
from assent.config import Config, Gate
from assent.document import Description
from assent.document.document import Location
from assent.document.sameness import same_text
from assent.errors import DescriptionError, UsageError
from assent.findings import Finding, Input, Report, Section, ordered
from assent.findings.policy import FailOn, Override, apply
from assent.findings.rule import Profile, Severity
from assent.json import Json
from assent.records import dataclass, replace
from assent.spared import spared

if TYPE_CHECKING:  # entries are imported where something has been accepted
    from datetime import date

    from assent.findings.accepted import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One pair with its gate, and what was found before and after anybody accepted anything."""

    pair: Pair
    gate: Gate
    raw: tuple[Finding, ...]
    section: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """All pairs of a run. `fail_on` and `strict` are those of the command line, or the whole configuration's."""

    compared: tuple[Compared, ...]
    descriptions: tuple[Description, ...]
    unloadable: bool
    fail_on: FailOn
    strict: bool
    overdue: tuple[Finding, ...] = ()


def compare_all(
    specs: Sequence[str], base: str | None, config: Config, given: Mapping[str, Any], *, today: date
) -> Run:
    """Compare everything that the command line means. A pair that cannot be loaded does not keep the others back.

    Raises: UsageError.
    """
    overrides, heeded = _taken_over(given)
    compared, descriptions, unloadable = [], [], False
    entries: dict[Path, tuple[Entry, ...]] = {}
    consumers = known_consumers(config, given)
    pairs = find_pairs(specs, base, config)
    confront = given.get("confront")
    for pair in pairs:
        gate = gate_of(pair.gate, given)
        policy = replace(gate.policy, overrides=(*overrides, *gate.policy.overrides))
        try:
            old, new = loaded(pair, lambda source: sources.opened(source, config, given))
        except DescriptionError as error:
            say(f"assent: {error}")
            unloadable = True
            compared.append(_unread(pair, gate, error))
            continue
        descriptions += [old, new]
        pacts = concerning(consumers, pair.api, others=(other.api for other in pairs))
        found = told_by_consumer(_compared(old, new, gate), old, new, pacts)
        raw = tuple(apply(found, policy, today=today))
        file = accepted_file(gate, config)
        entries[file] = entries[file] if file in entries else reports.entries_of(gate)
        accepted = reports.with_waivers(raw, entries[file], today=today, api=pair.api)
        findings = ordered(heeded(accepted))
        if confront is not None:
            findings = confront(findings, old, new, pairs=len(pairs))
        inputs = (
            *_inputs(pair),
            *(Input("pact", pact.source) for pact in pacts),
            *([Input("provider", given["against"])] if confront is not None else ()),
        )
        if given.get("check_version"):
            findings = ordered((*findings, *too_low(old, new, findings)))
        section = Section(api=pair.api, inputs=inputs, findings=findings, extra=versions(old, new, findings))
        compared.append(Compared(pair=pair, gate=gate, raw=raw, section=section))
    return Run(
        compared=tuple(compared),
        descriptions=tuple(descriptions),
        unloadable=unloadable,
        fail_on=FailOn(given["fail_on"]) if given.get("fail_on") else config.gate.policy.fail_on,
        strict=given.get("strict") or config.gate.strict,
        overdue=_overdue(compared, entries, given, today, whole=not unloadable),
    )


def _inputs(pair: Pair) -> tuple[Input, ...]:
    return tuple(
        Input(role, said or "(no such description)") for role, said in (("old", pair.old), ("new", pair.new))
    )


def _unread(pair: Pair, gate: Gate, error: DescriptionError) -> Compared:
    """What stands for a pair that cannot be loaded: nothing is known of its change, which every report says."""
    from assent.compare.rules import named

    rule = named("part", "part-unreadable")
    finding = Finding(
        rule=rule,
        severity=rule.severity,
        decided=False,
        message=f"Nothing was compared: {str(error).splitlines()[0]}",
        subject="description",
    )
    section = Section(api=pair.api, inputs=_inputs(pair), findings=(finding,))
    return Compared(pair=pair, gate=gate, raw=(), section=section)


def _taken_over(
    given: Mapping[str, Any],
) -> tuple[tuple[Override, ...], Callable[[Iterable[Finding]], Iterable[Finding]]]:
    """The overrides that oasdiff's files mean, and what leaves out the findings that they ignore."""
    if not given.get("oasdiff_severities") and not given.get("oasdiff_ignored"):
        return (), lambda findings: findings
    from assent.cli.oasdiff import taken_over
    from assent.findings.oasdiff import without_ignored

    taken = taken_over(given)
    return taken.overrides, lambda findings: without_ignored(findings, taken.ignored)


def _compared(old: Description, new: Description, gate: Gate) -> Iterator[Finding]:
    """What changed. The engine is imported where the two are not one and the same text."""
    if same_text(old, new):
        return
    with spared({}):  # `fractions` compiles a pattern that few numbers need
        from assent.compare.change import Options
        from assent.compare.compare import compare_descriptions

    yield from compare_descriptions(old, new, options=Options(profile=gate.policy.profile))


def too_low(old: Description, new: Description, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What `--check-version` has to say of the new version."""
    found = version_finding(info_version(old), info_version(new), findings, at=_version_at(new))
    return (found,) if found is not None else ()


def versions(old: Description, new: Description, findings: Sequence[Finding]) -> dict[str, Json]:
    """The versions for the report's JSON, with the one that the change deserves where the old one is semantic."""
    before = read_version(info_version(old))
    wanted = None if before is None else str(next_version(before, deserved(findings)))
    return {"version": {"old": info_version(old), "new": info_version(new), "deserved": wanted}}


def info_version(description: Description) -> str:
    """What `info.version` says; empty where it says nothing."""
    match description.root.value:
        case {"info": {"version": str(text)}}:
            return text
        case _:
            return ""


def _version_at(description: Description) -> Location:
    info = description.root.get("info")
    version = info.get("version") if info is not None else None
    return (version or info or description.root).at


def _overdue(
    compared: Sequence[Compared],
    entries: Mapping[Path, tuple[Entry, ...]],
    given: Mapping[str, Any],
    today: date,
    *,
    whole: bool,
) -> tuple[Finding, ...]:
    """What is to be said of accepted entries that have expired, or accept nothing any more."""
    found = [finding for each in compared for finding in each.raw]
    if not any(entries.values()):
        return ()
    from assent.findings.accepted import overdue

    apis, rules = {each.pair.api for each in compared} | {""}, reports.ids_of(engines_of(given))
    several = (
        overdue(listed, found, today=today, apis=apis, rules=rules, whole=whole)
        for listed in entries.values()
    )
    return tuple(finding for each in several for finding in each)


def engines_of(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The commands whose rules such a run can report: those of pacts only where it was given some."""
    return ("compare", "pact") if given.get("pacts") else ("compare",)


def gate_of(gate: Gate, given: Mapping[str, Any]) -> Gate:
    """A pair's gate with what the command line says of it."""
    policy = gate.policy
    if given.get("profile"):
        policy = replace(policy, profile=Profile(given["profile"]))
    if given.get("fail_on"):
        policy = replace(policy, fail_on=FailOn(given["fail_on"]))
    if given.get("consumer_severity"):
        policy = replace(policy, without_consumer=Severity(given["consumer_severity"]))
    if not given.get("pacts"):
        policy = replace(policy, without_consumer=None)
    return replace(gate, policy=policy, strict=bool(given.get("strict")) or gate.strict)


def accepted_file(gate: Gate, config: Config) -> Path:
    """Where the pair's accepted findings are written down."""
    return gate.accepted or (config.folder / sources.ACCEPTED)


def report_of(run: Run) -> Report:
    """The report of the whole run. What is said of accepted entries stands in the last section."""
    sections = [each.section for each in run.compared]
    if run.overdue and sections:
        last = sections[-1]
        sections[-1] = replace(last, findings=ordered((*last.findings, *run.overdue)))
    return Report(tool=reports.TOOL, command="compare", sections=tuple(sections))


def verdict(run: Run) -> Exit:
    """The worst status of all pairs, each judged by its own gate."""
    statuses = [
        reports.verdict(each.section.findings, fail_on=each.gate.policy.fail_on, strict=each.gate.strict)
        for each in run.compared
    ]
    statuses.append(reports.verdict(run.overdue, fail_on=run.fail_on, strict=False))
    worst: Callable[[Exit], int] = (Exit.FINE, Exit.UNREACHABLE, Exit.FINDINGS).index
    return max(statuses, key=worst)


def next_versions(run: Run) -> Iterator[str]:
    """The version that each change deserves, after the API's name where there are several.

    Raises: UsageError if the old version is no semantic version.
    """
    for each in run.compared:
        told = each.section.extra.get("version")
        if told is None:  # it was not loaded
            continue
        assert isinstance(told, dict)
        if told["deserved"] is None:
            raise UsageError(
                f"{told['old']!r} is no semantic version, so nothing follows it. Write it as 1.2.3."
            )
        yield f"{each.pair.api} {told['deserved']}".strip()
