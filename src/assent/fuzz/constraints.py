"""The constraints that a description puts on an operation's requests, so that a run can say which it has not tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assent.api.sides import Side
from assent.fuzz.material import Material
from assent.json import Pointer, format_pointer
from assent.records import dataclass
from assent.wire.views import View

KEYWORDS: Final = (
    *("enum", "const"),
    *("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern"),
    *("minItems", "maxItems", "uniqueItems"),
    *("required", "minProperties", "maxProperties"),
)
MOST: Final = 200
"""Constraints of one operation that are looked for."""
DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class Constraint:
    """One keyword: its place in the request for people, and where it stands in the description."""

    name: str
    pointer: Pointer


def constraints(material: Material) -> Iterator[Constraint]:
    """The constraints of the operation's parameters and of its body's first media type, those nearest first."""
    todo: list[tuple[str, View, int]] = []
    for plan in material.plan.parameters:
        todo.append((f"{plan.parameter.location} {plan.parameter.name}", plan.check.within, 0))
    for media in material.medias()[:1]:
        todo.append(("body", material.plan.media(Side.REQUEST, media).check.within, 0))
    seen: set[Pointer] = set()
    for name, within, depth in todo:  # grows while objects and arrays are met
        for schema in within.schemas:
            for word in KEYWORDS:
                if not schema.keywords.get(word):
                    continue
                pointer = schema.at.below(schema.origins.get(word, word)).pointer
                if pointer not in seen:
                    seen.add(pointer)
                    yield Constraint(f"{name} {word}", pointer)
            if len(seen) >= MOST:
                return
            if depth < DEEPEST:
                named = schema.keywords.get("properties") or ()
                todo += [(f"{name}{format_pointer([it])}", within.member(it), depth + 1) for it in named]
                if "items" in schema.keywords:
                    todo.append((f"{name}/0", within.item(0), depth + 1))
