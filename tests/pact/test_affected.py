from __future__ import annotations

from typing import Any

from tests.pact.making import api_of, node

from assent.api import Api
from assent.compare.compare import compare
from assent.findings import Severity
from assent.json import Json
from assent.pact.affected import affected, with_consumers
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


def pact(consumer: str, path: str, body: Json = None, rules: Json = None, *, status: int = 200) -> Pact:
    response: dict[str, Json] = {"status": status}
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


def test_a_consumer_at_risk_is_let_down_by_what_makes_it_impossible() -> None:
    optional = OLD.replace("required: [name, tag]", "required: []")
    gone = optional.replace(", tag: {type: string}", "")
    pool = Pool()
    victims = list(affected(api_of(optional, pool=pool), api_of(gone, pool=pool), PACTS))
    assert [victim.interaction.consumer for victim in victims] == ["tags"]


def test_a_finding_is_as_severe_as_it_is_for_the_consumer_that_it_lets_down() -> None:
    old_api, new_api = both(
        OLD.replace(", tag: {type: string}", "").replace("required: [name, tag]", "required: [name]")
    )
    (finding,) = with_consumers(compare(old_api, new_api), affected(old_api, new_api, PACTS))
    assert (finding.rule.id, finding.severity) == ("required-property-removed", Severity.ERROR)


def test_a_status_that_goes_is_an_error_for_who_expects_it() -> None:
    old_text = OLD.replace(
        "/dogs: {get: {responses: {", '/dogs: {get: {responses: {"404": {description: ""}, '
    )
    pool = Pool()
    old_api, new_api = api_of(old_text, pool=pool), api_of(OLD, pool=pool)
    missing = pact("missing", "/dogs", status=404)
    (finding,) = with_consumers(compare(old_api, new_api), affected(old_api, new_api, [missing, *PACTS]))
    assert (finding.rule.id, finding.severity) == ("error-status-removed", Severity.ERROR)
    assert [consumer.name for consumer in finding.consumers] == ["missing"]
    assert finding.applied == ("It lets a known consumer down.",)


def test_what_lets_a_consumer_down_and_no_finding_tells_is_a_finding_of_its_own() -> None:
    old_api, new_api = both(OLD.replace("required: [name, tag]", "required: [name]"))
    (finding,) = with_consumers([], affected(old_api, new_api, PACTS))
    assert (finding.rule.id, finding.rule.engine) == ("response-body-at-risk", "pact")
    assert [consumer.name for consumer in finding.consumers] == ["tags"]


def test_a_change_beside_what_a_consumer_reads_does_not_name_it() -> None:
    new = OLD.replace("required: [name, tag]", "required: [name]").replace(
        "tag: {type: string}", "tag: {type: string}, x: {}"
    )
    old_api, new_api = both(new)
    named = {
        finding.rule.id: [consumer.name for consumer in finding.consumers]
        for finding in with_consumers(compare(old_api, new_api), affected(old_api, new_api, PACTS))
    }
    assert named == {"property-became-optional": ["tags"], "property-added": []}


SHARED = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /all: {get: {responses: {"200": {description: "", content: {application/json: {schema: {
    type: array, items: {$ref: "#/components/schemas/Pet"}}}}}}}}
  /one: {get: {responses: {"200": {description: "", content: {application/json: {schema: {
    $ref: "#/components/schemas/Pet"}}}}}}}
components:
  schemas: {Pet: {type: object, required: [id, tag], properties: {id: {type: integer}, tag: {type: string}}}}
"""


def test_a_change_of_a_shared_component_names_who_reads_it_in_any_operation() -> None:
    readers = [
        pact("lists", "/all", [{"tag": "x"}], {"body": {"$": {"matchers": [{"match": "type"}]}}}),
        pact("details", "/one", {"tag": "x"}, {"body": {"$": {"matchers": [{"match": "type"}]}}}),
        pact("others", "/one", {"id": 1}, {"body": {"$": {"matchers": [{"match": "type"}]}}}),
    ]
    for change in (
        SHARED.replace("required: [id, tag]", "required: [id]"),
        SHARED.replace("required: [id, tag]", "required: [id]").replace(", tag: {type: string}", ""),
        SHARED.replace("tag: {type: string}", "tag: {type: integer}"),
    ):
        pool = Pool()
        old, new = api_of(SHARED, pool=pool), api_of(change, pool=pool)
        found = list(with_consumers(compare(old, new), affected(old, new, readers)))
        assert all(finding.rule.engine == "compare" for finding in found)
        assert {consumer.name for finding in found for consumer in finding.consumers} == {"lists", "details"}
