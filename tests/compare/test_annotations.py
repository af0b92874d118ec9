"""What schemas say beside what they allow is told once, where it is written, however it is referred to."""

from __future__ import annotations

import pytest

from assent.compare.compare import compare_descriptions
from assent.document import from_tree
from assent.findings import Finding
from assent.json import Json

PET: dict[str, Json] = {"type": "object", "properties": {"name": {"type": "string"}}}
NAMED: Json = {"$ref": "#/components/schemas/Pet"}


def described(held: Json, pet: Json, *, other: Json = NAMED) -> Json:
    body: Json = {"type": "object", "properties": {"one": held, "two": other}}
    content: Json = {"application/json": {"schema": body}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {"post": {"requestBody": {"content": content}}} for path in ("/a", "/b")},
        "components": {"schemas": {"Pet": pet}},
    }


def compared(old: Json, new: Json) -> list[Finding]:
    return list(compare_descriptions(from_tree(old), from_tree(new)))


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        pytest.param({"title": "Pet"}, {"title": "Animal"}, "schema-title-changed", id="title"),
        pytest.param({}, {"deprecated": True}, "deprecation-announced", id="deprecated"),
        pytest.param({}, {"x-sunset": "2031-01-01"}, "sunset-announced", id="sunset"),
        pytest.param({}, {"x-stability-level": "beta"}, "stability-lowered", id="stability"),
        pytest.param({}, {"default": {"name": "Rex"}}, "default-changed", id="default"),
    ],
)
def test_what_a_component_says_is_told_once_at_the_component(
    before: dict[str, Json], after: dict[str, Json], rule: str
) -> None:
    found = compared(described(NAMED, {**PET, **before}), described(NAMED, {**PET, **after}))
    assert [finding.rule.id for finding in found] == [rule]
    assert found[0].new is not None
    assert found[0].new.pointer == ("components", "schemas", "Pet")
    assert [place.path for place in found[0].operations] == ["/a", "/b"]


@pytest.mark.parametrize("word", ["deprecated", "x-sunset"])
def test_what_a_part_of_an_all_of_says_of_its_end_holds_for_the_whole(word: str) -> None:
    said: Json = True if word == "deprecated" else "2031-01-01"
    whole: Json = {"allOf": [NAMED], "description": "The pet"}
    found = compared(described(whole, PET), described(whole, {**PET, word: said}))
    assert [place.path for finding in found for place in finding.operations] == ["/a", "/b"]
    assert [finding.new.pointer for finding in found if finding.new] == [("components", "schemas", "Pet")]


def test_a_title_does_not_change_where_a_schema_becomes_a_component() -> None:
    titled: dict[str, Json] = {**PET, "title": "Pet"}
    assert compared(described(titled, titled), described(NAMED, titled)) == []


def test_another_component_with_another_title_is_one_change() -> None:
    old = described({"$ref": "#/components/schemas/Dog"}, {**PET, "title": "Pet"})
    old["components"]["schemas"]["Dog"] = {**PET, "title": "Dog"}  # type: ignore[index,call-overload]  # raw JSON
    new = described(NAMED, {**PET, "title": "Pet"})
    assert {finding.rule.id for finding in compared(old, new)} == {"schema-renamed"}


@pytest.mark.parametrize("required", [[], ["age"]], ids=["optional", "required"])
def test_a_new_property_of_a_response_is_told_by_nothing_but_its_name(required: list[Json]) -> None:
    def answered(held: Json) -> Json:
        content: Json = {"application/json": {"schema": held}}
        return {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"get": {"responses": {"200": {"description": "", "content": content}}}}},
        }

    old: dict[str, Json] = {**PET, "additionalProperties": True}
    named: dict[str, Json] = {
        "name": {"type": "string"},
        "age": {"type": "array", "items": {"type": "string"}},
    }
    new: dict[str, Json] = {**old, "properties": named, "required": required}
    assert [finding.rule.id for finding in compared(answered(old), answered(new))] == ["property-added"]


def test_an_alternative_that_is_deprecated_is_not_the_whole() -> None:
    def chosen(more: dict[str, Json]) -> Json:
        return {"oneOf": [{"const": "small"}, {"const": "tiny", **more}]}

    found = compared(described(chosen({}), PET), described(chosen({"deprecated": True}), PET))
    assert {finding.message for finding in found} == {
        "`one` (in the alternative that is `tiny`) is deprecated now."
    }
