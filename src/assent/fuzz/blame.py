"""The part of a request that a failure is about: what cannot be made simple again without the failure going away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias
from urllib.parse import unquote

from assent.api.model import In, ParameterKey
from assent.findings import Finding
from assent.fuzz.phases import SIMPLEST, Attempt, attempts
from assent.fuzz.recipes import Body, Raw, Recipe
from assent.fuzz.trial import Trial
from assent.json import Json, format_pointer, parse_pointer
from assent.records import dataclass, replace
from assent.schema.values import Unsatisfiable

MOST_TRIED: Final = 16
"""Requests spent on finding the part that one failure is about."""
DEEPEST: Final = 5
"""Levels of a value that are looked into for the one thing that is left in it."""
_UNKNOWN: Final = "values by chance"
"""What a failure is said to be about where several parts may be the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of a request with one part made simple: the failure again, another one of its kind, or neither.

    `accepted`: the provider took the request, rather than refusing it for another reason such as want of a thing.
    """

    shown: tuple[Finding, Trial] | None
    fails: bool
    accepted: bool


Look: TypeAlias = Callable[[Attempt], Seen | None]
"""What comes of the attempt; None if nothing more may be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blamed:
    """The parts that the failure needs, the smallest request that showed it, and what that showed if it was sent."""

    parts: tuple[str, ...]
    attempt: Attempt
    shown: tuple[Finding, Trial] | None
    sure: bool = True


class _Search:
    """The search for the parts of one request that its failure needs."""

    def __init__(self, attempt: Attempt, simplest: Recipe, look: Look) -> None:
        self.current, self.simplest, self._look = attempt, simplest, look
        self.shown: tuple[Finding, Trial] | None = None
        self.needed: list[str] = []
        self.refused: list[str] = []
        self.fails: list[str] = []
        self._left = MOST_TRIED

    def clear(self, names: Sequence[str]) -> None:
        """Make these parts simple again, all at once where that leaves the failure as it was."""
        if len(names) == 1:
            self._clear_one(names[0])
            return
        if len(names) > 2:
            seen = self.without(names)
            if seen is not None and seen.shown is not None:
                return
        half = (len(names) + 1) // 2
        for some in (names[:half], names[half:]):
            if some:
                self.clear(some)

    def without(self, names: Sequence[str]) -> Seen | None:
        """What comes of the request with these parts simple; None if it cannot be known."""
        recipe = self.current.recipe
        for name in names:
            recipe = _without(replace(self.current, recipe=recipe), self.simplest, name)
        return self.instead(recipe)

    def instead(self, recipe: Recipe) -> Seen | None:
        """What comes of that request; if it fails as this one does, it takes its place."""
        now = self.current
        made = next(attempts(now.material, now.phase, iter([(now.about, recipe)])), None)
        if made is None or self._left <= 0:
            return None
        self._left -= 1
        seen = self._look(made)
        if seen is not None and seen.shown is not None:
            self.current, self.shown = made, seen.shown
        return seen

    def _clear_one(self, name: str) -> None:
        seen = self.without([name])
        if seen is None:
            self.fails.append(name)
        elif seen.shown is None:
            (self.fails if seen.fails else self.needed if seen.accepted else self.refused).append(name)

    def blamed(self) -> Blamed:
        parts = self.needed or self.refused or self.fails
        return Blamed(
            parts=tuple(parts),
            attempt=self.current,
            shown=self.shown,
            sure=bool(self.needed) or len(parts) < 2,
        )


def blame(
    attempt: Attempt, look: Look, *, suspects: Sequence[str] = (), simple_is_fine: bool = False
) -> Blamed:
    """Make one part after the other simple again, the varied one and the suspects first.

    A part is needed if the request is taken without its value, or refused as another one would be. One whose simple
    value fails for another reason is blamed only if it is the only one; where there are several, nothing is said of
    what the failure is about. `simple_is_fine`: it is known that the provider takes the simplest request.
    """
    simplest = attempt.material.simplest()
    if simplest is None:
        return Blamed(parts=(), attempt=attempt, shown=None, sure=False)
    plain = _with_body(attempt, simplest)
    search = _Search(attempt, plain, look)
    if isinstance(attempt.recipe.body, Raw) and plain.body is not None:
        spelt = search.instead(replace(attempt.recipe, body=plain.body, where="body"))
        if spelt is not None and spelt.shown is None and not spelt.fails:
            return Blamed(parts=(attempt.recipe.where or "body",), attempt=attempt, shown=None)
    names = list(_parts(search.current, plain))
    likely = [name for name in names if _is_of(attempt.recipe.where, name) and not _is_name(attempt)]
    if simple_is_fine and names == likely and len(names) == 1:
        return Blamed(parts=tuple(names), attempt=attempt, shown=None)
    likely += [name for name in names if any(_is_of(it, name) for it in suspects) and name not in likely]
    for name in likely:
        seen = search.without([name])
        if seen is None or seen.shown is None:
            if seen is None or not seen.fails:
                return Blamed(parts=(name,), attempt=search.current, shown=search.shown)
            search.fails.append(name)
    rest = [name for name in names if name not in likely]
    if rest:
        search.clear(rest)
    found = search.blamed()
    if not found.parts and simplest.body is None and search.current.recipe.body is not None:
        seen = search.instead(replace(search.current.recipe, body=None))
        parts = () if seen is not None and seen.shown is not None else ("body",)
        return Blamed(parts=parts, attempt=search.current, shown=search.shown)
    return found


