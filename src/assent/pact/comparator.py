"""The result shape of the openapi-pact-comparator, one JSON object a line, so that teams can switch.

Source: that tool's documented result: `code`, `message`, `type`, and details of spec and mock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from assent.findings import Finding, Severity
from assent.json import Json, format_pointer
from assent.pact.verify import Verification

CODES = {
    "undocumented-path": "request.path-or-method.unknown",
    "undocumented-method": "request.path-or-method.unknown",
    "missing-credentials": "request.authorization.missing",
    "missing-request-body": "request.body.incompatible",
    "invalid-request-body": "request.body.incompatible",
    "read-only-sent": "request.body.incompatible",
    "undocumented-request-body": "request.body.unknown",
    "undecodable-request-body": "request.body.unvalidatable",
    "undocumented-request-type": "request.content-type.incompatible",
    "undocumented-query-parameter": "request.query.unknown",
    "accept-not-offered": "request.accept.incompatible",
    "response-status-not-promised": "response.status.unknown",
    "response-type-not-promised": "response.content-type.incompatible",
    "response-body-not-promised": "response.body.unknown",
    "response-body-impossible": "response.body.incompatible",
    "response-body-at-risk": "response.body.incompatible",
    "response-header-not-promised": "response.header.unknown",
    "response-header-impossible": "response.header.incompatible",
    "response-header-at-risk": "response.header.incompatible",
    "interaction-not-checked": "response.body.unvalidatable",
    "interaction-unreadable": "interaction.unreadable",
}
"""Our rules in its words. Findings on parameters take theirs from the parameter's place."""

BY_PLACE = {
    "path": "request.path-or-method.unknown",
    "query": "request.query.incompatible",
    "header": "request.header.incompatible",
    "cookie": "request.header.incompatible",
    "body": "request.body.incompatible",
    "status": "response.body.incompatible",
}


def comparator_lines(verifications: Iterable[Verification]) -> Iterator[str]:
    """One line for each finding of each interaction; nothing where all is well."""
    for verification in verifications:
        for finding in verification.findings:
            if finding.severity is not Severity.NOTE or not finding.decided:
                yield json.dumps(_result(verification, finding), ensure_ascii=False)


def code_of(finding: Finding) -> str:
    """The comparator's code for a finding."""
    place = finding.operations[0].place.partition(" ")[0] if finding.operations else ""
    return CODES.get(finding.rule.id) or BY_PLACE.get(place, "request.body.incompatible")


def _result(verification: Verification, finding: Finding) -> dict[str, Json]:
    interaction = verification.interaction
    at, place = finding.new, finding.operations[0] if finding.operations else None
    side = "response" if finding.side and finding.side.value == "response" else "request"
    return {
        "code": code_of(finding),
        "message": finding.message,
        "type": "error" if finding.severity is Severity.ERROR else "warning",
        "mockDetails": {
            "interactionDescription": interaction.description or None,
            "interactionState": interaction.states[0].name if interaction.states else None,
            "location": f"[root].interactions[{interaction.index}].{side}",
            "mockFile": interaction.at.file if interaction.at else None,
            "value": finding.witness.value if finding.witness else None,
        },
        "specDetails": {
            "location": "[root]" + format_pointer(at.pointer).replace("/", ".") if at else None,
            "pathMethod": place.method.lower() if place else None,
            "pathName": place.path if place else None,
            "specFile": at.file if at else None,
            "value": None,
        },
    }
