"""The law of compatibility, row by row, and what it says beyond its table."""

from __future__ import annotations

from datetime import date

import pytest
from tests.compare.test_rewritings import compared

from assent.compare.case import Tree, answers, described, event, parameter, responds, secured, sends, takes
from assent.findings import Finding, Profile, Severity
from assent.findings.policy import Policy, apply
from assent.json import Json

TODAY = date(2030, 6, 1)
WORD: Tree = {"type": "string"}
NAMED: Tree = {"type": "object", "properties": {"a": WORD}}


def judged(before: Tree, after: Tree, profile: Profile = Profile.WIRE) -> list[Finding]:
    """The findings as a team with that profile sees them."""
    return list(apply(compared(before, after, profile), Policy(profile=profile), today=TODAY))


def loudest(found: list[Finding]) -> Severity | None:
    return max((finding.severity for finding in found), key=lambda it: it.rank, default=None)


def closed(schema: Tree) -> Tree:
    return schema | {"additionalProperties": False}


def gone(**members: Json) -> tuple[Tree, Tree]:
    return described({**members}), described(paths={})


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

ROWS: dict[str, tuple[tuple[Tree, Tree], Severity | None]] = {
    "an operation is gone": (gone(), E),
    "a deprecated operation is gone": (gone(deprecated=True), W),
    "an operation is gone after its sunset": (gone(deprecated=True, **{"x-sunset": "2030-05-31"}), N),
    "an operation is gone before its sunset": (gone(deprecated=True, **{"x-sunset": "2030-06-02"}), E),
    "a draft is gone": (gone(**{"x-stability-level": "draft"}), N),
    "a break of a draft": (
        (
            described({"x-stability-level": "draft"}),
            described({"x-stability-level": "draft", "parameters": [parameter(required=True)]}),
        ),
        N,
    ),
    "a break of a beta": (
        (
            described({"x-stability-level": "beta"}),
            described({"x-stability-level": "beta", "parameters": [parameter(required=True)]}),
        ),
        E,
    ),
    "a new required property": ((sends({}), sends({"required": ["a"]})), E),
    "a closed object": ((sends(NAMED), sends(closed({"type": "object"}))), E),
    "a parameter that is no longer named": ((takes(parameter()), takes()), W),
    "a property that is no longer named": ((sends(NAMED), sends({"type": "object"})), W),
    "a property of a request becomes read-only": (
        (sends(NAMED), sends({"type": "object", "properties": {"a": {**WORD, "readOnly": True}}})),
        W,
    ),
    "a media type that is no longer accepted": ((sends({}, media="text/plain"), sends({})), E),
    "a request is widened": ((sends(WORD), sends({"type": ["string", "integer"]})), N),
    "a response is widened": ((answers(WORD), answers({"type": ["string", "null"]})), E),
    "a required property of a response is gone": ((answers(NAMED | {"required": ["a"]}), answers({})), E),
    "an optional property of a response is gone": ((answers(NAMED), answers({"type": "object"})), W),
    "a new property of a closed response": (
        (answers(closed({"type": "object"})), answers(closed(NAMED))),
        N,
    ),
    "another success": ((responds({"200": {}}), responds({"200": {}, "201": {}})), W),
    "a replaced success": ((responds({"200": {}}), responds({"201": {}})), E),
    "a removed error": ((responds({"200": {}, "404": {}}), responds({"200": {}})), N),
    "a new error": ((responds({"200": {}}), responds({"200": {}, "404": {}})), N),
    "a new error beside default": ((responds({"default": {}}), responds({"default": {}, "404": {}})), N),
    "a value joins a list": ((answers({"enum": ["a"]}), answers({"enum": ["a", "b"]})), W),
    "a value joins a list that may grow": (
        (
            answers({"enum": ["a"], "x-extensible-enum": True}),
            answers({"enum": ["a", "b"], "x-extensible-enum": True}),
        ),
        N,
    ),
    "a list is opened": ((answers({"enum": ["a"]}), answers(WORD)), E),
    "a response is narrowed": ((answers({"type": ["string", "null"]}), answers(WORD)), N),
    "an alternative joins a union": (
        (
            answers({"oneOf": [WORD, {"type": "integer"}]}),
            answers({"oneOf": [WORD, {"type": "integer"}, {"type": "null"}]}),
        ),
        W,
    ),
    "security where there was none": ((secured({}), secured({"key": []})), E),
    "security is weaker": ((secured({"key": []}), secured({"key": []}, {})), N),
    "only the host changed": (
        (
            described(servers=[{"url": "https://a.example/v1"}]),
            described(servers=[{"url": "https://b.example/v1"}]),
        ),
        W,
    ),
    "no old base path is served": (
        (
            described(servers=[{"url": "https://a.example/v1"}]),
            described(servers=[{"url": "https://a.example/v2"}]),
        ),
        E,
    ),
    "a default of a parameter": (
        (takes(parameter(schema=WORD | {"default": "a"})), takes(parameter(schema=WORD | {"default": "b"}))),
        W,
    ),
    "a default of a required parameter": (
        (
            takes(parameter(required=True, schema=WORD | {"default": "a"})),
            takes(parameter(required=True, schema=WORD | {"default": "b"})),
        ),
        None,
    ),
    "a default of a response": ((answers(WORD | {"default": "a"}), answers(WORD | {"default": "b"})), None),
    "an operationId": ((described({"operationId": "a"}), described({"operationId": "b"})), N),
    "a format": ((sends(WORD), sends(WORD | {"format": "uuid"})), E),
    "a form field as text": (
        (
            sends(
                {"type": "object", "properties": {"n": {"type": "integer"}}},
                media="application/x-www-form-urlencoded",
            ),
            sends({"type": "object", "properties": {"n": WORD}}, media="application/x-www-form-urlencoded"),
        ),
        N,
    ),
    "a webhook sends more": (
        (
            event({"requestBody": {"content": {"application/json": {"schema": {"enum": ["a"]}}}}}),
            event({"requestBody": {"content": {"application/json": {"schema": WORD}}}}),
        ),
        E,
    ),
    "a webhook sends less": (
        (
            event({"requestBody": {"content": {"application/json": {"schema": WORD}}}}),
            event({"requestBody": {"content": {"application/json": {"schema": {"enum": ["a"]}}}}}),
        ),
        N,
    ),
    "an array of a query is written another way": (
        (
            takes(parameter(schema={"type": "array", "items": WORD})),
            takes(parameter(schema={"type": "array", "items": WORD}, explode=False)),
        ),
        E,
    ),
    "an integer of a query becomes a string": (
        (takes(parameter(schema={"type": "integer"})), takes(parameter(schema=WORD))),
        N,
    ),
    "a string of a query becomes an integer": (
        (takes(parameter(schema=WORD)), takes(parameter(schema={"type": "integer"}))),
        E,
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_change_is_as_serious_as_the_law_says(name: str) -> None:
    (before, after), severity = ROWS[name]
    found = judged(before, after)
    assert loudest(found) is severity
    assert all(finding.decided for finding in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (answers({"enum": ["a"]}), answers({"enum": ["a", "b"]})),
        (answers(closed({"type": "object"})), answers(closed(NAMED))),
        (sends({"type": "object"}), sends(NAMED)),
        (sends(NAMED), sends(NAMED | {"properties": {"a": WORD, "b": WORD}})),
    ],
    ids=["a value joins a list", "a new property of a response", "a first property", "another property"],
)
def test_the_strict_profile_counts_every_client(before: Tree, after: Tree) -> None:
    assert loudest(judged(before, after)) is not Severity.ERROR
    assert loudest(judged(before, after, Profile.STRICT)) is Severity.ERROR


def test_the_source_profile_counts_generated_code() -> None:
    before, after = described({"operationId": "a"}), described({"operationId": "b"})
    assert loudest(judged(before, after, Profile.SOURCE)) is Severity.ERROR


@pytest.mark.parametrize("size", [2, 5, 9])
def test_schemas_that_refer_to_one_another_give_one_finding_each(size: int) -> None:
    found = compared(_clique(size, 9), _clique(size, 5))
    assert [finding.rule.id for finding in found] == ["length-narrowed"] * size
    assert all(finding.witness is not None for finding in found)


def _clique(size: int, most: int) -> Tree:
    others: Tree = {f"p{number}": {"$ref": f"#/components/schemas/S{number}"} for number in range(size)}
    text: Json = {"type": "string", "maxLength": most}
    one: Json = {"type": "object", "properties": {"text": text} | others}
    body: Json = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}
    schemas: Json = {f"S{number}": one for number in range(size)}
    return described({"requestBody": body}, components={"schemas": schemas})


