"""Sequences: create, read, change, list, remove and read again, and what each step must leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, Final, TypeAlias
from urllib.parse import unquote, urlsplit

from assent.api.model import In, ParameterKey
from assent.api.sides import Side
from assent.findings import Finding, Rule
from assent.fuzz.material import Material
from assent.fuzz.memory import Memory
from assent.fuzz.phases import Attempt, attempts, plausible, sound
from assent.fuzz.recipes import Body, Recipe
from assent.fuzz.resources import Resource
from assent.fuzz.rules import (
    deleted_still_there,
    failed_creation_kept,
    not_idempotent,
    not_stored,
    safe_method_changed,
)
from assent.fuzz.trial import Trial
from assent.json import Json, canonical, format_pointer
from assent.judge.checking import Opinion
from assent.judge.saying import found
from assent.records import dataclass, field, replace
from assent.schema.values import Unsatisfiable
from assent.schema.violations import accepts
from assent.wire import Exchange

Take: TypeAlias = Callable[[Attempt], Trial]
"""Sends an attempt and records what its answer gives away."""

GONE: Final = (404, 410)
MOST_REFUSED: Final = 60
"""Refused creations that are tried in one go before the collection is looked at again."""


@dataclass(slots=True, kw_only=True)
class Story:
    """One sequence while it happens: the steps so far, and the thing that it is about."""

    resource: Resource
    take: Take
    steps: list[Exchange] = field(default_factory=list)
    identity: Json = None
    above: Mapping[ParameterKey, Json] = field(default_factory=dict)
    """The path parameters of its creation: what the thing stands in."""

    def step(self, material: Material | None, recipe: Recipe | None, about: str) -> Trial | None:
        """Take one step; None if it cannot be made."""
        if material is None or recipe is None:
            return None
        recipe = self.about_it(material, recipe)
        for attempt in attempts(material, "sequences", iter([(about, recipe)])):
            trial = self.take(attempt)
            self.steps.append(trial.subject.exchange)
            return trial
        return None

    def about_it(self, material: Material, recipe: Recipe) -> Recipe:
        """The recipe with the thing's name in its path, and the names of what it stands in."""
        key = self.resource.key(material)
        for part, value in self.above.items():
            if part in recipe.parameters:
                recipe = replace(recipe.having(part, value), kept=recipe.kept | {part})
        if key is None or self.identity is None:
            return recipe
        return replace(recipe.having(key, self.identity), where=f"path {key.name}")

    def finding(
        self, rule: Rule, trial: Trial, message: str, *, about: str = "", value: Json = None
    ) -> Finding:
        """A finding of the last step, with the steps before it."""
        said = found(trial.subject, rule, message, side=Side.RESPONSE, about=about, value=value)
        assert said.witness
        return replace(said, witness=replace(said.witness, steps=tuple(self.steps[:-1])))


def tell(resource: Resource, take: Take, random: Random | None) -> Iterator[tuple[Finding, Trial]]:
    """One thing's life from its creation to its removal. With `random` its values are drawn."""
    story = Story(resource=resource, take=take)
    created = story.step(resource.create, _recipe(resource.create, random), "creating")
    if created is None or not created.accepted:
        return
    story.identity = identity_of(resource, created)
    if story.identity is None:
        return
    told = created.attempt.recipe.parameters
    story.above = {key: value for key, value in told.items() if key.location is In.PATH}
    yield from _reads_back(story, created, "creating")
    yield from _stays_the_same(story)
    for material, recipe, about in _writings(resource, random):
        changed = story.step(material, recipe, about)
        if changed is not None and changed.accepted:
            yield from _reads_back(story, changed, about)
            if material is resource.replace:
                yield from _again(story, changed)
    yield from _removed(story)


def _writings(
    resource: Resource, random: Random | None
) -> Iterator[tuple[Material | None, Recipe | None, str]]:
    """Replacements and changes: by chance, or one with what is required and one with all there is."""
    for material, about in ((resource.replace, "replacing"), (resource.change, "changing")):
        yield material, _recipe(material, random), about
        if material is not None and random is None:
            yield material, material.fullest(), f"{about} all"


