"""What the run has made: which request made each thing, and which have changed it since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final, TypeVar

from assent.api.model import In, ParameterKey
from assent.fuzz.material import Material
from assent.fuzz.memory import Memory, is_name
from assent.fuzz.phases import Attempt
from assent.fuzz.recipes import Body, cook
from assent.fuzz.resources import Resource, resources
from assent.fuzz.sequences import identity_of
from assent.fuzz.trial import Standing, Trial
from assent.json import Json
from assent.records import replace
from assent.wire.styles import Unwritable

CREATED: Final = 201
MOST_CHANGES: Final = 8
"""Changes of one thing that are remembered, the latest."""
MOST_THINGS: Final = 1_000
"""Things whose making and changes are remembered, the latest: a finding is told soon after it was met."""

T = TypeVar("T")


class Origins:
    """Creations and changes that the provider took, by the path of the things and the name of the thing."""

    def __init__(self, materials: Sequence[Material]) -> None:
        self.by_item = {it.item: it for it in resources(materials)}
        self.by_place = {_nameless(item): it for item, it in self.by_item.items()}
        self._put: dict[tuple[str, str], Attempt] = {}
        self._plain_put: dict[str, Attempt] = {}
        self._numbers = count(1)
        self._made: dict[tuple[str, str], Attempt] = {}
        self._plain: dict[str, Attempt] = {}
        self._changes: dict[tuple[str, str], list[Attempt]] = {}

    def note(self, trial: Trial) -> None:
        """Remember what the answer says was made or changed."""
        attempt = trial.attempt
        operation = attempt.material.operation
        if not trial.accepted or attempt.request.method != operation.method or operation.method == "GET":
            return
        if attempt.request.method == "PUT" and trial.status == CREATED:
            self._note_put(trial)
        for resource in self.by_item.values():
            if resource.create is attempt.material:
                self._note_creation(resource, trial)
            elif attempt.material in (resource.replace, resource.change, resource.remove):
                key = resource.key(attempt.material)
                if key is not None and key in attempt.recipe.parameters:
                    name = resource.item, str(attempt.recipe.parameters[key])
                    changes = [*self._changes.pop(name, ()), attempt][-MOST_CHANGES:]
                    _remember(self._changes, name, changes)

    def creation(self, resource: Resource, value: Json) -> Attempt | None:
        """The request that made the thing of that name; None if the run has not made it."""
        return self._made.get((resource.item, str(value)))

    def creations(self, resource: Resource, value: Json) -> Iterator[Attempt]:
        """Requests that make such a thing: the smallest valid one, then the one that made this very thing."""
        plain, own = self._plain.get(resource.item), self.creation(resource, value)
        if plain is not None:
            yield plain
        if own is not None and own is not plain:
            yield own

    def makings(self, place: str, value: Json) -> Iterator[Attempt]:
        """Requests that make such a thing as the path's parameter at that place names: by POST, else by PUT."""
        resource = self.by_place.get(place)
        if resource is not None:
            yield from self.creations(resource, value)
        plain, own = self._plain_put.get(place), self._put.get((place, str(value)))
        if plain is not None:
            yield plain
        if own is not None and own is not plain:
            yield own

    def anew(self, making: Attempt, place: str, *, taken: bool) -> Attempt:
        """The making under a name that nothing has yet; `taken` if one was refused because it was there already."""
        recipe, number = making.recipe, next(self._numbers)
        if making.request.method == "PUT":
            key = _last(making)
            if key is not None and isinstance(recipe.parameters[key], str):
                recipe = recipe.having(key, f"{recipe.parameters[key]}-{number}")
        elif isinstance(recipe.body, Body) and isinstance(recipe.body.value, dict):
            sent = recipe.body.value
            name = self._chosen(place, sent)
            fresh = {
                key: f"{held}-{number}"
                for key, held in sent.items()
                if isinstance(held, str) and (held == name or (taken and is_name(key)))
            }
            recipe = replace(recipe, body=replace(recipe.body, value={**sent, **fresh}))
        try:
            return replace(making, recipe=recipe, request=cook(making.material.operation, recipe))
        except Unwritable:
            return making

    def name_of(self, place: str, made: Trial) -> Json:
        """What names the thing that was made: what the answer says, else what the request chose."""
        recipe = made.attempt.recipe
        if made.attempt.request.method == "PUT":
            key = _last(made.attempt)
            return None if key is None else recipe.parameters[key]
        resource = self.by_place[place]
        sent = recipe.body.value if isinstance(recipe.body, Body) else None
        return identity_of(resource, made) or self._chosen(place, sent)

    def _chosen(self, place: str, sent: Json) -> Json:
        """What a creation's body names the new thing; None if it leaves that to the provider."""
        resource, memory = self.by_place.get(place), Memory()
        if resource is None:
            return None
        memory.learn(resource.collection, sent)
        known = memory.known(resource.item, resource.parameter)
        return known[0] if known else None

    def changes(self, resource: Resource, value: Json) -> list[Attempt]:
        """The requests that have changed the thing of that name, in their order; its removal may be the last."""
        return self._changes.get((resource.item, str(value)), [])

    def _note_creation(self, resource: Resource, trial: Trial) -> None:
        identity = self.name_of(_nameless(resource.item), trial)
        if identity is None:
            return
        attempt = trial.attempt
        name = resource.item, str(identity)
        if name not in self._made:
            _remember(self._made, name, attempt)
        known = self._plain.get(resource.item)
        smaller = known is None or len(attempt.request.body) < len(known.request.body)
        if smaller and trial.standing is Standing.VALID and attempt.recipe.credentials == "own":
            self._plain[resource.item] = attempt

    def _note_put(self, trial: Trial) -> None:
        attempt, key = trial.attempt, _last(trial.attempt)
        if key is None:
            return
        place = place_of(attempt.material.operation.path, key.name)
        _remember(self._put, (place, str(attempt.recipe.parameters[key])), attempt)
        known = self._plain_put.get(place)
        smaller = known is None or len(attempt.request.body) < len(known.request.body)
        if smaller and trial.standing is Standing.VALID and attempt.recipe.credentials == "own":
            self._plain_put[place] = attempt


def place_of(path: str, name: str) -> str:
    """A path template up to one of its parameters, whatever the parameters are called."""
    before, mark, _ = path.partition("{" + name + "}")
    return _nameless(before + mark)


def _nameless(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path)


def _last(attempt: Attempt) -> ParameterKey | None:
    """The parameter at the path's end."""
    path = attempt.material.operation.path
    for key in attempt.recipe.parameters:
        if key.location is In.PATH and path.rstrip("/").endswith("/{" + key.name + "}"):
            return key
    return None


def _remember(kept: dict[tuple[str, str], T], name: tuple[str, str], what: T) -> None:
    """Keep it, and forget the oldest if there are too many."""
    kept[name] = what
    if len(kept) > MOST_THINGS:
        del kept[next(iter(kept))]
