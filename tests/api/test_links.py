"""A link leads to the operation it names."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.making import api

from assent.api import Link, OperationKey
from assent.api.links import linked

PATHS: dict[str, Any] = {
    "/a/{x}": {
        "get": {"operationId": "show", "responses": {}},
        "put": {"operationId": "twice", "responses": {}},
    },
    "/b": {
        "additionalOperations": {"Copy": {"operationId": "copy", "responses": {}}},
        "put": {"operationId": "twice", "responses": {}},
        "get": {"$ref": "#/components/x-operations/away"},
    },
}


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ({"operationId": "show"}, ("GET", "/a/{x}")),
        ({"operationId": "copy"}, ("Copy", "/b")),
        ({"operationId": "away"}, ("GET", "/b")),
        ({"operationId": "nobody"}, None),
        ({"operationId": "twice"}, None),
        ({"operationRef": "#/paths/~1a~1%7Bx%7D/get"}, ("GET", "/a/{x}")),
        ({"operationRef": "#/paths/~1a~1{x}/get"}, ("GET", "/a/{x}")),
        ({"operationRef": "#/paths/~1b/additionalOperations/Copy"}, ("Copy", "/b")),
        ({"operationRef": "#/paths/~1nowhere/get"}, None),
        ({"operationRef": "#/components/links/l"}, None),
        ({"operationRef": "#nonsense"}, None),
        ({"operationRef": "https://other.example/openapi.yaml#/paths/~1b/get"}, None),
        ({}, None),
    ],
)
def test_a_link_leads_to_the_operation_it_names(link: dict[str, Any], key: tuple[str, str] | None) -> None:
    answer = {"responses": {"200": {"description": "", "links": {"l": link}}}}
    read = api(
        "3.2",
        paths={**PATHS, "/c": {"get": answer}},
        components={"x-operations": {"away": {"operationId": "away", "responses": {}}}},
    )
    held: Link = read.operations[OperationKey("GET", "/c")].responses["200"].links["l"]
    found = linked(read, held)
    assert (found.key if found else None) == key
