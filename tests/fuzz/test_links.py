"""Links are followed with what the answer gives."""

from __future__ import annotations

import io

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from assent.api import read_api
from assent.document import load
from assent.fuzz.asgi import AppTransport
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import Sender, SendOptions
from assent.wire import Exchange

DESCRIPTION = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /orders:
    post:
      operationId: order
      responses:
        "201":
          description: Ordered
          content: {application/json: {schema: {type: object, properties: {receipt: {type: string}}}}}
          links:
            receipt: {operationId: readReceipt, parameters: {code: $response.body#/receipt}}
            again: {operationRef: "#/paths/~1orders/post"}
            nowhere: {operationId: absent}
  /receipts/{code}:
    get:
      operationId: readReceipt
      parameters: [{name: code, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: ok}, "404": {description: none}}
"""


def test_the_next_request_is_made_from_the_answer() -> None:
    def order(_request: Request) -> JSONResponse:
        return JSONResponse({"receipt": "r-17"}, 201)

    def read(request: Request) -> JSONResponse:
        known = request.path_params["code"] == "r-17"
        return JSONResponse({}, 200 if known else 404)

    app = Starlette(routes=[Route("/orders", order, methods=["POST"]), Route("/receipts/{code}", read)])
    told: list[Exchange] = []
    with Sender("http://shop.example", AppTransport(app), SendOptions()) as send:
        api = read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))
        fuzz(api, send, Settings(requests=40, told=told.append))
    followed = [it for it in told if it.request.url.endswith("/receipts/r-17")]
    assert followed
    assert followed[0].response
    assert followed[0].response.status == 200
