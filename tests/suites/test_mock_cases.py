"""Requests and answers of mock servers, as others have written them down (cases/mock)."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assent.api import read_api
from assent.document import load
from assent.serve.answer import answer
from assent.serve.compose import Composer
from assent.serve.provider import Manners, mock
from assent.wire import Request, Response

ARGUED = {
    "content-negotiation/E2E-Accept-Content-Negotiation-Xml-AC-1.oas3.txt": "the XML root has the schema's name , which names elements, `xml`",
    "cors/cors-headers-in-response.txt": "the case shows no body because it asks for headers only; ours is the described one",
    "dynamic-responses/dynamic_response_prefer_header.txt": "the XML root is `root` where the schema has no name; `xml` is reserved (XML 1.0 §2.3)",
    "dynamic-responses/dynamic_xml_responses-AC-1.dynamic-response.oas2.txt": "the XML root is `root` where the schema has no name; `xml` is reserved (XML 1.0 §2.3)",
    "generated-responses/too_complex-AC-1.oas3.txt": "Prism gives up on the schema; it has valid values, and one is answered",
    "references/E2E-Recursive-Array-Handling.oas3.txt": "how deep a recursive schema is unrolled is free; `[]` is as valid as `[{}]`",
    "static-examples/static_examples-AC-1.oas3_1.txt": "the document says 3.0.2, where `contains` and `const` mean nothing",
    "validate-body-params/x-www-urlencoded-fail.oas2.txt": "the body has no field `arr`, which is optional; other fields are allowed",
    "violations/ignoring-example-key-for-invalid-body.txt": "`sl-violations` is Prism's own header",
}


def test_every_case_is_answered_as_expected_or_argued(shared: Path, tmp_path: Path) -> None:
    cases = json.loads((shared / "cases" / "mock" / "cases.json").read_text())["cases"]
    assert len(cases) == 121
    file = tmp_path / "openapi.yaml"
    wrong = {}
    for case in cases:
        file.write_text(case["spec"])
        found = _answer(case, file)
        differences = list(_differences(case, found))
        if differences:
            wrong[case["name"]] = differences
    assert sorted(wrong) == sorted(ARGUED), {name: wrong[name] for name in set(wrong) - set(ARGUED)}


def _answer(case: dict[str, Any], file: Path) -> Response:
    run, asked = case["run"], case["request"]
    manners = Manners(dynamic=run["dynamic"], cors=run["cors"])
    composer = Composer(strict=run["errors"])
    headers = tuple((name, value) for name, value in asked["headers"])
    request = Request(asked["method"], asked["url"], headers, (asked["body"] or "").encode())
    return answer(mock(read_api(load(str(file))), manners=manners, composer=composer), request)


def _differences(case: dict[str, Any], found: Response) -> Iterator[str]:
    """What `header_rule` and `body_rules` of the file ask for. Problem documents are Prism's own."""
    expected = case["expect"]
    if found.status != expected["status"]:
        yield f"status {found.status} instead of {expected['status']}"
    for name, wanted in expected["headers"].items():
        got = found.header(name)
        if got is None:
            yield f"no {name}"
        elif name == "content-type" and _essence(got) != _essence(wanted):
            yield f"{name}: {got} instead of {wanted}"
    if case["body_source"] == "prism problem":
        return
    body = found.body.decode("utf-8", "replace")
    match expected["body_rule"]:
        case "exact":
            if body != expected["body"] and not _same_json(body, expected["body"]):
                yield f"body {body[:200]}"
        case "json-shape":
            if not _shaped(_parsed(expected["body"]), _parsed(body)):
                yield f"shape {body[:200]}"
        case "xml-structure":
            if _structure(body) != _structure(expected["body"]):
                yield f"structure {body[:200]}"


def _essence(content_type: str) -> str:
    return content_type.split(";")[0].strip().lower()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _same_json(one: str, other: str) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False


def _shaped(expected: Any, actual: Any) -> bool:
    match expected, actual:
        case dict(), dict():
            return all(key in actual and _nested(value, actual[key]) for key, value in expected.items())
        case list(), list():
            return all(_nested(one, other) for one, other in zip(expected, actual, strict=False))
        case _:
            return isinstance(expected, dict | list) == isinstance(actual, dict | list)


def _nested(expected: Any, actual: Any) -> bool:
    return not isinstance(expected, dict | list) or _shaped(expected, actual)


def _structure(text: str) -> Any:
    try:
        return _tags(ET.fromstring(text))
    except ET.ParseError:
        return text


def _tags(node: ET.Element) -> Any:
    return node.tag, sorted(_tags(child) for child in node)
