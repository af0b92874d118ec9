"""Requests that several clients send to one thing at once: where that happens, and whether what shows, shows again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final, TypeAlias

from assent.findings import Finding, Rule, Status
from assent.fuzz.causes import cause
from assent.fuzz.material import Material
from assent.fuzz.phases import Attempt, attempts
from assent.fuzz.recipes import Recipe
from assent.fuzz.resources import Resource
from assent.fuzz.rules import overlap_failed
from assent.fuzz.run import Run
from assent.fuzz.sequences import Story, identity_of
from assent.fuzz.trial import Trial
from assent.json import Json
from assent.records import dataclass, field, replace

TRIES: Final = 3
"""Times that requests are sent at once while nothing shows."""
REPEATS: Final = 5
"""Times that they are sent at once again to see whether what showed shows again."""
_MEANT: Final = (501, 503)
_NO_ANSWER: Final = ("timeout", "closed", "garbage")

Shown: TypeAlias = tuple[Finding, Trial]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One request of a client to the thing. `name` tells it from the other's."""

    name: str
    material: Material
    recipe: Recipe


@dataclass(slots=True, kw_only=True)
class Stage:
    """Where requests are sent at once: the run, and the number of requests that it may have sent at the end."""

    run: Run
    resource: Resource
    last: int
    random: Random
    story: Story = field(init=False)

    def __post_init__(self) -> None:
        self.fresh()

    def fresh(self) -> None:
        self.story = Story(resource=self.resource, take=self.run.take)

    @property
    def over(self) -> bool:
        return self.run.spent or self.run.requests >= self.last

    def create(self) -> Trial | None:
        """A new thing that a new story is about; None if there is none."""
        self.fresh()
        material = self.resource.create
        for recipe in (material.simplest(), material.drawn(self.random)):
            created = self.story.step(material, recipe, "creating")
            if created is not None and created.accepted:
                self.story.identity = identity_of(self.resource, created)
                return created if self.story.identity is not None else None
            self.story.steps.clear()
        return None

    def do(self, deed: Deed) -> Trial | None:
        return self.story.step(deed.material, deed.recipe, deed.name)

    def read(self) -> Trial | None:
        material = self.resource.read
        return self.story.step(material, material.simplest() if material else None, "reading")

    def at_once(self, deeds: Sequence[Deed]) -> list[Trial]:
        """The deeds, each by a client of its own; none if one of them cannot be written."""
        made = [attempt for deed in deeds for attempt in self._attempt(deed)]
        if len(made) < len(deeds):
            return []
        trials = self.run.together(made)
        self.story.steps += [trial.subject.exchange for trial in trials]
        return trials

    def _attempt(self, deed: Deed) -> Iterator[Attempt]:
        recipe = self.story.about_it(deed.material, deed.recipe)
        yield from attempts(deed.material, "overlap", iter([(f"{deed.name} at once", recipe)]))

    def finding(
        self, rule: Rule, trial: Trial, message: str, about: str, overlapping: Sequence[Trial]
    ) -> Finding:
        """A finding with all steps but its own; `at_once` in its `extra` counts those from 0 that were sent at once.

        Where the finding is one of them, it was sent at once with them.
        """
        said = self.story.finding(rule, trial, message, about=about)
        assert said.witness
        steps = [it for it in self.story.steps if it is not trial.subject.exchange]
        at_once = [id(it.subject.exchange) for it in overlapping]
        numbers: list[Json] = [number for number, it in enumerate(steps) if id(it) in at_once]
        return replace(
            said,
            witness=replace(said.witness, steps=tuple(steps)),
            extra={**said.extra, "at_once": numbers},
        )


def failed_at_once(stage: Stage, trials: Sequence[Trial], names: str) -> Shown | None:
    """A server error, or no answer, that only came because of the others."""
    for trial in trials:
        what = f"Status {trial.status}"
        if trial.failure is not None and trial.failure.kind in _NO_ANSWER:
            what = f"No answer ({trial.failure.why})"
        elif trial.status < 500 or trial.status in _MEANT:
            continue
        message = f"{what} for {names} at once; one after another, they succeed."
        return stage.finding(overlap_failed.RULE, trial, message, names, trials), trial
    return None


def tried(stage: Stage, once: Callable[[], Iterator[Shown]]) -> Iterator[Shown]:
    """What shows in some tries, and whether it shows again."""
    for _ in range(TRIES):
        if stage.over:
            return
        found = next(once(), None)
        if found is not None:
            again = any(_same(next(once(), None), found[0]) for _ in range(REPEATS) if not stage.run.spent)
            yield (found[0] if again else replace(found[0], status=Status.FLAKY)), found[1]
            return


def _same(shown: Shown | None, finding: Finding) -> bool:
    return shown is not None and cause(shown[0]) == cause(finding)
