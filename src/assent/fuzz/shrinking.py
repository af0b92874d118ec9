"""Smaller attempts: the same request with one thing less, or one thing simpler."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assent.fuzz.phases import Attempt, attempts
from assent.fuzz.recipes import Body, Recipe
from assent.json import Json

_LONG = 24


def smaller(attempt: Attempt) -> Iterator[Attempt]:
    """Attempts that are smaller by one thing, those that drop most first."""
    for recipe in _smaller(attempt):
        yield from attempts(attempt.material, attempt.phase, iter([(attempt.about, recipe)]))


def _smaller(attempt: Attempt) -> Iterator[Recipe]:
    recipe, operation = attempt.recipe, attempt.material.operation
    described = operation.request_body
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
