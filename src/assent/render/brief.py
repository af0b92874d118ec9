"""A fuzz run for one screen of a terminal: what was done, the gravest findings in two lines each, and the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from assent.findings import Finding, Report, Status
from assent.render.run import run_view
from assent.render.words import label, listed, one_line, operation, plural

MOST_FINDINGS: Final = 14
"""Findings named; two lines each, and with what stands around them no more than a screen of 40 lines."""

MOST_NEEDS: Final = 3
"""Lines about what would let a run reach more."""

FEW: Final = 3
"""So many findings are shown whole."""


def is_brief(report: Report) -> bool:
    """Whether there is more than a screen of it."""
    return report.command == "fuzz" and len(report.findings) > FEW


def run_lines(report: Report, width: int) -> Iterator[str]:
    """What the run did, and what it would need to do more."""
    view = run_view(report.extra.get("run"))
    if view is None:
        return
    yield from (_cut(f"{name}: {one_line(value)}", width) for name, value in view.facts)
    yield from (_cut(f"to reach more: {one_line(need)}", width) for need in view.needs[:MOST_NEEDS])


def finding_lines(findings: Sequence[Finding], width: int) -> Iterator[tuple[str, str, str]]:
    """For each finding that is named: its label, what follows it on the line, and the line of its message."""
    told = any(
        finding.status not in (None, Status.NEW) for finding in findings
    )  # else there is nothing to tell apart
    for finding in findings[:MOST_FINDINGS]:
        word = label(finding)
        where = operation(finding.operations[0]) if finding.operations else ""
        more = len(finding.operations) - 1
        reach = f" and {plural(more, 'other operation')}" if more > 0 else ""
        known = f" ({finding.status})" if told and finding.status else ""
        head = _cut(f"{finding.rule.id}{known}  {where}{reach}", width - len(word) - 4)
        yield word, head, _cut(f"    {one_line(finding.message)}", width)


def rest_lines(findings: Sequence[Finding], width: int) -> Iterator[str]:
    """What is not named, by rule, and where all of it is to be had."""
    left = Counter(finding.rule.id for finding in findings[MOST_FINDINGS:])
    if left:
        kinds = [f"{number:,} {name}" for name, number in left.most_common()]
        yield _cut(f"  … and {left.total():,} more: {listed(kinds[:6], more=max(0, len(kinds) - 6))}", width)
    yield "--verbose shows each with its requests and how to send them again; so does -f html=FILE, for a browser."


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else f"{words[: max(1, width - 1)]}…"
