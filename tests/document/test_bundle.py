from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assent.document import Description, Limits, bundle, dereference, from_tree, load, write
from assent.document.bundle import NotBundled
from assent.errors import LimitExceeded
from assent.json import Json, at_pointer, parse_pointer

Write = Callable[[Mapping[str, str]], Path]


def bundled(folder: Path, name: str = "openapi.yaml") -> dict[str, Json]:
    """The bundle, which must stand alone: nothing in it may be wrong or lead out of it."""
    description = load(name, cwd=folder)
    result = bundle(description)
    assert result.problems == ()
    alone = from_tree(result.tree)
    assert alone.problems() == []
    assert len(alone.documents) == 1
    assert bundle(alone).tree == result.tree
    return result.tree


def value(tree: Json, pointer: str) -> Json:
    return at_pointer(tree, parse_pointer(pointer))


def test_a_description_in_one_document_is_its_own_bundle(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "small").iterdir()):
        description = load(str(path))
        assert bundle(description).tree == description.root.value


def test_what_is_referred_to_elsewhere_becomes_a_component(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "paths: {/a: {get: {responses: {200: {$ref: 'r.yaml#/Ok'}}}}}",
            "r.yaml": "Ok: {content: {a/b: {schema: {$ref: 'models/Pet.yaml'}}}}",
            "models/Pet.yaml": "{properties: {owner: {$ref: Owner.yaml}}}",
            "models/Owner.yaml": "{properties: {pets: {type: array, items: {$ref: Pet.yaml}}}}",
        }
    )
    assert value(bundled(folder), "/components") == {
        "responses": {"Ok": {"content": {"a/b": {"schema": {"$ref": "#/components/schemas/Pet"}}}}},
        "schemas": {
            "Pet": {"properties": {"owner": {"$ref": "#/components/schemas/Owner"}}},
            "Owner": {
                "properties": {"pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}
            },
        },
    }


def test_names_that_collide_are_told_apart_by_their_path(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "components: {schemas: {Id: {type: 'null'}, All: {anyOf: ["
            "{$ref: 'Id.yaml'}, {$ref: 'a/Id.yaml'}, {$ref: 'b/Id.yaml'}, {$ref: 'b.yaml#/Id'}, {$ref: 'c.json#/defs/Id'},"
            "{$ref: 'b/Id.yaml#'}, {$ref: 'c.json#/x/Id'}]}}}",
            "Id.yaml": "{const: 1}",
            "a/Id.yaml": "{const: 2}",
            "b/Id.yaml": "{const: 3}",
            "b.yaml": "Id: {const: 4}",
            "c.json": '{"defs": {"Id": {"const": 5}}, "x": {"Id": {"const": 6}}}',
        }
    )
    tree = bundled(folder)
    refs = value(tree, "/components/schemas/All/anyOf")
    assert isinstance(refs, list)
    names = [
        ref["$ref"].rpartition("/")[2]
        for ref in refs
        if isinstance(ref, dict) and isinstance(ref["$ref"], str)
    ]
    assert names == ["Id_2", "a_Id", "b_Id", "b_Id_2", "defs_Id", "b_Id", "x_Id"]
    assert [value(tree, f"/components/schemas/{name}") for name in names] == [
        {"const": n} for n in (1, 2, 3, 4, 5, 3, 6)
    ]


def test_an_entry_of_the_components_gives_its_name_to_what_it_refers_to(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "components: {schemas: {Animal: {$ref: 'pet.yaml'}, Again: {$ref: 'pet.yaml'}, Box: {items: {$ref: 'pet.yaml'}}}}",
            "pet.yaml": "{type: object, properties: {next: {$ref: 'pet.yaml'}}}",
        }
    )
    reference = {"$ref": "#/components/schemas/Animal"}
    assert value(bundled(folder), "/components/schemas") == {
        "Animal": {"type": "object", "properties": {"next": reference}},
        "Again": reference,
        "Box": {"items": reference},
    }


def test_a_whole_section_in_another_file_keeps_its_names(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "components: {schemas: {$ref: 'schemas/index.yaml'}}",
            "schemas/index.yaml": "Pet: {$ref: Pet.yaml}\nTag: {items: {$ref: '#/Pet'}}",
            "schemas/Pet.yaml": "{properties: {t: {$ref: 'index.yaml#/Tag'}}}",
        }
    )
    assert value(bundled(folder), "/components/schemas") == {
        "Pet": {"properties": {"t": {"$ref": "#/components/schemas/Tag"}}},
        "Tag": {"items": {"$ref": "#/components/schemas/Pet"}},
    }


