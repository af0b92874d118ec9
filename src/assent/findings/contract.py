"""Reports as JSON and back: the published contract, `docs/schema/report-1.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from assent.api.sides import Side
from assent.document.document import Location
from assent.errors import DescriptionError
from assent.findings.finding import (
    Because,
    Consumer,
    Finding,
    Lifecycle,
    OperationPlace,
    Status,
    Waiver,
    Witness,
)
from assent.findings.report import Counts, Input, Known, Report, Section, Tool, count, located, verdict
from assent.findings.rule import Breaks, Profile, Rule, Severity
from assent.json import Json, format_pointer, parse_pointer
from assent.spared import json
from assent.wire import (
    exchange_json,
    read_exchange,
    read_request,
    read_response,
    request_json,
    response_json,
)

if TYPE_CHECKING:
    from datetime import date

SCHEMA_VERSION = "1"


class NotAReport(DescriptionError):
    """The JSON is no report of this version of the contract."""


def report_json(report: Report) -> dict[str, Json]:
    """The report as the contract's JSON. Members of `extra` are added where the contract has no name for them."""
    report = located(report)
    named = len(report.sections) > 1 or any(section.api for section in report.sections)
    rules = {finding.rule.id: finding.rule for finding in report.findings}
    tree: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": report.tool.name, "version": report.tool.version},
        "command": report.command,
        "inputs": [_input_json(given) for given in report.inputs],
        "verdict": report.verdict.value,
        "counts": _counts_json(report.counts),
        "findings": [
            finding_json(finding) | ({"api": section.api} if named else {})
            for section in report.sections
            for finding in section.findings
        ],
        "rules": [_rule_json(rules[name]) for name in sorted(rules)],
        "sections": [_section_json(section) for section in report.sections],
    }
    return tree | {name: value for name, value in report.extra.items() if name not in tree}


def finding_json(finding: Finding) -> dict[str, Json]:
    """One finding as the contract's JSON; members that only some engines use are left out where they are empty."""
    tree: dict[str, Json] = {
        "rule": finding.rule.id,
        "severity": str(finding.severity),
        "decided": finding.decided,
        "side": str(finding.side) if finding.side else None,
        "message": finding.message,
        "operations": [_operation_json(at, finding.subject) for at in finding.operations],
        "old": location_json(finding.old),
        "new": location_json(finding.new),
        "witness": witness_json(finding.witness) if finding.witness else None,
        "fingerprint": finding.fingerprint,
        "waived": _waiver_json(finding.waived),
        "subject": finding.subject,
    }
    if finding.consumers:
        tree["consumers"] = [
            {"name": it.name, "interactions": list(it.interactions)} for it in finding.consumers
        ]
    if finding.lifecycle:
        tree["lifecycle"] = {
            "gone": finding.lifecycle.gone,
            "deprecated": finding.lifecycle.deprecated,
            "sunset": _date_json(finding.lifecycle.sunset),
            "stability": finding.lifecycle.stability,
        }
    if finding.status:
        tree["status"] = finding.status.value
    if finding.applied:
        tree["applied"] = list(finding.applied)
    return tree | {name: value for name, value in finding.extra.items() if name not in tree}


def _operation_json(at: OperationPlace, subject: str) -> dict[str, Json]:
    tree: dict[str, Json] = {"method": at.method, "path": at.path, "place": at.place}
    if at.subject not in ("", subject):
        tree["subject"] = at.subject
    return tree


def witness_json(witness: Witness) -> dict[str, Json]:
    tree: dict[str, Json] = {
        "request": request_json(witness.request) if witness.request else None,
        "response": response_json(witness.response) if witness.response else None,
        "value": witness.value,
        "accepted_by": witness.accepted_by,
        "refused_by": witness.refused_by,
        "because": [_because_json(because) for because in witness.because],
    }
    if witness.steps:
        tree["steps"] = [exchange_json(step) for step in witness.steps]
    return tree


def location_json(at: Location | None) -> dict[str, Json] | None:
    if at is None:
        return None
    line, column = at.position
    return {"file": at.file, "line": line, "column": column, "pointer": format_pointer(at.pointer)}


def _because_json(because: Because) -> dict[str, Json]:
    tree: dict[str, Json] = {
        "keyword": because.keyword,
        "value_pointer": format_pointer(because.value_pointer),
        "schema_pointer": format_pointer(because.schema_pointer),
    }
    return tree | ({"message": because.message} if because.message else {})


def _waiver_json(waiver: Waiver | None) -> dict[str, Json] | None:
    if waiver is None:
        return None
    return {"reason": waiver.reason, "owner": waiver.owner, "expires": _date_json(waiver.expires)}


def _date_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _input_json(given: Input) -> dict[str, Json]:
    return {"role": given.role, "source": given.source}


def _counts_json(counts: Counts) -> dict[str, Json]:
    return {
        "error": counts.error,
        "warning": counts.warning,
        "note": counts.note,
        "undecided": counts.undecided,
        "waived": counts.waived,
    }


def _rule_json(rule: Rule) -> dict[str, Json]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "profiles": {profile.value: severity.value for profile, severity in rule.profiles.items()},
        "breaks": [part.name.lower() for part in Breaks if part in rule.breaks and part.name],
        "source": rule.source,
        "since": rule.since,
        "why": rule.why,
        "instead": rule.instead,
        "engine": rule.engine,
    }


def _section_json(section: Section) -> dict[str, Json]:
    tree: dict[str, Json] = {
        "api": section.api,
        "inputs": [_input_json(given) for given in section.inputs],
        "verdict": verdict(section.findings).value,
        "counts": _counts_json(count(section.findings)),
        "findings": len(section.findings),
    }
    return tree | {name: value for name, value in section.extra.items() if name not in tree}


