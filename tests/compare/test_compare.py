"""What comparing says of whole descriptions, beside what each rule says of its cases."""

from __future__ import annotations

import pytest

from assent.compare import proof
from assent.compare.case import described, secured
from assent.compare.compare import compare_descriptions
from assent.compare.decide import Decider
from assent.document import from_tree
from assent.findings import Finding
from assent.json import Json
from assent.schema.includes import Undecided
from assent.schema.includes.outcomes import Doubt


def answering(schema: Json, **components: Json) -> Json:
    content: Json = {"application/json": {"schema": schema}}
    response: Json = {"description": "", "content": content}
    return {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/": {"get": {"responses": {"200": response}}}},
        "components": {"schemas": dict(components)},
    }


def compared(old: Json, new: Json) -> list[Finding]:
    return list(compare_descriptions(from_tree(old), from_tree(new)))


def test_a_null_that_several_parts_refuse_is_told_once() -> None:
    base: Json = {"type": "object", "properties": {"id": {"type": "string"}}}
    part: Json = {"type": "object", "properties": {"name": {"type": "string"}}}
    named: Json = {"$ref": "#/components/schemas/Mini"}
    whole: Json = {"type": "object", "properties": {"object": named}}
    mini: dict[str, Json] = {"type": "object", "allOf": [{"$ref": "#/components/schemas/Base"}, part]}
    found = compared(
        answering(whole, Base=base, Mini=mini), answering(whole, Base=base, Mini={**mini, "nullable": True})
    )
    assert len({finding.fingerprint for finding in found}) == len(found)


def test_a_description_compared_with_itself_gives_nothing() -> None:
    assert compared(answering({"type": "string"}), answering({"type": "string"})) == []


def test_what_a_union_lets_pass_in_one_operation_is_still_told_of_another() -> None:
    """A cause that is met first where another alternative takes the value must not be lost for the others."""
    part: Json = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    named: Json = {"$ref": "#/components/schemas/Part"}
    opened: Json = {"anyOf": [named, {"type": "object"}]}

    def both(held: Json) -> Json:
        tree = answering(opened, Part=held)
        tree["paths"]["/z"] = answering(named)["paths"]["/"]  # type: ignore[index,call-overload]  # raw JSON
        return tree

    found = compared(both(part), both({"type": "object", "properties": {"id": {"type": "string"}}}))
    told = [finding for finding in found if finding.rule.id == "property-became-optional"]
    assert [[place.path for place in finding.operations] for finding in told] == [["/z"]]


def test_a_nullable_union_is_compared_alternative_by_alternative() -> None:
    def held(*required: str) -> Json:
        team: Json = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
        other: Json = {
            "type": "object",
            "required": list(required),
            "properties": {"b": {"type": "string"}, "c": {"type": "string"}},
        }
        union: Json = {
            "nullable": True,
            "oneOf": [{"$ref": "#/components/schemas/Team"}, {"$ref": "#/components/schemas/Other"}],
        }
        return answering({"type": "object", "properties": {"team": union}}, Team=team, Other=other)

    found = compared(held("b", "c"), held("b"))
    assert [finding.rule.id for finding in found if finding.severity.value != "note"] == [
        "property-became-optional"
    ]


def test_a_witness_shows_one_break_where_several_happened() -> None:
    def held(*required: str, **properties: Json) -> Json:
        return answering({"type": "object", "required": list(required), "properties": dict(properties)})

    word: Json = {"type": "string"}
    old = held("a", "b", a=word, b=word, c={"type": "string", "maxLength": 3})
    found = compared(old, held(a=word, b=word, c=word))
    assert [len(it.witness.because) for it in found if it.witness is not None] == [1, 1, 1]


def test_a_message_names_what_stands_at_the_place() -> None:
    (finding,) = compared(answering({"type": "string"}), answering({"type": "integer"}))
    assert (
        finding.message
        == "Not expected by old clients at the body: it must be a string, but is the number 0."
    )


