"""A bundle promises what its many files promise: equal Apis, operation by operation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from assent.api.keys import OperationKey
from assent.api.links import linked
from assent.api.model import Operation
from assent.api.read import read_api
from assent.document import Description, bundle, dereference, from_tree, load
from assent.json import Json, at_pointer, parse_pointer
from assent.schema import accepts
from assent.schema.nodes import Pool

FILES = {
    "openapi.yaml": """\
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /pets: {$ref: 'paths/pets.yaml'}
  /pets/{id}:
    parameters: [{$ref: 'parts.yaml#/parameters/Id'}]
    get: {$ref: 'paths/pet.yaml#/get'}
components:
  schemas:
    Pet: {$ref: 'schemas/Pet.yaml'}
    Error: {type: object, properties: {code: {type: integer}}}
  securitySchemes: {key: {$ref: 'parts.yaml#/key'}}
security: [{key: []}]
""",
    "paths/pets.yaml": """\
get:
  parameters: [{$ref: '../parts.yaml#/parameters/Limit'}]
  responses:
    '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '../schemas/Pet.yaml'}}}}}
    default: {$ref: '../parts.yaml#/Bad'}
post:
  requestBody: {content: {application/json: {schema: {$ref: '../openapi.yaml#/components/schemas/Pet'}}}}
  responses: {'201': {description: made, headers: {Location: {$ref: '../parts.yaml#/Location'}}}}
""",
    "paths/pet.yaml": "get: {responses: {'200': {description: ok, content: {a/b: {schema: {$ref: '../schemas/other/Pet.yaml'}}}}}}",
    "parts.yaml": """\
parameters:
  Id: {name: id, in: path, required: true, schema: {$ref: '#/IdSchema'}}
  Limit: {name: limit, in: query, schema: {type: integer, maximum: 100}}
IdSchema: {type: string, pattern: '^[a-z]+$'}
Bad: {description: bad, content: {application/json: {schema: {$ref: 'openapi.yaml#/components/schemas/Error'}}}}
Location: {schema: {type: string}}
key: {type: apiKey, in: header, name: K}
""",
    "schemas/Pet.yaml": "{type: object, required: [id], properties: {id: {$ref: '../parts.yaml#/IdSchema'}, friend: {$ref: Pet.yaml}}}",
    "schemas/other/Pet.yaml": "{type: [string, 'null']}",
}


def operations(description: Description, pool: Pool) -> Mapping[OperationKey, Operation]:
    return read_api(description, pool=pool).operations


def differing(one: Description, other: Description) -> list[OperationKey]:
    pool = Pool()
    old, new = operations(one, pool), operations(other, pool)
    assert list(old) == list(new)
    return [key for key in old if old[key] != new[key]]


@pytest.fixture
def description(tmp_path: Path) -> Description:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load("openapi.yaml", cwd=tmp_path)


def test_a_bundle_promises_the_same(description: Description) -> None:
    assert differing(description, from_tree(bundle(description).tree)) == []


def test_a_dereferenced_bundle_promises_the_same_where_nothing_recurs(description: Description) -> None:
    other = from_tree(dereference(description).tree)
    assert [key.path for key in differing(description, other)] in ([], ["/pets", "/pets"])


MOVING = {
    "openapi.yaml": """\
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: v1}, {url: /v2/}]
paths:
  /pets: {$ref: 'paths/pets.yaml#/pets'}
  /pets/{id}: {get: {responses: {'200': {description: ok, links: {all: {$ref: 'parts/links.yaml#/All'}}}}}}
components:
  securitySchemes: {login: {$ref: 'parts/security.yaml'}}
security: [{login: []}]
""",
    "paths/pets.yaml": """\
