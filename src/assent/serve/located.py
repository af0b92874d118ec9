"""Where a thing that was created is: the `Location` of the answer that created it.

Source: RFC 9110 §15.3.2 (201), §10.2.2 (Location, which is relative to the request's URL).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from assent.api.model import Header
from assent.json import Json
from assent.records import replace
from assent.schema.violations import accepts
from assent.serve.items import frame_of, id_member, text_of
from assent.serve.state import Asked
from assent.wire import Request, Response


def located(
    answer: Response, request: Request, about: Asked | None, value: Json, described: Mapping[str, Header]
) -> Response:
    """The answer with the place of what was created in the described `Location`, where that may say it."""
    if about is None or about.method != "POST" or about.id is not None or answer.status != 201:
        return answer
    field = next((header for name, header in described.items() if name.lower() == "location"), None)
    item = frame_of(None, about.resource, value).item
    name = id_member(about.resource, item)
    if field is None or name is None:
        return answer
    path = f"{request.path.rstrip('/')}/{quote(text_of(item[name]), safe='')}"
    places = [
        path,
        f"http://{request.header('host') or 'localhost'}{path}",
    ]  # relative, unless a format refuses that
    schema = field.schema.schema if field.schema is not None else None
    for place in places:
        if schema is None or accepts(schema, place, formats="assert"):
            kept = tuple(one for one in answer.headers if one[0].lower() != "location")
            return replace(answer, headers=(*kept, ("Location", place)))
    return answer


def moved(answer: Response, path: str, prefix: str) -> Response:
    """The answer with a `Location` below the requested path put below the prefix that the path was asked with."""
    place = answer.header("location")
    if not prefix or place is None or answer.status != 201:
        return answer
    host, found, rest = place.partition(path.rstrip("/") + "/")
    if not found or (host and not host.startswith("http://")):
        return answer
    headers = tuple(
        (name, f"{host}{prefix}{found}{rest}" if name.lower() == "location" else text)
        for name, text in answer.headers
    )
    return replace(answer, headers=headers)