def test_a_cause_in_a_shared_schema_is_told_once_with_all_it_reaches() -> None:
    values: list[Json] = [f"v{number}" for number in range(637)]

    def shop(kind: Json) -> Tree:
        answer: Json = {
            "description": "Done",
            "content": {
                "application/json": {
                    "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                }
            },
        }
        paths: Json = {f"/p{number}": {"get": {"responses": {"200": answer}}} for number in range(20)}
        pet: Json = {"type": "object", "properties": {"kind": kind}}
        return described(paths=paths, components={"schemas": {"Pet": pet}})

    (found,) = compared(shop({"type": "string", "enum": values}), shop(WORD))
    assert found.rule.id == "value-set-widened"
    assert len(found.operations) == 20


def test_a_fingerprint_outlives_a_renamed_component() -> None:
    def shop(name: str, most: int) -> Tree:
        body: Json = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}
        pet: Json = {"type": "object", "properties": {"tag": {"type": "string", "maxLength": most}}}
        return described({"requestBody": body}, components={"schemas": {name: pet}})

    (one,) = compared(shop("Pet", 9), shop("Pet", 5))
    (other,) = (it for it in compared(shop("Animal", 9), shop("Animal", 5)) if it.severity is E)
    assert one.fingerprint == other.fingerprint


