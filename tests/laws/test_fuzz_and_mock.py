"""Fuzz and mock agree: a provider that keeps to its description gives fuzz nothing to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.api import read_api
from assent.document import load
from assent.errors import UnreachableProvider
from assent.findings import Finding
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import http_sender
from assent.testing import mock

SHOP = """\
openapi: 3.1.0
info: {title: t, version: "1"}
servers: [{url: "https://shop.example/v2"}]
security: [{key: []}, {certificate: []}]
paths:
  /orders:
    get: {responses: {"200": {description: "", content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Order"}}}}}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses: {"201": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get: {responses: {"200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}}}
    delete: {responses: {"204": {description: ""}}}
  /silent:
    get:
      description: nothing is said of the answer
      parameters: [{name: q, in: query, schema: {type: integer}}]
  /files:
    servers: [{url: "https://files.example/upload"}]
    get: {responses: {default: {description: "", content: {text/html: {schema: {type: string}}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    certificate: {type: mutualTLS}
  schemas:
    Order:
      type: object
      required: [id, item]
      properties: {id: {type: integer, minimum: 1}, item: {type: string, minLength: 1, maxLength: 9}}
"""


def found(description: Path, *, base: str = "/v2", requests: int = 120) -> tuple[Finding, ...]:
    with mock(description, stateful=True) as provider, http_sender(provider.url + base) as send:
        return fuzz(read_api(load(str(description))), send, Settings(requests=requests)).findings


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP)
    return file


def test_a_stateful_mock_gives_fuzz_nothing_to_find(shop: Path) -> None:
    assert [str(one.message) for one in found(shop)] == []


def test_fuzz_says_where_the_base_path_leads(shop: Path) -> None:
    with pytest.raises(UnreachableProvider, match=r"try --url http://127\.0\.0\.1:\d+/v2"):
        found(shop, base="")
