"""Values that one keyword refuses and nothing else, drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TypeAlias

from assent.json import Json
from assent.schema.dialect import Formats
from assent.schema.model import Schema
from assent.schema.values.choices import Chances, Run, Shape, copied
from assent.schema.values.edges import classified, edges
from assent.schema.values.outside import Breach, breaches
from assent.schema.values.spots import filled, frame, spots
from assent.schema.values.whole import plans_of

Break: TypeAlias = Callable[[Chances, Shape], Json]

ATTEMPTS = 4
MOST_BREACHES = 200
MOST_FIXED = 60


def breaker(schema: Schema, keyword: str, *, formats: Formats = "annotate") -> Break | None:
    """How to draw values that the keyword refuses, at one place, and nothing else; None if there are none.

    Raises: Unsatisfiable if the schema has no valid value.
    """
    key = ("breaker", id(schema), keyword, formats)
    known: tuple[Schema, Break | None] | None = schema.pool.findings.get(key)
    if known is None:
        known = schema, _breaker(schema, keyword, formats)
        schema.pool.findings[key] = known
    return known[1]


def _breaker(schema: Schema, keyword: str, formats: Formats) -> Break | None:
    plans = plans_of(schema, formats=formats)
    outside = (edge for edge in edges(schema, keyword=keyword, formats=formats) if not edge.inside)
    fixed = list(islice(outside, MOST_FIXED))
    if not fixed:
        return None
    known: list[Breach] = []
    for spot in spots(schema):
        known.extend(
            breach
            for breach in breaches(spot, asserts_formats=formats == "assert")
            if breach.keyword == keyword
            and any(edge.at == breach.schema.place_of(keyword) for edge in fixed)
            and plans.plan(breach.literals) is not None
        )
    known = known[:MOST_BREACHES]

    def broken(choices: Chances, shape: Shape) -> Json:
        for _ in range(ATTEMPTS if known else 0):
            breach = choices.pick(known)
            plan = plans.plan(breach.literals)
            assert plan is not None
            run = Run(choices, shape)
            part = plans.draw(plan, run, len(breach.spot.pointer))
            containers = frame(breach.spot, plans, run)
            if containers is not None:
                value = filled(containers, breach.spot, part)
                edge = classified(schema, value, breach, breach.spot, formats)
                if edge is not None and not edge.inside:
                    return value
        return copied(choices.pick(fixed).value)

    return broken