def test_path_items_and_operations_take_the_place_of_their_references(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "paths:\n  /a: {$ref: 'a.yaml', summary: mine}\n  /b: {get: {$ref: 'op.yaml'}}\n",
            "a.yaml": "summary: theirs\nget: {parameters: [{$ref: 'p.yaml#/One'}]}",
            "op.yaml": "{operationId: b, description: {$ref: 'text.yaml#/long'}}",
            "p.yaml": "One: {name: one, in: query, schema: {}}",
            "text.yaml": "long: A long text.",
        }
    )
    tree = bundled(folder)
    assert value(tree, "/paths") == {
        "/a": {"summary": "mine", "get": {"parameters": [{"$ref": "#/components/parameters/One"}]}},
        "/b": {"get": {"operationId": "b", "description": "A long text."}},
    }


def test_a_path_item_that_calls_back_to_itself_refers_to_its_place(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "paths: {'/a/{id}': {$ref: 'a.yaml'}}",
            "a.yaml": "post: {callbacks: {on: {'{$url}': {$ref: 'a.yaml'}}}}",
        }
    )
    assert value(bundled(folder), "/paths") == {
        "/a/{id}": {"post": {"callbacks": {"on": {"{$url}": {"$ref": "#/paths/~1a~1%7Bid%7D"}}}}}
    }


def test_back_references_to_the_root_point_into_the_bundle(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "paths: {/a: {$ref: 'a.yaml'}}\ncomponents: {schemas: {'a b/c~d': {}}}",
            "a.yaml": "get: {responses: {200: {content: {x/y: {schema: {$ref: 'openapi.yaml#/components/schemas/a%20b~1c~0d'}}}}}}",
        }
    )
    schema = value(bundled(folder), "/paths/~1a/get/responses/200/content/x~1y/schema")
    assert schema == {"$ref": "#/components/schemas/a%20b~1c~0d"}


def test_references_in_data_stay_as_they_are(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "paths: {/a: {$ref: 'a.yaml'}}",
            "a.yaml": "{get: {x-code: [{$ref: 'c.yaml'}]}, x-more: {$ref: 'c.yaml'}}",
        }
    )
    assert value(bundled(folder), "/paths/~1a") == {
        "get": {"x-code": [{"$ref": "c.yaml"}]},
        "x-more": {"$ref": "c.yaml"},
    }


def test_a_schema_beside_a_reference_keeps_both_in_3_1(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "components: {schemas: {A: {$ref: 's.yaml', properties: {b: {$ref: 's.yaml'}}}}}",
            "s.yaml": "{type: object}",
        }
    )
    reference = "#/components/schemas/s"
    assert value(bundled(folder), "/components/schemas") == {
        "A": {"$ref": reference, "properties": {"b": {"$ref": reference}}},
        "s": {"type": "object"},
    }


def test_discriminators_name_the_components(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "components: {schemas: {A: {discriminator: {propertyName: k, mapping: {d: Dog.yaml, a: A}}}}}",
            "Dog.yaml": "{type: object}",
        }
    )
    mapping = value(bundled(folder), "/components/schemas/A/discriminator/mapping")
    assert mapping == {"d": "#/components/schemas/Dog", "a": "A"}


def test_identifiers_of_several_documents_become_pointers(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "components: {schemas: {A: {$ref: 'lib.yaml'}, B: {$ref: 'https://x.example/lib#inner'}}}",
            "lib.yaml": "{$id: 'https://x.example/lib', properties: {i: {$ref: '#inner'}}, $defs: {n: {$anchor: inner, type: string}}}",
        }
    )
    assert value(bundled(folder), "/components/schemas") == {
        "A": {
            "properties": {"i": {"$ref": "#/components/schemas/B"}},
            "$defs": {"n": {"type": "string"}},
        },
        "B": {"type": "string"},
    }


def test_dynamic_anchors_of_several_documents_cannot_become_one(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "components: {schemas: {A: {$ref: 'a.yaml'}, B: {$ref: 'b.yaml'}}}",
            "a.yaml": "{$id: 'https://x.example/a', $dynamicAnchor: node, items: {$dynamicRef: '#node'}}",
            "b.yaml": "{$id: 'https://x.example/b', $dynamicAnchor: node, $ref: a}",
        }
    )
    with pytest.raises(NotBundled, match=r"\$dynamicAnchor 'node'"):
        bundle(load("openapi.yaml", cwd=folder))


