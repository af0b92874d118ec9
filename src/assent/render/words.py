"""Words that every rendering uses: headlines, counts, and findings put together by operation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assent.findings import (
    Finding,
    OperationPlace,
    Report,
    Section,
    Severity,
    Verdict,
    verdict,
)
from assent.spared import regex

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)

LONG = 12
"""Findings from which a report also says how many there are by rule."""

_CONTROLS = regex(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

_ANSWERS = {
    Verdict.COMPATIBLE: "Compatible",
    Verdict.BREAKING: "Breaking",
    Verdict.UNDECIDED: "Undecided",
}


def printable(text: str) -> str:
    """The text without what could steer a terminal, end a line or turn the order of what is read: shown by number."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """The text on one line, printable."""
    return printable(" ".join(text.split()))


def plural(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `1,000 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def counted(findings: Iterable[Finding]) -> str:
    """How many there are of each label, as in `2 errors, 1 note, 1 undecided`: none is counted twice."""
    labels = [label(finding) for finding in findings]
    parts = [plural(labels.count(it.value), it.value) for it in SEVERITIES if it.value in labels]
    parts += [f"{labels.count(it):,} {it}" for it in ("undecided", "waived") if it in labels]
    return ", ".join(parts) or "no findings"


def headline(findings: Iterable[Finding], command: str) -> str:
    """The answer and the counts, as in `Breaking: 2 errors, 1 note`; only the counts where nothing is compared."""
    found = list(findings)
    words = counted(found)
    return f"{_ANSWERS[verdict(found)]}: {words}" if command == "compare" else words


def by_rule(findings: Iterable[Finding]) -> list[tuple[str, str, int, int]]:
    """Label, rule, how many findings and how many operations they reach: the most severe and most frequent first."""
    held: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        held.setdefault((label(finding), finding.rule.id), []).append(finding)
    ranks = [*(it.value for it in SEVERITIES), "undecided", "waived"]
    ordered = sorted(held.items(), key=lambda it: (ranks.index(it[0][0]), -len(it[1]), it[0][1]))
    return [
        (word, rule, len(them), len({operation(place) for it in them for place in it.operations}))
        for (word, rule), them in ordered
    ]


def counted_by_rule(findings: Sequence[Finding], command: str) -> list[tuple[str, str, str, str]]:
    """The rows of `by_rule` in words, where a comparison found so much that they help; else none."""
    if command != "compare" or len(findings) < LONG:
        return []
    return [
        (word, rule, f"{number:,}", f"{reached:,}" if reached else "")
        for word, rule, number, reached in by_rule(findings)
    ]


def label(finding: Finding) -> str:
    """What stands before a finding: its severity, or that it is waived or undecided."""
    if finding.waived:
        return "waived"
    return finding.severity.value if finding.decided else "undecided"


def operation(place: OperationPlace) -> str:
    """The operation's name without the place in it: `GET /pets`."""
    return one_line(" ".join(part for part in (place.method, place.path) if part))


def by_operation(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings under the first operation that each reaches, in the findings' own order; `""` for those that are
    about the description as a whole, which come last.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        name = operation(finding.operations[0]) if finding.operations else ""
        groups.setdefault(name, []).append(finding)
    whole = groups.pop("", None)
    return groups | ({"": whole} if whole else {})


def also_reached(finding: Finding, *, most: int | None = None) -> tuple[list[str], int]:
    """The other operations that the finding reaches, and how many more there are than `most`."""
    names = dict.fromkeys(operation(place) for place in finding.operations)
    found = list(names)[1:]
    shown = found if most is None or len(found) <= most else found[:most]
    return shown, len(found) - len(shown)


def place(finding: Finding) -> str:
    """Where in its operation the finding is, and on which side: `query limit, in the request`."""
    where = one_line(finding.operations[0].place) if finding.operations else ""
    side = f"in the {finding.side}" if finding.side else ""
    return ", ".join(part for part in (where, side) if part)


def title(section: Section, report: Report) -> str:
    """What the section is about: the API's name, else what was read."""
    if section.api:
        return one_line(section.api)
    given = section.inputs or report.inputs
    return " → ".join(one_line(it.source) for it in given if it.role in ("old", "new")) or ", ".join(
        one_line(it.source) for it in given
    )


def listed(names: Sequence[str], *, more: int = 0) -> str:
    """`a, b and 3 more`."""
    parts = [*names, f"{more:,} more"] if more else list(names)
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
