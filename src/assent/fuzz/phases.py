"""The requests that are tried: examples, an enumeration that varies one thing at a time, and chance."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import zip_longest
from random import Random
from typing import Final
from urllib.parse import quote

from assent.api.model import In, MediaType, ParameterKey
from assent.api.sides import Side
from assent.fuzz.material import Material
from assent.fuzz.recipes import Body, Raw, Recipe, cook
from assent.fuzz.spellings import equal_spellings, odd_spellings
from assent.fuzz.variations import variations
from assent.json import Json, format_pointer
from assent.records import dataclass, replace
from assent.schema.values import Unsatisfiable
from assent.wire import Request
from assent.wire.bodies import write_body
from assent.wire.styles import Unwritable

SIMPLEST: Final = "the simplest request"
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FRUITLESS: Final = 50
"""Draws in a row that cannot be written, after which an operation gets no more."""
BY_CHANCE: Final = "a request by chance"
_CREATING: Final = ("PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request that is to be sent, and what it is about."""

    material: Material
    recipe: Recipe
    request: Request
    phase: str
    about: str


def attempts(material: Material, phase: str, recipes: Iterator[tuple[str, Recipe]]) -> Iterator[Attempt]:
    """The recipes as requests; of those that cannot be written the reason is kept."""
    for about, recipe in recipes:
        recipe = material.fresh(recipe)
        try:
            request = cook(material.operation, recipe)
        except Unwritable as error:
            material.unwritten.setdefault(about, str(error))
            continue
        yield Attempt(material=material, recipe=recipe, request=request, phase=phase, about=about)


def examples(material: Material) -> Iterator[Attempt]:
    """The description's own examples."""
    yield from attempts(material, "examples", material.examples())


def enumerated(material: Material) -> Iterator[Attempt]:
    """Each request varies one thing; the same for the same memory."""
    yield from attempts(material, "enumerated", _enumerated(material))


def chance(material: Material, random: Random) -> Iterator[Attempt]:
    """Requests by chance without end, unless none can be written: mostly good ones, the others with one thing changed."""
    fruitless = 0
    while fruitless < FRUITLESS:
        fruitless += 1
        recipe = material.drawn(random)
        if recipe is None:
            return
        about = BY_CHANCE
        if random.random() < 0.35:
            about, recipe = _spoiled(material, recipe, random)
        for attempt in attempts(material, "chance", iter([(about, recipe)])):
            fruitless = 0
            yield attempt


def _spoiled(material: Material, recipe: Recipe, random: Random) -> tuple[str, Recipe]:
    """The recipe with one variation of one part."""
    keys: list[ParameterKey | None] = list(recipe.parameters)
    if isinstance(recipe.body, Body):
        keys += [None] * (len(keys) + 1)
    if not keys:
        return BY_CHANCE, recipe
    key = random.choice(keys)
    options = list(_of_parameter(material, recipe, key) if key else _of_body(material, recipe))
    return random.choice(options) if options else (BY_CHANCE, recipe)


def _enumerated(material: Material) -> Iterator[tuple[str, Recipe]]:
    base = material.simplest()
    if base is None:
        return
    yield SIMPLEST, base
    full = material.fullest()
    if full is not None:
        yield "every parameter and body", full
    yield from _credentials(material, base)
    yield from _absent(material, base)
    yield from _optional(material, base)
    yield from _bodies(material, full or base)
    yield from _methods(material, base)
    yield (
        "an unknown query parameter",
        replace(base, query=(("x-assent-unknown", "1"),), where="query x-assent-unknown"),
    )
    turns = [_of_parameter(material, base, key) for key in material.operation.parameters]
    for media in material.medias():
        try:
            least, full_value = material.body(media), material.full_body(media)
        except Unsatisfiable:
            continue
        whole = yield from sound(material, replace(base, body=Body(media=media, value=least)), full_value)
        turns += [_of_body(material, whole), _spellings(base, media, least)]
    for row in zip_longest(*turns):
        yield from (turn for turn in row if turn is not None)


def _credentials(material: Material, base: Recipe) -> Iterator[tuple[str, Recipe]]:
    if all(requirement.needs for requirement in material.operation.security):
        yield "no credentials", replace(base, credentials="none")
        yield "wrong credentials", replace(base, credentials="wrong")


def _absent(material: Material, base: Recipe) -> Iterator[tuple[str, Recipe]]:
    for key, parameter in material.operation.parameters.items():
        if parameter.required and key in base.parameters and parameter.location is not In.PATH:
            where = f"{parameter.location} {parameter.name}"
            yield f"without the required {where}", replace(base.lacking(key), where=where)
    described = material.operation.request_body
    if described is not None and described.required:
        yield "without the required body", replace(base, body=None, where="body")


def _optional(material: Material, base: Recipe) -> Iterator[tuple[str, Recipe]]:
    for key, parameter in material.operation.parameters.items():
        if not parameter.required:
            try:
                value = material.full_value(parameter)
            except Unsatisfiable:
                continue
            where = f"{parameter.location} {parameter.name}"
            yield f"with the optional {where}", replace(base.having(key, value), where=where)


