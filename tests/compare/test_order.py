"""Equal meaning, equal reports: the order in which a description is written says nothing."""

from __future__ import annotations

import pytest
from tests.compare.test_compare import compared

from assent.compare.case import Tree
from assent.findings import Finding
from assent.json import Json


def reversed_keys(value: Json) -> Json:
    """The same value, every object written from its end."""
    if isinstance(value, dict):
        return {name: reversed_keys(value[name]) for name in reversed(value)}
    return [reversed_keys(it) for it in value] if isinstance(value, list) else value


def page(limit: int) -> Tree:
    """Lists and single things of one shape, answered under several statuses."""
    thing: Json = {"$ref": "#/components/schemas/Thing"}
    many: Json = {"type": "object", "properties": {"entries": {"type": "array", "items": thing}}}
    said: dict[str, Json] = {
        "one": {"description": "", "content": {"application/json": {"schema": thing}}},
        "many": {"description": "", "content": {"application/json": {"schema": many}}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/things/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "get": {"responses": {"200": said["one"], "404": said["many"]}},
                "delete": {"responses": {"default": said["one"], "200": said["many"]}},
            },
            "/things": {"get": {"responses": {"200": said["many"]}}},
        },
        "components": {
            "schemas": {
                "Thing": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "maxLength": limit},
                        "kind": {"enum": ["a", "b", *(["c"] if limit > 5 else [])]},
                        **({"new": {"type": "string"}} if limit > 5 else {}),
                    },
                }
            }
        },
    }


def told(findings: list[Finding]) -> list[object]:
    return [(it.rule.id, it.message, it.operations, it.fingerprint, it.witness) for it in findings]


@pytest.mark.parametrize(("before", "after"), [(5, 9), (9, 5)], ids=["wider", "narrower"])
def test_the_order_of_keys_changes_no_report(before: int, after: int) -> None:
    found = compared(page(before), page(after))
    assert len(found) == 3
    turned = [reversed_keys(page(limit)) for limit in (before, after)]
    assert told(compared(*turned)) == told(found)


def test_a_body_is_shown_in_json_where_there_is_some() -> None:
    def described(maximum: int) -> Tree:
        body: Json = {"examples": {}, "text/plain": {}, "application/json": {"schema": {"type": "integer"}}}
        sized: Json = {"name": "n", "in": "query", "schema": {"type": "integer", "maximum": maximum}}
        operation: Json = {
            "parameters": [sized],
            "requestBody": {"required": True, "content": body},
            "responses": {"200": {"description": ""}},
        }
        return {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/": {"post": operation}},
        }

    [finding] = compared(described(9), described(5))
    assert finding.witness is not None
    assert finding.witness.request is not None
    assert ("Content-Type", "application/json") in finding.witness.request.headers


@pytest.mark.parametrize("union_first", [True, False], ids=["union first", "union last"])
@pytest.mark.parametrize("together", [True, False], ids=["one answer", "two answers"])
def test_a_new_property_is_told_wherever_it_is_met_however_a_union_leads_there(
    *, union_first: bool, together: bool
) -> None:
    pet: Json = {"$ref": "#/components/schemas/Pet"}

    def described(*, new: bool) -> Tree:
        held: Json = {"anyOf": [pet, {"type": "null"}]} if new else pet
        uses: list[Json] = [held, {"type": "object", "properties": {"pet": pet}}]
        if not union_first:
            uses.reverse()
        if together:
            uses = [{"type": "object", "properties": {"a": uses[0], "b": uses[1]}}]
        named: dict[str, Json] = {"name": {"type": "string"}, **({"age": {"type": "integer"}} if new else {})}
        return {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {
                f"/{index}": {
                    "get": {
                        "responses": {
                            "200": {"description": "", "content": {"application/json": {"schema": use}}}
                        }
                    }
                }
                for index, use in enumerate(uses)
            },
            "components": {"schemas": {"Pet": {"type": "object", "properties": named}}},
        }

    found = compared(described(new=False), described(new=True))
    added = [it for it in found if it.rule.id == "property-added"]
    assert len(added) == 1
    assert {place.path for place in added[0].operations} == ({"/0"} if together else {"/0", "/1"})