def test_references_that_cannot_be_followed_stay_and_are_told(files: Write) -> None:
    folder = files({"openapi.yaml": "paths: {/a: {$ref: 'gone.yaml'}}"})
    result = bundle(load("openapi.yaml", cwd=folder))
    assert [problem.kind for problem in result.problems] == ["dangling-reference"]
    assert result.tree["paths"] == {"/a": {"$ref": "gone.yaml"}}


def test_path_items_that_double_are_limited(files: Write) -> None:
    callbacks = "{{a: {{x: {{$ref: 'p{0}.yaml'}}, y: {{$ref: 'p{0}.yaml'}}}}}}"
    texts = {f"p{i}.yaml": f"post: {{callbacks: {callbacks.format(i + 1)}}}" for i in range(40)}
    folder = files({"openapi.yaml": "paths: {/a: {$ref: 'p0.yaml'}}", **texts, "p40.yaml": "get: {}"})
    with pytest.raises(LimitExceeded, match="--max-"):
        bundle(load("openapi.yaml", cwd=folder, limits=Limits(aliases=20_000)))


def test_swagger_2_keeps_its_sections(files: Write) -> None:
    folder = files(
        {
            "swagger.yaml": "swagger: '2.0'\npaths: {/a: {get: {parameters: [{$ref: 'p.yaml#/P'}], responses: {200: {$ref: 'p.yaml#/R'}}}}}",
            "p.yaml": "P: {name: b, in: body, schema: {$ref: '#/S'}}\nR: {schema: {$ref: '#/S'}}\nS: {type: object}",
        }
    )
    tree = bundled(folder, "swagger.yaml")
    assert value(tree, "/parameters/P/schema") == {"$ref": "#/definitions/S"}
    assert value(tree, "/responses/R/schema") == {"$ref": "#/definitions/S"}
    assert value(tree, "/definitions") == {"S": {"type": "object"}}


def described(version: str = "3.0.0", **schemas: Json) -> Description:
    return from_tree({"openapi": version, "paths": {}, "components": {"schemas": schemas}})


def test_a_dereferenced_description_has_no_references_but_those_of_cycles() -> None:
    description = described(
        A={"properties": {"b": {"$ref": "#/components/schemas/B"}, "c": {"$ref": "#/components/schemas/C"}}},
        B={"type": "string", "example": {"$ref": "#/components/schemas/A"}},
        C={"properties": {"next": {"$ref": "#/components/schemas/C"}, "$ref": {"type": "string"}}},
    )
    before = write(description.root.value, format="json")
    schemas = value(dereference(description).tree, "/components/schemas")
    b = {"type": "string", "example": {"$ref": "#/components/schemas/A"}}
    c = {"properties": {"next": {"$ref": "#/components/schemas/C"}, "$ref": {"type": "string"}}}
    assert isinstance(schemas, dict)
    assert schemas["A"] == {"properties": {"b": b, "c": c}}
    assert schemas["B"] == b
    assert write(description.root.value, format="json") == before


def test_what_stands_beside_a_reference_in_3_1_survives_dereferencing() -> None:
    description = described(
        "3.1.0", A={"$ref": "#/components/schemas/B", "minLength": 2}, B={"type": "string"}
    )
    assert value(dereference(description).tree, "/components/schemas/A") == {
        "allOf": [{"type": "string"}],
        "minLength": 2,
    }


def test_several_files_dereference_into_one(files: Write) -> None:
    folder = files(
        {
            "openapi.yaml": "paths: {/a: {$ref: 'a.yaml'}}",
            "a.yaml": "get: {responses: {200: {content: {x/y: {schema: {$ref: 's.yaml#/a b~1c'}}}}}}",
            "s.yaml": "a b/c: {items: {$ref: '#/d'}}\nd: {type: string}",
        }
    )
    tree = dereference(load("openapi.yaml", cwd=folder)).tree
    assert value(tree, "/paths/~1a/get/responses/200/content/x~1y/schema") == {"items": {"type": "string"}}
    assert "$ref" not in write(tree, format="json")


def test_a_dereferenced_bomb_is_refused() -> None:
    doubling: dict[str, Json] = {
        f"S{i}": {"allOf": [{"$ref": f"#/components/schemas/S{i + 1}"}] * 10} for i in range(20)
    }
    with pytest.raises(NotBundled, match="once dereferenced"):
        dereference(described("3.0.0", **doubling, S20={}))


def test_a_dangling_reference_survives_dereferencing() -> None:
    description = described(A={"items": {"$ref": "#/nowhere"}})
    result = dereference(description)
    assert value(result.tree, "/components/schemas/A") == {"items": {"$ref": "#/nowhere"}}
    assert [problem.kind for problem in result.problems] == ["dangling-reference"]
