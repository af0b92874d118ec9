"""Values that a user's hooks make, in the places that they are for."""

from __future__ import annotations

from random import Random
from typing import Final

from assent.fuzz.hooks import Hooks, Values
from assent.json import Json
from assent.wire.views import View

DEEPEST: Final = 12
"""Levels of a value that are looked through."""


def own_value(hooks: Hooks, hook: Values, random: Random | None) -> Json:
    """What the hook makes; None if it raises. Without a random source the hook's first value."""
    value: Json = hooks.ask(hook, random or Random(0))  # noqa: S311 - reproducible by design
    return value


def with_own(hooks: Hooks, value: Json, within: View, random: Random | None, *, level: int = 0) -> Json:
    """The value with each part replaced whose schema component or `format` has a hook."""
    hook = _hook(hooks, within)
    if hook is not None:
        own = own_value(hooks, hook, random)
        return value if own is None else own
    if level >= DEEPEST:
        return value
    match value:
        case dict():
            return {
                name: with_own(hooks, held, within.member(name), random, level=level + 1)
                for name, held in value.items()
            }
        case list():
            return [
                with_own(hooks, held, within.item(i), random, level=level + 1) for i, held in enumerate(value)
            ]
        case _:
            return value


def _hook(hooks: Hooks, within: View) -> Values | None:
    for schema in within.schemas:
        pointer = schema.at.pointer
        if len(pointer) >= 2 and pointer[-2] in ("schemas", "definitions", "$defs"):
            if pointer[-1] in hooks.schemas:
                return hooks.schemas[pointer[-1]]
        if (name := schema.keywords.get("format")) in hooks.formats:
            return hooks.formats[name]
    return None
