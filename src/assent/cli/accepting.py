"""Writes accepted findings down, and takes away entries that accept nothing any more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assent.catalogue import rules
from assent.cli import reports
from assent.cli.comparing import Compared, accepted_file, compare_all, engines_of
from assent.cli.console import say
from assent.config import Config
from assent.findings import Finding, Report
from assent.findings.accepted import Entry, accept, pruned, write_accepted
from assent.findings.contract import NotAReport, read_report
from assent.findings.policy import FailOn, failing
from assent.records import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What is accepted, and why."""

    reason: str
    owner: str
    expires: date | None
    rules: Sequence[str]
    fingerprints: Sequence[str]
    prune: bool


def accept_all(
    specs: Sequence[str],
    base: str | None,
    config: Config,
    given: Mapping[str, Any],
    chosen: Chosen,
    *,
    today: date,
) -> bool:
    """Accept what is chosen of all pairs; whether one of them could not be loaded."""
    run = compare_all(specs, base, config, given, today=today)
    by_file: dict[Path, list[Compared]] = {}
    for each in run.compared:
        by_file.setdefault(accepted_file(each.gate, config), []).append(each)
    for file, several in by_file.items():
        before = reports.entries_of(replace(several[0].gate, accepted=file))
        added = [] if chosen.prune else [entry for each in several for entry in _entries(each, chosen)]
        kept = before
        if chosen.prune and not run.unloadable:
            found = [finding for each in several for finding in each.raw]
            kept = pruned(
                before,
                found,
                today=today,
                apis={each.pair.api for each in several} | {""},
                rules=reports.ids_of(engines_of(given)),
            )
        known = {entry.fingerprint for entry in added}
        after = [entry for entry in kept if entry.fingerprint not in known] + added
        if after or before:
            reports.write_file(file, write_accepted(after))
        say(f"{file}: {len(added)} accepted, {len(before) - len(kept)} removed, {len(after)} in all.")
    return run.unloadable


def accept_reported(
    file: Path, config: Config, given: Mapping[str, Any], chosen: Chosen, *, today: date
) -> None:
    """Accept what is chosen of a report in JSON, or prune entries for the report's command that it does not have.

    Raises: DescriptionError if the file is no report.
    """
    report = read_reported(file)
    into = accepted_file(config.gate, config)
    before = kept = reports.entries_of(replace(config.gate, accepted=into))
    fail_on = reports.fail_on_of(given["fail_on"], config.gate)
    added: list[Entry] = []
    if chosen.prune:
        commands = {finding.rule.engine for finding in report.findings} | {report.command}
        kept = pruned(
            before,
            report.findings,
            today=today,
            apis={section.api for section in report.sections} | {""},
            rules=reports.ids_of(commands | ({"replay"} if report.command == "fuzz" else set())),
        )
    else:
        for section in report.sections:
            findings = [
                it for it in section.findings if it.waived is None and _is_wanted(it, chosen, fail_on)
            ]
            added += accept(
                findings, reason=chosen.reason, owner=chosen.owner, expires=chosen.expires, api=section.api
            )
    known = {entry.fingerprint for entry in added}
    after = [entry for entry in kept if entry.fingerprint not in known] + added
    if after or before:
        reports.write_file(into, write_accepted(after))
    say(f"{into}: {len(added)} accepted, {len(before) - len(kept)} removed, {len(after)} in all.")


def read_reported(file: Path) -> Report:
    """The report in the file. Raises: NotAReport if it is none."""
    try:
        tree = json.loads(file.read_bytes())
    except ValueError as error:
        raise NotAReport(f"{file} is no JSON. Make the report with `-f json={file}`.") from error
    return read_report(tree, rules=rules().get)


def _entries(compared: Compared, chosen: Chosen) -> list[Entry]:
    findings = [
        it for it in compared.section.findings if it.waived is None and _is_chosen(it, compared, chosen)
    ]
    return list(
        accept(
            findings,
            reason=chosen.reason,
            owner=chosen.owner,
            expires=chosen.expires,
            api=compared.pair.api,
        )
    )


def _is_chosen(finding: Finding, compared: Compared, chosen: Chosen) -> bool:
    return _is_wanted(finding, chosen, compared.gate.policy.fail_on)


def _is_wanted(finding: Finding, chosen: Chosen, fail_on: FailOn) -> bool:
    """Those that are named; where none are, those that fail the run."""
    if chosen.rules or chosen.fingerprints:
        return finding.rule.id in chosen.rules or finding.fingerprint in chosen.fingerprints
    return bool(failing([finding], fail_on))