def refused(resource: Resource, take: Take, send: Take) -> Iterator[tuple[Finding, Trial]]:
    """Creations that are refused leave nothing behind.

    `send` records nothing: looking into a refusal makes things, which would seem to be what it left behind.
    """
    story = Story(resource=resource, take=take)
    if listed_names(story) is None:
        return
    whole = _sound_creation(resource.create, take)
    if whole is None:
        return
    refusals: list[Attempt] = []
    for attempt in attempts(
        resource.create, "sequences", iter(plausible(resource.create, whole, most=MOST_REFUSED))
    ):
        if 400 <= take(attempt).status < 500:
            refusals.append(attempt)
    # The collection has grown by what was accepted; now only what was refused is sent again.
    before = listed_names(story)
    for attempt in refusals:
        send(attempt)
    after = listed_names(story)
    if before is None or after is None or after <= before:
        return
    for attempt in refusals:
        before = after
        story.steps.clear()
        trial = send(attempt)
        story.steps.append(trial.subject.exchange)
        after = listed_names(story)
        if after is None or before is None:
            return
        if 400 <= trial.status < 500 and not after <= before:
            story.steps[:] = [trial.subject.exchange]
            message = (
                f"A creation that was refused with status {trial.status} left something in the collection."
            )
            yield story.finding(failed_creation_kept.RULE, trial, message), trial
            return


def _sound_creation(create: Material, take: Take) -> Recipe | None:
    """A creation with as many members as the provider takes; None if it has no body."""
    base = create.simplest()
    if base is None or not isinstance(base.body, Body):
        return None
    try:
        telling = sound(create, base, create.full_body(base.body.media))
    except Unsatisfiable:
        return None
    while True:
        try:
            tried = next(telling)
        except StopIteration as end:
            whole: Recipe = end.value
            return whole
        for attempt in attempts(create, "enumerated", iter([tried])):
            take(attempt)


def _recipe(material: Material | None, random: Random | None) -> Recipe | None:
    if material is None:
        return None
    return material.simplest() if random is None else material.drawn(random)


def identity_of(resource: Resource, created: Trial) -> Json:
    """What names the new thing: a member of the answer, or the end of its Location."""
    value = value_of(created)
    memory = Memory()
    if value is not None:
        memory.learn(resource.collection, value)
        if known := memory.known(resource.item, resource.parameter):
            return known[0]
    location = created.response.header("location") if created.response else None
    return unquote(urlsplit(location).path.rstrip("/").rpartition("/")[2]) or None if location else None


def value_of(trial: Trial) -> Json:
    """The value of the answer's body; None if it has none that can be read."""
    body = trial.subject.response_body
    return body.opinion.value if body is not None and isinstance(body.opinion, Opinion) else None


def _sent(trial: Trial) -> Json:
    body = trial.subject.request_body
    return body.opinion.value if body is not None and isinstance(body.opinion, Opinion) else None


def _reads_back(story: Story, written: Trial, about: str) -> Iterator[tuple[Finding, Trial]]:
    """What was written is there, as it was written."""
    read = story.step(story.resource.read, _recipe(story.resource.read, None), f"reading after {about}")
    if read is None:
        return
    if read.status in GONE:
        message = f"Status {read.status} for reading what {about} answered {written.status} for."
        yield story.finding(not_stored.RULE, read, message, about=about), read
        return
    sent, got = _sent(written), value_of(read)
    if not read.accepted or not isinstance(sent, dict) or not isinstance(got, dict):
        return
    body = read.subject.response_body
    within = body.plan.check.within if body is not None else None
    for name, value in sent.items():
        named = (
            within is not None and name in within.names and within.member(name).marked("writeOnly") is None
        )
        differs = (
            name in got and not alike(got[name], value) and not _given_by_provider(story, written, got, name)
        )
        lost = name not in got and named and value is not None
        if named and (differs or lost) and _could_be(read, {**got, name: value}):
            what = "another value" if differs else "nothing"
            message = f"After {about}, {format_pointer([name])} has {what} instead of what was sent."
            yield story.finding(not_stored.RULE, read, message, about=f"{about} {name}", value=got), read


