"""Unions that lead back to themselves, as the expressions of a filter: an edit inside one alternative is one finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.compare.test_law import judged

from assent.compare.case import Tree, answers, sends
from assent.findings import Finding
from assent.json import Json

AGAIN: Json = {"$ref": "#/components/schemas/Filter"}
WORD: Json = {"type": "string"}
MORE: Json = {"type": ["string", "integer"]}


def filters(
    keyword: str, body: Callable[[Json], Tree], value: Json, *more: Json, closed: bool = False, **leaf: Json
) -> Tree:
    """A body of filters: `and` and `or` of filters, and a comparison with a value; `leaf` has more properties of it."""
    shut: Tree = {"additionalProperties": False} if closed else {}

    def alternative(*required: str, **properties: Json) -> Json:
        made: Tree = {"type": "object", "required": list(required), "properties": properties}
        return made | shut

    many: Json = {"type": "array", "items": AGAIN}
    comparison = alternative("field", "value", field=WORD, value=value, **leaf)
    alternatives: Json = [
        alternative("and", **{"and": many}),
        alternative("or", **{"or": many}),
        comparison,
        *more,
    ]
    return body(AGAIN) | {"components": {"schemas": {"Filter": {keyword: alternatives}}}}


def edited(
    keyword: str, body: Callable[[Json], Tree], old: Json, new: Json, *, closed: bool
) -> list[Finding]:
    """The findings where the value of a comparison is edited."""
    return judged(filters(keyword, body, old, closed=closed), filters(keyword, body, new, closed=closed))


def told(found: list[Finding]) -> list[tuple[str, str, bool]]:
    return [(str(it.severity), it.rule.id, it.decided) for it in found]


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
class TestAnEditOfOneAlternative:
    def test_a_narrower_request(self, keyword: str, closed: bool) -> None:
        found = edited(keyword, sends, MORE, WORD, closed=closed)
        assert told(found) == [("error", "type-narrowed", True)]
        assert found[0].message == "Refused now at `value`: it must be a string, but is the number 0."

    def test_a_wider_request(self, keyword: str, closed: bool) -> None:
        found = edited(keyword, sends, WORD, MORE, closed=closed)
        assert told(found) == [("note", "schema-widened", True)]
        assert "`value`" in found[0].message

    def test_a_wider_answer(self, keyword: str, closed: bool) -> None:
        found = edited(keyword, answers, WORD, MORE, closed=closed)
        assert told(found) == [("error", "type-widened", True)]

    def test_a_narrower_answer(self, keyword: str, closed: bool) -> None:
        found = edited(keyword, answers, MORE, WORD, closed=closed)
        assert told(found) == [("note", "schema-narrowed", True)]

    def test_a_new_property(self, keyword: str, closed: bool) -> None:
        old = filters(keyword, sends, WORD, closed=closed)
        new = filters(keyword, sends, WORD, closed=closed, negated={"type": "boolean"})
        assert told(judged(old, new)) == [("note", "property-added", True)]


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_a_new_alternative(keyword: str) -> None:
    negation: Json = {"type": "object", "required": ["not"], "properties": {"not": AGAIN}}
    old, new = filters(keyword, sends, WORD), filters(keyword, sends, WORD, negation)
    assert told(judged(old, new)) == [("note", "schema-widened", True)]
    found = judged(filters(keyword, answers, WORD), filters(keyword, answers, WORD, negation))
    assert told(found) == [("warning", "alternative-added", True)]
    found = judged(new, old)
    assert told(found) == [("error", "alternative-removed", True)]
