"""Some string of a length in which these patterns are found and those are not: a product of automata."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from assent.schema.formats import follows, format_named, inner_language, is_part_of, outer_language
from assent.schema.includes.evaluate import found_in, regular
from assent.schema.includes.forms import StringForm
from assent.schema.includes.outcomes import NOTHING, Found, Outcome, unknown
from assent.schema.patterns import (
    Language,
    OutOfSteps,
    Regular,
    Steps,
    contains,
    language,
    members,
    shortest_member,
    within,
    without,
    words,
)

if TYPE_CHECKING:
    from assent.schema.includes.search import Search

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
    search.spend(8)
    try:
        return _patterned(form)
    except OutOfSteps:
        texts = ", ".join([*form.inside, *form.outside, *[name for name, _ in form.formats]])
        return unknown("pattern", f"these are too large together to decide: {texts}")


def _patterned(form: StringForm) -> Outcome:
    texts = language_of(form)
    irregular = [text for text in (*form.inside, *form.outside) if regular(text) is None]
    if not irregular and not form.formats:
        found = shortest_member(texts, Steps(MOST_STEPS))
        return NOTHING if found is None else Found(found)
    if _formats_contradict(form):
        return NOTHING
    at_least = _with_formats(texts, form, inner_language, outer_language)
    found = _right_one(at_least, form)
    if found is None:
        at_most = _with_formats(texts, form, outer_language, inner_language)
        if shortest_member(at_most, Steps(MOST_STEPS)) is None:
            return NOTHING
        found = _right_one(at_most, form)
    if found is not None:
        return Found(found)
    for text in _known_texts(form):
        if contains(texts, text) and _is_right(form, text):
            return Found(text)
    if irregular:
        return unknown("pattern", f"{irregular[0]!r} is not regular, or not ECMA-262")
    return unknown("format", "no text was found that follows " + ", ".join(name for name, _ in form.formats))


def language_of(form: StringForm) -> Language:
    """The form as a language, formats and what is not regular left out."""
    inside = [one for text in form.inside if (one := regular(text)) is not None]
    outside = [one for text in form.outside if (one := regular(text)) is not None]
    excluded = [text for text in form.excluded if isinstance(text, str)]
    if excluded:
        outside.append(words(*excluded))
    return language(inside, outside, shortest=form.shortest, longest=form.longest)


def _with_formats(
    texts: Language,
    form: StringForm,
    followed: Callable[[str], Regular | None],
    avoided: Callable[[str], Regular | None],
) -> Language:
    """The part of the language that follows the formats, or not, as far as languages can tell."""
    for name, wanted in form.formats:
        part = followed(name) if wanted else avoided(name)
        if part is not None:
            texts = within(texts, part) if wanted else without(texts, part)
    return texts


def _formats_contradict(form: StringForm) -> bool:
    followed = [name for name, wanted in form.formats if wanted]
    return any(is_part_of(name, other) for other, wanted in form.formats if not wanted for name in followed)


def _known_texts(form: StringForm) -> Iterator[str]:
    """Examples of the formats that are wanted, and near misses of those that are not."""
    for name, wanted in form.formats:
        known = format_named(name)
        if known is not None:
            listed = known.examples if wanted else known.near_misses
            yield from (text for text in listed if isinstance(text, str))


def _is_right(form: StringForm, text: str) -> bool:
    return (
        all(found_in(one, text) is True for one in form.inside)
        and all(found_in(one, text) is False for one in form.outside)
        and all(follows(name, text) == wanted for name, wanted in form.formats)
    )


def _right_one(candidates: Language, form: StringForm) -> str | None:
    """The first of the candidates that follows the form, if it is soon met."""
    return next((text for text in _first(candidates) if _is_right(form, text)), None)


def _first(texts: Language) -> Iterable[str]:
    first = shortest_member(texts, Steps(MOST_STEPS))
    if first is not None:
        yield first
        yield from islice(members(texts, Steps(MOST_STEPS)), MOST_GUESSED)


def _unpatterned(form: StringForm) -> Outcome:
    """The first string in the order a, b, …, z, aa, ab, … of the shortest length that is not excluded."""
    for length in range(form.shortest, form.shortest + 3):
        if form.longest is not None and length > form.longest:
            return NOTHING
        for text in islice(_of_length(length), len(form.excluded) + 1):
            if text not in form.excluded:
                return Found(text)
    found = shortest_member(language_of(form), Steps(MOST_STEPS))
    return NOTHING if found is None else Found(found)


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