def test_a_scope_in_place_of_another_is_one_finding() -> None:
    def asking(scope: str) -> Json:
        tree = answering({})
        tree["paths"]["/"]["get"]["security"] = [{"oauth": [scope]}]  # type: ignore[index,call-overload]  # raw JSON
        flow: Json = {"tokenUrl": "https://h.example/t", "scopes": {"read": "", "pets:read": ""}}
        scheme: Json = {"type": "oauth2", "flows": {"clientCredentials": flow}}
        tree["components"]["securitySchemes"] = {"oauth": scheme}  # type: ignore[index,call-overload]  # raw JSON
        return tree

    found = compared(asking("read"), asking("pets:read"))
    assert [(it.rule.id, it.message) for it in found] == [
        ("security-scope-added", "The scope `pets:read` (in place of `read`) is demanded now.")
    ]


def test_a_new_property_of_a_closed_object_is_told_once() -> None:
    def closed(**properties: Json) -> Json:
        return {"type": "object", "additionalProperties": False, "properties": dict(properties)}

    text: Json = {"type": "string"}
    for less, more in ((closed(a=text), closed(a=text, b=text)), (closed(), closed(b=text))):
        assert [it.rule.id for it in compared(answering(more), answering(less))] == ["property-removed"]
    opened: Json = {"type": "object", "properties": {"a": text, "b": text}}
    found = compared(answering(opened), answering(closed(a=text)))
    assert {it.rule.id for it in found} == {"property-removed", "schema-narrowed"}


def test_scopes_that_are_new_hide_no_flow_that_is_gone() -> None:
    def secured(**flows: Json) -> Json:
        tree = answering({"type": "string"})
        assert isinstance(tree, dict)
        scheme: Json = {"oauth": {"type": "oauth2", "flows": dict(flows)}}
        return {**tree, "security": [{"oauth": []}], "components": {"securitySchemes": scheme}}

    def flow(address: str, *scopes: str) -> Json:
        return {"tokenUrl": f"https://login.example/{address}", "scopes": dict.fromkeys(scopes, "")}

    told = {
        it.message: it.severity.value
        for it in compared(
            secured(password=flow("token", "read"), clientCredentials=flow("token", "read")),
            secured(password=flow("tokens", "read", "write")),
        )
    }
    assert told == {
        "The flow `password` has other addresses.": "warning",
        "The flow `password` gives `write` too.": "note",
        "The flow `clientCredentials` is gone.": "warning",
    }


def test_what_an_outer_union_takes_is_no_finding_even_where_the_whole_is_not_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inner: Json = {"anyOf": [{"$ref": "#/components/schemas/Word"}, {"type": "integer"}]}
    part: Json = {"type": "object", "required": ["a"], "properties": {"a": inner}}
    root: Json = {"anyOf": [part, {"type": "object"}]}

    def unknown(*_: object, **__: object) -> Undecided:
        return Undecided(because=(Doubt("budget", "none is left"),))

    monkeypatch.setattr(Decider, "whole", unknown)
    monkeypatch.setattr(proof, "drawn", lambda *_: pytest.fail("values are drawn for what is proved"))
    found = compared(
        answering(root, Word={"type": "string", "enum": ["x"]}),
        answering(root, Word={"type": "string", "enum": ["x", "y"]}),
    )
    assert [finding for finding in found if finding.rule.id in ("enum-value-added", "schema-undecided")] == []


def test_a_field_of_a_form_is_told_where_its_parameter_stands() -> None:
    def form(**field: Json) -> Json:
        fields: list[Json] = [
            {"name": "id", "in": "query", "type": "string"},
            {"name": "size", "in": "formData", "type": "integer", **field},
        ]
        operation: Json = {
            "consumes": ["application/x-www-form-urlencoded"],
            "parameters": fields,
            "responses": {"200": {"description": ""}},
        }
        return {
            "swagger": "2.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/": {"post": operation}},
        }

    found = compared(form(), form(required=True))
    [missing] = [it for it in found if it.rule.id == "property-became-required"]
    assert missing.new is not None
    assert missing.new.pointer == ("paths", "/", "post", "parameters")
    [narrowed] = compared(form(), form(maximum=5))
    assert narrowed.old is not None
    assert narrowed.old.pointer == ("paths", "/", "post", "parameters", "1")


