"""The values at the edges of a schema: the last that are valid, and the first that are not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from typing import Any

from assent.json import Json, Pointer, canonical
from assent.records import dataclass
from assent.schema.dialect import Formats
from assent.schema.formats import format_named
from assent.schema.frozen import as_number, exact
from assent.schema.includes.forms import Literal
from assent.schema.model import Place, Schema
from assent.schema.nodes import Pool, SizeAtLeast, SizeAtMost, Types
from assent.schema.values.choices import MAXIMAL, READABLE, Run, Simplest
from assent.schema.values.outside import breaches
from assent.schema.values.plans import Plans
from assent.schema.values.spots import Spot, filled, frame, spots
from assent.schema.values.whole import one, plan_of, plans_of
from assent.schema.violations import Violation, accepts, innermost, violations

MOST_MEMBERS_OF_ENUM = 60
LONGEST = 20_000
"""A bound on a size beyond which no value of that size is built."""

SIZES = {"Length": "string", "Items": "array", "Properties": "object"}


_NUMBERS: tuple[tuple[Json, str], ...] = (
    (0, "zero"),
    (-1, "below zero"),
    (2**31 - 1, "the last of 32 bits"),
    (2**31, "beyond 32 bits"),
    (-(2**31) - 1, "below 32 bits"),
    (2**53 + 1, "no exact double"),
    (2**63 - 1, "the last of 64 bits"),
    (2**63, "beyond 64 bits"),
)
TELLING: dict[str, tuple[tuple[Json, str], ...]] = {
    "string": (
        ("", "empty"),
        (" ", "a blank"),
        ("a" * 5000, "long"),
        ("Ünïcødé 漢字 😀", "letters of many scripts"),
        ("a\u0301\u202eb\ufeff", "marks that join, turn and hide"),
        ("\u0000\u0001\u001f\u007f", "control characters"),
        ("'\";--<b>%00{}${x}", "signs that other languages use"),
        ("null", "a word that looks like a value"),
        ("0", "a digit"),
    ),
    "integer": (*_NUMBERS, (1.0, "whole, with a point")),
    "number": (
        *_NUMBERS,
        (0.1, "no exact fraction of two"),
        (1e308, "near the largest double"),
        (5e-324, "the smallest double"),
    ),
    "boolean": ((True, "true"), (False, "false")),
    "array": (([], "empty"),),
    "object": (({}, "empty"),),
}
"""Values that programs often get wrong, by type; those that other keywords refuse are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A value at an edge: what of it is at the edge of which keyword, and on which side.

    A value outside is refused because of this keyword and nothing else. `value_pointer` leads to the part of the
    value, `at` to the keyword. `what` says it in words.
    """

    value: Json
    inside: bool
    keyword: str
    value_pointer: Pointer
    at: Place
    what: str

    @property
    def label(self) -> str:
        """One line for people: side, keyword, place, words."""
        side = "inside" if self.inside else "outside"
        return f"{side} {self.keyword} at {'/'.join(('#', *self.value_pointer))}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    part: Json
    keyword: str
    schema: Schema
    what: str
    is_sample: bool = False
    """Of interest only where it is valid."""


def edges(schema: Schema, *, keyword: str | None = None, formats: Formats = "annotate") -> Iterator[Edge]:
    """The boundary values of the schema, valid ones and such as are wrong in exactly one way; no value twice.

    With `keyword` only those of this keyword. Lazy, and what lies near the root of values comes first: of a large
    schema take as many as you need. Values may share parts with one another: copy before you change one.

    Raises: Unsatisfiable if there is no valid value, or none is found.
    """
    plans = plans_of(schema, formats=formats)
    plan_of(schema, plans)
    seen: set[tuple[bytes, str]] = set()
    for edge in _every(schema, plans, formats, keyword):
        key = (canonical(edge.value), edge.keyword)
        if key not in seen:
            seen.add(key)
            yield edge


def _every(schema: Schema, plans: Plans, formats: Formats, keyword: str | None) -> Iterator[Edge]:
    if keyword is None:
        yield _plain_edge(schema, one(schema, formats=formats), "the smallest")
        fullest = plans.draw(plan_of(schema, plans), Run(Simplest(), MAXIMAL), 0)
        if accepts(schema, fullest, formats=formats):
            yield _plain_edge(schema, fullest, "with every member")
    for spot in spots(schema):
        containers = frame(spot, plans, _simplest())
        if containers is None:
            continue
        for candidate in chain(_inside(spot, plans, keyword), _outside(spot, plans, keyword)):
            value = filled(containers, spot, candidate.part)
            if candidate.is_sample and not accepts(schema, value, formats=formats):
                continue
            edge = classified(schema, value, candidate, spot, formats)
            if edge is not None:
                yield edge


def _simplest() -> Run:
    return Run(Simplest(), READABLE)


def _plain_edge(schema: Schema, value: Json, what: str) -> Edge:
    return Edge(value=value, inside=True, keyword="", value_pointer=(), at=schema.at, what=what)


def classified(schema: Schema, value: Json, candidate: Any, spot: Spot, formats: Formats) -> Edge | None:
    """The value as an edge, if it is valid, or refused because of the candidate's keyword and nothing else."""
    refusals = list(violations(schema, value, formats=formats))
    if refusals and not _is_only(candidate.keyword, candidate.schema, refusals):
        return None
    return Edge(
        value=value,
        inside=not refusals,
        keyword=candidate.keyword,
        value_pointer=spot.pointer,
        at=candidate.schema.place_of(candidate.keyword),
        what=candidate.what,
    )


