"""Security: alternatives of sets of needs, whatever their schemes are called."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.making import api, operation

from assent.api import ANONYMOUS, Api, SecurityRequirement, meets

SCHEMES: dict[str, Any] = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "bearer": {"type": "http", "scheme": "Bearer"},
    "mutual": {"type": "mutualTLS"},
    "login": {
        "type": "oauth2",
        "flows": {"implicit": {"authorizationUrl": "https://h", "scopes": {"a": "", "b": ""}}},
    },
    "federation": {"type": "openIdConnect", "openIdConnectUrl": "https://h"},
}


def secured(*requirements: Any, schemes: dict[str, Any] = SCHEMES, **members: Any) -> Api:
    return api(components={"securitySchemes": schemes}, security=list(requirements), **members)


def names(requirements: tuple[SecurityRequirement, ...]) -> list[list[str]]:
    return [[need.name for need in requirement.needs] for requirement in requirements]


def test_without_security_anybody_may_call() -> None:
    assert api().security == (ANONYMOUS,)
    assert api(security=[]).security == (ANONYMOUS,)
    assert api(security=[{}]).security == (ANONYMOUS,)


def test_an_empty_requirement_is_anonymous() -> None:
    assert [requirement.anonymous for requirement in secured({"key": []}, {}).security] == [True, False]


def test_an_operation_inherits_or_replaces() -> None:
    read = secured(
        {"key": []},
        paths={"/a": {"get": {}, "put": {"security": []}, "post": {"security": [{"bearer": []}]}}},
    )
    assert [names(each.security) for each in read.operations.values()] == [[["key"]], [[]], [["bearer"]]]


def test_webhooks_and_callbacks_do_not_inherit() -> None:
    item: dict[str, Any] = {"post": {"responses": {}}}
    read = secured(
        {"key": []}, webhooks={"w": item}, paths={"/a": {"get": {"callbacks": {"c": {"u": item}}}}}
    )
    (get,) = read.operations.values()
    assert read.webhooks["w"].operations["POST"].security == (ANONYMOUS,)
    assert get.callbacks["c"].items["u"].operations["POST"].security == (ANONYMOUS,)


def test_the_order_of_alternatives_and_needs_does_not_matter() -> None:
    one = secured({"key": [], "bearer": []}, {"login": ["b", "a"]}, {"key": [], "bearer": []})
    other = secured({"login": ["a", "b"]}, {"bearer": [], "key": []})
    assert one.security == other.security


def test_the_name_of_a_scheme_does_not_matter() -> None:
    renamed = {f"z{name}": scheme for name, scheme in SCHEMES.items()}
    one = secured({"key": []}, {"bearer": []})
    other = secured({"zbearer": []}, {"zkey": []}, schemes=renamed)
    assert one.security == other.security


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("key", {"name": "X-Other"}),
        ("key", {"in": "query"}),
        ("bearer", {"scheme": "basic"}),
        ("federation", {"openIdConnectUrl": "https://other"}),
    ],
)
def test_another_scheme_of_the_same_name_is_another_need(name: str, change: dict[str, Any]) -> None:
    changed = {**SCHEMES, name: {**SCHEMES[name], **change}}
    assert secured({name: []}).security != secured({name: []}, schemes=changed).security


def test_spelling_that_does_not_matter() -> None:
    changed = {
        **SCHEMES,
        "key": {**SCHEMES["key"], "name": "x-KEY", "description": "d"},
        "bearer": {"type": "http", "scheme": "BEARER", "bearerFormat": "JWT"},
    }
    assert (
        secured({"key": [], "bearer": []}).security
        == secured({"key": [], "bearer": []}, schemes=changed).security
    )


@pytest.mark.parametrize(
    ("have", "wanted", "enough"),
    [
        ({"key": []}, {}, True),
        ({}, {"key": []}, False),
        ({"key": []}, {"key": []}, True),
        ({"key": [], "bearer": []}, {"key": []}, True),
        ({"key": []}, {"key": [], "bearer": []}, False),
        ({"login": ["a", "b"]}, {"login": ["a"]}, True),
        ({"login": ["a"]}, {"login": ["a", "b"]}, False),
        ({"nobody": []}, {"nobody": []}, False),
    ],
)
def test_credentials_meet_what_they_cover(have: dict[str, Any], wanted: dict[str, Any], enough: bool) -> None:
    (one,), (other,) = secured(have).security, secured(wanted).security
    assert meets(one, other) is enough


def test_a_scheme_may_be_named_by_uri_in_3_2() -> None:
    raw: dict[str, Any] = {"security": [{"#/components/securitySchemes/key": []}]}
    read = operation(raw, "3.2", components={"securitySchemes": SCHEMES})
    assert [need.scheme and need.scheme.key_name for need in read.security[0].needs] == ["x-key"]
    older = operation(raw, "3.1", components={"securitySchemes": SCHEMES})
    assert [need.scheme for need in older.security[0].needs] == [None]
    assert older.unreadable


def test_a_uri_that_names_no_scheme_is_a_gap() -> None:
    read = operation({"security": [{"#/nowhere": []}]}, "3.2")
    assert [need.scheme for need in read.security[0].needs] == [None]
    assert [gap.part for gap in read.unreadable] == ["security/0/#/nowhere"]


def test_flows_of_3_2_are_read() -> None:
    flow = {"deviceAuthorizationUrl": "https://d", "tokenUrl": "https://t", "scopes": {"a": ""}}
    scheme = {"type": "oauth2", "oauth2MetadataUrl": "https://m", "flows": {"deviceAuthorization": flow}}
    read = api("3.2", components={"securitySchemes": {"s": scheme}}).security_schemes["s"]
    assert read.oauth2_metadata_url == "https://m"
    assert read.flows["deviceAuthorization"].device_authorization_url == "https://d"
    assert read.flows["deviceAuthorization"].scopes == {"a"}


@pytest.mark.parametrize(
    "scheme",
    [
        {},
        {"type": "other"},
        {"type": "apiKey", "in": "query"},
        {"type": "apiKey", "name": "a"},
        {"type": "apiKey", "in": "body", "name": "a"},
        {"type": "http"},
        {"type": "openIdConnect"},
        {"type": "oauth2", "flows": 5},
        {"type": "oauth2", "flows": {"implicit": 5}},
        {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": 5}}},
        {"$ref": "#/nowhere"},
        5,
    ],
)
def test_half_a_lock_is_no_lock(scheme: Any) -> None:
    read = api(components={"securitySchemes": {"s": scheme}})
    assert not read.security_schemes
    assert [gap.part for gap in read.unreadable] == ["components/securitySchemes/s"]
    assert len(read.problems()) == 1
