"""For every place of compare's list: a description that has it, and values to put there."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assent.compare.places import Place
from assent.json import Json

Tree = dict[str, Json]

ABSENT = object()
"""The keyword does not stand there."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """An edit: the description before and after, and in words where and what."""

    before: Tree
    after: Tree
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """How to edit a place: where its objects stand, the values it may have, and what has to stand beside it."""

    pointers: tuple[str, ...]
    values: tuple[object, ...]
    beside: tuple[tuple[str, Json], ...] = ()


FULL = {"2.0": "2.0", "3.0": "3.0.3", "3.1": "3.1.0", "3.2": "3.2.0"}
PATH = "/paths/~1pets~1{id}"
POST = f"{PATH}/post"
BODY = f"{POST}/requestBody"
JSON_SENT = f"{BODY}/content/application~1json"
FORM = f"{BODY}/content/multipart~1form-data"
PARAMETER = f"{POST}/parameters/0"
ANSWER = f"{POST}/responses/200"
JSON_ANSWERED = f"{ANSWER}/content/application~1json"
HEADER = f"{ANSWER}/headers/X-Total"
LINK = f"{ANSWER}/links/next"
OAUTH = "/components/securitySchemes/oauth"
FLOWS = f"{OAUTH}/flows"
SERVER = "/servers/0"
OP: Tree = {"responses": {"200": {"description": "Done"}}}
HEARD: Tree = {"post": {"responses": {"200": {"description": "Heard"}}}}
INT: Tree = {"type": "integer"}
TEXT: Tree = {"type": "string"}


def base(version: str) -> Tree:
    """A description of the version with every kind of object in it."""
    return _base_two() if version == "2.0" else _base_three(version)


def _base_three(version: str) -> Tree:
    pet: Tree = {"type": "object", "properties": {"name": TEXT}}
    answer: Tree = {
        "description": "Done",
        "headers": {"X-Total": {"schema": {"type": "integer"}}},
        "content": {"application/json": {"schema": {}}},
        "links": {"next": {"operationId": "addPet", "parameters": {"id": "$response.body#/id"}}},
    }
    operation: Tree = {
        "operationId": "addPet",
        "tags": ["pets"],
        "security": [{"oauth": ["read"]}],
        "parameters": [{"name": "limit", "in": "query", "schema": {"type": "string"}}],
        "requestBody": {
            "content": {
                "application/json": {"schema": {}},
                "multipart/form-data": {"schema": pet, "encoding": {"name": {"contentType": "text/plain"}}},
            }
        },
        "responses": {"200": answer, "404": {"description": "None"}},
        "callbacks": {"done": {"{$request.body#/url}": HEARD}},
    }
    flow: Tree = {"tokenUrl": "https://a.example/token", "scopes": {"read": "", "write": ""}}
    key: Tree = {"type": "apiKey", "in": "header", "name": "X-Key"}
    basic: Tree = {"type": "http", "scheme": "basic"}
    oauth: Tree = {"type": "oauth2", "flows": {"clientCredentials": flow}}
    tree: Tree = {
        "openapi": FULL[version],
        "info": {"title": "Pets", "version": "1", "contact": {}, "license": {"name": "MIT"}},
        "servers": [
            {"url": "https://a.example/v1"},
            {"url": "https://b.example/{v}", "variables": {"v": {}}},
        ],
        "tags": [{"name": "pets"}],
        "paths": {
            "/pets/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
                "post": operation,
            }
        },
        "components": {
            "securitySchemes": {"oauth": oauth, "key": key, "basic": basic},
            "schemas": {"A": INT, "B": TEXT},
            "pathItems": {"A": {"get": OP}, "B": {"put": OP}},
            "examples": {"A": {"value": 1}},
        },
    }
    return copy.deepcopy(tree)


def _base_two() -> Tree:
    pet: Tree = {"name": "pet", "in": "body", "schema": {}}
    limit: Tree = {"name": "limit", "in": "query", "type": "string"}
    answer: Tree = {"description": "Done", "headers": {"X-Total": {"type": "string"}}, "schema": {}}
    operation: Tree = {
        "operationId": "addPet",
        "tags": ["pets"],
        "security": [{"oauth": ["read"]}],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "parameters": [limit, pet],
        "responses": {"200": answer, "404": {"description": "None"}},
    }
    oauth: Tree = {
        "type": "oauth2",
        "flow": "application",
        "tokenUrl": "https://a.example",
        "scopes": {"read": ""},
    }
    tree: Tree = {
        "swagger": "2.0",
        "info": {"title": "Pets", "version": "1", "contact": {}, "license": {"name": "MIT"}},
        "host": "a.example",
        "basePath": "/v1",
        "schemes": ["https"],
        "tags": [{"name": "pets"}],
        "paths": {
            "/pets/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
                "post": operation,
            }
        },
        "definitions": {"A": INT, "B": TEXT},
        "x-items": {"A": {"get": OP}, "B": {"put": OP}},
        "securityDefinitions": {
            "oauth": oauth,
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "basic": {"type": "basic"},
        },
    }
    return copy.deepcopy(tree)


def mutations(place: Place, version: str) -> Iterator[Mutation]:
    """Every edit of the place: added, removed, changed, at each of its objects."""
    from tests.compare.spots import spot_of

    spot = spot_of(place, version)
    for pointer in spot.pointers:
        at = f"{version} {place.object} {place.keyword} at {pointer}"
        for first, second in pairwise(spot.values):
            one, other = (_edited(version, pointer, spot, place.keyword, value) for value in (first, second))
            yield Mutation(one, other, f"{at}: {_shown(first)} > {_shown(second)}")
            yield Mutation(other, one, f"{at}: {_shown(second)} > {_shown(first)}")


def _shown(value: object) -> str:
    return "absent" if value is ABSENT else repr(value)


def _edited(version: str, pointer: str, spot: Spot, keyword: str, value: object) -> Tree:
    tree = base(version)
    holder = reach(tree, pointer)
    for name, held in spot.beside:
        holder[name] = copy.deepcopy(held)
    if keyword.startswith(("{", "/{")):
        holder.clear()
        assert isinstance(value, dict)
        holder.update(copy.deepcopy(value))
    elif value is ABSENT:
        holder.pop(keyword, None)
    else:
        holder[keyword] = copy.deepcopy(value)  # type: ignore[assignment]  # the values of spots are JSON
    return tree


def reach(tree: Tree, pointer: str) -> Tree:
    """The object at the pointer, made where it is not there."""
    here: Json = tree
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(here, list):
            here = here[int(token)]
        else:
            assert isinstance(here, dict)
            if token not in here:
                here[token] = {}
            here = here[token]
    assert isinstance(here, dict)
    return here
