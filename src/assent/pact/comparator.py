"""The result shape of the openapi-pact-comparator, one JSON list a pact, so that teams can switch.

Source: what that tool's command prints (version 2.3): `code`, `message`, `type`, and details of spec and mock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from assent.findings import Because, Finding, Severity
from assent.json import Json
from assent.pact.model import Interaction
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
    """One line for each pact: a list of what was found, empty where all is well."""
    for _, group in groupby(verifications, key=lambda verification: _pact_of(verification.interaction)):
        found = [
            _result(verification, finding) for verification in group for finding in verification.findings
        ]
        yield json.dumps(found, ensure_ascii=False)


def _pact_of(interaction: Interaction) -> object:
    return interaction.consumer, interaction.provider, interaction.at.file if interaction.at else ""


def code_of(finding: Finding) -> str:
    """The comparator's code for a finding."""
    place = finding.operations[0].place.partition(" ")[0] if finding.operations else ""
    return CODES.get(finding.rule.id) or BY_PLACE.get(place, "request.body.incompatible")


def _result(verification: Verification, finding: Finding) -> dict[str, Json]:
    interaction = verification.interaction
    code = code_of(finding)
    at, place = finding.new, finding.operations[0] if finding.operations else None
    known = place is not None and code != "request.path-or-method.unknown"
    return {
        "code": code,
        "message": finding.message,
        "mockDetails": {
            "interactionDescription": interaction.description or "[none]",
            "interactionState": interaction.states[0].name if interaction.states else "[none]",
            "location": f"[root].interactions[{interaction.index}]{_part(code, finding)}",
            "value": finding.witness.value if finding.witness else None,
        },
        "specDetails": {
            "location": "[root]" + "".join(f".{token}" for token in at.pointer) if at else "[root].paths",
            "pathMethod": place.method.lower() if place and known else None,
            "pathName": place.path if place and known else None,
            "value": None,
        },
        "type": "error" if finding.severity is Severity.ERROR else "warning",
    }


def _part(code: str, finding: Finding) -> str:
    """Where in the interaction it is: `.request.query.limit`, `.response.body.pets.0`."""
    side, _, rest = code.partition(".")
    if side == "interaction":
        return ""
    part = rest.partition(".")[0]
    place = finding.operations[0].place if finding.operations else ""
    name = place.rpartition(" ")[2] if " " in place else finding.subject
    match part:
        case "query":
            return f".{side}.query.{name}"
        case "header":
            return f".{side}.headers.{name}"
        case "accept" | "content-type":
            return f".{side}.headers.{part}"
        case "authorization":
            return f".{side}.headers"
        case "body":
            pointer = next((it.value_pointer for it in _because(finding)), ())
            return f".{side}.body" + "".join(f".{token}" for token in pointer)
        case "path-or-method":
            return f".{side}.path"
        case _:
            return f".{side}.{part}"


def _because(finding: Finding) -> tuple[Because, ...]:
    return finding.witness.because if finding.witness else ()
