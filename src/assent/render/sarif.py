"""A report as SARIF 2.1.0, for code scanning: one run per API.

Source: OASIS Static Analysis Results Interchange Format 2.1.0.
"""

from __future__ import annotations

from collections.abc import Mapping

from assent.document.document import Location
from assent.findings import Breaks, Finding, Report, Rule, Section, Severity
from assent.json import Json, format_pointer
from assent.render.anchor import Anchor, anchor, placed, uri
from assent.render.json import written
from assent.render.options import Options
from assent.render.rule_page import help_text
from assent.render.words import also_reached, listed, printable
from assent.wire import Headers, Request, Response

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report, options: Options) -> str:
    """The report as a SARIF log. Our fingerprints are in `partialFingerprints`, waived findings are suppressed."""
    runs: list[Json] = [_run(section, report, options) for section in report.sections]
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": runs})


def _run(section: Section, report: Report, options: Options) -> Json:
    rules = {finding.rule.id: finding.rule for finding in section.findings}
    names = sorted(rules)
    index = {name: number for number, name in enumerate(names)}
    results: list[Json] = [_result(it, section, index) for it in section.findings]
    category = "/".join(part for part in ("assent", report.command, section.api) if part)
    return {
        "tool": {
            "driver": {
                "name": report.tool.name,
                "semanticVersion": report.tool.version,
                "rules": [_rule(rules[name], options) for name in names],
            }
        },
        "automationDetails": {"id": f"{category}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the checkout."}}},
        "results": results,
    }


def _rule(rule: Rule, options: Options) -> Json:
    tree: dict[str, Json] = {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why} {rule.instead}", "markdown": help_text(rule)},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {
            "tags": ["openapi", rule.engine, *_breaks(rule)],
            "precision": "very-high",
            "problem.severity": _github_severity(rule.severity),
        },
    }
    return tree | ({"helpUri": f"{options.docs.rstrip('/')}/{rule.id}"} if options.docs else {})


def _breaks(rule: Rule) -> list[Json]:
    return [f"breaks-{part.name.lower()}" for part in Breaks if part.name and part in rule.breaks]


def _github_severity(severity: Severity) -> str:
    """The word that GitHub knows. Source: GitHub, SARIF support for code scanning, reportingDescriptor."""
    return "recommendation" if severity is Severity.NOTE else severity.value


def _result(finding: Finding, section: Section, index: Mapping[str, int]) -> Json:
    result: dict[str, Json] = {
        "ruleId": finding.rule.id,
        "ruleIndex": index[finding.rule.id],
        "level": finding.severity.value,
        "message": {"text": _message(finding)},
        "locations": [_location(anchor(finding, section), finding)],
        "partialFingerprints": {"assent/v1": finding.fingerprint},
        "properties": {"decided": finding.decided, "side": finding.side.value if finding.side else None},
    }
    if finding.old:
        old = _physical(placed(finding.old))
        result["relatedLocations"] = [{**old, "id": 1, "message": {"text": f"as it was: {finding.old}"}}]
    if finding.waived:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": finding.waived.reason}
        ]
    if finding.witness and finding.witness.request:
        result["webRequest"] = _request(finding.witness.request)
    if finding.witness and finding.witness.response:
        result["webResponse"] = _response(finding.witness.response)
    return result


def _message(finding: Finding) -> str:
    others, more = also_reached(finding, most=10)
    reached = f" It also reaches {listed(others, more=more)}." if others else ""
    words = [finding.message, *finding.applied]
    return printable(" ".join(words) + reached)


def _location(at: Anchor, finding: Finding) -> Json:
    logical: list[Json] = [
        {"fullyQualifiedName": printable(str(place)), "kind": "member"} for place in finding.operations[:100]
    ]
    return {**_physical(at), **({"logicalLocations": logical} if logical else _pointer(finding.new))}


def _pointer(at: Location | None) -> dict[str, Json]:
    if at is None or not at.pointer:
        return {}
    return {
        "logicalLocations": [{"fullyQualifiedName": printable(format_pointer(at.pointer)), "kind": "object"}]
    }


def _physical(at: Anchor) -> dict[str, Json]:
    reference = uri(at.path)
    artifact: dict[str, Json] = {"uri": reference}
    if "://" not in reference:
        artifact["uriBaseId"] = "%SRCROOT%"
    region: dict[str, Json] = {"startLine": at.line, "startColumn": at.column}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _request(request: Request) -> Json:
    tree: dict[str, Json] = {
        "method": request.method,
        "target": request.url,
        "headers": _headers(request.headers),
    }
    return tree | _body(request.body)


def _response(response: Response) -> Json:
    tree: dict[str, Json] = {"statusCode": response.status, "headers": _headers(response.headers)}
    return tree | _body(response.body)


def _headers(headers: Headers) -> dict[str, Json]:
    names = dict.fromkeys(name for name, _ in headers)
    return {name: ", ".join(value for other, value in headers if other == name) for name in names}


def _body(body: bytes) -> dict[str, Json]:
    if not body:
        return {}
    try:
        return {"body": {"text": body.decode("utf-8")}}
    except UnicodeDecodeError:
        from base64 import b64encode

        return {"body": {"binary": b64encode(body).decode("ascii")}}
