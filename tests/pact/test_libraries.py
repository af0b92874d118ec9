"""Pacts as pact-python writes them (see fixtures/write_pacts.py and write_old_pacts.py), in each version of the format that it knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pact.making import api_of

from assent.pact.load import load_pact
from assent.pact.model import JsonBody, Kind, Pact
from assent.pact.verify import verify

FIXTURES = Path(__file__).parent / "fixtures"
VERSIONS = {"1.0.0": "v1", "1.1.0": "v1_1", "2.0.0": "v2", "3.0.0": "v3", "4.0": "v4"}
"""What files say they are, and the names of the consumers that wrote them."""
PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        "200":
          description: A page of pets.
          content:
            application/json:
              schema:
                type: object
                required: [pets]
                properties: {pets: {type: array, items: {$ref: "#/components/schemas/Pet"}}}
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties: {name: {type: string}, born: {type: string, format: date}}
      responses:
        "201": {description: Made., headers: {Location: {required: true, schema: {type: string}}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      responses:
        "200":
          description: A pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
  /pets/{id}/portrait:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      responses: {"200": {description: A portrait., content: {image/png: {}}}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties: {id: {type: integer}, name: {type: string}, tag: {type: string}}
"""
EXPECTED = {
    "a pet by its id": "compatible",
    "two pages of pets": "at_risk",
    "a new pet": "at_risk",
    "a pet's colour, which nobody described": "incompatible",
    "a pet's tag, which may be missing": "at_risk",
    "a limit that is no number": "incompatible",
    "a pet's portrait": "compatible",
}


def written(version: str) -> Pact:
    return load_pact(str(FIXTURES / f"web {VERSIONS[version]}-pets.json"))


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_library_writes_is_read_and_judged(version: str) -> None:
    pact = written(version)
    assert (pact.version, pact.consumer, pact.provider) == (version, f"web {VERSIONS[version]}", "pets")
    found = {
        each.interaction.description: each.verdict.value
        for each in verify(api_of(PETS), [pact])
        if each.interaction.kind is Kind.HTTP
    }
    assert found == EXPECTED


@pytest.mark.parametrize("version", VERSIONS)
def test_states_and_matchers_of_the_library_are_known(version: str) -> None:
    pact = written(version)
    assert all(each.malformed == () for each in pact.interactions)
    by_id = next(each for each in pact.interactions if each.description == "a pet by its id")
    assert [state.name for state in by_id.states] == ["pet 7 exists"]
    assert by_id.response
    assert isinstance(by_id.response.body, JsonBody)
    words = {matcher.match for rule in by_id.response.rules.body for matcher in rule.matchers}
    assert words == {"type", "integer"}


def test_a_message_of_version_4_is_named_as_not_checked() -> None:
    found = [
        each for each in verify(api_of(PETS), [written("4.0")]) if each.interaction.kind is not Kind.HTTP
    ]
    assert [(each.verdict.value, each.interaction.description) for each in found] == [
        ("undecided", "a pet was born")
    ]


def test_what_the_library_wrote_when_it_was_rubys_is_read_and_judged() -> None:
    pact = load_pact(str(FIXTURES / "ruby_v2-pets.json"))
    assert (pact.version, pact.consumer, pact.provider) == ("2.0.0", "ruby v2", "pets")
    assert all(each.malformed == () for each in pact.interactions)
    found = {each.interaction.description: each.verdict.value for each in verify(api_of(PETS), [pact])}
    assert found == {name: verdict for name, verdict in EXPECTED.items() if name != "a pet's portrait"}


def test_a_rule_of_rubys_that_only_counts_matches_by_type() -> None:
    pact = load_pact(str(FIXTURES / "ruby_v2-pets.json"))
    pages = next(each for each in pact.interactions if each.description == "two pages of pets")
    assert pages.response
    (counted,) = [rule for rule in pages.response.rules.body if rule.path == ("pets",)]
    assert [(matcher.match, dict(matcher.attributes)) for matcher in counted.matchers] == [
        ("type", {"min": 1})
    ]
