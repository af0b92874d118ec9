"""The description that the rules' cases are held against, and short ways to write an interaction with it."""

from __future__ import annotations

from typing import Final

from assent.json import Json

PETS: Final = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: Pet
          headers: {X-Total: {schema: {type: integer}}}
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties: {id: {type: integer}, tag: {type: string}}
        "204": {description: Nothing}
"""

GET_PET: Final[dict[str, Json]] = {
    "description": "a pet",
    "request": {"method": "GET", "path": "/pets/7"},
    "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": 7}},
}

MESSAGE: Final[dict[str, Json]] = {"type": "Asynchronous/Messages", "description": "a pet was born"}


def answered(
    *, status: int = 200, headers: dict[str, Json] | None = None, body: Json = None
) -> dict[str, Json]:
    """The interaction with another answer."""
    kept: dict[str, Json] = {"Content-Type": "application/json"}
    return GET_PET | {
        "response": {"status": status, "headers": kept | (headers or {}), "body": body or {"id": 7}}
    }


def asked(*, headers: dict[str, Json]) -> dict[str, Json]:
    """The interaction with another request."""
    return GET_PET | {"request": {"method": "GET", "path": "/pets/7", "headers": headers}}
