"""What `assent proxy` says: findings as they show, coverage, and the report at the end."""

from __future__ import annotations

from datetime import UTC, datetime

from assent.cli import reports
from assent.cli.console import say
from assent.config import Gate
from assent.findings import Finding, Input, Report, Section, ordered
from assent.serve.traffic import Traffic


def tell(finding: Finding) -> None:
    """One line for a cause that showed for the first time."""
    where = f"{finding.operations[0].method} {finding.operations[0].path}: " if finding.operations else ""
    say(f"{finding.severity.value} {finding.rule.id}: {where}{finding.message}")


def told_coverage(traffic: Traffic) -> None:
    """How much was met, in one line."""
    total = len(traffic.prepared.api.operations)
    statuses = sum(len(met.statuses) for met in traffic.met.values())
    fields = sum(len(met.fields) for met in traffic.met.values())
    known = sum(len(met.known_fields) for met in traffic.met.values())
    say(
        f"assent: {traffic.exchanges} exchanges, {len(traffic.met)} of {total} operations met, "
        f"{statuses} statuses, {fields} of {known} fields of bodies that passed"
    )


def report_of(traffic: Traffic, gate: Gate, *, spec: str, upstream: str) -> Report:
    """What the traffic showed, as a report."""
    found = reports.judged(ordered(traffic.findings), gate, today=datetime.now(UTC).date(), told=("replay",))
    inputs = (Input("description", spec), Input("upstream", upstream))
    return Report(
        tool=reports.TOOL,
        command="proxy",
        sections=(Section(inputs=inputs, findings=found),),
        extra={"run": traffic.coverage()},
    )
