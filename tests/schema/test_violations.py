"""Violations: the keyword, the two places, and words for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.laws.drawn import NAMES, VALUES, draw_document

from assent.errors import DescriptionError
from assent.json import Json
from assent.schema import read
from assent.schema.checking import FEW, checker_about
from assent.schema.plain import DRAFT, plain_about
from assent.schema.violations import (
    Violation,
    accepts,
    accepts_once,
    innermost,
    unchecked,
    violations,
    violations_once,
)


def found(schema: Json, value: Json, dialect: str = "2020-12", **options: Any) -> list[Violation]:
    return list(violations(read(schema, dialect=dialect), value, **options))


TABLE: list[tuple[Json, Json, str, tuple[str, ...], tuple[str, ...], str]] = [
    ({"type": ["string", "null"]}, 5, "type", (), ("type",), "must be a string or null, but is the number 5"),
    (
        {"enum": []},
        "b",
        "enum",
        (),
        ("enum",),
        'must be one of the listed values, of which there are none, but is "b"',
    ),
    ({"enum": [1, "a"]}, "b", "enum", (), ("enum",), 'must be one of 1, "a", but is "b"'),
    ({"const": {"a": 1}}, 5, "const", (), ("const",), 'must be {"a": 1}, but is 5'),
    ({"minimum": 3}, 2.5, "minimum", (), ("minimum",), "must be at least 3, but is 2.5"),
    ({"exclusiveMaximum": 3}, 3, "exclusiveMaximum", (), ("exclusiveMaximum",), "must be less than 3, but is 3"),
    ({"multipleOf": 0.1}, 0.25, "multipleOf", (), ("multipleOf",), "must be a multiple of 0.1, but is 0.25"),
    ({"minLength": 2}, "😀", "minLength", (), ("minLength",), "must have at least 2 characters, but has 1"),
    ({"pattern": "^a"}, "b", "pattern", (), ("pattern",), 'must match the pattern ^a, but is "b"'),
    ({"maxItems": 1}, [1, 2], "maxItems", (), ("maxItems",), "must have at most 1 item, but has 2"),
    ({"uniqueItems": True}, [1, 2, 1], "uniqueItems", (), ("uniqueItems",), "items must be distinct, but items 0 and 2 are both 1"),
    ({"contains": {"type": "string"}}, [1], "contains", (), ("contains",), "must contain at least 1 item that fit `contains`, but has 0"),
    ({"items": {"type": "null"}}, [None, 1], "type", ("1",), ("items", "type"), "must be null, but is the number 1"),
    ({"prefixItems": [True], "items": False}, [1, 2], "items", ("1",), ("items",), "this item is not allowed"),
    ({"required": ["a/b"]}, {}, "required", (), ("required",), "lacks the required property 'a/b'"),
    ({"minProperties": 1}, {}, "minProperties", (), ("minProperties",), "must have at least 1 property, but has 0"),
    ({"additionalProperties": False}, {"a": 1}, "additionalProperties", ("a",), ("additionalProperties",), "the property 'a' is not allowed"),
    ({"properties": {"a": False}}, {"a": 1}, "properties", ("a",), ("properties",), "the property 'a' is not allowed"),
    ({"unevaluatedProperties": False}, {"a": 1}, "unevaluatedProperties", ("a",), ("unevaluatedProperties",), "the property 'a' is not allowed"),
    ({"propertyNames": {"maxLength": 1}}, {"ab": 1}, "propertyNames", ("ab",), ("propertyNames",), 'the name "ab" is not allowed: must have at most 1 character, but has 2'),
    ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "dependentRequired", (), ("dependentRequired",), "must have the property 'b', because it has \"a\""),
    ({"not": {"type": "string"}}, "a", "not", (), ("not",), 'must not fit the schema under `not`, but "a" does'),
    ({"oneOf": [True, {"type": "null"}, True]}, 1, "oneOf", (), ("oneOf",), "must fit exactly one alternative, but fits numbers 1 and 3"),
    ({"oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}], "$defs": {"A": {}, "B": {}}}, 1, "oneOf", (), ("oneOf",), "must fit exactly one alternative, but fits 'A' and 'B'"),
    ({"if": True, "then": {"const": 1}}, 2, "const", (), ("then", "const"), "must be 1, but is 2"),
    (False, 1, "false", (), ("false",), "no value is allowed here"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "keyword", "value_at", "schema_at", "message"), TABLE)
def test_a_refusal_names_keyword_and_places(
    schema: Json,
    value: Json,
    keyword: str,
    value_at: tuple[str, ...],
    schema_at: tuple[str, ...],
    message: str,
) -> None:
    (violation,) = found(schema, value)
    assert (violation.keyword, violation.value_pointer) == (keyword, value_at)
    assert violation.schema_pointer == schema_at
    assert violation.message == message


def test_a_name_deep_in_a_value_is_explained() -> None:
    named: Json = {"propertyNames": {"anyOf": [{"maxLength": 1}, {"pattern": "^x"}]}}
    (violation,) = found({"items": {"anyOf": [named, {"type": "null"}]}}, [{}, {"abc": 1}])
    (cause,) = violation.causes
    assert cause.value_pointer == ("1", "abc")
    assert [inner.keyword for inner in innermost(violation)] == ["maxLength"]


@pytest.mark.parametrize("ask", [violations, violations_once], ids=["whole", "once"])
def test_a_name_that_is_refused_through_references_is_explained(
    ask: Callable[..., Iterator[Violation]],
) -> None:
    short: Json = {"anyOf": [{"$ref": "#/$defs/Short"}]}
    tree: Json = {
        "type": ["object", "array"],
        "items": {"properties": {"propertyNames": {"propertyNames": {"$ref": "#/$defs/Name"}}}},
        "$defs": {
            "Name": {"allOf": [{"$ref": "#/$defs/Short"}]},
            "Short": {"maxLength": 1},
            "Unused": {"propertyNames": short},
        },
    }
    value: Json = [{"propertyNames": {"a": 1}}, {"propertyNames": {"ab": 1}}]
    (violation,) = ask(read(tree, dialect="2020-12"), value)
    assert violation.value_pointer == ("1", "propertyNames", "ab")
    assert violation.schema_pointer == ("items", "properties", "propertyNames", "propertyNames")
    assert violation.message == 'the name "ab" is not allowed: must have at most 1 character, but has 2'
    (cause,) = violation.causes
    assert cause.schema_pointer == ("$defs", "Short", "maxLength")


def test_every_refusal_is_told() -> None:
    schema: Json = {"properties": {"a": {"type": "string"}, "b": {"maximum": 1}}, "required": ["c", "d"]}
    assert sorted((v.keyword, v.value_pointer) for v in found(schema, {"a": 1, "b": 2})) == [
        ("maximum", ("b",)),
        ("required", ()),
        ("required", ()),
        ("type", ("a",)),
    ]


def test_places_are_those_of_the_dialect_and_the_document() -> None:
    (strict,) = found({"minimum": 5, "exclusiveMinimum": True}, 5, "openapi-3.0")
    assert (strict.keyword, strict.schema_pointer) == ("exclusiveMinimum", ("exclusiveMinimum",))
    (extra,) = found({"items": [{}], "additionalItems": False}, [1, 2], "draft7")
    assert (extra.keyword, extra.schema_pointer) == ("items", ("additionalItems",))
    (needed,) = found({"dependencies": {"a": ["b"]}}, {"a": 1}, "draft4")
    assert needed.schema_pointer == ("dependencies",)
    elsewhere: dict[str, Json] = {"https://example.com/b.json": {"$defs": {"x": {"type": "null"}}}}
    schema = read(
        {"$ref": "b.json#/$defs/x"}, dialect="2020-12", uri="https://example.com/a.json", resolve=elsewhere.__getitem__
    )  # fmt: skip
    (far,) = violations(schema, 1)
    assert str(far.at) == "https://example.com/b.json#/$defs/x/type"


def test_of_a_union_the_closest_alternative_is_explained() -> None:
    schema: Json = {"anyOf": [{"type": "string"}, {"properties": {"a": {"type": "null"}}, "required": ["b"]}]}
    (union,) = found(schema, {"a": 1, "b": 1})
    assert union.keyword == "anyOf"
    assert [str(cause) for cause in union.causes] == ["/a: must be null, but is the number 1"]
    assert "closest is number 2" in union.message
    assert list(innermost(union)) == list(union.causes)


def test_a_tag_decides_which_alternative_is_closest() -> None:
    def kind(name: str, **others: Json) -> Json:
        return {"properties": {"kind": {"const": name}, **others}, "required": ["kind", *others]}

    schema: Json = {"oneOf": [kind("cat", claws={}, fur={}), kind("dog")]}
    (union,) = found(schema, {"kind": "cat"})
    assert [cause.keyword for cause in union.causes] == ["required", "required"]


def test_the_discriminator_decides_which_alternative_is_closest() -> None:
    schema: Json = {
        "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"woof": "#/$defs/Dog"}},
        "$defs": {"Cat": {"required": ["claws"]}, "Dog": {"required": ["bark", "tail"]}},
    }
    for tag in ("Dog", "woof"):
        (union,) = found(schema, {"kind": tag}, "openapi-3.1")
        assert [cause.schema_pointer for cause in union.causes] == [("$defs", "Dog", "required")] * 2


def test_nullable_is_no_union_to_the_reader() -> None:
    refused = found({"type": "string", "enum": ["a"], "nullable": True}, "b", "openapi-3.0")
    assert [violation.keyword for violation in refused] == ["enum"]


def test_formats_are_annotations_unless_asserted() -> None:
    schema: Json = {"items": {"format": "date"}}
    assert not found(schema, ["2023-02-29"])
    (violation,) = found(schema, ["2023-02-29"], formats="assert")
    assert (violation.keyword, violation.value_pointer) == ("format", ("0",))
    assert "such as" in violation.message
    assert not found({"format": "int32"}, 2**31 - 1, formats="assert")
    assert found({"anyOf": [{"format": "int32"}, False]}, 2**31, formats="assert")


@pytest.mark.parametrize(
    ("schema", "value", "valid"),
    [
        ({"maximum": 2**64}, 2**64, True),
        ({"maximum": 2**64}, 2**64 + 1, False),
        ({"const": 2**53 + 1}, 2**53, False),
        ({"multipleOf": 0.01}, 4.35, True),
        ({"multipleOf": 1e-300}, 1, True),
        ({"type": "integer"}, 1.0, True),
        ({"const": 1}, True, False),
        ({"uniqueItems": True}, [1, True, 1.5], True),
        ({"type": "number"}, float("nan"), False),
        ({"maximum": 5}, float("inf"), False),
        ({"minimum": 5}, [float("inf")], True),
        ({"pattern": "^.$"}, "\r", False),
        ({"pattern": r"a\b"}, "aé", True),
        ({"pattern": "^a{,2}$"}, "a{,2}", True),
        ({"patternProperties": {"^.$": False}}, {"\r": 1}, True),
        ({"maxLength": 1}, "\ud800", True),
        ({"const": "\ud800"}, "\ud801", False),
        ({"const": "\ud800"}, "\ud800", True),
    ],
)
def test_edges_of_numbers_and_text_are_exact(schema: Json, value: Json, valid: bool) -> None:
    assert accepts(read(schema, dialect="2020-12"), value) == valid
    assert bool(found(schema, value)) != valid


def test_a_pattern_that_was_respelled_keeps_its_place() -> None:
    (violation,) = found(
        {"patternProperties": {"^.a$": {"type": "null"}, "^[^\\n\\r\\u2028\\u2029]b$": True}}, {"xa": 1}
    )
    assert violation.schema_pointer == ("patternProperties", "^.a$", "type")


def test_what_cannot_be_checked_is_named() -> None:
    schema = read(
        {"pattern": "(", "type": "string", "properties": {"a": {"$ref": "#/nowhere"}}}, dialect="2020-12"
    )
    assert not list(violations(schema, "x"))
    assert {trouble.construct for trouble in unchecked(schema)} == {"pattern", "$ref"}


def test_a_deep_value_is_no_trouble() -> None:
    value: Json = {}
    for _ in range(5000):
        value = {"a": value}
    assert accepts(read({"properties": {"a": {"$ref": "#"}}}, dialect="2020-12"), value)


# What an optional part of a draft asks for and assent, like 2020-12, does not: asserting content, telling 1.0
# from 1, and vocabularies switched by a meta-schema.
OTHERWISE = {"content.json", "format-assertion.json", "zeroTerminatedFloats.json", "vocabulary.json"}


@pytest.mark.parametrize(
    ("folder", "dialect"), [("draft4", "draft4"), ("draft7", "draft7"), ("draft2020-12", "2020-12")]
)
def test_the_official_suite_is_followed(shared: Path, folder: str, dialect: str) -> None:
    root = shared / "cases/json-schema-suite"
    remotes = {
        f"http://localhost:1234/{path.relative_to(root / 'remotes')}": json.loads(path.read_text())
        for path in (root / "remotes").rglob("*.json")
    }
    wrong, known = [], 0

    def resolve(uri: str) -> Json:
        if uri in remotes:
            return remotes[uri]  # type: ignore[no-any-return]  # the suite's files are JSON
        raise LookupError(uri)

    for path in sorted((root / folder).rglob("*.json")):
        if path.parent.name == "format" or path.name in OTHERWISE:
            continue
        for group in json.loads(path.read_text()):
            schema = read(group["schema"], dialect=dialect, resolve=resolve)
            for test in group["tests"]:
                if any("cannot be had" in trouble.why for trouble in unchecked(schema)):
                    continue  # the meta-schemas are not among the remotes
                known += 1
                said = list(violations(schema, test["data"]))
                anew = read(group["schema"], dialect=dialect, resolve=resolve)
                if (not said) != test["valid"] or told(violations_once(anew, test["data"])) != told(said):
                    wrong.append((path.name, group["description"], test["description"]))
    assert wrong == []
    assert known > 500


@pytest.mark.parametrize("seed", range(6))
def test_what_is_compiled_for_one_value_says_of_it_what_the_whole_says(seed: int) -> None:
    random = Random(seed)
    refused = 0
    for _ in range(60):
        document = draw_document(random)
        schema = read(document, dialect="2020-12")
        for value in random.sample(list(nested(random)), 12):
            said = list(violations(schema, value))
            anew = read(document, dialect="2020-12")  # which nobody has asked before
            assert told(violations_once(anew, value)) == told(said)
            assert accepts_once(anew, value) == (not said)
            refused += bool(said)
    assert refused > 100


def told(found: Iterable[Violation]) -> list[tuple[object, ...]]:
    """What violations say, in an order of its own: the validator asks large schemas in another one than small ones."""
    return sorted(
        (each.keyword, each.value_pointer, str(each.at), told(each.causes) or each.message) for each in found
    )


def nested(random: Random) -> Iterator[Json]:
    """Objects and arrays of the values that schemas are drawn for, and of one another."""
    inner: list[Json] = [*VALUES, *({name: it} for name in NAMES for it in VALUES), *([it] for it in VALUES)]
    yield from inner
    for _ in range(40):
        yield {name: random.choice(inner) for name in NAMES if random.random() < 0.7}
        yield [random.choice(inner) for _ in range(random.randint(0, 3))]


ABOUT_ONE: list[tuple[Json, Json]] = [
    ({"dependentSchemas": {"a": {"required": ["b"]}, "b": False}}, {"a": 1}),
    ({"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": False}, {"a": 1, "b": 2}),
    ({"prefixItems": [{"type": "string"}, {"items": False}], "items": {"minimum": 3}}, [1, [2], 1, 4]),
    ({"prefixItems": [True, {"type": "string"}], "unevaluatedItems": False}, [1, 2, 3]),
    ({"prefixItems": [{"$ref": "#/$defs/A"}] * 2, "$defs": {"A": {"required": ["a"]}}}, [{}, {}]),
    ({"items": {"$ref": "#/$defs/A"}, "$defs": {"A": {"$ref": "#/$defs/B"}, "B": False}}, [1]),
    ({"items": {"$ref": "#/$defs/A"}, "$defs": {"A": {"properties": {"a": False}}}}, [{"a": 1}]),
    ({"items": {"$ref": "#"}, "type": "array"}, [[1]]),
    ({"items": {"$ref": "#/$defs/A", "maximum": 1}, "$defs": {"A": {"maximum": 2}}}, [3]),
    ({"contains": {"type": "string"}, "minContains": 2}, []),
    ({"contains": {"properties": {"a": False}}, "unevaluatedItems": False}, [{"a": 1}, {"b": 1}]),
    ({"unevaluatedProperties": {"type": "string"}, "anyOf": [{"properties": {"a": True, "c": True}}]}, {"a": 1, "b": 1}),
    ({"propertyNames": {"anyOf": [{"maxLength": 1}, {"pattern": "^x"}]}}, {"ab": 1}),
    ({"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"a": {"$ref": "#/$defs/a"}, "b": {"type": "string"}}, "additionalProperties": {"$ref": "#/$defs/a"}}}}, {"a": {"a": {"b": 1}}, "c": {"b": 2}}),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value"), ABOUT_ONE)
def test_each_keyword_says_the_same_of_one_value(schema: Json, value: Json) -> None:
    said = told(violations(read(schema, dialect="2020-12"), value))
    assert told(violations_once(read(schema, dialect="2020-12"), value)) == said != []


def test_a_schema_is_compiled_whole_for_many_values_that_are_not_alike() -> None:
    first, *others = names = [f"p{number}" for number in range(FEW)]
    schema = read({"properties": dict.fromkeys(names, True), "items": True}, dialect="2020-12")

    def compiled(value: Json) -> Json:
        return checker_about(schema, value).plain.tree

    for name in others * 3:
        assert compiled({name: 1}) == {"properties": {name: {}}}
    assert compiled({first: 1}) == {"properties": {first: {}}}
    whole = {"$schema": DRAFT, "properties": {name: {} for name in names}, "items": {}}
    assert compiled({first: 1}) == whole


def test_what_is_compiled_for_one_value_holds_no_other_members() -> None:
    schema = read(
        {
            "properties": {"a": {"properties": {"b": True, "c": True}}, "b": True},
            "items": True,
            "required": ["b"],
        },
        dialect="2020-12",
    )
    tree = plain_about(schema, {"a": {"c": 1}}).tree
    assert tree == {"properties": {"a": {"properties": {"c": {}}}}, "required": ["b"]}


def test_what_is_referred_to_is_written_in_place_once_for_one_value() -> None:
    named: Json = {"A": {"$ref": "#/$defs/B"}, "B": {"minimum": 1}}
    members: Json = {name: {"$ref": "#/$defs/A"} for name in ("a", "b")}
    schema = read({"properties": members, "$defs": named}, dialect="2020-12")
    written = plain_about(schema, {"a": 0, "b": 0})
    assert written.tree == {
        "properties": {"a": {"minimum": 1}, "b": {"$ref": "#/$defs/0"}},
        "$defs": {"0": {"$ref": "#/$defs/1"}, "1": {"minimum": 1}},
    }
    for pointer in (("properties", "a", "minimum"), ("$defs", "1", "minimum")):
        assert written.place(pointer).pointer == ("$defs", "B", "minimum")


def test_a_document_that_cannot_be_had_is_unchecked() -> None:
    def resolve(uri: str) -> Json:
        raise DescriptionError(uri)

    schema = read({"$ref": "https://example.com/x"}, dialect="2020-12", resolve=resolve)
    assert unchecked(schema)


def test_a_value_deeper_than_the_validator_takes_is_told_as_that() -> None:
    deep: Json = []
    for _ in range(300):
        deep = [deep]
    schema = read({"type": "object"}, dialect="2020-12")
    assert not accepts(schema, deep)
    with pytest.raises(RecursionError, match="Recursion limit"):
        list(violations(schema, deep))
