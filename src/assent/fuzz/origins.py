"""What the run has made: which request made each thing, and which have changed it since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from assent.fuzz.material import Material
from assent.fuzz.phases import Attempt
from assent.fuzz.resources import Resource, resources
from assent.fuzz.sequences import identity_of
from assent.fuzz.trial import Standing, Trial
from assent.json import Json

MOST_CHANGES: Final = 8
"""Changes of one thing that are remembered, the latest."""
MOST_THINGS: Final = 1_000
"""Things whose making and changes are remembered, the latest: a finding is told soon after it was met."""

T = TypeVar("T")


class Origins:
    """Creations and changes that the provider took, by the path of the things and the name of the thing."""

    def __init__(self, materials: Sequence[Material]) -> None:
        self.by_item = {it.item: it for it in resources(materials)}
        self._made: dict[tuple[str, str], Attempt] = {}
        self._plain: dict[str, Attempt] = {}
        self._changes: dict[tuple[str, str], list[Attempt]] = {}

    def note(self, trial: Trial) -> None:
        """Remember what the answer says was made or changed."""
        attempt = trial.attempt
        operation = attempt.material.operation
        if not trial.accepted or attempt.request.method != operation.method or operation.method == "GET":
            return
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

    def changes(self, resource: Resource, value: Json) -> list[Attempt]:
        """The requests that have changed the thing of that name, in their order; its removal may be the last."""
        return self._changes.get((resource.item, str(value)), [])

    def _note_creation(self, resource: Resource, trial: Trial) -> None:
        identity = identity_of(resource, trial)
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


def _remember(kept: dict[tuple[str, str], T], name: tuple[str, str], what: T) -> None:
    """Keep it, and forget the oldest if there are too many."""
    kept[name] = what
    if len(kept) > MOST_THINGS:
        del kept[next(iter(kept))]
