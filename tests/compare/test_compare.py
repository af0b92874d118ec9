"""What comparing says of whole descriptions, beside what each rule says of its cases."""

from __future__ import annotations

from assent.compare.compare import compare_descriptions
from assent.document import from_tree
from assent.findings import Finding
from assent.json import Json


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
