"""Findings told from nothing: what a request rests on is made first, and that is part of the witness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from assent.api.model import In
from assent.findings import Finding
from assent.fuzz.memory import Memory
from assent.fuzz.origins import Origins, place_of
from assent.fuzz.phases import Attempt
from assent.fuzz.recipes import cook
from assent.fuzz.resources import Resource
from assent.fuzz.trial import Trial
from assent.json import Json
from assent.records import dataclass, field, replace
from assent.wire import Exchange
from assent.wire.styles import Unwritable

MOST_REQUESTS: Final = 24
"""Requests spent on telling one finding from nothing."""
MOST_LISTED: Final = 8
"""Things made anew for a finding about a list of them."""

CONFLICT: Final = 409
MAKING: Final = frozenset({"POST", "PUT"})
CONFLICTS: Final = (400, 409, 422)
"""Statuses that tell that a thing of that name is there already."""

Shown: TypeAlias = tuple[Finding, Trial]
Show: TypeAlias = Callable[[Trial], Finding | None]
"""The finding, if that trial shows it."""


class TooMany(Exception):
    """The requests for one finding are spent."""


@dataclass(slots=True, kw_only=True)
class Telling:
    """One finding being told anew. `send` sends an attempt, `shows` looks for the finding in what came back."""

    origins: Origins
    send: Callable[[Attempt], Trial]
    shows: Show
    left: int = MOST_REQUESTS
    taken: bool = False
    """Whether the provider took the request when it was about things that were just made."""
    steps: list[Exchange] = field(default_factory=list)

    def step(self, attempt: Attempt) -> Trial:
        """Send one attempt as the next step. Raises: TooMany if no more may be sent."""
        if self.left <= 0:
            raise TooMany
        self.left -= 1
        trial = self.send(attempt)
        self.steps.append(trial.subject.exchange)
        return trial

    def shown(self, trial: Trial) -> Shown | None:
        """The finding with the steps before it, if the trial shows it."""
        finding = self.shows(trial)
        if finding is None or finding.witness is None:
            return None
        return replace(finding, witness=replace(finding.witness, steps=tuple(self.steps[:-1]))), trial


def from_nothing(finding: Finding, attempt: Attempt, telling: Telling) -> Shown | None:
    """The finding again, on things that were made for it; None if it rests on nothing that the run can make.

    The finding was seen again with exactly those steps. Raises: what `telling.send` raises.
    """
    try:
        if any(key.location is In.PATH for key in attempt.recipe.parameters):
            return _of_thing(finding, attempt, telling)
        if _is_conflict(finding):
            return _after_itself(attempt, telling)
        return _of_list(finding, attempt, telling)
    except TooMany:
        return None


def _of_thing(finding: Finding, attempt: Attempt, telling: Telling) -> Shown | None:
    """The request on a new thing; if need be after what had been done to the other."""
    origins, parts = telling.origins, list(_parts(attempt, telling.origins))
    if not parts:
        return None
    place, value = parts[-1]
    resource = origins.by_place.get(place)
    changes = origins.changes(resource, value) if resource is not None else []
    if resource is not None and finding.rule.id == "valid-input-refused":
        changes = [
            it for it in changes if it.material is not resource.remove
        ]  # who asks for what is gone is wrong
    before: list[list[Attempt]] = [[], changes[-1:], changes] if len(changes) > 1 else [[], changes]
    for making in origins.makings(place, value):
        for done in before if changes else [[]]:
            telling.steps.clear()
            now = _made(parts[:-1], place, making, telling)
            if now is None:
                break
            for each in done:
                telling.step(_with(each, now))
            trial = telling.step(_with(attempt, now))
            telling.taken = telling.taken or (not done and trial.accepted)
            found = telling.shown(trial)
            if found is None and _is_conflict(finding) and trial.accepted:
                found = telling.shown(telling.step(_with(attempt, now)))
            if found is not None:
                return found
    return None


def _is_conflict(finding: Finding) -> bool:
    """Whether it is about an answer that says that the thing is there already."""
    response = finding.witness.response if finding.witness else None
    return response is not None and response.status == CONFLICT and finding.operations[0].method in MAKING


def _after_itself(attempt: Attempt, telling: Telling) -> Shown | None:
    """The request after the same request has made what is in its way."""
    for making in (telling.origins.anew(attempt, "", taken=True), attempt):
        telling.steps.clear()
        telling.step(making)
        found = telling.shown(telling.step(making))
        if found is not None:
            return found
    return None


def is_for_want(attempt: Attempt, telling: Telling) -> bool:
    """Whether a path's value is refused because nothing is called so: another name that is as good is refused alike.

    Raises: what `telling.send` raises.
    """
    path = attempt.material.operation.path
    free = replace(attempt, recipe=replace(attempt.recipe, where=""))
    parts = list(_parts(free, telling.origins))
    for number, (place, value) in enumerate(parts):
        key = next(it for it in attempt.recipe.parameters if place_of(path, it.name) == place)
        if not attempt.recipe.where.startswith(f"path {attempt.material.operation.parameters[key].name}"):
            continue
        try:
            now = _made(parts[:number], place, next(telling.origins.makings(place, value)), telling)
            if now is None:
                return False
            now[place] = _as_good(now[place])
            return telling.shown(telling.step(_with(attempt, now))) is not None
        except TooMany:
            return False
    return False


def _as_good(name: Json) -> Json:
    """Another name in the form of that one: each kind of character stays."""
    if not isinstance(name, str):
        return name + 100_003 if isinstance(name, int) else name
    for sort in ("ghijklmnopqrstuvwxyz", "abcdef", "0123456789"):
        moved = str.maketrans(sort, sort[1:] + sort[:1])
        if any(letter in sort for letter in name):
            return name.translate(moved)
    return name


def _parts(attempt: Attempt, origins: Origins) -> Iterator[tuple[str, Json]]:
    """The things that the request's path names, from the left, as far as the run can make such things."""
    recipe, operation = attempt.recipe, attempt.material.operation
    for key in sorted(recipe.parameters, key=lambda it: operation.path.find("{" + it.name + "}")):
        if key.location is not In.PATH or key.name in attempt.material.fixed:
            continue
        if recipe.where.startswith(f"path {key.name}") and attempt.phase != "sequences":
            continue  # the value is what was tried
        place, value = place_of(operation.path, key.name), recipe.parameters[key]
        if next(origins.makings(place, value), None) is not None:
            yield place, value


