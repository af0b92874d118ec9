"""assent's fuzzer against assent's mock: neither finds fault with the other, and what cannot be tested is named."""

from __future__ import annotations

from tests.serve.making import mocked, read

from assent.api import OperationKey
from assent.fuzz.asgi import AppTransport
from assent.fuzz.credentials import Credentials
from assent.fuzz.running import Outcome, Settings, fuzz
from assent.fuzz.sending import Sender, SendOptions
from assent.serve.app import Application

NAMED = """
openapi: 3.1.0
info: {title: Projects, version: "1"}
paths:
  /projects:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/New"}}}}
      responses: {"201": {$ref: "#/components/responses/Project"}, "400": {description: wrong}}
  /projects/{idOrName}:
    parameters: [{name: idOrName, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {$ref: "#/components/responses/Project"}, "404": {description: gone}}}
    patch:
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/New"}}}}
      responses: {"200": {$ref: "#/components/responses/Project"}, "400": {description: wrong}, "404": {description: gone}}
    delete: {responses: {"204": {description: gone}, "404": {description: gone}}}
components:
  schemas:
    New: {type: object, properties: {name: {type: string}, note: {type: string}}}
    Project:
      type: object
      required: [id, name]
      properties: {id: {type: string}, name: {type: string}, note: {type: string}}
  responses:
    Project: {description: one, content: {application/json: {schema: {$ref: "#/components/schemas/Project"}}}}
"""

NESTED = """
openapi: 3.1.0
info: {title: Rooms, version: "1"}
paths:
  /homes:
    post: {responses: {"201": {$ref: "#/components/responses/Thing"}}}
  /homes/{homeId}:
    parameters: [{name: homeId, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {$ref: "#/components/responses/Thing"}, "404": {description: gone}}}
  /homes/{homeId}/rooms:
    parameters: [{name: homeId, in: path, required: true, schema: {type: string}}]
    post: {responses: {"201": {$ref: "#/components/responses/Thing"}, "404": {description: gone}}}
  /homes/{homeId}/rooms/{roomId}:
    parameters:
      - {name: homeId, in: path, required: true, schema: {type: string}}
      - {name: roomId, in: path, required: true, schema: {type: string}}
    get: {responses: {"200": {$ref: "#/components/responses/Thing"}, "404": {description: gone}}}
components:
  responses:
    Thing:
      description: one
      content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}}}}}
"""

IMPOSSIBLE = """
openapi: 3.1.0
info: {title: Nothing, version: "1"}
paths:
  /nothing:
    get:
      responses:
        "200":
          description: what no value meets
          content: {application/json: {schema: {type: "null", oneOf: [{type: string}, {type: number}]}}}
"""

LOCKED = """
openapi: 3.1.0
info: {title: Locked, version: "1"}
security: [{token: []}]
paths:
  /a:
    get:
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses: {"200": {description: ok}, "401": {description: who are you}}
  /b:
    get: {responses: {"200": {description: ok}, "401": {description: who are you}}}
components: {securitySchemes: {token: {type: http, scheme: bearer}}}
"""


def fuzzed(text: str, *, requests: int) -> Outcome:
    api = read(text)
    app = Application(mocks={"": mocked(api, stateful=True)})
    with Sender("http://mock.example", AppTransport(app), SendOptions()) as send:
        return fuzz(api, send, Settings(requests=requests, credentials=Credentials()))


def test_a_thing_that_is_renamed_is_still_found_by_its_id() -> None:
    assert [it.message for it in fuzzed(NAMED, requests=400).findings] == []


def test_a_thing_is_looked_for_where_it_was_put() -> None:
    assert [it.message for it in fuzzed(NESTED, requests=400).findings] == []


def test_an_answer_that_no_value_can_be_is_named_and_no_failure_of_the_mock() -> None:
    outcome = fuzzed(IMPOSSIBLE, requests=60)
    assert [it.message for it in outcome.findings] == []
    assert "no answer that is valid" in outcome.coverage.untested[OperationKey("GET", "/nothing")]


def test_want_of_credentials_is_all_that_is_said_of_operations_that_need_them() -> None:
    coverage = fuzzed(LOCKED, requests=200).coverage
    assert set(coverage.untested.values()) == {"every answer was 401 or 403: it needs credentials (--auth)"}
    assert [*coverage.needs()] == ["credentials for 2 operations: --auth token=env:…"]
