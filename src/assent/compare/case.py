"""Small whole descriptions around one thing, so that a rule's cases show only what they are about."""

from __future__ import annotations

from assent.json import Json

Tree = dict[str, Json]


def described(
    operation: Tree | None = None, *, method: str = "post", path: str = "/pets", **root: Json
) -> Tree:
    """A description with one operation. `root` adds members of the OpenAPI Object, or replaces them."""
    answers: Json = {"200": {"description": "Done"}}
    item: Json = {method: {"responses": answers} | (operation or {})}
    head: Tree = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}}
    return head | {"paths": {path: item}} | root


def sends(schema: Json, *, media: str = "application/json", **body: Json) -> Tree:
    """A description whose client sends a body of that schema."""
    content: Json = {media: {"schema": schema}}
    return described({"requestBody": {"required": True, "content": content} | body})


def answers(schema: Json, *, media: str = "application/json", status: str = "200", **response: Json) -> Tree:
    """A description whose provider answers with a body of that schema."""
    content: Json = {media: {"schema": schema}}
    return described({"responses": {status: {"description": "Done", "content": content} | response}})


def responds(responses: Tree) -> Tree:
    """A description whose provider answers with these statuses; each needs only what it is about."""
    written = {status: _named("Done", response) for status, response in responses.items()}
    return described({"responses": dict(written)})


def takes(*parameters: Tree, path: str = "/pets") -> Tree:
    """A description whose operation takes these parameters; they are in the query unless they say otherwise."""
    return described({"parameters": list(parameters)}, method="get", path=path)


def parameter(**members: Json) -> Tree:
    """A parameter named `limit` in the query, or as the members say; `place` is its `in`."""
    kind: Tree = {} if "content" in members else {"schema": {"type": "string"}}
    place: Tree = {"name": "limit", "in": members.pop("place", "query")}
    return place | kind | members


def event(operation: Tree) -> Tree:
    """A description with one webhook, whose requests the provider sends."""
    head: Tree = {"responses": {"200": {"description": "Heard"}}}
    written: Json = {"post": head | operation}
    return {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "webhooks": {"petBorn": written}}


def secured(*alternatives: Tree, **schemes: Json) -> Tree:
    """A description whose operation asks for one of the alternatives; some schemes are there to name."""
    flows: Json = {
        "clientCredentials": {"tokenUrl": "https://auth.example/token", "scopes": {"read": "", "write": ""}}
    }
    known: Tree = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "basic": {"type": "http", "scheme": "basic"},
        "oauth": {"type": "oauth2", "flows": flows},
    }
    return described({"security": list(alternatives)}, components={"securitySchemes": known | schemes})


def _named(description: str, tree: Json) -> Json:
    head: Tree = {"description": description}
    return head | (tree if isinstance(tree, dict) else {})


PHOTO: Tree = {"type": "object", "properties": {"photo": {"type": "string"}}}
"""A form with one field."""

RANGE: Tree = {"type": "object", "properties": {"from": {"type": "integer"}, "to": {"type": "integer"}}}
"""A small object."""