def answered(headers: dict[str, Json], *paths: str) -> Json:
    response: Json = {"200": {"description": "", "headers": headers}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {"get": {"responses": response}} for path in paths},
    }


def test_the_same_new_header_of_many_operations_is_one_finding() -> None:
    paths = ("/a", "/b", "/c")
    [finding] = compared(answered({}, *paths), answered({"X-Rate": {"schema": {"type": "integer"}}}, *paths))
    assert finding.rule.id == "header-added"
    assert [it.path for it in finding.operations] == list(paths)


def test_a_header_that_went_from_many_operations_is_a_finding_for_each() -> None:
    header: dict[str, Json] = {"X-Rate": {"required": True, "schema": {"type": "integer"}}}
    assert len(compared(answered(header, "/a", "/b"), answered({}, "/a", "/b"))) == 2


def test_a_null_that_may_come_is_told_at_the_keyword_that_allows_it() -> None:
    old: Json = {"type": "string"}
    (found,) = compared(answering(old), answering({"type": "string", "nullable": True}))
    assert found.rule.id == "null-allowed"
    assert found.old is not None
    assert found.new is not None
    assert found.old.pointer[-1] == "type"
    assert found.new.pointer[-1] == "nullable"


def test_a_field_of_a_form_that_became_required_says_that_the_form_is() -> None:
    def form(required: bool) -> Json:
        field: Json = {"in": "formData", "name": "channel", "type": "string", "required": required}
        operation: Json = {
            "consumes": ["application/x-www-form-urlencoded"],
            "parameters": [field],
            "responses": {"200": {"description": ""}},
        }
        return {
            "swagger": "2.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/pins.add": {"post": operation}},
        }

    found = compared(form(required=False), form(required=True))
    assert [finding.rule.id for finding in found] == ["property-became-required"]


def test_a_number_that_became_any_text_on_a_query_string_is_told_by_its_type() -> None:
    def asked(kind: str) -> Json:
        parameter: Json = {"in": "query", "name": "since", "schema": {"type": kind}}
        tree = answering({"type": "string"})
        tree["paths"]["/"]["get"]["parameters"] = [parameter]  # type: ignore[index,call-overload]  # raw JSON
        return tree

    (found,) = compared(asked("number"), asked("string"))
    assert found.message == "More is accepted at the query parameter `since` (`type`)."


def test_a_property_that_one_alternative_lacks_is_told_of_that_alternative() -> None:
    """An object that became a union: the other alternative still describes what this one does not."""
    comment: Json = {"type": "object", "properties": {"body": {"type": "string"}, "html": {"type": "string"}}}
    short: Json = {"type": "object", "properties": {"body": {"type": "string"}}}
    whole: Json = {"type": "object", "properties": {"issue": {"type": "string"}, "comment": comment}}
    other: Json = {"type": "object", "properties": {"commit": {"type": "string"}, "comment": short}}
    found = compared(answering(whole), answering({"anyOf": [whole, other]}))
    told = [finding.message for finding in found if finding.rule.id == "property-removed"]
    assert told == [
        "The property `comment.html` is no longer described, in the alternative that has `commit`."
    ]


def test_an_alternative_that_nothing_tells_apart_is_called_by_its_name() -> None:
    comment: Json = {"type": "object", "properties": {"body": {"type": "string"}, "html": {"type": "string"}}}
    short: Json = {"type": "object", "properties": {"body": {"type": "string"}}}
    whole: Json = {"type": "object", "properties": {"comment": comment}}
    union: Json = {"anyOf": [{"$ref": "#/components/schemas/Full"}, {"$ref": "#/components/schemas/Short"}]}
    few: Json = {"type": "object", "properties": {"comment": short}}
    found = compared(answering(whole), answering(union, Full=whole, Short=few))
    told = [finding.message for finding in found if finding.rule.id == "property-removed"]
    assert told == ["The property `comment.html` is no longer described, in the alternative `Short`."]


def test_a_null_that_was_refused_by_a_part_of_an_all_of_is_told_at_that_part() -> None:
    old: Json = {"allOf": [{"type": "string"}, {"nullable": True}]}
    found = compared(answering(old), answering({"type": "string", "nullable": True}))
    told = [finding for finding in found if finding.rule.id == "null-allowed"]
    assert [finding.old.pointer[-3:] for finding in told if finding.old] == [("allOf", "0", "type")]