def test_what_is_not_understood_is_said_and_not_passed() -> None:
    before, after = (sends({"type": "string", "pattern": rf"^(a+)\1{end}$"}) for end in ("", "b?"))
    (found,) = compared(before, after)
    assert not found.decided
    assert "pattern" in found.message


def test_a_witness_takes_the_descriptions_own_examples() -> None:
    pet: Tree = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "example": "Rex"}},
    }
    (found,) = compared(
        sends(pet), sends(pet | {"required": ["name", "age"], "properties": {"name": WORD, "age": {}}})
    )[:1]
    assert found.witness is not None
    assert found.witness.value == {"name": "Rex"}


def test_a_value_that_fits_several_alternatives_now_is_refused() -> None:
    short: Tree = {"type": "string", "maxLength": 3}
    before = sends({"oneOf": [short, {"type": "integer"}]})
    after = sends({"oneOf": [short, {"type": "integer"}, {"type": "string", "pattern": "^a"}]})
    (found,) = (it for it in compared(before, after) if it.severity is E)
    assert found.witness is not None
    assert found.witness.value in ("a", "aa", "aaa")


def test_what_one_alternative_does_not_name_is_not_gone_if_another_does() -> None:
    pair = NAMED | {"properties": {"a": WORD, "b": WORD}}
    split: Tree = {
        "oneOf": [
            NAMED | {"required": ["a"]},
            {"type": "object", "required": ["b"], "properties": {"b": WORD}},
        ]
    }
    told = {finding.rule.id for finding in compared(answers(pair), answers(split))}
    assert "property-removed" not in told


def test_what_is_required_is_sent_even_where_it_is_not_described() -> None:
    before = sends({"type": "object", "properties": {"a": WORD}, "required": ["b"]})
    after = sends({"type": "object", "properties": {"a": WORD, "b": {"type": "integer"}}, "required": ["b"]})
    found = compared(before, after)
    assert [it.rule.id for it in found if it.severity is E] == ["type-narrowed"]
