"""Writes accepted findings down, and takes away entries that accept nothing any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assent.cli import reports
from assent.cli.comparing import Compared, accepted_file, compare_all, engines_of
from assent.cli.console import say
from assent.config import Config
from assent.findings import Finding
from assent.findings.accepted import Entry, accept, pruned, write_accepted
from assent.findings.policy import failing
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
    specs: Sequence[str], base: str | None, config: Config, given: Mapping[str, Any], chosen: Chosen
) -> bool:
    """Accept what is chosen of all pairs; whether one of them could not be loaded."""
    run = compare_all(specs, base, config, given)
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
                today=datetime.now(UTC).date(),
                apis={each.pair.api for each in several} | {""},
                rules=reports.ids_of(engines_of(given)),
            )
        known = {entry.fingerprint for entry in added}
        after = [entry for entry in kept if entry.fingerprint not in known] + added
        if after or before:
            reports.write_file(file, write_accepted(after))
        say(f"{file}: {len(added)} accepted, {len(before) - len(kept)} removed, {len(after)} in all.")
    return run.unloadable


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
    """Those that are named; where none are, those that fail the run."""
    if chosen.rules or chosen.fingerprints:
        return finding.rule.id in chosen.rules or finding.fingerprint in chosen.fingerprints
    return bool(failing([finding], compared.gate.policy.fail_on))
