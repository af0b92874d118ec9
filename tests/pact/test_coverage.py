from __future__ import annotations

from tests.pact.making import api_of, node

from assent.json import Json
from assent.pact.coverage import Coverage, coverage
from assent.pact.read import read_pact

API = """\
openapi: 3.1.0
info: {title: t, version: "1"}
servers: [{url: /v1}]
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: sort, in: query, schema: {type: string}}
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema:
                type: array
                items:
                  properties: {id: {type: integer}, kind: {enum: [dog, cat]}, tag: {type: string}}
            text/csv: {}
        "404": {description: ""}
  /dogs: {get: {responses: {"200": {description: ""}}}}
"""


def covered(*interactions: Json) -> Coverage:
    return coverage(api_of(API), [read_pact(node({"interactions": list(interactions)}))])


def test_what_no_consumer_touches_is_told() -> None:
    found = covered(
        {
            "request": {"method": "GET", "path": "/pets", "query": "limit=1"},
            "response": {
                "status": 200,
                "headers": {"Content-Type": "application/json"},
                "body": [{"id": 1, "kind": "dog"}],
            },
        }
    )
    assert [str(one) for one in found.unused] == [
        "parameter GET /pets query sort",
        "enum value GET /pets status 200 body application/json /*/kind cat",
        "property GET /pets status 200 body application/json /*/tag",
        "media type GET /pets status 200 body text/csv",
        "response GET /pets status 404",
        "operation GET /dogs",
    ]
    assert found.counts["operation"] == (1, 2)
    assert found.counts["property"] == (2, 3)


def test_without_pacts_every_operation_is_unused() -> None:
    assert covered().counts == {"operation": (0, 2)}


FORMS = """\
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /pets:
    post:
      parameters: [{name: kind, in: query, schema: {type: string, enum: [dog, cat]}}]
      requestBody:
        content:
          application/json: {schema: {type: object}}
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties: {name: {type: string}, id: {type: string, readOnly: true}, tag: {type: string}}
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema: {type: object, properties: {name: {type: string}, secret: {type: string, writeOnly: true}}}
"""
FORM: Json = {
    "request": {
        "method": "POST",
        "path": "/pets",
        "query": "kind=dog",
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        "body": "name=Rex",
    },
    "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"name": "Rex"}},
}


def test_forms_and_enums_of_parameters_are_touched_and_properties_of_the_other_side_are_none() -> None:
    found = coverage(api_of(FORMS), [read_pact(node({"interactions": [FORM]}))])
    form = "body application/x-www-form-urlencoded"
    assert [str(one) for one in found.unused] == [
        "enum value POST /pets query kind cat",
        "media type POST /pets body application/json",
        f"property POST /pets {form} /tag",
    ]
    assert found.counts["property"] == (2, 3)