def _made(
    above: Sequence[tuple[str, Json]], place: str, making: Attempt, telling: Telling
) -> dict[str, Json] | None:
    """The names of new things by their places: those above, then the one; None if it cannot be made."""
    now: dict[str, Json] = {}
    first = [(here, next(telling.origins.makings(here, value), None)) for here, value in above]
    for here, how in [*first, (place, making)]:
        name = None if how is None else _name_of_new(here, how, now, telling)
        if name is None:
            return None
        now[here] = name
    return now


def _name_of_new(place: str, making: Attempt, now: dict[str, Json], telling: Telling) -> Json:
    """Make one thing, under a name of its own where the request chooses it; None if that is refused."""
    making = _authorised(making)
    taken = False
    for _ in range(2):
        made = telling.step(_with(telling.origins.anew(making, place, taken=taken), now, apart_from=place))
        if made.accepted:
            return telling.origins.name_of(place, made)
        telling.steps.pop()  # what was refused has made nothing
        taken = made.status in CONFLICTS
        if not taken:
            break
    made = telling.step(_with(making, now, apart_from=place))
    return telling.origins.name_of(place, made) if made.accepted else None


def _of_list(finding: Finding, attempt: Attempt, telling: Telling) -> Shown | None:
    """The request after the things in its answer that are at fault were made.

    Where the fault moves to what is new, it lies in the list and not in the thing: then all that is listed is made.
    """
    operation, faults = attempt.material.operation, _faults(finding)
    resource = next((it for it in telling.origins.by_item.values() if it.collection == operation.path), None)
    value = finding.witness.value if finding.witness else None
    if resource is None or not isinstance(value, list) or not faults:
        return None
    names = [(number, _name(resource, thing)) for number, thing in enumerate(value[: max(faults) + 1])]
    made = [(number, name) for number, name in names if telling.origins.creation(resource, name) is not None]
    for name in [name for number, name in made if number in faults][:1]:
        changes = [it for it in telling.origins.changes(resource, name) if it.material is not resource.remove]
        for done in ([], *([it] for it in changes[:-4:-1]), changes):
            telling.steps.clear()
            now = _made_alike(resource, name, telling, done)
            found = telling.shown(telling.step(attempt))
            if now is None or found is None:
                continue
            value = found[0].witness.value if found[0].witness else None
            things = value if isinstance(value, list) else []
            new = {number for number, thing in enumerate(things) if _name(resource, thing) == now}
            if new & _faults(found[0]) and faults <= _faults(found[0]):
                return found
    telling.steps.clear()
    for _, name in made[-MOST_LISTED:]:
        _made_alike(resource, name, telling, ())
    return telling.shown(telling.step(attempt)) if telling.steps else None


def _made_alike(resource: Resource, name: Json, telling: Telling, changes: Sequence[Attempt]) -> Json:
    """The name of a new thing made like that one, with these changes; None if it cannot be made."""
    making = telling.origins.creation(resource, name)
    place = place_of(resource.item, resource.parameter)
    now = None if making is None else _made((), place, making, telling)
    if now is None:
        return None
    for change in changes:
        telling.step(_with(change, now))
    return now[place]


def _name(resource: Resource, thing: Json) -> Json:
    """What names a member of the list; None if nothing is known to."""
    memory = Memory()
    memory.learn(resource.collection, [thing])
    known = memory.known(resource.item, resource.parameter)
    return known[0] if known else None


def _faults(finding: Finding) -> frozenset[int]:
    """The numbers of the list's members that the finding is about."""
    because = finding.witness.because if finding.witness else ()
    heads = [it.value_pointer[0] for it in because if it.value_pointer]
    return frozenset(int(it) for it in heads if str(it).isdigit())


def _authorised(attempt: Attempt) -> Attempt:
    """The creation with the user's credentials: it is not what is looked at."""
    return replace(attempt, recipe=replace(attempt.recipe, credentials="own"))


def _with(attempt: Attempt, now: dict[str, Json], *, apart_from: str = "") -> Attempt:
    """The attempt with the names of new things in its path."""
    recipe, path = attempt.recipe, attempt.material.operation.path
    for key in recipe.parameters:
        place = place_of(path, key.name) if key.location is In.PATH else ""
        if place in now and place != apart_from:
            recipe = recipe.having(key, now[place])
    try:
        request = cook(attempt.material.operation, recipe)
    except Unwritable:
        return attempt
    return replace(attempt, recipe=recipe, request=request)
