"""Exchanges with consumers: webhooks and callbacks, judged with the sides turned round."""

from __future__ import annotations

import io
import json

import pytest

from assent.api import Api, read_api
from assent.document import load
from assent.errors import UsageError
from assent.json import Json
from assent.judge import judge, prepare
from assent.judge.replay import replay
from assent.wire import Exchange, Request, Response

SHOP = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example"}]
paths:
  /orders:
    post:
      requestBody:
        content: {application/json: {schema: {type: object}}}
      responses: {"200": {description: Made, content: {application/json: {}}}}
      callbacks:
        paid:
          "{$request.body#/tell}/{$response.body#/id}?quick=1":
            post:
              parameters: [{name: x, in: path, required: true, schema: {type: string}}]
              requestBody:
                required: true
                content: {application/json: {schema: {$ref: "#/components/schemas/Paid"}}}
              responses: {"204": {description: Thanks}}
webhooks:
  refund:
    post:
      operationId: refunded
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Paid"}}}
      responses:
        "200":
          description: Thanks
          content: {application/json: {schema: {$ref: "#/components/schemas/Paid"}}}
components:
  schemas:
    Paid:
      type: object
      required: [id, pin, sum]
      properties:
        id: {type: string, readOnly: true}
        pin: {type: string, writeOnly: true}
        sum: {type: integer}
"""

JSON = (("Content-Type", "application/json"),)
HOOK = "https://consumer.example/hooks/refund"


@pytest.fixture(scope="module")
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(SHOP.encode())))


def call(url: str, body: Json, response: Response, *, operation: str | None = None) -> Exchange:
    return Exchange(Request("POST", url, JSON, json.dumps(body).encode()), response, operation)


def answer(body: Json) -> Response:
    return Response(200, JSON, json.dumps(body).encode())


GOOD = call(HOOK, {"id": "1", "sum": 2}, answer({"pin": "p", "sum": 2}))


def told(api: Api, exchange: Exchange, where: str = HOOK) -> list[str]:
    prepared = prepare(api, webhooks={"refund": where})
    return [f"{it.rule.id} {it.operations[0]}" for it in judge(prepared, exchange)]


@pytest.mark.parametrize("where", [HOOK, "/hooks/refund"])
def test_a_webhook_is_known_by_where_its_consumer_listens(api: Api, where: str) -> None:
    assert told(api, GOOD, where) == []


def test_a_webhook_is_known_by_its_operation_id(api: Api) -> None:
    exchange = call("https://anywhere.example/", {"id": "1", "sum": "two"}, answer({}), operation="refunded")
    found = [finding.rule.id for finding in judge(api, exchange)]
    assert found == ["invalid-request-body", "invalid-response-body", "invalid-response-body"]


def test_without_either_it_is_a_path_that_is_not_described(api: Api) -> None:
    assert [finding.rule.id for finding in judge(api, GOOD)] == ["undocumented-path"]


def test_what_only_the_provider_sets_may_stand_in_its_request_and_must_not_in_the_answer(api: Api) -> None:
    exchange = call(HOOK, {"id": "1", "sum": 2, "pin": "p"}, answer({"id": "1", "pin": "p", "sum": 2}))
    assert told(api, exchange) == [
        "write-only-leaked POST refund body application/json",
        "read-only-sent POST refund status 200 body application/json",
    ]


def test_another_method_and_another_status_are_told(api: Api) -> None:
    put = Exchange(Request("PUT", HOOK), Response(200))
    assert told(api, put) == ["undocumented-method PUT /hooks/refund"]
    assert told(api, call(HOOK, {"id": "1", "sum": 2}, Response(202))) == [
        "undocumented-status POST refund status 202"
    ]


def test_a_callback_is_known_by_the_url_that_was_asked_for(api: Api) -> None:
    order = call("https://shop.example/orders", {"tell": "http://c.example/paid"}, answer({"id": 9}))
    good = call("http://c.example/paid/9?quick=1", {"id": "7", "sum": 1}, Response(204))
    bad = call("http://c.example/paid/9?quick=1", {"sum": 1}, Response(500))
    done = replay(prepare(api), [order, good, bad])
    rules = [(it.rule.id, it.operations[0].path) for it in done.findings]
    assert rules == [
        ("invalid-request-body", "{$request.body#/tell}/{$response.body#/id}?quick=1"),
        ("undocumented-error-status", "{$request.body#/tell}/{$response.body#/id}?quick=1"),
    ]
    assert list(done.reached.values()) == [1]


def test_a_webhook_that_is_not_described_is_a_wrong_use(api: Api) -> None:
    with pytest.raises(UsageError, match="There is no webhook 'refnud'"):
        prepare(api, webhooks={"refnud": "/hooks"})
