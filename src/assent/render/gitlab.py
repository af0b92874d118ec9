"""A report as GitLab's code quality JSON.

Source: GitLab, "Code Quality", implement a custom tool.
"""

from __future__ import annotations

from assent.findings import Finding, Report, Section, Severity
from assent.json import Json, digest
from assent.render.anchor import anchor
from assent.render.json import written
from assent.render.options import Options
from assent.render.words import one_line, operation

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def code_quality(report: Report, _: Options) -> str:
    """One entry per finding; waived ones are there as `info`. Fingerprints are unique within the report."""
    entries: list[Json] = []
    used: dict[str, int] = {}
    for section in report.sections:
        for finding in section.findings:
            name = digest([section.api, finding.fingerprint]) if section.api else finding.fingerprint
            used[name] = used.get(name, 0) + 1
            unique = name if used[name] == 1 else digest([name, used[name]])
            entries.append(_entry(finding, section, unique))
    return written(entries)


def _entry(finding: Finding, section: Section, fingerprint: str) -> Json:
    at = anchor(finding, section)
    where = f"{operation(finding.operations[0])}: " if finding.operations else ""
    accepted = f" (accepted: {finding.waived.reason})" if finding.waived else ""
    undecided = "" if finding.decided else " (undecided)"
    return {
        "description": one_line(f"{where}{finding.message}{accepted}{undecided}"),
        "check_name": finding.rule.id,
        "fingerprint": fingerprint,
        "severity": "info" if finding.waived else _SEVERITIES[finding.severity],
        "location": {"path": at.path, "lines": {"begin": at.line}},
    }
