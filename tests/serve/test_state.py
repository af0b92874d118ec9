"""A mock that remembers, in memory and in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.serve.making import PETS, ask, mocked, read, value

from assent.api import read_api
from assent.document import from_tree
from assent.errors import SourceError
from assent.json import Json
from assent.serve.provider import Mock
from assent.serve.resources import resources
from assent.serve.store import Store


@pytest.fixture(params=["memory", "file"])
def provider(request: pytest.FixtureRequest, tmp_path: Path) -> Mock:
    return mocked(PETS, store=Store(tmp_path / "state.db" if request.param == "file" else None))


def created(provider: Mock, **pet: Json) -> dict[str, Json]:
    found = ask(provider, "/pets", method="POST", body=dict(pet))
    assert found.status == 201
    body = value(found)
    assert isinstance(body, dict)
    return body


def test_what_is_created_is_read_listed_changed_and_removed(provider: Mock) -> None:
    pet = created(provider, name="Ada")
    path = f"/pets/{pet['id']}"
    assert value(ask(provider, path)) == pet
    listed = value(ask(provider, "/pets"))
    assert isinstance(listed, list)
    assert pet in listed
    changed = value(ask(provider, path, method="PATCH", body={"name": "Bob"}))
    assert changed == {**pet, "name": "Bob"}
    assert value(ask(provider, path)) == changed
    assert ask(provider, path, method="DELETE").status == 204
    gone = ask(provider, path)
    assert gone.status == 404
    assert isinstance(value(gone), dict)
    assert ask(provider, path, method="DELETE").status == 404
    assert ask(provider, path, method="PATCH", body={"name": "C"}).status == 404


def test_put_replaces_and_creates(provider: Mock) -> None:
    pet = created(provider, name="Ada", tag="old")
    path = f"/pets/{pet['id']}"
    put = value(ask(provider, path, method="PUT", body={"name": "Bob", "tag": "new"}))
    assert put == {"id": pet["id"], "name": "Bob", "tag": "new"}
    assert ask(provider, "/pets/990", method="PUT", body={"name": "New"}).status == 200
    found = value(ask(provider, "/pets/990"))
    assert isinstance(found, dict)
    assert (found["id"], found["name"]) == (990, "New")


def test_the_examples_are_there_from_the_start_and_stay_gone(tmp_path: Path) -> None:
    provider = mocked(PETS, store=Store(tmp_path / "state.db"))
    assert value(ask(provider, "/pets")) == [{"id": 1, "name": "Rex"}, {"id": 2, "name": "Tom", "tag": "cat"}]
    assert ask(provider, "/pets/1", method="DELETE").status == 204
    again = mocked(PETS, store=Store(tmp_path / "state.db"))
    assert value(ask(again, "/pets")) == [{"id": 2, "name": "Tom", "tag": "cat"}]


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    file = tmp_path / "state.db"
    first = mocked(PETS, store=Store(file))
    pet = created(first, name="Ada")
    second = mocked(PETS, store=Store(file))
    assert value(ask(second, f"/pets/{pet['id']}")) == pet
    assert created(second, name="Bob")["id"] != pet["id"]


def test_ids_that_the_client_chose_are_kept_unless_they_are_taken(provider: Mock) -> None:
    assert created(provider, id=77, name="Ada")["id"] == 77
    assert created(provider, id=77, name="Bob")["id"] != 77


def test_items_are_named_by_what_the_path_speaks_of() -> None:
    issue: dict[str, Json] = {
        "type": "object",
        "required": ["id", "number", "title"],
        "properties": {"id": {"type": "integer"}, "number": {"type": "integer"}, "title": {"type": "string"}},
    }
    ok: Json = {"description": "", "content": {"application/json": {"schema": issue, "example": EXAMPLE}}}
    named: Json = {"name": "issue_number", "in": "path", "required": True, "schema": {"type": "integer"}}
    sent: Json = {"type": "object", "properties": {"title": {"type": "string"}}}
    body: Json = {"required": True, "content": {"application/json": {"schema": sent}}}
    missing: Json = {"description": ""}
    tree: Json = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/issues": {"post": {"requestBody": body, "responses": {"201": ok}}},
            "/issues/{issue_number}": {
                "get": {"parameters": [named], "responses": {"200": ok, "404": missing}}
            },
        },
    }
    provider = mocked(read_api(from_tree(tree)), store=Store())
    made = [value(ask(provider, "/issues", method="POST", body={"title": title})) for title in ("a", "b")]
    for title, issue_made in zip(("a", "b"), made, strict=True):
        assert isinstance(issue_made, dict)
        assert issue_made["title"] == title
        assert value(ask(provider, f"/issues/{issue_made['number']}")) == issue_made
    assert len({str(one["id"]) for one in made if isinstance(one, dict)}) == 2


@pytest.mark.parametrize("body", [True, False], ids=["a body", "no body"])
@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"type": "string"}, "/v1/pets/1"),
        ({"type": "string", "format": "uri-reference"}, "/v1/pets/1"),
        ({"type": "string", "format": "uri"}, "http://mock/v1/pets/1"),
        ({"type": "string", "enum": ["/elsewhere"]}, "/elsewhere"),
    ],
    ids=["text", "reference", "uri", "elsewhere"],
)
def test_creating_says_where_the_created_is(schema: Json, place: str, body: bool) -> None:
    item: Json = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    content: Json = {"application/json": {"schema": item}}
    made: dict[str, Json] = {"description": "", "headers": {"Location": {"schema": schema}}}
    named: Json = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    tree: Json = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://a.example/v1"}],
        "paths": {
            "/pets": {
                "post": {
                    "requestBody": {"content": content},
                    "responses": {"201": {**made, "content": content} if body else made},
                }
            },
            "/pets/{id}": {
                "get": {
                    "parameters": [named],
                    "responses": {"200": {"description": "", "content": content}, "404": {"description": ""}},
                }
            },
        },
    }
    provider = mocked(read_api(from_tree(tree)), store=Store())
    found = ask(provider, "/v1/pets", method="POST", body={"name": "Ada"}, headers=(("Host", "mock"),))
    assert (found.status, found.header("location")) == (201, place)
    read_back = value(ask(provider, "/v1/pets/1"))
    assert isinstance(read_back, dict)
    assert read_back["name"] == "Ada"


def test_a_page_is_as_long_as_the_description_says_where_nobody_asks() -> None:
    pet: Json = {"type": "object", "properties": {"id": {"type": "integer"}}}
    content: Json = {"application/json": {"schema": pet}}
    listing: Json = {"application/json": {"schema": {"type": "array", "items": pet}}}
    size: Json = {"name": "per_page", "in": "query", "schema": {"type": "integer", "default": 3}}
    named: Json = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    tree: Json = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/pets": {
                "get": {
                    "parameters": [size],
                    "responses": {"200": {"description": "", "content": listing}},
                },
                "post": {"responses": {"201": {"description": "", "content": content}}},
            },
            "/pets/{id}": {
                "get": {"parameters": [named], "responses": {"200": {"description": "", "content": content}}}
            },
        },
    }
    provider = mocked(read_api(from_tree(tree)), store=Store())
    for _ in range(5):
        assert ask(provider, "/pets", method="POST").status == 201
    for query, count in (("", 3), ("?per_page=4", 4), ("?per_page=9", 5)):
        found = value(ask(provider, f"/pets{query}"))
        assert isinstance(found, list)
        assert len(found) == count


EXAMPLE: Json = {"id": 1296269, "number": 1347, "title": "Found a bug"}


@pytest.mark.parametrize(("conflict", "statuses"), [("409", (201, 409, 201)), ("400", (201, 201, 201))])
def test_a_name_that_is_taken_is_a_conflict_where_one_is_described(
    conflict: str, statuses: tuple[int, ...]
) -> None:
    pet: Json = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}
    content: Json = {"application/json": {"schema": pet}}
    made: Json = {"description": "", "content": content}
    named: Json = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    tree: Json = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/pets": {
                "post": {
                    "requestBody": {"content": content},
                    "responses": {"201": made, conflict: {"description": ""}},
                }
            },
            "/pets/{name}": {"get": {"parameters": [named], "responses": {"200": made}}},
        },
    }
    provider = mocked(read_api(from_tree(tree)), store=Store())
    bodies: list[Json] = [{"name": "Ada", "age": 1}, {"name": "Ada", "age": 2}, {"name": "Bob"}]
    found = [ask(provider, "/pets", method="POST", body=body) for body in bodies]
    assert tuple(it.status for it in found) == statuses
    assert value(ask(provider, "/pets/Ada")) == {"name": "Ada", "age": 1}
    if conflict == "409":
        assert found[1].header("assent-refuses") == "There is a 'Ada' in /pets already."


def test_descriptions_below_prefixes_share_a_file_without_meeting(tmp_path: Path) -> None:
    file = tmp_path / "state.db"
    one, two = Store(file, scope="/a"), Store(file, scope="/b")
    one.put("/pets", "1", {"id": 1})
    assert list(two.items("/pets")) == []
    two.clear()
    assert list(one.items("/pets")) == [{"id": 1}]


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "state.db"
    file.write_text("these are no tables, whatever the name says" * 40)
    with pytest.raises(SourceError, match="cannot be used as a database"):
        Store(file)


def test_collections_are_paths_whose_items_can_change() -> None:
    found = resources(read(PETS).operations.nodes)
    assert set(found) == {"/pets", "/pets/{petId}"}
    assert found["/pets"] is found["/pets/{petId}"]


def test_a_database_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be used as a database"):
        Store(tmp_path / "no such folder" / "state.db")


def test_an_item_is_found_by_the_other_name_that_its_parameter_takes() -> None:
    thing: Json = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
    }
    content: Json = {"application/json": {"schema": thing}}
    answers: Json = {"200": {"description": "", "content": content}}
    tree: dict[str, Json] = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/things": {"post": {"requestBody": {"content": content}, "responses": answers}},
            "/things/{idOrName}": {
                "parameters": [
                    {"name": "idOrName", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "get": {"responses": answers},
            },
        },
    }
    provider = mocked(read_api(from_tree(tree, name="openapi.yaml")), stateful=True)
    made = value(ask(provider, "/things", method="POST", body={"id": "a7", "name": "chair"}))
    assert value(ask(provider, "/things/a7")) == made
    assert value(ask(provider, "/things/chair")) == made
    assert ask(provider, "/things/table").status == 404


DROPLETS = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /droplets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: page, in: query, schema: {type: integer}}
        - {name: size, in: query, schema: {type: string}}
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema:
                type: object
                required: [droplets, total]
                properties: {total: {type: integer}, droplets: {type: array, items: {$ref: "#/components/schemas/Droplet"}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Droplet"}}}}
      responses: {"201": {$ref: "#/components/responses/One"}}
  /droplets/{droplet_id}:
    parameters: [{name: droplet_id, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {$ref: "#/components/responses/One"}}}
    patch:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {$ref: "#/components/responses/One"}}
components:
  responses:
    One:
      description: ""
      content:
        application/json:
          schema: {type: object, required: [droplet], properties: {droplet: {$ref: "#/components/schemas/Droplet"}}}
  schemas:
    Droplet:
      type: object
      required: [size]
      properties: {id: {type: string, format: uuid}, size: {type: string}}
"""


