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
    written = {status: {"description": "Done"} | _object(response) for status, response in responses.items()}
    return described({"responses": dict(written)})


def takes(*parameters: Tree, path: str = "/pets") -> Tree:
    """A description whose operation takes these parameters; they are in the query unless they say otherwise."""
    return described({"parameters": [parameter(**it) for it in parameters]}, method="get", path=path)


def parameter(**members: Json) -> Tree:
    """A parameter named `limit` in the query, or as the members say."""
    kind: Tree = {} if "content" in members else {"schema": {"type": "string"}}
    return {"name": "limit", "in": "query"} | kind | members


def event(operation: Tree) -> Tree:
    """A description with one webhook, whose requests the provider sends."""
    written: Json = {"post": {"responses": {"200": {"description": "Heard"}}} | operation}
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


def _object(tree: Json) -> Tree:
    return tree if isinstance(tree, dict) else {}
