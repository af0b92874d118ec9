"""A report as release notes: everything that changed, most important first, by operation."""

from __future__ import annotations

from collections.abc import Iterator

from assent.findings import Finding, Report, Section, Severity
from assent.render.fences import escaped
from assent.render.options import Options
from assent.render.words import also_reached, by_operation, listed, plural, title

MOST_OPERATIONS = 10

_HEADINGS = {
    Severity.ERROR: "Breaking changes",
    Severity.WARNING: "Changes to look at",
    Severity.NOTE: "Other changes",
}


def changelog(report: Report, _: Options) -> str:
    """Markdown with a heading per severity. Accepted breaks are breaks to whoever reads release notes."""
    return "\n".join(line for section in report.sections for line in _section(section, report)) + "\n"


def _section(section: Section, report: Report) -> Iterator[str]:
    yield f"## {escaped(title(section, report))}"
    yield ""
    if not section.findings:
        yield "Nothing changed."
        yield ""
    for severity, heading in _HEADINGS.items():
        found = [it for it in section.findings if it.severity is severity]
        if not found:
            continue
        yield f"### {heading}"
        yield ""
        for name, findings in by_operation(found).items():
            yield f"- **{escaped(name)}**" if name else "- **Everywhere**"
            for finding in findings:
                yield f"  - {escaped(finding.message)}{_also(finding)}"
        yield ""


def _also(finding: Finding) -> str:
    others, more = also_reached(finding, most=MOST_OPERATIONS)
    if not others:
        return ""
    if len(others) + more > MOST_OPERATIONS:
        return f" Also in {plural(len(others) + more, 'other operation')}."
    return f" Also in {escaped(listed(others))}."
