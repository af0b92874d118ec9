"""Lifecycle below operations: what was announced of properties, parameters, headers and alternatives."""

from __future__ import annotations

import pytest
from tests.compare.test_law import E, N, W, judged, loudest
from tests.compare.test_rewritings import compared

from assent.compare.case import Tree, answers, described, parameter, responds, sends, takes
from assent.findings import Severity
from assent.json import Json

WORD: Tree = {"type": "string"}
PAST: Tree = {"deprecated": True, "x-sunset": "2030-05-31"}
COMING: Tree = {"deprecated": True, "x-sunset": "2030-06-02"}
DEPRECATED: Tree = {"deprecated": True}
DRAFT: Tree = {"x-stability-level": "draft"}


def having(said: Tree, *required: str) -> Tree:
    return {"type": "object", "required": list(required), "properties": {"a": WORD | said}}


def lacking(**more: bool) -> Tree:
    return {"type": "object", **more}


def one_of(*said: Tree) -> Tree:
    return {"oneOf": [{"const": "x"}, {"const": "y"}, *said]}


def sent(said: Tree, *, headers: bool = True) -> Tree:
    return responds(
        {"200": {"headers": {"X-A": {"required": True, "schema": WORD, **said}}} if headers else {}}
    )


ROWS: dict[str, tuple[Tree, Tree, Severity]] = {
    "a required property of a response, deprecated": (
        answers(having(DEPRECATED, "a")),
        answers(lacking()),
        W,
    ),
    "a required property of a response, after its day": (answers(having(PAST, "a")), answers(lacking()), N),
    "a required property of a response, before its day": (
        answers(having(COMING, "a")),
        answers(lacking()),
        E,
    ),
    "a property that may be left out now, after its day": (
        answers(having(PAST, "a")),
        answers(having(PAST)),
        N,
    ),
    "a property that is refused now, after its day": (
        sends(having(PAST)),
        sends(lacking(additionalProperties=False)),
        N,
    ),
    "a parameter, after its day": (takes(parameter(**PAST)), takes(), N),
    "a header, after its day": (sent(PAST), sent({}, headers=False), N),
    "a header, before its day": (sent(COMING), sent({}, headers=False), E),
    "one of several values, after its day": (
        sends(one_of({"const": "z", **PAST})),
        sends(one_of()),
        N,
    ),
    "one of several values, deprecated": (sends(one_of({"const": "z", **DEPRECATED})), sends(one_of()), W),
    "one of several values, of which nothing was said": (sends(one_of({"const": "z"})), sends(one_of()), E),
    "a break inside a draft": (sends(having(DRAFT)), sends(having({**DRAFT, "maxLength": 3})), N),
    "a draft that is demanded": (sends(having(DRAFT)), sends(having(DRAFT, "a")), N),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_was_announced_of_a_part_decides_how_much_its_end_matters(name: str) -> None:
    before, after, severity = ROWS[name]
    assert loudest(judged(before, after)) is severity


def test_of_callbacks_with_one_expression_the_most_stable_level_counts() -> None:
    def revision(status: str) -> Tree:
        def calling(**words: Json) -> Json:
            heard: Json = {"post": {"responses": {status: {"description": "Heard"}}, **words}}
            return {"get": {"callbacks": {"x": {"{$request.query.u}": heard}}, "responses": {}}}

        paths: Json = {"/a": calling(), "/b": calling(**{"x-stability-level": "alpha"})}
        return described(paths=paths)

    found = compared(revision("200"), revision("201"))
    assert found
    assert all(it.lifecycle is None for it in found)
