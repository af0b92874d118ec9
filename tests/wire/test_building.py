"""Whole messages are written from values."""

from __future__ import annotations

import io

import pytest

from assent.api.model import Api, In, Operation, OperationKey, ParameterKey
from assent.api.read import read_api
from assent.document import load
from assent.wire import Request, Response
from assent.wire.building import Content, Values, fill_path, write_request, write_response
from assent.wire.styles import Unwritable

DESCRIPTION = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /pets/{id}:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: tag, in: query, schema: {type: array, items: {type: string}}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
      requestBody:
        content: {application/json: {schema: {type: object}}}
      responses:
        "200":
          description: ok
          headers: {X-Count: {schema: {type: integer}}}
          content: {application/json: {schema: {type: integer}}}
"""


def operation() -> Operation:
    api: Api = read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))
    return api.operations[OperationKey("POST", "/pets/{id}")]


def test_a_request_is_written_with_every_part_in_its_place() -> None:
    described = operation()
    assert described.request_body
    values = Values(
        parameters={
            ParameterKey(In.PATH, "id"): 7,
            ParameterKey(In.QUERY, "tag"): ["a b", "c"],
            ParameterKey(In.HEADER, "x-trace"): "t",
            ParameterKey(In.COOKIE, "session"): "s",
        },
        content=Content(media=described.request_body.content["application/json"], value={"a": 1}),
        query=(("extra", "1"),),
        headers=(("Accept", "*/*"),),
    )
    assert write_request(described, values, base="http://h/v1") == Request(
        "POST",
        "http://h/v1/pets/7?tag=a%20b&tag=c&extra=1",
        (
            ("X-Trace", "t"),
            ("Cookie", "session=s"),
            ("Content-Type", "application/json"),
            ("Accept", "*/*"),
        ),
        b'{"a":1}',
    )


def test_a_path_parameter_without_a_value_cannot_be_written() -> None:
    with pytest.raises(Unwritable):
        write_request(operation(), Values())


def test_a_response_is_written_with_its_headers() -> None:
    response = operation().responses["200"]
    written = write_response(
        200,
        headers={"x-count": (response.headers["x-count"], 3)},
        content=Content(media=response.content["application/json"], value=1),
    )
    assert written == Response(200, (("Content-Type", "application/json"), ("X-Count", "3")), b"1")


def test_a_fragment_in_a_path_never_travels() -> None:
    assert fill_path("/a/{b}#c", {"b": "1"}) == "/a/1"
