"""Values of a schema: one readable, or as many as wanted by chance."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from assent.errors import AssentError
from assent.json import Json
from assent.records import dataclass
from assent.schema.checking import checker
from assent.schema.dialect import Formats
from assent.schema.formats import follows
from assent.schema.frozen import freeze, sort_key, thaw
from assent.schema.includes.evaluate import annotated, holds, regular
from assent.schema.includes.forms import Literal
from assent.schema.includes.outcomes import Doubt
from assent.schema.model import Schema
from assent.schema.patterns import language
from assent.schema.values.choices import READABLE, TYPICAL, Chances, Run, Seeded, Shape, Simplest, copied
from assent.schema.values.hints import given_values, hints_of
from assent.schema.values.plans import Plan, Plans, plans_for
from assent.schema.values.texts import simplest

if TYPE_CHECKING:  # imported when values are drawn
    from random import Random

ATTEMPTS = 6
TOO_DEEP = Doubt("nesting", "the schemas are nested deeper than Python's stack")


@dataclass(eq=False)
class Unsatisfiable(AssentError):
    """No value at all is valid, which is proven, or none was found, and `because` says what stood in the way."""

    at: str
    because: tuple[Doubt, ...] = ()

    def __str__(self) -> str:
        if not self.because:
            return f"{self.at}: no value is valid. Its keywords contradict one another."
        doubts = "; ".join(map(str, self.because))
        return f"{self.at}: no valid value was found, because {doubts}."


def plans_of(schema: Schema, *, formats: Formats = "annotate") -> Plans:
    """The plans for the schema's parts; once per schema, for as long as its pool lives.

    Raises: Unsatisfiable if the schema is too deep to be understood.
    """
    key = ("plans", id(schema), formats)
    known: tuple[Schema, Plans] | None = schema.pool.findings.get(key)
    if known is None:
        try:
            hints = hints_of(schema)
        except RecursionError:
            raise Unsatisfiable(str(schema.at), (TOO_DEEP,)) from None
        known = schema, plans_for(schema.pool, hints, formats)
        schema.pool.findings[key] = known
    return known[1]


def plan_of(schema: Schema, plans: Plans, *extra: Literal) -> Plan:
    """The plan for values of the schema that follow the extra literals as well.

    Raises: Unsatisfiable if there is none.
    """
    try:
        plan = plans.plan([(schema.node, True), *extra])
    except RecursionError:
        raise Unsatisfiable(str(schema.at), (TOO_DEEP,)) from None
    if plan is None:
        raise Unsatisfiable(str(schema.at), tuple(plans.doubts))
    return plan


def maker(
    schema: Schema, *, shape: Shape = TYPICAL, formats: Formats = "annotate"
) -> Callable[[Chances], Json]:
    """How to make valid values of the schema by choices.

    Raises: Unsatisfiable if there is none; so does what is returned if none is found.
    """
    plans = plans_of(schema, formats=formats)
    plan = plan_of(schema, plans)
    return _making(schema, plans, plan, shape, checker(schema, formats=formats).accepts)


def _making(
    schema: Schema, plans: Plans, plan: Plan, shape: Shape, accepts: Callable[[Json], bool]
) -> Callable[[Chances], Json]:
    def make(choices: Chances) -> Json:
        for _ in range(ATTEMPTS):
            with suppress(RecursionError):
                value = plans.draw(plan, Run(choices, shape), 0)
                if accepts(value):
                    return value
        if plan.known and accepts(plan.least):
            return copied(plan.least)
        raise Unsatisfiable(str(schema.at), (*plans.doubts, Doubt("values", "the values made are refused")))

    return make


def drawn(schema: Schema, choices: Chances, *, shape: Shape = TYPICAL, formats: Formats = "annotate") -> Json:
    """A valid value by the given choices.

    Raises: Unsatisfiable if there is none, or none is found.
    """
    return maker(schema, shape=shape, formats=formats)(choices)


def draw(schema: Schema, random: Random, *, shape: Shape = TYPICAL, formats: Formats = "annotate") -> Json:
    """A valid value, the same for the same state of the generator; thousands a second.

    Raises: Unsatisfiable if there is none, or none is found.
    """
    return drawn(schema, Seeded(random), shape=shape, formats=formats)


_TELLING: Final = frozenset({"type", "prefixItems"})
"""Schemas with no other keywords need no plan, if they let scalars through."""

_NAMING: Final = frozenset({"type", "properties", "required"})
"""Nor do those with just these, if what they name is of that kind."""

_PATTERNED: Final = frozenset({"type", "pattern"})
"""Nor do texts of a pattern, whose language has a first text."""

_LISTING: Final = frozenset({"type", "enum"})
"""Nor do values that are listed, if all are of the one type asked for."""

_LISTED: Final = {("string",): str, ("boolean",): bool}

_SMALLEST: Final[dict[str, Json]] = {
    "string": "string",
    "integer": 0,
    "number": 0,
    "boolean": True,
    "null": None,
}


def _scalar_type(schema: Schema) -> str | None:
    """The type of which the smallest value is taken, where the schema says nothing else."""
    types: tuple[str, ...] = schema.keywords.get("type", ("string",))
    if not schema.keywords.keys() <= _TELLING or len(types) > 1 or types[0] not in _SMALLEST:
        return None
    return None if _says_more(schema) else types[0]


def _scalar_members(schema: Schema) -> dict[str, Json] | None:
    """What is required of an object that names scalars and says nothing else, like most forms."""
    keywords = schema.keywords
    if keywords.keys() != _NAMING or keywords["type"] != ("object",) or _says_more(schema):
        return None
    plain = {
        name: part for name, part in keywords["properties"].items() if "prefixItems" not in part.keywords
    }
    types = {name: type for name, part in plain.items() if (type := _scalar_type(part)) is not None}
    if len(types) < len(keywords["properties"]) or not types.keys() >= set(keywords["required"]):
        return None
    return {name: _SMALLEST[type] for name, type in types.items() if name in keywords["required"]}


def _text_of_pattern(schema: Schema) -> str | None:
    """The text that a plan ends with, where the schema asks for a text in which a pattern is found and no more."""
    keywords = schema.keywords
    if keywords.keys() != _PATTERNED or keywords["type"] != ("string",) or _says_more(schema):
        return None
    found = regular(keywords["pattern"])
    return None if found is None else simplest(language([found]))


def _listed_value(schema: Schema) -> Json:
    """The value that a plan ends with, where the schema lists values of its one type and says no more."""
    keywords = schema.keywords
    if keywords.keys() != _LISTING or keywords["type"] not in _LISTED or _says_more(schema):
        return None
    kind, values = _LISTED[keywords["type"]], keywords["enum"]
    if set(map(type, values)) != {kind}:
        return None
    return thaw(min(map(freeze, values), key=sort_key))


def _says_more(schema: Schema) -> bool:
    """Whether something beside the keywords is to be heeded."""
    return bool(schema.troubles) or schema.never or any(True for _ in given_values(schema))


def one(schema: Schema, *, formats: Formats = "annotate") -> Json:
    """The smallest readable valid value, with authors' examples and defaults where these are valid.

    Raises: Unsatisfiable if there is none, or none is found.
    """
    if (name := _scalar_type(schema)) is not None:
        return _SMALLEST[name]
    if (members := _scalar_members(schema)) is not None:
        return members
    if (text := _text_of_pattern(schema)) is not None:
        return text
    if (value := _listed_value(schema)) is not None:
        return value
    plans = plans_of(schema, formats=formats)
    plan = plan_of(schema, plans)
    return _making(schema, plans, plan, READABLE, lambda value: fits(schema, value, formats=formats))(
        Simplest()
    )


def fits(schema: Schema, value: Json, *, formats: Formats = "annotate") -> bool:
    """Whether the value is valid: for one or a few values quicker than `accepts`, which compiles a validator first."""
    truth = holds(schema.node, value, follows if formats == "assert" else annotated)
    return checker(schema, formats=formats).accepts(value) if truth is None else truth
