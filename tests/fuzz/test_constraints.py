"""Coverage names the constraints that no request broke."""

from __future__ import annotations

import io

from tests.fuzz.serving import serving

from assent.api import OperationKey, read_api
from assent.document import load
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import http_sender
from assent.wire import Request, Response

SPEC = """
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /a/{id}:
    put:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, minLength: 1, maxLength: 9}}
        - {name: n, in: query, schema: {type: integer, minimum: 1, exclusiveMinimum: true, maximum: 3}}
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}
      responses: {"200": {description: ok}, 4XX: {description: no}}
components:
  schemas:
    A:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [a, b]}
        parts: {type: array, maxItems: 2, items: {type: object, properties: {size: {type: integer, maximum: 5}}}}
"""


def unbroken(requests: int) -> list[str]:
    api = read_api(load("-", stdin=io.BytesIO(SPEC.encode())))

    def answer(_request: Request) -> Response:
        return Response(200)

    with serving(answer) as url, http_sender(url) as send:
        outcome = fuzz(api, send, Settings(requests=requests))
    return outcome.coverage.unbroken[OperationKey("PUT", "/a/{id}")]


def test_constraints_that_no_request_broke_are_named_where_they_are() -> None:
    assert unbroken(1) == [
        "path id minLength",
        "path id maxLength",
        "query n exclusiveMinimum",
        "query n maximum",
        "body required",
        "body/kind enum",
        "body/parts maxItems",
        "body/parts/0/size maximum",
    ]


def test_a_longer_run_leaves_only_what_cannot_be_sent() -> None:
    assert unbroken(400) == ["path id minLength"]
