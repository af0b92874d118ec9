"""The official Pact matching cases: what the specification accepts we accept, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from assent.document import Document, Node
from assent.pact.matching import request_mismatches, response_mismatches
from assent.pact.read import read_interaction


def node(value: object) -> Node:
    return Document("memory:case", "case.json", json.loads(json.dumps(value)), lambda _: {}).root


def mismatches(kind: str, expected: dict[str, object], actual: dict[str, object]) -> list[str]:
    if kind == "message":
        expected, actual = message(expected), message(actual)
    request, response = {"method": "GET", "path": "/"}, {"status": 200}
    sides = []
    for side in (expected, actual):
        written = {"request": request, "response": response} | (
            {"request": request | side} if kind == "request" else {"response": response | side}
        )
        sides.append(read_interaction(node(written), consumer="c", provider="p", index=0))
    one, other = sides
    if kind == "request":
        assert one.request is not None
        assert other.request is not None
        return list(request_mismatches(one.request, other.request))
    assert one.response is not None
    assert other.response is not None
    return list(response_mismatches(one.response, other.response))


def message(side: dict[str, object]) -> dict[str, object]:
    """A message has contents instead of a body, and rules for those."""
    return {("body" if key == "contents" else key): value for key, value in side.items()}


def test_what_the_official_cases_match_we_match(shared: Path) -> None:
    wrong = []
    cases = sorted((shared / "cases" / "pact-spec").rglob("*.json"))
    for path in cases:
        case = json.loads(path.read_text())
        found = mismatches(path.parent.parent.name, case["expected"], case["actual"])
        if bool(found) == case["match"]:
            wrong.append((str(path.relative_to(shared)), case["match"], found))
    assert len(cases) > 600
    assert not wrong, "\n".join(map(str, wrong))