def test_what_is_gone_everywhere_is_not_told_of_the_alternative_that_was_met_first() -> None:
    held: Json = {"type": "object", "properties": {"id": {"type": "string"}, "secret": {"type": "string"}}}
    left: Json = {"type": "object", "properties": {"id": {"type": "string"}}}
    tag: Json = {"type": "string", "enum": ["app"]}
    app: Json = {"type": "object", "properties": {"kind": tag, "app": {"$ref": "#/components/schemas/App"}}}
    union: Json = {
        "anyOf": [app, {"type": "object", "properties": {"kind": {"type": "string", "enum": ["x"]}}}]
    }

    def both(schema: Json) -> Json:
        tree = answering(union, App=schema)
        tree["paths"]["/z"] = answering({"$ref": "#/components/schemas/App"})["paths"]["/"]  # type: ignore[index,call-overload]  # raw JSON
        return tree

    (found,) = compared(both(held), both(left))
    assert found.message == "The property `secret` is no longer described."
    assert [place.path for place in found.operations] == ["/z", "/"]


def test_several_scopes_are_told_of_as_several() -> None:
    one, three = secured({"oauth": ["read"]}), secured({"oauth": ["a", "b", "read"]})
    assert [it.message for it in compared(one, three)] == ["The scopes `a`, `b` are demanded now."]
    assert [it.message for it in compared(three, one)] == ["The scopes `a`, `b` are no longer demanded."]


def test_a_level_of_an_operation_is_told_in_a_sentence() -> None:
    old, new = described({"x-stability-level": "alpha"}), described({"x-stability-level": "stable"})
    said = [it.message for it in compared(old, new)]
    assert said == ["The stability level was `alpha` and is `stable`."]


def test_a_name_that_is_new_or_gone_is_told_without_another() -> None:
    def mapped(**names: Json) -> Json:
        kind: Json = {"propertyName": "kind", "mapping": names}
        return answering({"type": "object", "discriminator": kind})

    (found,) = compared(mapped(a="A", b="A"), mapped(a="B", c="C"))
    assert found.message == (
        "The body: the discriminator changed, "
        "`mapping a` from `A` to `B`, `mapping b` (`A`) is gone, `mapping c` (`C`) is new."
    )


def test_a_type_that_is_misspelt_beside_properties_is_not_taken_for_an_object() -> None:
    right: Json = {"type": "object", "properties": {"id": {"type": "string"}}}
    wrong: Json = {"type": "objekt", "properties": {"id": {"type": "string"}}}
    for old, new in ((right, wrong), (wrong, right)):
        assert [it.decided for it in compared(answering(old), answering(new))] == [False]


UNREADABLE: dict[str, tuple[Json, str]] = {
    "a type": (described(paths=[]), "`paths` cannot be read: 'paths' must be an object, not an array. Mend it, or remove it."),
    "a whole": (described({"responses": {"200": None}}), "`200` cannot be read: '200' must be an object, not null. Mend it, or remove it."),
    "a parameter": (
        described({"parameters": [{"in": "moon", "name": "a"}]}),
        "`parameters/0` cannot be read: 'in' is none of path, query, header, cookie. Write one of them.",
    ),
    "a name": (
        described({"parameters": [{"in": "query"}]}),
        "`parameters/0` cannot be read: A parameter must have 'name'. Add it.",
    ),
    "a named parameter": (
        described(
            {"parameters": [{"$ref": "#/components/parameters/A"}]},
            components={"parameters": {"A": {"in": "query"}}},
        ),
        "`parameters/0` cannot be read: A parameter must have 'name'. Add it.",
    ),
    "a server": (described({"servers": [{}]}), "`servers/0` cannot be read: A server must have 'url'. Add it."),
}  # fmt: skip


@pytest.mark.parametrize(("new", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_message_says_once_why_a_part_cannot_be_read(new: Json, message: str) -> None:
    assert [it.message for it in compared(described(), new)] == [message]
