from __future__ import annotations

import pytest

from assent.document.versions import detect
from assent.errors import NotOpenApi
from assent.json import Json


@pytest.mark.parametrize(
    ("tree", "family", "full"),
    [
        ({"swagger": "2.0"}, "2.0", "2.0"),
        ({"swagger": 2.0}, "2.0", "2.0"),
        ({"openapi": "3.0.0"}, "3.0", "3.0.0"),
        ({"openapi": "3.0.4"}, "3.0", "3.0.4"),
        ({"openapi": "3.0.0-rc2"}, "3.0", "3.0.0-rc2"),
        ({"openapi": 3.0}, "3.0", "3.0"),
        ({"openapi": 3.1}, "3.1", "3.1"),
        ({"openapi": "3.1.1"}, "3.1", "3.1.1"),
        ({"openapi": "3.2.0", "swagger": "2.0"}, "3.2", "3.2.0"),
    ],
)
def test_a_version_is_known_by_its_feature_family(tree: Json, family: str, full: str) -> None:
    version = detect(tree, "f")
    assert (version.family, version.full) == (family, full)


@pytest.mark.parametrize(
    ("tree", "says"),
    [
        ({"openapi": "4.0.0"}, "OpenAPI '4.0.0' is not known"),
        ({"openapi": "3.3.0"}, "OpenAPI '3.3.0' is not known"),
        ({"openapi": "3.10.0"}, "OpenAPI '3.10.0' is not known"),
        ({"openapi": "3"}, "OpenAPI '3' is not known"),
        ({"openapi": 3}, "OpenAPI 3 is not known"),
        ({"openapi": None}, "OpenAPI None is not known"),
        ({"openapi": ["3.1.0"]}, "is not known"),
        ({"swagger": "1.2"}, "Swagger '1.2' is not known"),
        ({"swaggerVersion": "1.2", "apis": []}, "Swagger 1.x"),
        ({"asyncapi": "3.0.0"}, "AsyncAPI"),
        ({"arazzo": "1.0.0"}, "Arazzo"),
        ({"overlay": "1.0.0"}, "Overlay"),
        ({"openrpc": "1.2.6"}, "OpenRPC"),
        (
            {"info": {"_postman_id": "x", "schema": "https://schema.getpostman.com/"}, "item": []},
            "Postman collection",
        ),
        ({"data": {"__schema": {}}}, "GraphQL introspection"),
        ({"__schema": {}}, "GraphQL introspection"),
        ({"log": {"entries": []}}, "HAR"),
        ({"consumer": {}, "provider": {}, "interactions": []}, "pact"),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, "JSON Schema"),
        ({"type": "object", "properties": {}}, "JSON Schema"),
        ({"apiVersion": "v1", "kind": "Pod"}, "Kubernetes"),
        ({"paths": {}}, "without its version"),
        ({"a": 1}, "not an OpenAPI description"),
        ({}, "not an OpenAPI description"),
        ([], "an array"),
        (None, "nothing"),
        ("text", "a text"),
        (True, "a boolean"),
        (5, "a number"),
    ],
)
def test_anything_else_is_named_as_what_it_is(tree: Json, says: str) -> None:
    with pytest.raises(NotOpenApi, match=says.replace("(", r"\(")):
        detect(tree, "f")