_REPORT_NAMES = frozenset(
    (
        "schema_version",
        "tool",
        "command",
        "inputs",
        "verdict",
        "counts",
        "findings",
        "rules",
        "sections",
    )
)
_SECTION_NAMES = frozenset(("api", "inputs", "verdict", "counts", "findings"))
_FINDING_NAMES = frozenset(
    (
        "rule",
        "severity",
        "decided",
        "side",
        "message",
        "operations",
        "old",
        "new",
        "witness",
        "fingerprint",
        "waived",
        "subject",
        "consumers",
        "lifecycle",
        "status",
        "applied",
        "api",
    )
)


def read_report(tree: Any, *, rules: Callable[[str], Rule | None] = lambda _: None) -> Report:
    """The report that the JSON tells. Rules that `rules` does not know are as the report itself describes them.

    Raises: NotAReport if it is not of this version of the contract.
    """
    if not isinstance(tree, dict) or tree.get("schema_version") != SCHEMA_VERSION:
        msg = f"This is no assent report of schema version {SCHEMA_VERSION}. Make it with `--format json`."
        raise NotAReport(msg)
    try:
        return _read_report(tree, rules)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"This assent report departs from docs/schema/report-1.json: {error!r}. Make it again."
        raise NotAReport(msg) from error


def report_schema() -> dict[str, Any]:
    """The JSON Schema of the contract, as it is published."""
    from importlib import resources

    text = resources.files("assent.findings").joinpath("report-1.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _read_report(tree: Mapping[str, Any], known: Callable[[str], Rule | None]) -> Report:
    told = {it["id"]: known(it["id"]) or _read_rule(it) for it in tree["rules"]}
    if sum(it["findings"] for it in tree["sections"]) != len(tree["findings"]):
        msg = "the sections tell another number of findings than there are"
        raise ValueError(msg)
    findings = iter([_read_finding(it, told) for it in tree["findings"]])
    sections = tuple(
        Section(
            api=it["api"],
            inputs=tuple(Input(given["role"], given["source"]) for given in it["inputs"]),
            findings=tuple(islice(findings, it["findings"])),
            extra=_others(it, _SECTION_NAMES),
        )
        for it in tree["sections"]
    )
    tool = Tool(tree["tool"]["name"], tree["tool"]["version"])
    return Report(tool=tool, command=tree["command"], sections=sections, extra=_others(tree, _REPORT_NAMES))


def _read_rule(tree: Mapping[str, Any]) -> Rule:
    breaks = Breaks.NOBODY
    for name in tree["breaks"]:
        breaks |= Breaks[name.upper()]
    return Rule(
        id=tree["id"],
        title=tree["title"],
        severity=Severity(tree["severity"]),
        profiles={Profile(name): Severity(level) for name, level in tree["profiles"].items()},
        breaks=breaks,
        source=tree["source"],
        since=tree["since"],
        why=tree["why"],
        instead=tree["instead"],
        engine=tree["engine"],
    )


def _read_finding(tree: Mapping[str, Any], rules: Mapping[str, Rule]) -> Finding:
    lifecycle, waived = tree.get("lifecycle"), tree["waived"]
    return Finding(
        rule=rules[tree["rule"]],
        severity=Severity(tree["severity"]),
        decided=tree["decided"],
        side=Side(tree["side"]) if tree["side"] else None,
        message=tree["message"],
        operations=tuple(
            OperationPlace(it["method"], it["path"], it["place"], it.get("subject", ""))
            for it in tree["operations"]
        ),
        old=_read_location(tree["old"]),
        new=_read_location(tree["new"]),
        witness=_read_witness(tree["witness"]) if tree["witness"] else None,
        subject=tree["subject"],
        waived=waived
        and Waiver(reason=waived["reason"], owner=waived["owner"], expires=_read_date(waived["expires"])),
        consumers=tuple(
            Consumer(name=it["name"], interactions=tuple(it["interactions"]))
            for it in tree.get("consumers", ())
        ),
        lifecycle=lifecycle
        and Lifecycle(
            gone=lifecycle["gone"],
            deprecated=lifecycle["deprecated"],
            sunset=_read_date(lifecycle["sunset"]),
            stability=lifecycle["stability"],
        ),
        status=Status(tree["status"]) if "status" in tree else None,
        applied=tuple(tree.get("applied", ())),
        extra=_others(tree, _FINDING_NAMES),
    )


def _read_location(tree: Mapping[str, Any] | None) -> Location | None:
    if tree is None:
        return None
    pointer = parse_pointer(tree["pointer"])
    return Location(tree["file"], pointer, Known({pointer: (tree["line"], tree["column"])}))


def _read_witness(tree: Mapping[str, Any]) -> Witness:
    return Witness(
        request=read_request(tree["request"]) if tree["request"] else None,
        response=read_response(tree["response"]) if tree["response"] else None,
        value=tree["value"],
        accepted_by=tree["accepted_by"],
        refused_by=tree["refused_by"],
        because=tuple(
            Because(
                keyword=it["keyword"],
                value_pointer=parse_pointer(it["value_pointer"]),
                schema_pointer=parse_pointer(it["schema_pointer"]),
                message=it.get("message", ""),
            )
            for it in tree["because"]
        ),
        steps=tuple(read_exchange(step) for step in tree.get("steps", ())),
    )


def _read_date(text: str | None) -> date | None:
    from datetime import date

    return date.fromisoformat(text) if text else None


def _others(tree: Mapping[str, Any], names: frozenset[str]) -> dict[str, Json]:
    return {name: value for name, value in tree.items() if name not in names}
