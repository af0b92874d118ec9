"""What we say: rules, findings with their witnesses, and the report of a run."""

from __future__ import annotations

from assent.api.sides import Side
from assent.findings.contract import NotAReport, finding_json, read_report, report_json
from assent.findings.finding import (
    Age,
    Because,
    Consumer,
    Finding,
    Lifecycle,
    OperationPlace,
    Status,
    Waiver,
    Witness,
    brief,
    fingerprints,
)
from assent.findings.report import (
    Counts,
    Input,
    Report,
    Section,
    Tool,
    Verdict,
    count,
    located,
    make_report,
    ordered,
    verdict,
)
from assent.findings.rule import Breaks, Case, Profile, Rule, Severity

__all__ = [
    "Age",
    "Because",
    "Breaks",
    "Case",
    "Consumer",
    "Counts",
    "Finding",
    "Input",
    "Lifecycle",
    "NotAReport",
    "OperationPlace",
    "Profile",
    "Report",
    "Rule",
    "Section",
    "Severity",
    "Side",
    "Status",
    "Tool",
    "Verdict",
    "Waiver",
    "Witness",
    "brief",
    "count",
    "finding_json",
    "fingerprints",
    "located",
    "make_report",
    "ordered",
    "read_report",
    "report_json",
    "verdict",
]
