"""Which status, media type and example answer a request."""

from __future__ import annotations

import pytest
from tests.serve.making import PETS, answering, ask, described, mocked, value

from assent.json import Json

TWO_TYPES: Json = {
    "application/json": {"schema": {"type": "object", "properties": {"a": {"type": "integer"}}}},
    "text/plain": {"schema": {"type": "string"}},
}


def responses(*statuses: str) -> Json:
    return {"responses": {status: {"description": ""} for status in statuses}}


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (("404", "201", "200"), 200),
        (("400", "204"), 204),
        (("400", "2XX"), 200),
        (("default", "400"), 200),
        (("302", "400"), 302),
        (("4XX",), 400),
        (("101", "200"), 200),
        (("101",), 200),
        ((), 200),
    ],
)
def test_a_valid_request_is_answered_with_the_lowest_success(statuses: tuple[str, ...], status: int) -> None:
    assert ask(described(responses(*statuses))).status == status


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/plain; charset=utf-8"),
        ("text/plain;q=0.9, application/json;q=0.1", "text/plain; charset=utf-8"),
        ("application/json;q=0, */*", "text/plain; charset=utf-8"),
        ("image/png, application/*;q=0.5", "application/json"),
        ("nonsense", "application/json"),
    ],
)
def test_the_client_gets_the_type_it_likes_best(accept: str | None, kind: str) -> None:
    headers = () if accept is None else (("Accept", accept),)
    assert ask(answering(TWO_TYPES), headers=headers).header("content-type") == kind


def test_a_client_that_takes_nothing_described_is_told_what_is_offered() -> None:
    found = ask(answering(TWO_TYPES), headers=(("Accept", "image/png"),))
    assert found.status == 406
    document = value(found)
    assert isinstance(document, dict)
    assert document["offered"] == ["application/json", "text/plain"]


def test_a_range_is_answered_with_a_type_of_it() -> None:
    found = ask(answering({"application/*+json": {"schema": {"type": "integer"}}}))
    assert found.status == 200
    assert found.header("content-type") is not None
    assert "*" not in str(found.header("content-type"))


@pytest.mark.parametrize("dynamic", [False, True], ids=["static", "dynamic"])
@pytest.mark.parametrize(
    ("name", "accept", "status", "kind"),
    [
        ("*/*", None, 200, "application/json"),
        ("*/*", "text/html, application/xml;q=0.9, */*;q=0.8", 200, "application/json"),
        ("*/*", "application/xml", 200, "application/xml"),
        ("*/*", "text/plain;q=0.5, application/xml;q=0.4", 200, "application/xml"),
        ("application/*", "application/vnd.acme+json", 200, "application/vnd.acme+json"),
        ("application/*", "image/png", 406, "application/problem+json"),
        ("*/*", "application/json;q=0", 406, "application/problem+json"),
        ("*/*", "image/*", 406, "application/problem+json"),
        ("application/*+xml", "application/atom+xml", 200, "application/atom+xml"),
    ],
)
def test_a_range_is_answered_with_what_the_client_takes(
    name: str, accept: str | None, status: int, kind: str, dynamic: bool
) -> None:
    item: Json = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
    provider = mocked(answering({name: {"schema": item}}), dynamic=dynamic)
    found = ask(provider, headers=(("Accept", accept),) if accept is not None else ())
    assert (found.status, found.header("content-type")) == (status, kind)


def test_a_type_that_cannot_carry_the_value_gives_way_to_another_that_can() -> None:
    schema: Json = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
    api = answering({"image/png": {"schema": schema}, "application/json": {"schema": schema}})
    assert ask(api).header("content-type") == "application/json"
    assert ask(api, headers=(("Accept", "image/png"),)).status == 500


@pytest.mark.parametrize(
    ("headers", "target", "status"),
    [
        ((("Prefer", "code=404"),), "/pets/1", 404),
        ((), "/pets/1?__code=404", 404),
        ((("Prefer", "code=418"),), "/pets", 418),
        ((("Prefer", "code=418"),), "/pets/1", 404),
        ((("Prefer", "code=banana"),), "/pets", 404),
        ((("Prefer", "code=100"),), "/pets", 404),
        ((("Prefer", 'code="404"; foo, wait=3'),), "/pets/1", 404),
    ],
)
def test_a_client_may_choose_the_status(
    headers: tuple[tuple[str, str], ...], target: str, status: int
) -> None:
    assert ask(PETS, target, headers=headers).status == status


def test_a_status_that_is_not_described_is_told_with_those_that_are() -> None:
    document = value(ask(PETS, "/pets/1?__code=418"))
    assert isinstance(document, dict)
    assert document["offered"] == ["200", "404"]
    assert "418" in str(document["detail"])


def test_a_client_may_choose_the_example() -> None:
    assert value(ask(PETS, "/pets", headers=(("Prefer", "example=none"),))) == []
    assert value(ask(PETS, "/pets?__example=none")) == []
    assert value(ask(PETS, "/pets")) == [{"id": 1, "name": "Rex"}, {"id": 2, "name": "Tom", "tag": "cat"}]


def test_an_example_that_is_not_there_is_told_with_those_that_are() -> None:
    found = ask(PETS, "/pets?__example=three")
    document = value(found)
    assert found.status == 404
    assert isinstance(document, dict)
    assert document["offered"] == ["two", "none"]


def test_a_client_may_choose_values_made_anew() -> None:
    provider = mocked(PETS)
    first = ask(provider, "/pets?limit=1", headers=(("Prefer", "dynamic=true"),))
    again = ask(provider, "/pets?limit=1", headers=(("Prefer", "dynamic=true"),))
    other = ask(provider, "/pets?limit=2", headers=(("Prefer", "dynamic=true"),))
    assert first == again
    assert first.body != other.body
    assert value(first) != value(ask(provider, "/pets?limit=1"))


def test_the_seed_changes_what_is_made_and_nothing_else_does() -> None:
    first, again, other = (ask(mocked(PETS, dynamic=True, seed=seed), "/pets") for seed in (1, 1, 2))
    assert first == again
    assert first.body != other.body


@pytest.mark.parametrize("shape", ["minimal", "typical", "maximal", "edge"])
def test_every_shape_gives_a_valid_answer(shape: str) -> None:
    for dynamic in (False, True):
        found = ask(mocked(PETS, shape=shape, dynamic=dynamic), "/pets/5")
        assert found.status == 200
        pet = value(found)
        assert isinstance(pet, dict)
        assert pet["name"]
