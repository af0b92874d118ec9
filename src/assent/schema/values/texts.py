"""Strings of a normal form."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from assent.json import Json
from assent.schema.formats import follows, format_named, inner_language
from assent.schema.includes.evaluate import found_in, regular
from assent.schema.includes.forms import StringForm
from assent.schema.includes.outcomes import Found
from assent.schema.includes.strings import language_of, some
from assent.schema.patterns import (
    Language,
    OutOfSteps,
    contains,
    draw,
    first_members,
    members,
    sampler,
    within,
)
from assent.schema.values.choices import MORE, Chances, Run, Seeded

if TYPE_CHECKING:
    from assent.schema.values.context import Context

Draw: TypeAlias = Callable[[Run, int], Json]

READABLE = ("string", "text", "a")
LONGEST = 1_000_000
"""Characters of the longest text that is made."""
ATTEMPTS = 20
PREPARED = 48
FIRST = 4
MOST_LETTERS = 48
"""Letters of a new text that are chosen together where choices are dear."""


def text_way(form: StringForm, wishes: tuple[str, ...], context: Context) -> Draw | None:
    """Strings of the form, following formats wherever that is possible."""
    if form.shortest > LONGEST or (form.longest is not None and form.longest < form.shortest):
        return None
    asserted = tuple(name for name, wanted in form.formats if wanted)
    wished = [name for name in (*asserted, *wishes) if inner_language(name) is not None]
    if not (form.inside or form.outside or form.excluded or form.formats or wished):
        return _plain_way(form.shortest, form.longest)
    inside = [one for text in form.inside if (one := regular(text)) is not None]
    outside = [one for text in form.outside if (one := regular(text)) is not None]
    allowed = language_of(form)
    complete = len(inside) == len(form.inside) and len(outside) == len(form.outside)
    chosen = _chosen(allowed, wished)
    readable = _readable(form, allowed, wished, complete=complete)
    if complete and not form.formats:
        if chosen is None:
            return None
        is_format = wished and not (form.inside or form.outside)
        return _prepared_way(chosen, readable) if is_format else _language_way(chosen, readable)
    context.solver.left = 10_000
    outcome = some(form, context.solver)
    least = outcome.value if isinstance(outcome, Found) else None
    if chosen is None:
        return None if least is None else lambda _, __: least
    return _tested_way(chosen, form, readable, least)


def simplest(allowed: Language) -> str | None:
    """The text of a language that is drawn where texts are to be readable; None if there is none, or it is far to seek."""
    for text in READABLE:
        if contains(allowed, text):
            return text
    with suppress(OutOfSteps):
        return next(members(allowed), None)
    return None


def _chosen(allowed: Language, wished: list[str]) -> Language | None:
    """The language to draw from: as many wishes as leave something; None if there is no member at all."""
    for count in range(len(wished), -1, -1):
        regulars = [one for name in wished[:count] if (one := inner_language(name)) is not None]
        narrowed = within(allowed, *regulars)
        try:
            prepared = sampler(narrowed)
        except OutOfSteps:
            continue
        if prepared.sizes or prepared.fixed:
            return narrowed
    return None


def _readable(form: StringForm, allowed: Language, wished: list[str], *, complete: bool) -> list[str]:
    examples = [
        example
        for name in wished
        if (known := format_named(name)) is not None
        for example in known.examples
        if isinstance(example, str)
    ]
    candidates = examples or list(READABLE)
    return [
        text
        for text in candidates
        if contains(allowed, text)
        and (complete or _is_allowed(form, text))
        and all(follows(name, text) == wanted for name, wanted in form.formats)
    ]


def _is_allowed(form: StringForm, text: str) -> bool:
    return (
        all(found_in(one, text) is not False for one in form.inside)
        and not any(found_in(one, text) for one in form.outside)
        and all(follows(name, text) == wanted for name, wanted in form.formats)
    )


def _plain_way(shortest: int, longest: int | None) -> Draw:
    """Strings of which nothing but the length is asked."""
    high = shortest + MORE if longest is None else min(longest, shortest + MORE)
    first = 1 if shortest == 0 and high > 0 else shortest
    readable = [
        text for text in READABLE if shortest <= len(text) and (longest is None or len(text) <= longest)
    ]
    simple = readable[0] if readable else "a" * shortest

    def plain(run: Run, _: int) -> Json:
        choices, shape = run.choices, run.shape
        if shape.readable:
            return simple
        if shape.edges and choices.coin(shape.edges / 2 if choices.is_dear else shape.edges):
            return choices.text(shortest, longest)
        return choices.word(first, high)

    return plain


@lru_cache(512)
def _drawn_before(chosen: Language) -> tuple[str, ...]:
    """Texts of a language, always the same: picking one is quicker than drawing one."""
    from random import Random

    chance = Seeded(Random(0))  # noqa: S311 - nothing secret is drawn
    texts = (draw(chosen, chance, odd=0) for _ in range(PREPARED))
    found = {text for text in texts if text is not None}
    return tuple(sorted(found, key=lambda text: (len(text), text)))


@lru_cache(512)
def _simplest_first(chosen: Language) -> tuple[str, ...]:
    """The first texts of a language, and then others."""
    with suppress(OutOfSteps):
        return tuple(dict.fromkeys((*first_members(chosen, FIRST), *_drawn_before(chosen))))
    return _drawn_before(chosen)


def _prepared_way(chosen: Language, readable: list[str]) -> Draw:
    """For formats of which everything is known: one of many prepared texts, now and then a new one."""
    texts = (*readable, *_drawn_before(chosen))

    def prepared(run: Run, _: int) -> Json:
        if run.shape.readable:
            return texts[0]
        if run.choices.coin(run.shape.edges):
            return _new(chosen, run.choices, 0.1)
        return run.choices.pick(texts)

    return prepared


def _language_way(chosen: Language, readable: list[str]) -> Draw:
    def from_language(run: Run, _: int) -> Json:
        if run.shape.readable and readable:
            return readable[0]
        if run.choices.is_dear and not run.choices.coin(run.shape.edges):
            return run.choices.pick(_simplest_first(chosen))
        return _new(chosen, run.choices, run.shape.edges)

    return from_language


def _new(chosen: Language, choices: Chances, odd: float) -> str | None:
    """A text of the language, drawn letter by letter."""
    if choices.is_dear:
        choices.stream(choices.parts(MOST_LETTERS, MOST_LETTERS))
    return draw(chosen, choices, odd=odd)


def _tested_way(chosen: Language, form: StringForm, readable: list[str], least: Json) -> Draw:
    """For patterns that are not regular and for refused formats: draw, and see."""

    def tested(run: Run, _: int) -> Json:
        if run.shape.readable and readable:
            return readable[0]
        for _attempt in range(ATTEMPTS):
            text = _new(chosen, run.choices, run.shape.edges)
            if text is not None and _is_allowed(form, text):
                return text
        return least if least is not None else draw(chosen, run.choices, odd=run.shape.edges)

    return tested
