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
