"""The description that the rules' cases are judged against, and short ways to write an exchange with it."""

from __future__ import annotations

import json
from typing import Final

from assent.json import Json
from assent.wire import Exchange, Headers, Request, Response

PETS: Final = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
        - {name: X-Tenant, in: header, schema: {type: string, enum: [a, b]}}
      responses:
        "200":
          description: Pets
          headers:
            X-Total: {required: true, schema: {type: integer}}
          content:
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}
    post:
      operationId: addPet
      security: [{key: []}, {basic: []}]
      parameters:
        - {name: dry, in: query, required: true, schema: {type: boolean}}
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Pet"}}
          text/plain: {schema: {type: string}}
      responses:
        "201":
          description: Added
          content:
            application/json: {schema: {$ref: "#/components/schemas/Pet"}}
          links:
            self:
              operationId: readPet
              parameters: {id: "$response.body#/id"}
  /pets/{id}:
    get:
      operationId: readPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
      responses:
        "200":
          description: Pet
          content:
            application/json: {schema: {$ref: "#/components/schemas/Pet"}}
        4XX:
          description: None
  /pets/{id}/photo:
    put:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
      requestBody:
        content: {application/json: {schema: {type: string}}}
      responses:
        "204": {description: Kept}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string, minLength: 1}
        secret: {type: string, writeOnly: true}
        born: {type: string, format: date}
"""

JSON: Final = ("Content-Type", "application/json")
KEY: Final = ("X-Key", "k")
TOTAL: Final = ("X-Total", "1")


def get(
    path: str,
    response: Response | None = None,
    *,
    method: str = "GET",
    headers: Headers = (),
    body: Json = None,
) -> Exchange:
    """An exchange with `http://pets.example`; a body that is not None is sent as JSON."""
    sent = b"" if body is None else json.dumps(body).encode()
    return Exchange(Request(method, f"http://pets.example{path}", headers, sent), response)


def post(body: Json, response: Response | None = None, *, headers: Headers = (JSON, KEY)) -> Exchange:
    """A pet is added."""
    return get("/pets?dry=false", response, method="POST", headers=headers, body=body)


def answer(body: Json, *, status: int = 200, headers: Headers = (JSON,)) -> Response:
    """A JSON response."""
    return Response(status, headers, json.dumps(body).encode())
