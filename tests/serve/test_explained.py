"""A client that is refused reads why, also where the description says what a refusal looks like."""

from __future__ import annotations

import pytest
from tests.serve.making import PETS, ask, described, mocked, value

from assent.json import Json

WHY = "The query parameter 'a' breaks `type`: must be an integer, but is the string \"no\"."


def refusing(content: Json) -> Json:
    return {
        "parameters": [{"name": "a", "in": "query", "schema": {"type": "integer"}}],
        "responses": {
            "200": {"description": ""},
            "400": {"description": "", "content": {"application/json": content}},
        },
    }


def an_object(**properties: Json) -> Json:
    return {"type": "object", "required": [*properties], "properties": properties}


TEXT: dict[str, Json] = {"type": "string"}
NUMBER: dict[str, Json] = {"type": "integer"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"schema": an_object(code=NUMBER, message=TEXT)}, {"code": 400, "message": WHY}),
        ({"schema": an_object(error=an_object(detail=TEXT))}, {"error": {"detail": WHY}}),
        (
            {"schema": an_object(errors={"type": "array", "minItems": 1, "items": an_object(message=TEXT)})},
            {"errors": [{"message": WHY}]},
        ),
        ({"schema": an_object(code={**NUMBER, "maximum": 9}, message=TEXT)}, {"code": 0, "message": WHY}),
        ({"schema": an_object(message={**TEXT, "maxLength": 9})}, {"message": "string"}),
        ({"schema": an_object(message={**TEXT, "example": "wrong"})}, {"message": "wrong"}),
        (
            {"schema": an_object(message=TEXT), "example": {"message": "its author's"}},
            {"message": "its author's"},
        ),
        ({"schema": TEXT}, "string"),
    ],
)
def test_a_described_refusal_says_why_where_its_author_left_that_open(content: Json, expected: Json) -> None:
    found = ask(mocked(described(refusing(content))), "/x?a=no")
    assert (found.status, value(found)) == (400, expected)
    assert found.header("assent-refuses") == f"invalid-parameter; side=request; {WHY}".replace('"', "'")


def test_an_answer_that_refuses_nothing_has_no_such_header() -> None:
    operation = refusing({"schema": TEXT})
    assert ask(mocked(described(operation)), "/x?a=1").header("assent-refuses") is None


def test_a_thing_that_is_not_there_is_named() -> None:
    provider = mocked(PETS.replace("error", "message"), stateful=True)
    found = ask(provider, "/pets/707")
    assert (found.status, value(found)) == (404, {"message": "There is no '707' in /pets."})
    assert found.header("assent-refuses") == "There is no '707' in /pets."
