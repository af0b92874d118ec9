"""The description that uses every feature of OpenAPI 3.2 is understood whole."""

from __future__ import annotations

import pytest
from tests.api.making import EVERYTHING

from assent.api import Api, In, OperationKey, Origin, Style, every_operation, read_api
from assent.api.servers import urls
from assent.document import load
from assent.schema.nodes import Pool


@pytest.fixture(scope="module")
def read() -> Api:
    return read_api(load(str(EVERYTHING)))


def test_nothing_is_unreadable(read: Api) -> None:
    assert read.problems() == []
    assert not read.unreadable
    for operation in every_operation(read):
        assert not operation.unreadable
        assert not any(parameter.unreadable for parameter in operation.parameters.values())
        assert not any(response.unreadable for response in operation.responses.values())
    assert not any(use.schema.troubles for use in read.schemas.values())


def test_it_is_equal_to_itself_read_again() -> None:
    pool = Pool()
    assert read_api(load(str(EVERYTHING)), pool=pool) == read_api(load(str(EVERYTHING)), pool=pool)


def test_every_operation_is_found(read: Api) -> None:
    found = {(operation.origin, operation.key) for operation in every_operation(read)}
    assert len(found) == 22
    assert {
        (Origin.PATH, OperationKey("QUERY", "/objects")),
        (Origin.PATH, OperationKey("LINK", "/objects")),
        (Origin.PATH, OperationKey("NOTIFY", "/shared")),
        (Origin.WEBHOOK, OperationKey("NOTIFY", "shared")),
        (Origin.CALLBACK, OperationKey("QUERY", "{$request.query.failed}")),
    } <= found


def test_parameters_of_every_place_and_style_are_read(read: Api) -> None:
    parameters = [
        parameter for operation in every_operation(read) for parameter in operation.parameters.values()
    ]
    assert {parameter.location for parameter in parameters} == set(In)
    assert {parameter.style for parameter in parameters} == set(Style) - {Style.TAB_DELIMITED}
    query = read.operations[OperationKey("GET", "/objects")].parameters[In.QUERY, "lang"]  # type: ignore[index]  # a key is a tuple
    assert query.examples[0].value is not None


def test_servers_have_names_and_variables(read: Api) -> None:
    production, rehearsal = read.servers
    assert (production.name, rehearsal.name) == ("production", "rehearsal")
    assert len(urls(production)) == 4
    assert rehearsal.extensions == {"x-internal": True}


def test_streams_have_items(read: Api) -> None:
    content = read.operations[OperationKey("GET", "/live")].responses["200"].content
    assert all(media_type.item_schema is not None for media_type in content.values())
    mixed = content["multipart/mixed"].item_encoding
    assert mixed is not None
    assert list(mixed.headers) == ["x-part"]


def test_nested_encodings_are_read(read: Api) -> None:
    body = read.operations[OperationKey("POST", "/archive")].request_body
    assert body is not None
    bundle = body.content["multipart/form-data"].encoding["bundle"]
    assert len(bundle.prefix) == 2
    assert bundle.items is not None
    related = body.content["multipart/related"].item_encoding
    assert related is not None
    assert list(related.properties) == ["name"]


def test_every_kind_of_security_is_read(read: Api) -> None:
    assert {scheme.kind.value for scheme in read.security_schemes.values()} == {
        "apiKey",
        "http",
        "oauth2",
        "openIdConnect",
        "mutualTLS",
    }
    login = read.security_schemes["login"]
    assert len(login.flows) == 5
    assert login.oauth2_metadata_url
    assert read.security_schemes["key"].deprecated
    by_uri = read.operations[OperationKey("GET", "/objects/{id}{variant}")].security
    assert by_uri[0].needs[0].scheme == read.security_schemes["key"]


def test_a_dynamic_reference_lands(read: Api) -> None:
    mass = read.schemas["Body"].schema.keywords["properties"]["mass"]
    assert mass.keywords["$ref"].target.keywords["type"] == ("number", "null")
