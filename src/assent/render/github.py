"""A report for GitHub workflows: annotations in the log, and the job's summary.

Source: GitHub, "Workflow commands for GitHub Actions"; 10 errors, 10 warnings and 10 notices are shown per step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assent.findings import Finding, Report, Section, Severity
from assent.records import replace
from assent.render.anchor import anchor
from assent.render.markdown import markdown
from assent.render.options import Options
from assent.render.words import label, one_line, operation, plural

MOST_PER_LEVEL = 10
LONGEST_MESSAGE = 4_000
LONGEST_TITLE = 200
LONGEST_SUMMARY = 250_000
"""Characters: at 4 bytes each they stay below the 1 MiB that a step's summary may have."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def commands(report: Report, _: Options) -> str:
    """A workflow command per finding that is not waived; of each level's, the tenth says how many more there are."""
    return "".join(f"{line}\n" for line in _commands(report))


def summary(report: Report, options: Options) -> str:
    """Markdown for the file that `GITHUB_STEP_SUMMARY` names, to be added at its end."""
    return markdown(report, replace(options, longest=options.longest or LONGEST_SUMMARY))


def _commands(report: Report) -> Iterator[str]:
    for severity, command in _COMMANDS.items():
        found = [
            (finding, section)
            for section in report.sections
            for finding in section.findings
            if finding.severity is severity and not finding.waived
        ]
        shown = found if len(found) <= MOST_PER_LEVEL else found[: MOST_PER_LEVEL - 1]
        for finding, section in shown:
            yield _annotation(command, finding, section)
        if len(shown) < len(found):
            more = plural(len(found) - len(shown), f"more {severity}")
            yield _command(command, {"title": more}, "They are in the job's summary and in the report.")


def _annotation(command: str, finding: Finding, section: Section) -> str:
    at = anchor(finding, section)
    where = operation(finding.operations[0]) if finding.operations else ""
    parts = [section.api, where, finding.rule.title]
    title = one_line(": ".join(part for part in parts if part))[:LONGEST_TITLE]
    words = [finding.message, *finding.applied, f"({finding.rule.id}, {label(finding)})"]
    properties = {"file": at.path, "line": str(at.line), "col": str(at.column), "title": title}
    return _command(command, properties, one_line(" ".join(words))[:LONGEST_MESSAGE])


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
