"""Values as a hypothesis strategy, by the same construction, so that they shrink towards the simplest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assent.errors import UsageError
from assent.json import Json
from assent.schema.dialect import Formats
from assent.schema.model import Schema
from assent.schema.values.breaking import breaker
from assent.schema.values.choices import TYPICAL, Chances, Shape
from assent.schema.values.whole import maker

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def strategy(
    schema: Schema,
    *,
    outside: str | None = None,
    formats: Formats = "annotate",
    shape: Shape = TYPICAL,
) -> SearchStrategy[Json]:
    """Valid values, or with `outside` values that one keyword refuses, at one place, and nothing else.

    Raises: Unsatisfiable if there is no such value, or none is found; UsageError if the schema has no keyword
    `outside` that can be broken.
    """
    make = _maker(schema, outside, formats, shape)

    from assent.schema.values.drawing import Valued

    beside = "" if outside is None else f", outside={outside!r}"
    return Valued(make, f"strategy({schema.at}{beside})")


def _maker(schema: Schema, outside: str | None, formats: Formats, shape: Shape) -> Callable[[Chances], Json]:
    if outside is None:
        return maker(schema, shape=shape, formats=formats)
    broken = breaker(schema, outside, formats=formats)
    if broken is None:
        raise UsageError(message=f"No value breaks the keyword {outside!r} of {schema.at} and nothing else.")
    return lambda choices: broken(choices, shape)