def _is_only(keyword: str, schema: Schema, refusals: list[Violation]) -> bool:
    """Whether the keyword of this schema explains every refusal."""
    at = schema.place_of(keyword)
    words = (
        {at, schema.place_of("minContains"), schema.place_of("maxContains")}
        if keyword == "contains"
        else {at}
    )
    for refusal in refusals:
        inner = list(innermost(refusal))
        own = refusal.at in words or _lies_in(refusal.at, at)
        if not own and not all(one.at in words or _lies_in(one.at, at) for one in inner):
            return False
    return True


def _lies_in(inner: Place, outer: Place) -> bool:
    """Whether a place lies in the schemas that a keyword like `if` or `dependentSchemas` holds."""
    pointer = outer.pointer
    if pointer and pointer[-1] == "if":
        return (
            inner.uri == outer.uri
            and inner.pointer[: len(pointer) - 1] == pointer[:-1]
            and inner.pointer[len(pointer) - 1 : len(pointer)] in {("then",), ("else",)}
        )
    return inner.uri == outer.uri and inner.pointer[: len(pointer)] == pointer


def _outside(spot: Spot, plans: Plans, only: str | None) -> Iterator[_Candidate]:
    for breach in breaches(spot, asserts_formats=plans.formats == "assert"):
        plan = plans.plan(breach.literals) if only in {None, breach.keyword} else None
        if plan is not None:
            yield _Candidate(
                part=plans.draw(plan, _simplest(), len(spot.pointer)),
                keyword=breach.keyword,
                schema=breach.schema,
                what=breach.what,
            )


def _inside(spot: Spot, plans: Plans, only: str | None) -> Iterator[_Candidate]:
    """Candidates near the bounds; which side they are on is found out afterwards."""
    for schema in spot.schemas:
        for keyword, held in schema.keywords.items():
            if only not in {None, keyword}:
                continue
            for part, what in _near(spot, schema, keyword, held, plans):
                yield _Candidate(
                    part=part, keyword=keyword, schema=schema, what=what, is_sample=keyword == "type"
                )


def _near(spot: Spot, schema: Schema, keyword: str, held: Any, plans: Plans) -> Iterator[tuple[Json, str]]:
    match keyword:
        case "enum":
            for value in held[:MOST_MEMBERS_OF_ENUM]:
                yield value, "one of them"
                if isinstance(value, str) and value.swapcase() != value:
                    yield value.swapcase(), "in other letters"
        case "const":
            yield held, "the value"
        case "type":
            for name in held:
                yield from _with(spot, [(schema.pool.make(Types, frozenset({name})), True)], name, plans)
                yield from TELLING.get(name, ())
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            yield from _around_bound(schema, exact(held))
        case "multipleOf":
            step = Fraction(exact(held))
            for times, what in ((1, "one step"), (2, "two steps"), (Fraction(3, 2), "between two steps")):
                yield as_number(step * times), what
        case "format":
            known = format_named(held)
            for value in known.examples if known else ():
                yield value, f"an example of {held}"
            if plans.formats == "assert":
                for value in known.near_misses if known else ():
                    yield value, f"nearly {held}"
        case "anyOf" | "oneOf":
            for number, branch in enumerate(held):
                yield from _with(spot, [(branch.node, True)], f"alternative {number + 1}", plans)
        case _ if keyword[3:] in SIZES:
            yield from _of_size(spot, keyword, held, plans)
        case _:
            pass


def _around_bound(schema: Schema, bound: Fraction | int) -> Iterator[tuple[Json, str]]:
    step = Fraction(exact(schema.keywords.get("multipleOf", 1)))
    yield as_number(Fraction(bound)), "at the bound"
    times = math.floor(bound / step)
    for k in (times - 1, times, times + 1):
        if k * step != bound:
            yield as_number(k * step), "above the bound" if k * step > bound else "below the bound"


def _of_size(spot: Spot, keyword: str, bound: int, plans: Plans) -> Iterator[tuple[Json, str]]:
    pool: Pool = plans.pool
    about = SIZES[keyword[3:]]
    if bound > LONGEST:
        return
    for size in (bound, bound + 1 if keyword.startswith("min") else bound - 1):
        if size >= 0:
            exactly: list[Literal] = [
                (pool.make(SizeAtLeast, about, size), True),
                (pool.make(SizeAtMost, about, size), True),
                (pool.make(Types, frozenset({about})), True),
            ]
            yield from _with(spot, exactly, f"size {size}", plans)


def _with(spot: Spot, extra: list[Literal], what: str, plans: Plans) -> Iterator[tuple[Json, str]]:
    plan = plans.plan([*spot.literals, *extra])
    if plan is not None:
        yield plans.draw(plan, _simplest(), len(spot.pointer)), what
