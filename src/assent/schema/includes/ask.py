"""The question itself: search, verify, explain, take the reason out, and search again."""

from __future__ import annotations

from collections.abc import Iterator

from assent.errors import UsageError
from assent.json import Json, Pointer
from assent.schema.checking import checker, original_pointer
from assent.schema.dialect import Formats
from assent.schema.formats import follows
from assent.schema.includes.evaluate import FormatTest, annotated
from assent.schema.includes.explain import (
    ABOUT_UNNAMED,
    Reason,
    partner,
    reason_of,
    schemas_at,
    without_reason,
)
from assent.schema.includes.outcomes import Doubt, Found, Nothing, Outcome, Unknown
from assent.schema.includes.recursion import Solver
from assent.schema.includes.verdict import Proved, Refuted, Undecided, Verdict, Witness
from assent.schema.model import Place, Schema, reachable
from assent.schema.nodes import Pool
from assent.schema.violations import Violation, innermost, violations

DEFAULT_BUDGET = 60_000
"""Steps for the first search, and again for all that follow it; a step is some ten microseconds of work."""

MOST_REASONS = 8


def includes(
    wider: Schema,
    narrower: Schema,
    *,
    formats: Formats = "annotate",
    budget: int = DEFAULT_BUDGET,
    most: int = MOST_REASONS,
    confirmed: bool = True,
) -> Verdict:
    """Whether every value of the narrower schema is one of the wider.

    Both must be read into one pool. `budget` bounds the steps of the first search, and again those of all
    further ones, of which there is one for each of at most `most` reasons. Equal input in equal order gives
    equal answers. A witness is returned only after an independent validator took it for the narrower schema and
    refused it for the wider one; if that ever disagrees, the answer is `Undecided` and the disagreement is
    logged. Who has each witness checked anyway may leave that out with `confirmed=False`. Schemas nested too deep
    for Python's stack, malformed keywords and dangling references are `Undecided` and named, never raised.

    Raises: UsageError if the schemas were read into different pools.
    """
    if wider.pool is not narrower.pool:
        raise UsageError(message="Schemas can be compared only if they were read into one pool.")
    try:
        if wider.node is narrower.node:
            return Proved()
        return _answered(wider, narrower, formats, budget=budget, most=most, confirmed=confirmed)
    except RecursionError:
        why = "the schemas are nested deeper than Python's stack"
        return Undecided(because=(Doubt("nesting", why, str(narrower.at)),))


def _answered(
    wider: Schema, narrower: Schema, formats: Formats, *, budget: int, most: int, confirmed: bool
) -> Verdict:
    outcome = _searched(wider, narrower, formats, budget)
    if isinstance(outcome, Nothing):
        return Proved()
    if isinstance(outcome, Unknown):
        return Undecided(because=tuple(_located(outcome, wider, narrower)))
    disagreement = _disagreement(wider, narrower, outcome.value, formats) if confirmed else None
    if disagreement is not None:
        return Undecided(because=tuple(_located(Unknown((disagreement,)), wider, narrower)))
    if is_large(outcome.value):
        return Refuted(
            witnesses=(_witness_at_a_glance(wider, narrower, outcome.value, formats),), complete=False
        )
    return _all_reasons(wider, narrower, outcome, formats, budget=budget, most=most, confirmed=confirmed)


def _all_reasons(
    wider: Schema,
    narrower: Schema,
    outcome: Outcome,
    formats: Formats,
    *,
    budget: int,
    most: int,
    confirmed: bool,
) -> Refuted:
    """Witness after witness, each reason taken out of the wider schema before the next search."""
    witnesses: list[Witness] = []
    taken: set[Reason] = set()
    left = wider
    first, steps = outcome, budget
    while isinstance(outcome, Found) and not is_large(outcome.value):
        violation = _new_violation(wider, narrower, outcome.value, taken, formats)
        if violation is None:
            break
        witnesses.append(_witness(violation, narrower, outcome.value, _test(formats)))
        reason = _reason(violation, narrower, outcome.value, formats)
        taken.add(reason)
        if len(witnesses) >= most:
            break
        smaller = without_reason(left, reason)
        if smaller is left:
            break
        left = smaller
        outcome = _searched(left, narrower, formats, steps)
        steps = max(solver(wider.pool, formats).left, 0)
        if (
            confirmed
            and isinstance(outcome, Found)
            and not _is_confirmed(wider, narrower, outcome.value, formats)
        ):
            break
    if not witnesses:
        assert isinstance(first, Found)
        witnesses.append(_witness_at_a_glance(wider, narrower, first.value, formats))
    return Refuted(witnesses=tuple(witnesses), complete=isinstance(outcome, Nothing))


def solver(pool: Pool, formats: Formats) -> Solver:
    """The pool's solver, with everything it has found out so far."""
    key = ("solver", formats)
    known: Solver | None = pool.findings.get(key)
    if known is None:
        known = Solver(pool=pool, follows=_test(formats), asserts_formats=formats == "assert")
        pool.findings[key] = known
    return known


def _test(formats: Formats) -> FormatTest:
    return follows if formats == "assert" else annotated