def test_an_item_within_a_wrapper_is_remembered_as_itself() -> None:
    provider = mocked(DROPLETS, stateful=True)
    made = value(ask(provider, "/droplets", method="POST", body={"size": "small"}))
    assert isinstance(made, dict)
    droplet = made["droplet"]
    assert isinstance(droplet, dict)
    assert droplet["size"] == "small"
    target = f"/droplets/{droplet['id']}"
    assert value(ask(provider, target)) == made
    changed = value(ask(provider, target, method="PATCH", body={"size": "large"}))
    assert changed == {"droplet": {**droplet, "size": "large"}} == value(ask(provider, target))
    assert value(ask(provider, "/droplets")) == {"droplets": [{**droplet, "size": "large"}], "total": 1}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["s0", "s1", "s2", "s3", "s4"]),
        ("?limit=2", ["s0", "s1"]),
        ("?limit=2&offset=3", ["s3", "s4"]),
        ("?limit=2&page=2", ["s2", "s3"]),
        ("?limit=0", []),
        ("?size=s3", ["s3"]),
        ("?size=none", []),
        ("?unknown=s3", ["s0", "s1", "s2", "s3", "s4"]),
    ],
)
def test_a_list_heeds_the_parameters_that_the_description_has(query: str, expected: list[str]) -> None:
    provider = mocked(DROPLETS, stateful=True)
    for number in range(5):
        ask(provider, "/droplets", method="POST", body={"size": f"s{number}"})
    found = value(ask(provider, "/droplets" + query))
    assert isinstance(found, dict)
    droplets = found["droplets"]
    assert isinstance(droplets, list)
    assert [it["size"] for it in droplets if isinstance(it, dict)] == expected
    assert found["total"] == (len(expected) if "size" in query else 5)


def test_what_was_kept_unseen_is_read_only_as_far_as_it_follows_formats() -> None:
    """A creation that describes no body keeps what was sent; reading tells no more of it than is fine."""
    stored: Json = {"id": 2**63, "name": "Ada"}
    member: Json = {"type": "integer", "format": "int64"}
    pet: Json = {"type": "object", "properties": {"id": member, "name": {"type": "string"}}}
    content: Json = {"application/json": {"schema": pet}}
    parameters: Json = [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]
    tree: Json = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/pets": {
                "post": {"requestBody": {"content": content}, "responses": {"201": {"description": ""}}},
            },
            "/pets/{id}": {
                "get": {
                    "parameters": parameters,
                    "responses": {"200": {"description": "", "content": content}},
                }
            },
        },
    }
    provider = mocked(read_api(from_tree(tree)), store=Store())
    assert ask(provider, "/pets", method="POST", body=stored).status == 201
    assert value(ask(provider, f"/pets/{2**63}")) == {"id": 0, "name": "Ada"}
