"""Which standard a document follows: OpenAPI 2.0 to 3.2, or something else that is named as what it is."""

from __future__ import annotations

import re

from assent.errors import NotOpenApi
from assent.json import Json
from assent.records import dataclass

FAMILIES = ("2.0", "3.0", "3.1", "3.2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """`family` decides the features, as "3.1"; `full` is what the document says, as "3.1.0"."""

    family: str
    full: str


def detect(tree: Json, name: str) -> Version:
    """The version of OpenAPI that a document says it follows.

    Raises: NotOpenApi, saying what it is instead.
    """
    if not isinstance(tree, dict):
        raise NotOpenApi(name, f"it holds {_article(tree)}, where an OpenAPI description is an object.")
    if "openapi" in tree:
        return _three(tree["openapi"], name)
    if "swagger" in tree:
        if str(tree["swagger"]) in {"2.0", "2"}:
            return Version(family="2.0", full="2.0")
        raise NotOpenApi(name, f"Swagger {tree['swagger']!r} is not known; 2.0 is. Convert it to OpenAPI 3.")
    raise NotOpenApi(
        name, f'{_other(tree)} An OpenAPI description begins with `openapi: 3.1.0` or `swagger: "2.0"`.'
    )


def _three(value: Json, name: str) -> Version:
    text = str(value)
    match = re.fullmatch(r"(3\.[012])(?:\.\d+.*)?", text)
    if match is None or not isinstance(value, str | float):
        raise NotOpenApi(name, f"OpenAPI {value!r} is not known; 2.0, 3.0, 3.1 and 3.2 are.")
    return Version(family=match[1], full=text)


def _article(tree: Json) -> str:
    match tree:
        case None:
            return "nothing"
        case list():
            return "an array"
        case bool():
            return "a boolean"
        case str():
            return "a text"
        case _:
            return "a number"


def _other(tree: dict[str, Json]) -> str:
    """A sentence that says what else the document is."""
    inner = tree.get("data")
    if isinstance(inner, dict) and "__schema" in inner:
        tree = inner
    for keys, what in _SIGNS:
        if all(key in tree for key in keys):
            return f"it is {what}, not an OpenAPI description."
    return "it is not an OpenAPI description."


_SIGNS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("asyncapi",), "an AsyncAPI document"),
    (("arazzo",), "an Arazzo workflow description"),
    (("overlay",), "an OpenAPI Overlay"),
    (("swaggerVersion",), "a Swagger 1.x document"),
    (("openrpc",), "an OpenRPC document"),
    (("raml",), "a RAML document"),
    (("jsonapi",), "a JSON:API document"),
    (("__schema",), "a GraphQL introspection result"),
    (("info", "item"), "a Postman collection"),
    (("log",), "an HTTP archive (HAR)"),
    (("apiVersion", "kind"), "a Kubernetes resource"),
    (("consumer", "provider"), "a pact"),
    (("$schema",), "a JSON Schema"),
    (("$defs",), "a JSON Schema"),
    (("definitions",), "a JSON Schema"),
    (("type", "properties"), "a JSON Schema"),
    (("lintRules",), "a linter's configuration"),
    (("extends", "rules"), "a linter's configuration"),
    (("paths",), "an OpenAPI description without its version"),
)
