"""What need not be read is really the same."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from assent.api import read_api
from assent.compare.case import Tree, described
from assent.compare.compare import compare_descriptions
from assent.compare.unchanged import Unchanged, marks_in, references_in
from assent.document import Description, load
from assent.document.sameness import escapes_names, leads_elsewhere, same_text
from assent.findings import Severity
from assent.json import Json

PET: Tree = {"type": "object", "properties": {"owner": {"$ref": "#/components/schemas/Owner"}}}
USES: Tree = {
    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
}


def loaded(tree: Tree) -> Description:
    return load("-", stdin=io.BytesIO(json.dumps(tree).encode()))


def with_owner(owner: Json, **root: Json) -> Description:
    return loaded(described(USES, components={"schemas": {"Pet": PET, "Owner": owner}}) | root)


def same(old: Description, new: Description) -> bool:
    before, after = read_api(old), read_api(new)
    return Unchanged(old, new).operation(before.paths["/pets"], after.paths["/pets"], "POST")


def test_an_operation_whose_references_lead_to_the_same_is_the_same() -> None:
    assert same(with_owner({"type": "string"}), with_owner({"type": "string"}))


def test_a_change_behind_two_references_is_a_change() -> None:
    assert not same(with_owner({"type": "string"}), with_owner({"type": "integer"}))


def test_references_in_a_circle_end() -> None:
    circle: Tree = {"properties": {"pet": {"$ref": "#/components/schemas/Pet"}}}
    assert same(with_owner(circle), with_owner(circle))
    assert not same(with_owner(circle), with_owner({**circle, "title": "Owner"}))


@pytest.mark.parametrize("name", ["servers", "security"])
def test_what_an_operation_inherits_is_part_of_it(name: str) -> None:
    given: Json = [{"url": "https://a.example"}] if name == "servers" else [{}]
    assert not same(with_owner({}), with_owner({}, **{name: given}))


def test_another_version_makes_the_same_text_mean_something_else() -> None:
    nullable: Json = {"type": "string", "nullable": True}
    old, new = with_owner(nullable, openapi="3.0.3"), with_owner(nullable, openapi="3.1.0")
    assert not same(old, new)
    assert {it.rule.id for it in compare_descriptions(old, new)} >= {"null-refused"}


def test_identifiers_that_may_move_references_are_taken_for_a_change() -> None:
    moved: Json = {"$id": "https://a.example/owner", "type": "string"}
    assert not same(with_owner(moved), with_owner(moved))
    assert references_in(moved) is None


def test_a_reference_to_nothing_is_taken_for_a_change() -> None:
    broken = described(USES)
    assert not same(loaded(broken), loaded(broken))


def test_equal_texts_are_the_same_unless_they_refer_elsewhere(tmp_path: Path) -> None:
    for name, text in (("a", '{"$ref": "#/x"}'), ("b", '{"$ref": "other.yaml"}')):
        for folder in ("old", "new"):
            (tmp_path / folder).mkdir(exist_ok=True)
            file = tmp_path / folder / f"{name}.yaml"
            file.write_text("openapi: 3.1.0\ninfo: {title: a, version: '1'}\npaths: {}\nx-a: " + text)
        old, new = (load(str(tmp_path / folder / f"{name}.yaml")) for folder in ("old", "new"))
        assert same_text(old, new) is (name == "a")


def test_references_are_found_in_values_that_no_encoder_takes() -> None:
    assert references_in({"$ref": "#/a", "maximum": 2**70, "x": {"$ref": '#/b"c'}}) == frozenset(
        {"#/a", '#/b"c'}
    )
    assert references_in({"$ref": '#/b"c'}) == frozenset({'#/b"c'})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [{"$ref": "#/a"}, {"$dynamicRef": "#b", "x": {"$recursiveRef": "#"}}]}, {"#/a", "#b", "#"}),
        ({"$ref": '#/\u00e9"\\\u0001', "x": {"$ref": ""}}, {'#/\u00e9"\\\u0001', ""}),
        ({"x$ref": "#/a", "$idle": 1, "$": '$ref":"b"', "ref": '"$ref":"c"', "enum": ["$ref"]}, set()),
        ({"$ref": {"$ref": 5}, "$dynamicRef": ["#/a"]}, set()),
        ({"a": {"$id": 5}}, None),
        ({"a": [{"$anchor": "b", "$ref": "#b"}]}, None),
        ({"$dynamicAnchor": ""}, None),
    ],
    ids=["each kind", "escapes", "like references", "no texts", "$id", "$anchor", "$dynamicAnchor"],
)
def test_references_are_members_of_their_names(value: Json, expected: set[str] | None) -> None:
    assert references_in(value) == expected
    if isinstance(value, dict):
        assert references_in({**value, "maximum": 2**70}) == expected


@pytest.mark.parametrize(
    ("reference", "marks"),
    [
        ("#/components/schemas/Owner", set()),
        ("#/components/parameters/Id", set()),
        ("#/components/schemas/Owner/properties/id", {"readOnly", "writeOnly"}),
        ("#/components/schemas/Owner%2Fproperties%2Fid", {"readOnly", "writeOnly"}),
        ("#/components/x-others/Owner", {"readOnly", "writeOnly"}),
        ("#/paths/~1pets/post", {"readOnly", "writeOnly"}),
        ("#owner", {"readOnly", "writeOnly"}),
        ("owner.json", {"readOnly", "writeOnly"}),
    ],
)
def test_marks_are_those_of_named_schemas_if_references_name_nothing_else(
    reference: str, marks: set[str]
) -> None:
    marked: Json = {"readOnly": True, "writeOnly": True}
    named: Json = {"properties": {"a": {"$ref": reference}, "b": marked}}
    assert marks_in(with_owner(named)).named == marks
    assert marks_in(with_owner({"readOnly": True})).named == {"readOnly"}
    assert marks_in(with_owner(named), with_owner({"readOnly": True})).named == marks | {"readOnly"}


@pytest.mark.parametrize(
    ("reference", "marks"),
    [
        ("#/components/schemas/Owner/properties/id", set()),
        ("#owner", set()),
        ("owner.json", {"readOnly", "writeOnly"}),
    ],
)
def test_where_no_word_stands_only_references_that_leave_the_text_lead_to_marks(
    reference: str, marks: set[str]
) -> None:
    found = marks_in(with_owner({"properties": {"a": {"$ref": reference}}}))
    assert found.anywhere == marks
    assert found.named == marks


@pytest.mark.parametrize(
    ("key", "marks"),
    [
        ("nullable", set()),
        ("readOnly", {"readOnly"}),
        (r"read\u004fnly", {"readOnly", "writeOnly"}),
        ("\u00e9", set()),
        (r"\u00e9", {"readOnly", "writeOnly"}),
    ],
)
def test_a_mark_stands_nowhere_if_its_word_does_not_and_nothing_spells_it(
    key: str, marks: set[str], tmp_path: Path
) -> None:
    file = tmp_path / "openapi.json"
    description = '{"openapi": "3.1.0", "components": {"schemas": {"Pet": {"properties": {"KEY": {}}}}}}'
    file.write_text(description.replace("KEY", key), "utf-8")
    assert marks_in(load(str(file))).anywhere == marks


@pytest.mark.parametrize(
    ("key", "escaped"),
    [
        (r'"read\x4fnly"', True),
        (r'"read\u004fnly"', True),
        (r'"read\U0000004fnly"', True),
        ('? "read\\\n  Only"\n', True),
        (r'"read\nOnly"', False),
    ],
)
def test_yaml_may_escape_letters_of_a_name_in_more_ways(key: str, escaped: bool) -> None:
    assert escapes_names(f"{key}: true".encode()) == escaped


def test_a_property_is_left_out_by_the_mark_of_a_part_that_it_refers_to() -> None:
    def pets(kind: str) -> Description:
        owner: Tree = {"$defs": {"id": {"$anchor": "id", "readOnly": True, "type": kind}}}
        pet: Tree = {"type": "object", "properties": {"id": {"$ref": "#id"}}}
        tree = described(USES, components={"schemas": {"Pet": pet, "Owner": owner}})
        return loaded(tree | {"openapi": "3.1.0"})

    assert list(compare_descriptions(pets("string"), pets("integer"))) == []


def test_an_operation_reference_leads_elsewhere_as_well() -> None:
    assert leads_elsewhere(b'{"operationRef": "b.json#/paths/~1a/get"}')
    assert not leads_elsewhere(b'{"operationRef": "#/paths/~1a/get"}')
    assert leads_elsewhere(b'{"\\u0024ref": "#/a"}')


@pytest.mark.parametrize("dollar", [rb"\u0024", rb"\x24", rb"\U00000024"])
@pytest.mark.parametrize("breaks", [0, 1, 1000])
def test_an_escaped_dollar_is_seen_among_other_escapes(breaks: int, dollar: bytes) -> None:
    text = b'{"description": "' + rb"\n" * breaks + b'", "%sref": "b.json"}'
    assert leads_elsewhere(text.replace(b"%s", dollar))
    assert not leads_elsewhere(text.replace(b"%s", rb"\u0025"))


def test_a_member_that_merely_ends_in_ref_leads_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(
        '{"openapi": "3.0.0", "info": {"title": "t", "version": "1"}, "paths": {}, "x-a": {"ref": "main"}}'
    )
    assert same_text(load(str(file)), load(str(file)))


def test_one_source_compared_with_itself_is_not_read_further(tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    file.write_text(json.dumps(described({"parameters": [{"$ref": "other.json#/p"}]})))
    old, new = load(str(file)), load(str(file))
    assert list(compare_descriptions(old, new)) == []
    assert len(new.documents) == 1


TRUTHS: dict[str, tuple[Tree, Tree]] = {
    "enum": ({"enum": [1]}, {"enum": [True]}),
    "const": ({"const": 0}, {"const": False}),
    "deep": ({"enum": [{"a": [1]}]}, {"enum": [{"a": [True]}]}),
    "excluded": ({"not": {"const": 1}}, {"not": {"const": True}}),
    "beside another order": (
        {"type": ["integer", "boolean"], "const": 1},
        {"const": True, "type": ["integer", "boolean"]},
    ),
}


@pytest.mark.parametrize("name", TRUTHS)
@pytest.mark.parametrize(
    "place", ["parameter", "body", "property", "component", "response", "beside a change"]
)
def test_true_is_not_one_wherever_a_look_might_take_them_for_equal(name: str, place: str) -> None:
    def said(schema: Tree, other: str) -> Tree:
        parameter: Tree = {"in": "header", "name": "A", "content": {"application/json": {"schema": schema}}}
        whole: Tree = {"type": "object", "properties": {"a": schema, "b": {"type": "string"}}}
        bodies: dict[str, Tree] = {
            "body": schema,
            "property": whole,
            "component": {"$ref": "#/components/schemas/Thing"},
            "beside a change": {"type": "object", "properties": {"a": schema, "b": {"type": other}}},
        }
        body: Tree = {"content": {"application/json": {"schema": bodies.get(place, {})}}}
        answer: Tree = {"description": "", "content": {"application/json": {"schema": whole}}}
        uses: Tree = {
            "requestBody": body,
            "responses": {"200": answer if place == "response" else {"description": ""}},
        }
        if place == "parameter":
            uses["parameters"] = [parameter, {"in": "query", "name": "b", "schema": {"type": "string"}}]
        return described(uses, components={"schemas": {"Thing": schema}})

    before, after = TRUTHS[name]
    old, new = loaded(said(before, "string")), loaded(said(after, "number"))
    found = {
        finding.old.pointer
        for finding in compare_descriptions(old, new)
        if finding.severity != Severity.NOTE and finding.old
    }
    assert any({"enum", "const", "not"}.intersection(pointer) for pointer in found), found


def test_a_default_that_was_one_and_is_true_is_told() -> None:
    def said(default: Json) -> Description:
        schema: Tree = {"type": "object", "properties": {"a": {"default": default}}}
        return loaded(described({"requestBody": {"content": {"application/json": {"schema": schema}}}}))

    assert [it.rule.id for it in compare_descriptions(said(1), said(True))] == ["default-changed"]
    assert not list(compare_descriptions(said(1), said(1.0)))


@pytest.mark.parametrize("level", ["path", "operation"])
def test_parameters_that_change_places_in_a_path_are_changed(level: str) -> None:
    kinds = {"x": "integer", "y": "string"}
    taken: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": kind}}
        for name, kind in kinds.items()
    ]
    operation: dict[str, Json] = {"responses": {"200": {"description": "Done"}}}
    of_path: dict[str, Json] = {"parameters": taken} if level == "path" else {}
    of_operation: dict[str, Json] = {} if level == "path" else {"parameters": taken}
    old, new = (
        loaded(described(paths={path: of_path | {"get": operation | of_operation}}))
        for path in ("/a/{x}/{y}", "/a/{y}/{x}")
    )
    found = list(compare_descriptions(old, new))
    assert [it.rule.id for it in found if it.severity is Severity.ERROR] == ["type-narrowed"]
