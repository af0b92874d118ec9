"""Requests that differ in their paths alone are answered as if each were the first."""

from __future__ import annotations

import json

import pytest
from tests.serve.making import described, mocked
from tests.serve.test_ready import DEPENDENT, IDS, INDEPENDENT

from assent.api import Api
from assent.json import Json
from assent.judge import judge
from assent.serve.answer import answer
from assent.wire import Exchange, Headers, Request, Response

WAYS: dict[str, tuple[str, Headers]] = {
    "plain": ("", ()),
    "json": ("", (("Accept", "application/json"), ("X-Key", "k"))),
    "wish": ("", (("Prefer", "code=404"),)),
    "dynamic": ("", (("Prefer", "dynamic=true"), ("X-Key", "k"))),
    "example": ("", (("Prefer", "example=one"), ("X-Key", "k"))),
    "key": ("", (("X-Key", "k"), ("Origin", "http://a"))),
    "form": ("?__code=404", (("X-Key", "k"),)),
    "unknown": ("?n=1", (("X-Key", "k"),)),
    "wrong": ("?limit=x", (("X-Key", "k"),)),
}


def an_api(schema: Json, parameter: Json) -> Api:
    content: Json = {"application/xml": {"schema": schema}, "application/json": {"schema": schema}}
    operation: dict[str, Json] = {
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": parameter},
            {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        ],
        "security": [{"key": []}],
        "responses": {"200": {"description": "", "content": content}, "404": {"description": ""}},
    }
    schemes: dict[str, Json] = {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    }
    return described(operation, path="/x/{id}", components=schemes)


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
@pytest.mark.parametrize(
    "parameter",
    [
        {"type": ["integer", "string"]},
        {"type": "integer", "format": "int32", "maximum": 10**12},
        {"type": "array", "items": {"type": "integer"}},
        {"type": "string", "format": "date"},
    ],
    ids=["either", "int32", "list", "date"],
)
def test_every_request_is_answered_as_if_it_were_the_first(parameter: Json, strict: bool) -> None:
    schema: Json = {**INDEPENDENT["text"], "properties": {"id": parameter, "name": {"type": "string"}}}  # type: ignore[dict-item]  # it is an object
    api = an_api(schema, parameter)
    warm = mocked(api, strict=strict, cors=True)
    for id in ("2024-02-29", "2024-02-30", "1,2", *IDS):
        for query, headers in WAYS.values():
            request = Request("GET", f"/x/{id}{query}", headers)
            warm.answered.clear()
            assert answer(warm, request) == answer(mocked(api, strict=strict, cors=True), request)
    assert warm.alike


@pytest.mark.parametrize("name", [*INDEPENDENT, *DEPENDENT])
def test_dynamic_answers_do_not_depend_on_what_was_asked_before(name: str) -> None:
    api = an_api({**INDEPENDENT, **DEPENDENT}[name], {"type": ["integer", "string"]})
    for headers in (WAYS["key"][1], (*WAYS["json"][1],)):
        warm, other = mocked(api, dynamic=True), mocked(api, dynamic=True)
        requests = [Request("GET", f"/x/{id}", headers) for id in IDS]
        assert [answer(warm, it) for it in requests] == [answer(other, it) for it in requests[::-1]][::-1]


def test_mixed_answers_are_valid_and_many() -> None:
    schema: Json = {
        "type": "object",
        "required": ["id", "tags", "owner", "size"],
        "properties": {
            "id": {"type": ["integer", "string"]},
            "tags": {"type": "array", "items": {"type": "string", "minLength": 2}, "maxItems": 2},
            "owner": {"type": "object", "properties": {"email": {"type": "string", "format": "email"}}},
            "size": {"type": "number", "minimum": 0, "maximum": 10},
            "note": {"type": ["string", "null"], "maxLength": 8},
        },
    }
    for kind in ("application/json", "application/xml"):
        served = mocked(an_api(schema, {"type": "integer"}), dynamic=True)
        seen: set[bytes] = set()
        for number in range(600):
            request = Request("GET", f"/x/{number}", (("X-Key", "k"), ("Accept", kind)))
            found = answer(served, request)
            assert not list(judge(served.prepared, Exchange(request, found))), found.body
            if kind == "application/json":
                value = json.loads(found.body)
                assert isinstance(value["id"], str) or value["id"] == number
                seen.add(json.dumps({**value, "id": 0}).encode())
        (mix,) = served.mixes.values()
        assert mix is not None
        assert len(mix.parents) > 100
        assert kind == "application/xml" or len(seen) > 550


@pytest.mark.parametrize("name", DEPENDENT)
def test_members_on_which_others_depend_are_never_mixed(name: str) -> None:
    served = mocked(an_api(DEPENDENT[name], {"type": "string"}), dynamic=True)
    for number in range(20):
        assert answer(served, Request("GET", f"/x/{number}", (("X-Key", "k"),))).status == 200
    assert not [it for mix in served.mixes.values() if mix is not None for it in mix.parents.values() if it]


def test_a_wish_in_the_query_is_no_wish_of_requests_without() -> None:
    api = an_api(INDEPENDENT["text"], {"type": "string"})
    served = mocked(api)
    asked = [f"/x/1{query}" for query in ("?__code=404", "", "?__code=200", "?__example=none", "")]
    found = [answer(served, Request("GET", it, (("X-Key", "k"),))) for it in asked]
    assert [it.status for it in found] == [404, 200, 200, 404, 200]


def test_credentials_are_asked_of_every_request() -> None:
    served = mocked(an_api(INDEPENDENT["text"], {"type": "string"}))

    def status(id: int, headers: Headers) -> int:
        found: Response = answer(served, Request("GET", f"/x/{id}", headers))
        return found.status

    key: Headers = (("X-Key", "k"),)
    assert [status(n, key if n % 2 else ()) for n in range(6)] == [401, 200] * 3
