"""Answers kept ready: what a request said is put into them without a look at the whole, and they stay valid."""

from __future__ import annotations

import pytest
from tests.serve.making import ask, described, mocked, value

from assent.json import Json
from assent.judge import judge
from assent.serve.answer import answer
from assent.serve.echo import leaf_of
from assent.serve.provider import Mock
from assent.wire import Exchange, Request

IDS = (
    "7",
    "8",
    "9",
    "0",
    "-1",
    "1000",
    "1e3",
    "007",
    "true",
    "a%20b",
    "%3Cb%3E",
    "%C3%A9",
    "%0D",
    "null",
    "99999999999999999999",
)

INDEPENDENT: dict[str, Json] = {
    "bounded": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer", "maximum": 50}},
    },
    "text": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
    },
    "format": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer", "format": "int32"}},
    },
    "attribute": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string", "xml": {"attribute": True}}, "n": {"type": "string"}},
    },
    "all of": {
        "allOf": [
            {"type": "object", "properties": {"id": {"type": "string"}}},
            {"required": ["id"], "properties": {"id": {"maxLength": 2}}},
        ]
    },
    "either": {"type": "object", "required": ["id"], "properties": {"id": {"type": ["integer", "string"]}}},
}
DEPENDENT: dict[str, Json] = {
    "one of": {
        "type": "object",
        "required": ["id"],
        "oneOf": [{"properties": {"id": {"type": "integer", "maximum": 8}}}, {"properties": {"id": {"type": "integer", "minimum": 8}}}],
    },
    "not": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}, "not": {"properties": {"id": {"const": "7"}}}},
    "enum": {"enum": [{"id": "7"}, {"id": "9"}]},
    "if": {
        "type": "object",
        "required": ["id", "n"],
        "properties": {"id": {"type": "string"}, "n": {"type": "integer"}},
        "if": {"properties": {"id": {"const": "9"}}},
        "then": {"properties": {"n": {"minimum": 100}}},
    },
}  # fmt: skip


def provider(schema: Json, media: str, *, dynamic: bool = False) -> Mock:
    operation: Json = {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": _type(schema)}}],
        "responses": {"200": {"description": "", "content": {media: {"schema": schema}}}},
    }
    return mocked(described(operation, path="/x/{id}"), dynamic=dynamic)


def _type(schema: Json) -> list[Json]:
    del schema
    return ["integer", "string"]


@pytest.mark.parametrize("dynamic", [False, True], ids=["static", "dynamic"])
@pytest.mark.parametrize("media", ["application/json", "application/xml"])
@pytest.mark.parametrize("name", [*INDEPENDENT, *DEPENDENT])
def test_whatever_id_is_asked_for_the_answer_is_valid(name: str, media: str, dynamic: bool) -> None:
    served = provider({**INDEPENDENT, **DEPENDENT}[name], media, dynamic=dynamic)
    for id in IDS:
        request = Request("GET", f"/x/{id}")
        found = answer(served, request)
        assert found.status == 200
        assert not list(judge(served.prepared, Exchange(request, found))), (id, found.body)


@pytest.mark.parametrize("name", INDEPENDENT)
def test_an_answer_is_the_same_whether_it_is_put_together_or_written_as_a_whole(name: str) -> None:
    for media in ("application/json", "application/xml"):
        warm = provider(INDEPENDENT[name], media)
        for id in IDS:
            cold = provider(INDEPENDENT[name], media)
            assert ask(warm, f"/x/{id}") == ask(cold, f"/x/{id}")


@pytest.mark.parametrize("name", DEPENDENT)
def test_a_member_on_which_other_keywords_depend_is_never_looked_at_alone(name: str) -> None:
    served = provider(DEPENDENT[name], "application/json")
    ask(served, "/x/9")
    (ready,) = served.ready.values()
    assert all(leaf_of(schema, "id") is None for schema in getattr(ready, "schemas", ()))


def test_ids_come_back_in_the_kept_answer() -> None:
    served = provider(INDEPENDENT["bounded"], "application/json")
    assert [value(ask(served, f"/x/{id}")) for id in (7, 8, 9)] == [{"id": 7}, {"id": 8}, {"id": 9}]
    first = value(ask(served, "/x/1000"))
    assert isinstance(first, dict)
    assert first["id"] != 1000
