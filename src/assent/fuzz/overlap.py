"""Requests at once: what several clients do to one thing must look as if they had done it one after another.

What may come of the requests is not guessed: they are first sent one by one, in each order. What comes of them when
they are sent at once must be one of those outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import Final

from assent.fuzz.deeds import body_of, members_of, one_member_each, two_bodies
from assent.fuzz.material import Material
from assent.fuzz.recipes import Body, Recipe
from assent.fuzz.resources import Resource, collections
from assent.fuzz.rules import created_twice, deleted_twice, lost_creation, lost_update
from assent.fuzz.run import Run
from assent.fuzz.sequences import GONE, alike, identity_of, listed_names, value_of
from assent.fuzz.together import Deed, Shown, Stage, failed_at_once, tried
from assent.json import Json, canonical

CLIENTS: Final = 4
MOST_SHARE: Final = 6
"""One part in so many of the requests is spent on this at most."""
LEAST: Final = 24
"""Requests below which nothing can be shown."""
_ACKNOWLEDGED: Final = (200, 201, 204)


Bout = Callable[[Stage], Iterator[Shown]]


def overlaps(run: Run, resources: Sequence[Resource]) -> None:
    """Every kind of overlap on every resource, as far as its part of the budget goes."""
    run.drain()
    budget = run.settings.requests // MOST_SHARE
    if budget < LEAST or not run.caller.overlaps:
        return
    last = run.requests + budget
    turns = [(bout, it) for bout in (_changes, _replacements, _removals) for it in resources]
    turns += [(_additions, it) for it in collections(run.materials)]
    turns += [(bout, it) for bout in (_creations, _change_and_removal) for it in resources]
    for bout, resource in turns:
        seed = run.random.random()
        stage = Stage(run=run, resource=resource, last=last, random=Random(seed))  # noqa: S311 - reproducible by design
        if not stage.over:
            _record(run, bout(stage))


def _record(run: Run, shown: Iterator[Shown]) -> None:
    for finding, trial in shown:
        if run.ledger.known(finding, trial) is None:
            run.ledger.add(finding, trial)


def _changes(stage: Stage) -> Iterator[Shown]:
    """Two changes of different members."""
    material = stage.resource.change
    if material is None:
        return
    recipes = one_member_each(material, stage.resource.create.simplest(), stage.random)[:2]
    deeds = [Deed(name=f"changing {name}", material=material, recipe=recipe) for name, recipe in recipes]
    if len(deeds) == 2:
        yield from _updates(stage, deeds)


def _replacements(stage: Stage) -> Iterator[Shown]:
    """Two replacements by different bodies."""
    material = stage.resource.replace
    bodies = two_bodies(material, stage.random) if material else []
    if material is not None and len(bodies) == 2:
        names = ("replacing by one", "replacing by another")
        yield from _updates(
            stage,
            [Deed(name=name, material=material, recipe=it) for name, it in zip(names, bodies, strict=True)],
        )


def _change_and_removal(stage: Stage) -> Iterator[Shown]:
    material = stage.resource.change or stage.resource.replace
    remove = stage.resource.remove
    recipe = material.fullest() if material else None
    gone = remove.simplest() if remove else None
    if material is not None and remove is not None and recipe is not None and gone is not None:
        deeds = [
            Deed(name="changing", material=material, recipe=recipe),
            Deed(name="removing", material=remove, recipe=gone),
        ]
        yield from _updates(stage, deeds)


def _updates(stage: Stage, deeds: Sequence[Deed]) -> Iterator[Shown]:
    """Two deeds at once leave what one of the orders leaves."""
    one, two = deeds
    allowed: dict[frozenset[str], list[Json]] = {}
    for order in ((one, two), (two, one)):
        if not _one_by_one(stage, order, allowed):
            return
    members = [*dict.fromkeys(name for deed in deeds for name in members_of(deed.recipe))]
    yield from tried(stage, lambda: _updated_at_once(stage, deeds, allowed, members))


def _one_by_one(stage: Stage, order: Sequence[Deed], allowed: dict[frozenset[str], list[Json]]) -> bool:
    """Whether the deeds work one after another on a new thing; what they leave is added to what is allowed."""
    if stage.create() is None:
        return False
    done: set[str] = set()
    for deed in order:
        trial = stage.do(deed)
        if trial is None or trial.status >= 500 or not trial.status:
            return False
        if trial.status in _ACKNOWLEDGED:
            done.add(deed.name)
        elif not done:
            return False
        read = stage.read()
        if read is None or not (read.accepted or read.status in GONE):
            return False
        allowed.setdefault(frozenset(done), []).append(value_of(read) if read.accepted else None)
    return True


def _updated_at_once(
    stage: Stage, deeds: Sequence[Deed], allowed: dict[frozenset[str], list[Json]], members: Sequence[str]
) -> Iterator[Shown]:
    if stage.create() is None:
        return
    trials = stage.at_once(deeds)
    names = " and ".join(deed.name for deed in deeds)
    if failed := failed_at_once(stage, trials, names):
        yield failed
        return
    done = frozenset(
        deed.name for deed, trial in zip(deeds, trials, strict=False) if trial.status in _ACKNOWLEDGED
    )
    if not done or any(trial.status == 0 for trial in trials):
        return
    read = stage.read()
    for _ in range(2):  # what is stored later is no lost update
        if read is None or not (read.accepted or read.status in GONE):
            return
        state = value_of(read) if read.accepted else None
        if any(_agree(state, held, members) for held in allowed.get(done, ())):
            return
        if done not in allowed and len(done) < len(deeds):
            return
        stage.story.steps.pop()
        stage.run.settings.wait(0.2)
        read = stage.read()
    if read is not None:
        who = " and ".join(f"{deed.name}" for deed in deeds if deed.name in done)
        message = f"Sent at once, {who} were acknowledged, and what is read then comes of neither order."
        yield stage.finding(lost_update.RULE, read, message, names, trials), read


def _removals(stage: Stage) -> Iterator[Shown]:
    """Of several removals one succeeds, where the second is refused when they come one by one."""
    remove = stage.resource.remove
    recipe = remove.simplest() if remove else None
    if remove is None or recipe is None or stage.create() is None:
        return
    deed = Deed(name="removing", material=remove, recipe=recipe)
    first, second = stage.do(deed), stage.do(deed)
    if first is None or second is None or first.status not in _ACKNOWLEDGED:
        return
    refused = 400 <= second.status < 500
    yield from tried(stage, lambda: _removed_at_once(stage, deed, refused=refused))


def _removed_at_once(stage: Stage, deed: Deed, *, refused: bool) -> Iterator[Shown]:
    if stage.create() is None:
        return
    trials = stage.at_once([deed] * CLIENTS)
    if failed := failed_at_once(stage, trials, "removing"):
        yield failed
        return
    done = [trial for trial in trials if trial.status in _ACKNOWLEDGED]
    if refused and len(done) > 1:
        message = f"Of {len(trials)} removals at once {len(done)} were acknowledged; one by one, the second is refused."
        yield stage.finding(deleted_twice.RULE, done[1], message, "removing", trials), done[1]


def _creations(stage: Stage) -> Iterator[Shown]:
    """Several creations at once: each is there under a name of its own, or all but one are refused."""
    create = stage.resource.create
    recipe = create.drawn(stage.random) if isinstance(body_of(create.simplest()), Body) else create.simplest()
    first = stage.story.step(create, recipe, "creating") if recipe else None
    if first is None or not first.accepted or recipe is None:
        recipe = create.simplest()
        first = stage.story.step(create, recipe, "creating") if recipe else None
    if first is None or recipe is None:
        return
    second = stage.story.step(create, recipe, "creating the same")
    if second is None or second.status >= 500 or not second.status:
        return
    once = 400 <= second.status < 500
    own = [] if once else [identity_of(stage.resource, trial) for trial in (first, second)]
    if not once and (None in own or own[0] == own[1] or not first.accepted):
        return
    deed = Deed(name="creating", material=create, recipe=recipe)
    if not once:
        yield from tried(stage, lambda: _created_at_once(stage, deed))
    elif stage.resource.remove is not None or first.accepted:
        yield from tried(stage, lambda: _created_once(stage, create))


def _created_once(stage: Stage, create: Material) -> Iterator[Shown]:
    """What the provider refuses to create twice, created by several at once."""
    stage.fresh()
    recipe = create.drawn(stage.random)
    if recipe is None:
        return
    deed = Deed(name="creating", material=create, recipe=recipe)
    trials = stage.at_once([deed] * CLIENTS)
    if failed := failed_at_once(stage, trials, "creating"):
        yield failed
        return
    done = [trial for trial in trials if trial.status in _ACKNOWLEDGED]
    if len(done) < 2:
        return
    after = stage.story.step(create, recipe, "creating once more")
    if after is not None and 400 <= after.status < 500:  # so it may exist only once
        message = (
            f"Of {len(trials)} equal creations at once {len(done)} were acknowledged; one by one, "
            f"the second is refused with status {after.status}."
        )
        yield stage.finding(created_twice.RULE, after, message, "creating", trials), after


def _created_at_once(stage: Stage, deed: Deed) -> Iterator[Shown]:
    stage.fresh()
    trials = stage.at_once([deed] * CLIENTS)
    if failed := failed_at_once(stage, trials, "creating"):
        yield failed
        return
    done = [trial for trial in trials if trial.status in _ACKNOWLEDGED]
    names = [identity_of(stage.resource, trial) for trial in done]
    ordered = sorted(canonical(name) for name in names if name is not None)
    if any(one == two for one, two in pairwise(ordered)):
        message = (
            f"{len(done)} creations at once were acknowledged, and two of them were given the same name."
        )
        yield stage.finding(lost_creation.RULE, done[-1], message, "creating", trials), done[-1]
        return
    for name in names:
        stage.story.identity = name
        read = stage.read() if name is not None else None
        if read is not None and read.status in GONE:
            message = f"Of {len(done)} creations at once that were acknowledged, one is not there afterwards."
            yield stage.finding(lost_creation.RULE, read, message, "creating", trials), read
            return
        if read is not None:
            stage.story.steps.pop()


def _additions(stage: Stage) -> Iterator[Shown]:
    """Additions to a collection whose members have no path of their own: it grows by each."""
    create = stage.resource.create
    recipe = create.simplest()
    if recipe is None:
        return
    sizes = [_size(stage)]
    for _ in range(2):
        stage.story.step(create, recipe, "adding")
        sizes.append(_size(stage))
    start = sizes[0]
    if start is not None and sizes == [start, start + 1, start + 2]:
        yield from tried(stage, lambda: _added_at_once(stage, recipe))


def _added_at_once(stage: Stage, recipe: Recipe) -> Iterator[Shown]:
    stage.fresh()
    create = stage.resource.create
    before = _size(stage)
    stage.fresh()
    trials = stage.at_once([Deed(name="adding", material=create, recipe=recipe)] * CLIENTS)
    if failed := failed_at_once(stage, trials, "adding"):
        yield failed
        return
    done = sum(trial.status in _ACKNOWLEDGED for trial in trials)
    after = _size(stage)
    steps = list(stage.story.steps)
    if before is None or after is None or not done or after >= before + done:
        return
    once_more = stage.story.step(create, recipe, "adding once more")
    if once_more is None or _size(stage) != after + 1:
        return  # one answer may not list them all
    stage.story.steps[:] = steps[:-1]
    message = (
        f"Of {len(trials)} additions at once {done} were acknowledged, and the collection has grown by "
        f"{after - before}."
    )
    yield stage.finding(lost_creation.RULE, trials[-1], message, "adding", trials), trials[-1]


def _size(stage: Stage) -> int | None:
    names = listed_names(stage.story)
    return None if names is None else len(names)


def _agree(state: Json, held: Json, members: Sequence[str]) -> bool:
    """Whether two readings are of one state, as far as the updates' members tell."""
    if isinstance(state, dict) and isinstance(held, dict):
        return all(
            (name in state) == (name in held) and alike(state.get(name), held.get(name)) for name in members
        )
    return (state is None) == (held is None)