def _bodies(material: Material, base: Recipe) -> Iterator[tuple[str, Recipe]]:
    """The body in every media type, then in none that is right."""
    base = replace(base, where="body")
    for media in material.medias():
        try:
            body = Body(media=media, value=material.body(media))
            octets, content_type = write_body(media, body.value)
        except (Unsatisfiable, Unwritable):
            continue
        yield f"the body as {media.name}", replace(base, body=body)
        if content_type.startswith(("application/json", "application/xml")) or "+json" in content_type:
            cut = Raw(octets=octets[: len(octets) // 2] or b"{", content_type=content_type)
            yield f"a cut {media.name}", replace(base, body=cut)
            yield f"no {media.name}", replace(base, body=Raw(octets=b"{]", content_type=content_type))
            yield f"an empty {media.name}", replace(base, body=Raw(octets=b"", content_type=content_type))
            broken = Raw(octets=b'"\xff\xfe"', content_type=content_type)
            yield f"{media.name} that is no UTF-8", replace(base, body=broken)
        wrong = Raw(octets=octets, content_type="application/x-assent")
        yield "a media type that nobody knows", replace(base, body=wrong)
        yield "no media type", replace(base, body=Raw(octets=octets, content_type=None))


def _spellings(base: Recipe, media: MediaType, value: Json) -> Iterator[tuple[str, Recipe]]:
    """The same JSON in other spellings, and its media type in others (RFC 9110 §8.3.1, RFC 8259 §11)."""
    try:
        _, content_type = write_body(media, value)
    except Unwritable:
        return
    if not content_type.startswith("application/json") and "+json" not in content_type:
        return
    for about, octets in equal_spellings(value):
        body = Raw(octets=octets, content_type=content_type)
        yield f"JSON {about}", replace(base, body=body, where=f"body {about}")
    octets = next(equal_spellings(value))[1]
    spellings = {"with a parameter": f"{content_type}; charset=utf-8", "in capitals": content_type.upper()}
    for about, spelt in spellings.items() if ";" not in content_type else ():
        body = Raw(octets=octets, content_type=spelt)
        yield f"the media type as {spelt}", replace(base, body=body, where=f"media type {about}")
    for about, octets in odd_spellings(value):
        body = Raw(octets=octets, content_type=content_type)
        yield f"JSON {about}", replace(base, body=body, where=f"body {about}", odd=True)


def _twice(material: Material, base: Recipe) -> Iterator[tuple[str, Recipe]]:
    """A query parameter that is there twice: which one counts is left open."""
    for key, parameter in material.operation.parameters.items():
        if parameter.location is not In.QUERY or parameter.content:
            continue
        try:
            value = base.parameters[key] if key in base.parameters else material.value(parameter)
        except Unsatisfiable:
            continue
        if isinstance(value, str | int | float):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            pair = quote(parameter.name, safe=""), quote(text, safe="")
            twice = replace(base.having(key, value), query=(pair,), odd=True)
            yield f"query {parameter.name} twice", replace(twice, where=f"query {parameter.name}")
            return


def _methods(material: Material, base: Recipe) -> Iterator[tuple[str, Recipe]]:
    """Methods that the path does not describe; only the path's first operation tries them."""
    item = material.plan.siblings
    if item and item[0] != material.operation.method:
        return
    for method in METHODS:
        if method not in item:
            body = (
                Raw(octets=b"{}", content_type="application/json")
                if method in ("POST", *_CREATING[:2])
                else None
            )
            yield f"the method {method}", replace(base, method=method, body=body)


def sound(material: Material, base: Recipe, full: Json) -> Generator[tuple[str, Recipe], None, Recipe]:
    """The request with as many members in its body as the provider takes: one that fails would hide the others.

    The caller sends what is yielded before it asks for more, and notes the answer in the material.
    """
    assert isinstance(base.body, Body)
    whole = replace(base, body=replace(base.body, value=full), where="body")
    yield "every property in the body", whole
    least = base.body.value
    if material.went_well() or not isinstance(least, dict) or not isinstance(full, dict):
        return whole
    good = least
    for name in [key for key in full if key not in least]:
        more = {**good, name: full[name]}
        where = f"body {format_pointer([name])}"
        yield f"with {name!r} in the body", replace(base, body=replace(base.body, value=more), where=where)
        if material.went_well():
            good = more
    return replace(base, body=replace(base.body, value=good))


def plausible(material: Material, whole: Recipe, *, most: int) -> list[tuple[str, Recipe]]:
    """Variations of a body that a provider may begin to work on: those that keep each part's type first."""
    varied = list(_of_body(material, whole))
    other_type = [" for " in about or about.startswith("null at") for about, _ in varied]
    order = sorted(range(len(varied)), key=lambda index: other_type[index])
    return [varied[index] for index in order[:most]]


def _of_parameter(material: Material, base: Recipe, key: ParameterKey) -> Iterator[tuple[str, Recipe]]:
    parameter = material.operation.parameters[key]
    if parameter.name in material.fixed:
        return
    check = next(plan.check for plan in material.plan.parameters if plan.parameter is parameter)
    try:
        value = base.parameters[key] if key in base.parameters else material.full_value(parameter)
    except Unsatisfiable:
        return
    for variation in variations(value, check.within):
        about = f"{variation} in {parameter.location} {parameter.name}"
        where = f"{parameter.location} {parameter.name}{format_pointer(variation.pointer)}"
        yield about, replace(base.having(key, variation.value), where=where)


def _of_body(material: Material, base: Recipe) -> Iterator[tuple[str, Recipe]]:
    assert isinstance(base.body, Body)
    media = base.body.media
    check = material.plan.media(Side.REQUEST, media).check
    for variation in variations(base.body.value, check.within):
        where = f"body {format_pointer(variation.pointer)}"
        body = Body(media=media, value=variation.value)
        yield f"{variation} in the body", replace(base, body=body, where=where)
