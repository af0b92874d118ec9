"""Runtime expressions: what links and callbacks take from an exchange (OAS 3.1.1 §4.8.20.3)."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlsplit

from assent.json import Json, at_pointer, parse_pointer
from assent.records import dataclass
from assent.wire import Exchange, Request, Response

_EMBEDDED = re.compile(r"\{(\$[^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why an expression has no value in an exchange. `malformed` if it is no expression at all."""

    expression: str
    why: str
    malformed: bool = False


def evaluate(expression: Json, exchange: Exchange, path: dict[str, str]) -> Json | Unresolved:
    """The value of a link's parameter or body: an expression's, or the constant itself.

    `path` has the decoded texts of the request's path parameters. Texts with `{$…}` inside are filled in.
    """
    if not isinstance(expression, str):
        return expression
    if expression.startswith("$"):
        return _value(expression, exchange, path)
    unresolved: list[Unresolved] = []

    def fill(found: re.Match[str]) -> str:
        value = _value(found[1], exchange, path)
        if isinstance(value, Unresolved):
            unresolved.append(value)
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    filled = _EMBEDDED.sub(fill, expression)
    return unresolved[0] if unresolved else filled


def _value(expression: str, exchange: Exchange, path: dict[str, str]) -> Json | Unresolved:
    match expression:
        case "$url":
            return exchange.request.url
        case "$method":
            return exchange.request.method
        case "$statusCode":
            return (
                exchange.response.status if exchange.response else Unresolved(expression, "no response came")
            )
    part, _, source = expression.partition(".")
    if part == "$request":
        return _from_message(expression, source, exchange.request, path)
    if part == "$response":
        if exchange.response is None:
            return Unresolved(expression, "no response came")
        return _from_message(expression, source, exchange.response, path)
    return Unresolved(expression, "it is no runtime expression", malformed=True)


def _from_message(
    expression: str, source: str, message: Request | Response, path: dict[str, str]
) -> Json | Unresolved:
    kind, _, name = source.partition(".")
    if source == "body" or source.startswith("body#"):
        return _from_body(expression, source.removeprefix("body").removeprefix("#"), message.body)
    match kind, message:
        case "header", _:
            value = message.header(name)
            return Unresolved(expression, f"it has no header {name}") if value is None else value
        case "path", Request():
            return path.get(name, Unresolved(expression, f"its path has no parameter {name}"))
        case "query", Request():
            values = [value for key, value in parse_qsl(urlsplit(message.url).query, True) if key == name]
            return values[0] if values else Unresolved(expression, f"its query has no {name}")
    return Unresolved(expression, "it is no runtime expression", malformed=True)


def _from_body(expression: str, pointer: str, body: bytes) -> Json | Unresolved:
    try:
        tree: Json = json.loads(body)
    except ValueError:
        return Unresolved(expression, "its body is no JSON")
    try:
        return at_pointer(tree, parse_pointer(pointer))
    except ValueError:
        return Unresolved(expression, f"{pointer!r} is no JSON Pointer", malformed=True)
    except LookupError:
        return Unresolved(expression, f"its body has nothing at {pointer}")
