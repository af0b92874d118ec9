from __future__ import annotations

from typing import Any

from tests.pact.making import api_of, node

from assent.api import Api
from assent.compare.compare import compare
from assent.findings import Severity
from assent.json import Json
from assent.pact.affected import affected, lowered, with_consumers
from assent.pact.model import Pact
from assent.pact.read import read_pact
from assent.schema import Pool

OLD = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema:
                type: object
                required: [name, tag]
                properties: {name: {type: string}, tag: {type: string}}
  /dogs: {get: {responses: {"200": {description: ""}}}}
"""


def pact(consumer: str, path: str, body: Json = None, rules: Json = None) -> Pact:
    response: dict[str, Json] = {"status": 200}
    if body is not None:
        response |= {"body": body, "headers": {"Content-Type": "application/json"}}
    if rules is not None:
        response["matchingRules"] = rules
    written: dict[str, Json] = {
        "description": f"{consumer} asks",
        "request": {"method": "GET", "path": path},
        "response": response,
    }
    return read_pact(node({"consumer": {"name": consumer}, "interactions": [written]}))


PACTS = [
    pact("names", "/pets/1", {"name": "Rex"}),
    pact("tags", "/pets/1", {"tag": "dog"}, {"$.body.tag": {"match": "type"}}),
    pact("dogs", "/dogs"),
]


def both(new: str) -> tuple[Api, Api]:
    pool = Pool()
    return api_of(OLD, pool=pool), api_of(new, pool=pool)


def let_down(new: str) -> dict[str, Any]:
    old_api, new_api = both(new)
    victims = list(affected(old_api, new_api, PACTS))
    findings = with_consumers(compare(old_api, new_api), victims)
    return {
        finding.rule.id: [consumer.name for consumer in finding.consumers]
        for finding in findings
        if finding.severity is Severity.ERROR
    }


def test_only_those_who_read_a_property_are_let_down_by_its_going() -> None:
    new = OLD.replace("required: [name, tag]", "required: [name]")
    assert list(let_down(new).values()) == [["tags"]]


def test_only_those_who_ask_for_an_operation_are_let_down_by_its_going() -> None:
    gone = OLD.replace('  /dogs: {get: {responses: {"200": {description: ""}}}}\n', "")
    assert list(let_down(gone).values()) == [["dogs"]]


def test_a_change_that_nobody_relies_on_lets_nobody_down() -> None:
    assert list(affected(*both(OLD.replace("string}}", "string, maxLength: 9}}")), PACTS)) == []


def test_an_error_that_lets_no_consumer_down_can_be_lowered_and_says_so() -> None:
    gone = OLD.replace('  /dogs: {get: {responses: {"200": {description: ""}}}}\n', "")
    old_api, new_api = both(gone)
    (finding,) = lowered(compare(old_api, new_api), Severity.NOTE)
    assert finding.severity is Severity.NOTE
    assert finding.applied == ("No known consumer is let down: note by policy.",)