def _searched(wider: Schema, narrower: Schema, formats: Formats, budget: int) -> Outcome:
    if wider.node is narrower.node:
        return Nothing()
    return solver(wider.pool, formats).ask([(narrower.node, True), (wider.node, False)], budget)


def _is_confirmed(wider: Schema, narrower: Schema, value: Json, formats: Formats) -> bool:
    """Whether an independent validator takes the value for the narrower schema and not for the wider.

    Raises: ValueError if it cannot compile a schema, or read the value.
    """
    taken, refused = (_accepts(schema, value, formats) for schema in (narrower, wider))
    return taken and not refused


def _accepts(schema: Schema, value: Json, formats: Formats) -> bool:
    compiled = checker(schema, formats=formats)
    try:
        return compiled.validator.is_valid(value)
    except UnicodeEncodeError:
        return compiled.accepts(value)


def _disagreement(wider: Schema, narrower: Schema, value: Json, formats: Formats) -> Doubt | None:
    """What an independent validator has against the witness; None if it confirms both halves."""
    if is_large(value, MOST_VERIFIED):
        why = f"a witness was found, but with more than {MOST_VERIFIED:,} values in it it was not verified"
        return Doubt("minItems", why)
    try:
        if _is_confirmed(wider, narrower, value, formats):
            return None
    except (ValueError, OverflowError, RecursionError) as error:
        return Doubt("validator", f"a witness was found but could not be verified: {error}", str(wider.at))
    import logging

    logging.getLogger("assent.schema").error(
        "no validator confirms a witness for %s against %s: %.1000r", narrower.at, wider.at, value
    )
    return Doubt("validator", "a witness was found, but an independent validator disagrees", str(wider.at))


MOST_EXPLAINED = 20_000
"""Values within a witness; larger ones are reported with the first reason that is met."""


MOST_VERIFIED = 400_000
"""Values within a witness that an independent validator is asked about."""


def is_large(value: Json, most: int = MOST_EXPLAINED) -> bool:
    """Whether a value holds more others than that."""
    todo, count = [value], 0
    while todo and count <= most:
        here = todo.pop()
        count += 1
        if isinstance(here, dict):
            todo.extend(here.values())
        elif isinstance(here, list):
            todo.extend(here[:most])
    return count > most


def _witness_at_a_glance(wider: Schema, narrower: Schema, value: Json, formats: Formats) -> Witness:
    """The witness with the first refusal that the validator meets."""
    from jsonschema_rs import ValidationError

    compiled = checker(wider, formats=formats)
    schema, at = wider, wider.at
    keyword, message = "false", "no value is allowed here"
    pointer: Pointer = ()
    try:
        compiled.validator.validate(value)
    except ValidationError as error:
        path = original_pointer(compiled, error.schema_path)
        schema, word = compiled.plain.written(path)
        keyword = word or keyword
        at = compiled.plain.place(path)
        pointer = tuple([str(token) for token in error.instance_path])
        message = f"{keyword} refuses a part of a very large value" if is_large(value) else error.message
    return Witness(
        value=value,
        keyword=keyword,
        value_pointer=pointer,
        at=at,
        wider=schema.at,
        narrower=narrower.at,
        message=message,
    )


def _new_violation(
    wider: Schema, narrower: Schema, value: Json, taken: set[Reason], formats: Formats
) -> Violation | None:
    """The first violation, inside unions the closest branch's, whose reason was not taken out yet."""
    for violation in violations(wider, value, formats=formats):
        for inner in (*innermost(violation), violation):
            if _reason(inner, narrower, value, formats) not in taken:
                return inner
    return None


def _reason(violation: Violation, narrower: Schema, value: Json, formats: Formats) -> Reason:
    pointer = violation.value_pointer
    named = (
        bool(pointer)
        and violation.keyword in ABOUT_UNNAMED
        and any(
            pointer[-1] in here.keywords.get("properties", ())
            for here in schemas_at(narrower, value, pointer[:-1], _test(formats))
        )
    )
    return reason_of(violation, named)


def _witness(violation: Violation, narrower: Schema, value: Json, test: FormatTest) -> Witness:
    other = partner(narrower, value, violation.value_pointer, violation.keyword, test)
    return Witness(
        value=value,
        keyword=violation.keyword,
        value_pointer=violation.value_pointer,
        at=violation.at,
        wider=Place(violation.at.uri, violation.at.pointer[:-1]),
        narrower=other.at,
        message=violation.message,
    )


def _located(outcome: Unknown, wider: Schema, narrower: Schema) -> Iterator[Doubt]:
    """The doubts, each with a place: its own, else that of the first such keyword, else the schema's."""
    for doubt in outcome.doubts:
        if doubt.where:
            yield doubt
            continue
        found = _first_with(doubt.construct, wider) or _first_with(doubt.construct, narrower)
        yield Doubt(doubt.construct, doubt.why, str(found or wider.at))


def _first_with(keyword: str, schema: Schema) -> Place | None:
    return next((here.place_of(keyword) for here in reachable(schema) if keyword in here.keywords), None)