def _with_body(attempt: Attempt, simplest: Recipe) -> Recipe:
    """The simplest request with a body, where one is allowed and this one has it."""
    body = attempt.recipe.body
    if simplest.body is not None or body is None or not attempt.material.medias():
        return simplest
    media = body.media if isinstance(body, Body) else attempt.material.medias()[0]
    try:
        return replace(simplest, body=Body(media=media, value=attempt.material.body(media)))
    except Unsatisfiable:
        return simplest


def named(attempt: Attempt, blamed: Blamed) -> Attempt:
    """The attempt with what was blamed as what it is about; with no part it is about the request as a whole."""
    recipe, parts = attempt.recipe, blamed.parts
    if len(parts) > 1 and not blamed.sure:
        return replace(attempt, recipe=replace(recipe, where=""), about=_UNKNOWN)
    kept = recipe.kept | {it for it in recipe.parameters if it.location is In.PATH}
    if not parts:
        return replace(attempt, recipe=replace(recipe, where="", kept=kept), about=SIMPLEST)
    if len(parts) == 1 and _is_of(recipe.where, parts[0]) and not _is_name(attempt):
        return attempt
    where = " and ".join(_inmost(attempt, part) for part in parts)
    said = "this value" if len(parts) == 1 else "these values together"
    return replace(attempt, recipe=replace(recipe, where=where, kept=kept), about=f"{said} in {where}")


def _is_name(attempt: Attempt) -> bool:
    """Whether what is varied only names the thing that a sequence is about."""
    return attempt.phase in ("sequences", "links") and attempt.recipe.where.startswith("path ")


def _is_of(where: str, part: str) -> bool:
    """Whether a varied place lies in that part."""
    if part == "body":
        return where.startswith(("body", "media type"))
    return where == part or where.startswith(f"{part}/")


def _parts(attempt: Attempt, simplest: Recipe) -> Iterator[str]:
    """The parts in which the request is not the simplest one. A path's name of a thing that is there is none."""
    recipe, material = attempt.recipe, attempt.material
    for key, value in recipe.parameters.items():
        name = _said(attempt, key)
        if key in simplest.parameters and simplest.parameters[key] == value:
            continue
        if key.location is In.PATH and (_is_name(attempt) or not _is_of(recipe.where, name)):
            known = material.memory.known(material.operation.path, key.name)
            if _is_name(attempt) or key in recipe.kept or value in known:
                continue
        yield name
    yield from dict.fromkeys(f"query {unquote(name)}" for name, _ in recipe.query)
    least, body = _value(simplest), _value(recipe)
    if isinstance(least, dict) and isinstance(body, dict) and _media(simplest) is _media(recipe):
        for name in [*body, *(it for it in least if it not in body)]:
            if name not in body or name not in least or body[name] != least[name]:
                yield f"body {format_pointer([name])}"
    elif recipe.body != simplest.body:
        yield "body"


def _said(attempt: Attempt, key: ParameterKey) -> str:
    """A parameter as recipes name it: headers keep the description's capitals."""
    return f"{key.location} {attempt.material.operation.parameters[key].name}"


def _without(attempt: Attempt, simplest: Recipe, part: str) -> Recipe:
    """The request with that part as simple as can be."""
    recipe = attempt.recipe
    recipe = replace(recipe, where="" if _is_of(recipe.where, part) else recipe.where)
    for key in recipe.parameters:
        if part == _said(attempt, key):
            plain = simplest.parameters.get(key)
            recipe = recipe.having(key, plain) if key in simplest.parameters else recipe.lacking(key)
    if part.startswith("query "):
        return replace(recipe, query=tuple(it for it in recipe.query if f"query {unquote(it[0])}" != part))
    if part == "body":
        return replace(recipe, body=simplest.body)
    if part.startswith("body ") and isinstance(recipe.body, Body):
        name = parse_pointer(part.removeprefix("body "))[0]
        least, value = _value(simplest), recipe.body.value
        assert isinstance(least, dict)
        assert isinstance(value, dict)
        rest = {key: held for key, held in value.items() if key != name}
        plain_body = {**rest, name: least[name]} if name in least else rest
        return replace(recipe, body=replace(recipe.body, value=plain_body))
    return recipe


def _value(recipe: Recipe) -> Json:
    return recipe.body.value if isinstance(recipe.body, Body) else None


def _media(recipe: Recipe) -> object:
    return recipe.body.media if isinstance(recipe.body, Body) else None


def _inmost(attempt: Attempt, part: str) -> str:
    """The place of the one thing that is left in a part's value."""
    value: Json = None
    for key, held in attempt.recipe.parameters.items():
        if part == _said(attempt, key):
            value = held
    way: list[str] = []
    if part.startswith("body"):
        value = _value(attempt.recipe)
        way = list(parse_pointer(part.removeprefix("body").strip()))
        for name in way:
            value = value.get(name) if isinstance(value, dict) else None
    while isinstance(value, dict | list) and len(value) == 1 and len(way) < DEEPEST:
        name, value = next(iter(value.items())) if isinstance(value, dict) else ("0", value[0])
        way.append(name)
    if part.startswith("body"):
        return f"body {format_pointer(way)}" if way else "body"
    return f"{part}{format_pointer(way)}" if way else part