def _given_by_provider(story: Story, written: Trial, got: dict[str, Json], name: str) -> bool:
    """Whether the member names the thing, and the provider told of the name that it gave in place of the one sent."""
    told = value_of(written)
    return isinstance(told, dict) and told.get(name) == got[name] and _name(story.resource, got) == got[name]


def _could_be(read: Trial, value: Json) -> bool:
    """Whether the description lets the provider answer that: a provider cannot give back what it may not say."""
    body = read.subject.response_body
    schema = body.plan.check.schema if body is not None else None
    return schema is None or accepts(schema, value)


def alike(got: Json, sent: Json) -> bool:
    """Whether what came back is what was sent, if the provider may add members of its own."""
    match got, sent:
        case dict(), dict():
            return all(name not in got or alike(got[name], held) for name, held in sent.items())
        case list(), list():
            return len(got) == len(sent) and all(map(alike, got, sent))
        case _:
            return canonical(got) == canonical(sent) or _same_time(got, sent)


def _same_time(got: Any, sent: Any) -> bool:
    """Times may be written in other ways: what looks like one is not compared."""
    return (
        isinstance(got, str)
        and isinstance(sent, str)
        and sent[:4].isdigit()
        and got[:4].isdigit()
        and "-" in sent
    )


def _stays_the_same(story: Story) -> Iterator[tuple[Finding, Trial]]:
    recipe = _recipe(story.resource.read, None)
    one = story.step(story.resource.read, recipe, "reading")
    two = story.step(story.resource.read, recipe, "reading again")
    if one is None or two is None or not one.accepted or not two.accepted:
        return
    first, second = value_of(one), value_of(two)
    if isinstance(first, dict) and isinstance(second, dict):
        for name in first:
            if name in second and not alike(second[name], first[name]):
                message = f"Two readings in a row differ in {format_pointer([name])}."
                yield story.finding(safe_method_changed.RULE, two, message, about=name, value=second), two
                return


def _again(story: Story, changed: Trial) -> Iterator[tuple[Finding, Trial]]:
    """PUT is idempotent: the same once more is as good as once."""
    recipe = changed.attempt.recipe
    again = story.step(changed.attempt.material, recipe, "replacing once more")
    if again is not None and again.status >= 400 and again.status != 429:
        message = f"The same PUT answered {changed.status}, and then {again.status}."
        yield story.finding(not_idempotent.RULE, again, message), again


def _removed(story: Story) -> Iterator[tuple[Finding, Trial]]:
    resource = story.resource
    removed = story.step(resource.remove, _recipe(resource.remove, None), "removing")
    if removed is None or removed.status not in (200, 204):
        return
    read = story.step(resource.read, _recipe(resource.read, None), "reading after removing")
    if read is not None and read.accepted:
        message = f"Status {read.status} for reading what was removed with status {removed.status}."
        yield story.finding(deleted_still_there.RULE, read, message), read
    story.step(resource.remove, _recipe(resource.remove, None), "removing once more")


def listed_names(story: Story) -> frozenset[bytes] | None:
    """The members of the collection as far as one answer shows them; None if it shows none."""
    trial = story.step(story.resource.listing, _recipe(story.resource.listing, None), "listing")
    if trial is None or not trial.accepted:
        return None
    value = value_of(trial)
    if isinstance(value, dict):
        value = next((held for held in value.values() if isinstance(held, list)), None)
    if not isinstance(value, list):
        return None
    return frozenset(canonical(_name(story.resource, item)) for item in value)


def _name(resource: Resource, item: Json) -> Json:
    """What names a member of a collection; the whole of it if nothing is known to."""
    memory = Memory()
    memory.learn(resource.collection, [item])
    known = memory.known(resource.item, resource.parameter)
    return known[0] if known else item