pets:
  servers: [{url: ../v3}, {url: '{base}/x', variables: {base: {default: 'https://a.example'}}}, {url: //b.example/}]
  get:
    externalDocs: {url: 'pets.html#top'}
    responses:
      '200':
        description: ok
        content: {text/plain: {schema: {type: string}, examples: {far: {$ref: '../parts/examples.yaml#/Far'}}}}
        links:
          self: {operationRef: '#/pets/get'}
          one: {operationRef: '../openapi.yaml#/paths/~1pets~1%7Bid%7D/get'}
          other: {operationRef: 'https://c.example/openapi.yaml#/paths/~1a/get'}
""",
    "parts/links.yaml": "All: {operationRef: '../paths/pets.yaml#/pets/get', server: {url: 'v4/'}}",
    "parts/examples.yaml": "Far: {externalValue: 'values/far.txt?x=1'}",
    "parts/security.yaml": "{type: openIdConnect, openIdConnectUrl: ../login/openid}",
}
"""Parts that hold relative URLs, and references to operations."""


@pytest.fixture
def moving(tmp_path: Path) -> Description:
    for name, text in MOVING.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load("openapi.yaml", cwd=tmp_path)


def test_relative_urls_and_operation_references_still_lead_where_they_led(moving: Description) -> None:
    alone = from_tree(bundle(moving).tree)
    assert differing(moving, alone) == []
    [many, one] = [read_api(each) for each in (moving, alone)]
    for api in (many, one):
        pets = api.operations[OperationKey("GET", "/pets")]
        assert [server.url for server in pets.servers] == ["v3", "{base}/x", "//b.example"]
        links = pets.responses["200"].links
        found = [linked(api, links[name]) for name in ("self", "one", "other")]
        assert [each and each.path for each in found] == ["/pets", "/pets/{id}", None]
        single = api.operations[OperationKey("GET", "/pets/{id}")]
        back = single.responses["200"].links["all"]
        assert back.server is not None
        assert back.server.url == "parts/v4"
        assert linked(api, back) == pets


def test_a_bundle_writes_relative_urls_as_its_root_would(moving: Description) -> None:
    tree = bundle(moving).tree

    def at(pointer: str) -> Json:
        return at_pointer(tree, parse_pointer(pointer))

    assert at("/servers") == [{"url": "v1"}, {"url": "/v2/"}]
    assert at("/paths/~1pets/get/externalDocs/url") == "paths/pets.html#top"
    assert at("/components/examples/Far/externalValue") == "parts/values/far.txt?x=1"
    assert at("/components/securitySchemes/login/openIdConnectUrl") == "login/openid"
    assert at("/components/links/All") == {
        "operationRef": "#/paths/~1pets/get",
        "server": {"url": "parts/v4/"},
    }
    links = "/paths/~1pets/get/responses/200/links"
    assert at(f"{links}/self/operationRef") == "#/paths/~1pets/get"
    assert at(f"{links}/one/operationRef") == "#/paths/~1pets~1%7Bid%7D/get"
    assert at(f"{links}/other/operationRef") == "https://c.example/openapi.yaml#/paths/~1a/get"
    assert bundle(from_tree(tree)).tree == tree


def test_this_law_can_fail(description: Description) -> None:
    tree = bundle(description).tree
    changed = from_tree(with_maximum(tree, 99))
    assert [key.path for key in differing(description, changed)] == ["/pets"]


def with_maximum(value: Json, most: int) -> Json:
    match value:
        case dict():
            return {
                key: most if key == "maximum" else with_maximum(inner, most) for key, inner in value.items()
            }
        case list():
            return [with_maximum(inner, most) for inner in value]
        case _:
            return value


def test_digitalocean_promises_the_same_in_one_file(shared: Path) -> None:
    root = shared / "corpus/digitalocean/2025-05/specification/DigitalOcean-public.v2.yaml"
    one = load(str(root))
    result = bundle(one)
    assert result.problems == ()
    assert len(one.documents) > 1000
    alone = from_tree(result.tree)
    assert alone.problems() == []
    assert differing(one, alone) == []


MAPS = {
    "openapi.yaml": """\
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    get:
      responses:
        '200':
          description: ok
          headers: {$ref: headers.yaml}
          content:
            application/json:
              schema: {type: object, properties: {$ref: 'models/properties.yaml#/all'}, allOf: {$ref: models/list.yaml}}
""",
    "headers.yaml": "{X-A: {schema: {type: string}}}",
    "models/properties.yaml": """\
all: {$ref: '#/own'}
own: {id: {type: integer}, a/b: {type: object, properties: {$ref: '#/own'}}, named: {type: object, properties: {$ref: {type: string}}}}
""",
    "models/list.yaml": "[{required: [id]}, {$ref: 'properties.yaml#/own/named'}]",
}
"""References in place of maps and lists, which no standard allows and people write."""


def test_a_reference_in_place_of_a_map_is_followed_by_bundle_and_model_alike(tmp_path: Path) -> None:
    for name, text in MAPS.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    many = load("openapi.yaml", cwd=tmp_path)
    alone = from_tree(bundle(many).tree)
    assert differing(many, alone) == []
    for description in (many, alone):
        answer = read_api(description).operations[OperationKey("GET", "/a")].responses["200"]
        assert list(answer.headers) == ["x-a"]
        use = answer.content["application/json"].schema
        assert use is not None
        good: Json = {"id": 1, "a/b": {"id": 2, "named": {"$ref": "text"}}}
        assert accepts(use.schema, good)
        bad: list[Json] = [
            {},
            {"id": "x"},
            {"id": 1, "a/b": {"a/b": {"id": "x"}}},
            {"id": 1, "named": {"$ref": 3}},
        ]
        assert not any(accepts(use.schema, value) for value in bad)


def test_what_a_reference_in_place_of_a_map_names_must_be_a_map(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(MAPS["openapi.yaml"])
    (tmp_path / "headers.yaml").write_text("{}")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "properties.yaml").write_text("{all: {$ref: '#/own'}, own: {$ref: '#/all'}}")
    (tmp_path / "models" / "list.yaml").write_text("{a: {type: string}}")
    answer = (
        read_api(load("openapi.yaml", cwd=tmp_path)).operations[OperationKey("GET", "/a")].responses["200"]
    )
    use = answer.content["application/json"].schema
    assert use is not None
    assert [trouble.construct for trouble in use.schema.troubles] == ["properties", "allOf"]
