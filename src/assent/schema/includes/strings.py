"""Some string of a length in which these patterns are found and those are not: a product of automata."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from assent.schema.includes.evaluate import found_in, regular
from assent.schema.includes.forms import StringForm
from assent.schema.includes.outcomes import NOTHING, Found, Outcome, unknown
from assent.schema.includes.search import Search
from assent.schema.patterns import (
    Language,
    OutOfSteps,
    Regular,
    Steps,
    language,
    members,
    shortest_member,
    words,
)

LONGEST_WRITTEN = 20_000
"""Code points of the longest string that a witness may hold."""

MOST_STEPS = 20_000
"""Steps for one question about patterns."""

MOST_GUESSED = 40
"""Strings tried where a pattern is not regular or a format is no language."""


def some(form: StringForm, search: Search) -> Outcome:
    """A string of the form, short and readable where possible."""
    if form.longest is not None and form.longest < form.shortest:
        return NOTHING
    if form.shortest > LONGEST_WRITTEN:
        return unknown("minLength", f"a witness would be longer than {LONGEST_WRITTEN:,} code points")
    if not form.inside and not form.outside and not form.formats:
        return _unpatterned(form)
    inside = [regular(text) for text in form.inside]
    outside = [regular(text) for text in form.outside]
    irregular = [
        text
        for text, known in zip((*form.inside, *form.outside), (*inside, *outside), strict=True)
        if known is None
    ]
    texts = language_of(form, [one for one in inside if one], [one for one in outside if one])
    search.spend(8)
    try:
        if not irregular:
            found = shortest_member(texts, Steps(MOST_STEPS))
            return NOTHING if found is None else Found(found)
        return _guessed(form, texts, irregular[0])
    except OutOfSteps:
        return unknown(
            "pattern", f"the patterns {', '.join(form.inside + form.outside)} are too large together"
        )


def language_of(form: StringForm, inside: list[Regular], outside: list[Regular]) -> Language:
    """The form as a language."""
    excluded = [text for text in form.excluded if isinstance(text, str)]
    if excluded:
        outside = [*outside, words(*excluded)]
    return language(inside, outside, shortest=form.shortest, longest=form.longest)


def _unpatterned(form: StringForm) -> Outcome:
    """The first string in the order a, b, …, z, aa, ab, … of the shortest length that is not excluded."""
    for length in range(form.shortest, form.shortest + 3):
        if form.longest is not None and length > form.longest:
            return NOTHING
        for text in islice(_of_length(length), len(form.excluded) + 1):
            if text not in form.excluded:
                return Found(text)
    return _exhausted(form)


def _of_length(length: int) -> Iterator[str]:
    if length == 0:
        yield ""
        return
    yield from ("a" * (length - 1) + chr(code) for code in range(ord("a"), ord("z") + 1))
    if length > 1:
        yield from (
            "a" * (length - 2) + chr(one) + chr(two)
            for one in range(ord("b"), ord("z") + 1)
            for two in range(ord("a"), ord("z") + 1)
        )
    yield from ("a" * (length - 1) + chr(code) for code in range(0x4E00, 0x9FFF))


def _exhausted(form: StringForm) -> Outcome:
    try:
        found = shortest_member(language_of(form, [], []), Steps(MOST_STEPS))
    except OutOfSteps:
        return unknown("enum", "too many strings are excluded")
    return NOTHING if found is None else Found(found)


def _guessed(form: StringForm, texts: Language, irregular: str) -> Outcome:
    """A string that an independent matcher finds right, if one of the first ones is."""
    if shortest_member(texts, Steps(MOST_STEPS)) is None:
        return NOTHING
    for text in islice(members(texts, Steps(MOST_STEPS)), MOST_GUESSED):
        if all(found_in(one, text) is True for one in form.inside) and all(
            found_in(one, text) is False for one in form.outside
        ):
            return Found(text)
    return unknown("pattern", f"{irregular!r} is not regular, or not ECMA-262")
