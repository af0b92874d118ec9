"""Smaller attempts: the same request with one thing less, or one thing simpler."""

from __future__ import annotations

from collections.abc import Iterator

from assent.fuzz.phases import Attempt, attempts
from assent.fuzz.recipes import Body, Recipe
from assent.json import Json, parse_pointer
from assent.records import replace

_LONG = 24


def smaller(attempt: Attempt) -> Iterator[Attempt]:
    """Attempts that are smaller by one thing, the smallest first."""
    named = ((attempt.about, recipe) for recipe in _smaller(attempt))
    less = list(attempts(attempt.material, attempt.phase, named))
    now = _size(attempt)
    yield from (it for it in sorted(less, key=_size) if _size(it) < now)


def _size(attempt: Attempt) -> int:
    request = attempt.request
    return (
        len(request.url) + len(request.body) + sum(len(name) + len(value) for name, value in request.headers)
    )


def is_wide(attempt: Attempt) -> bool:
    """Whether there is anything to leave out: the enumeration varies one thing of the simplest request."""
    recipe = attempt.recipe
    if attempt.phase != "enumerated":
        return True
    return isinstance(recipe.body, Body) and recipe.where.startswith("body /")


def _smaller(attempt: Attempt) -> Iterator[Recipe]:
    recipe, operation = attempt.recipe, attempt.material.operation
    described = operation.request_body
    yield from _varied_part_alone(attempt)
    if recipe.query:
        yield replace(recipe, query=())
    if recipe.body is not None and described is not None and not described.required:
        yield replace(recipe, body=None)
    for key in recipe.parameters:
        if not operation.parameters[key].required:
            yield recipe.lacking(key)
    for key, value in recipe.parameters.items():
        for less in _less(value):
            yield recipe.having(key, less)
    if isinstance(recipe.body, Body):
        for less in _less(recipe.body.value):
            yield replace(recipe, body=replace(recipe.body, value=less))


def _varied_part_alone(attempt: Attempt) -> Iterator[Recipe]:
    """The simplest request with nothing but the varied part in it, where that is smaller."""
    recipe, simplest = attempt.recipe, attempt.material.simplest()
    if simplest is None or not isinstance(recipe.body, Body) or not recipe.where.startswith("body /"):
        return
    if not isinstance(simplest.body, Body) or simplest.body.media is not recipe.body.media:
        return
    least, value = simplest.body.value, recipe.body.value
    name = parse_pointer(recipe.where.removeprefix("body "))[0]
    if isinstance(least, dict) and isinstance(value, dict):
        alone = {**least, name: value[name]} if name in value else _without(least, name)
        if len(alone) < len(value):
            yield replace(recipe, body=replace(recipe.body, value=alone))


def _without(value: dict[str, Json], name: str) -> dict[str, Json]:
    return {key: held for key, held in value.items() if key != name}


def _less(value: Json) -> Iterator[Json]:
    """Values with one part less."""
    match value:
        case dict():
            for key in value:
                yield {name: held for name, held in value.items() if name != key}
            for key, held in value.items():
                for less in _less(held):
                    yield {**value, key: less}
        case list() if value:
            if len(value) > 1:
                yield value[: len(value) // 2]
                yield value[len(value) // 2 :]
            for less in _less(value[0]):
                yield [less, *value[1:]]
        case str() if len(value) > _LONG:
            yield value[: len(value) // 2]
        case _:
            return
