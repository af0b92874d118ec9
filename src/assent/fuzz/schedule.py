"""The order of a run: every operation in turn, between them the lives of things, and once what happens at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Final

from assent.findings import Finding
from assent.fuzz.links import linked
from assent.fuzz.material import Material
from assent.fuzz.overlap import overlaps
from assent.fuzz.phases import Attempt, attempts, chance, enumerated, examples
from assent.fuzz.resources import Resource, resources
from assent.fuzz.run import Run
from assent.fuzz.sequences import refused, tell
from assent.fuzz.trial import Trial

SEQUENCES_EVERY: Final = 6
"""Rounds of single requests between two rounds of sequences."""
ENUMERATED: Final = 20
"""Rounds before the first request by chance: one that varies one thing says more, so that short runs find more."""
LONG_RUN: Final = 1_000
"""Requests from which on a run looks for what refused creations leave behind, which costs many."""
OVERLAP_AT: Final = 0.5
"""The part of the budget after which requests are sent at once: when it is known what works one by one."""


def schedule(run: Run) -> Iterator[Attempt]:
    """Attempts from every operation in turn: examples, two of the enumeration, later one by chance, and again."""
    for material in run.materials:
        yield from examples(material)
    listed = [enumerated(material) for material in run.materials]
    drawn = [chance(material, Random(run.random.random())) for material in run.materials]  # noqa: S311 - reproducible by design
    for source in listed:
        next(source, None)  # first_contact has sent it
    kinds = [] if run.settings.safe else list(resources(run.materials))
    rounds, idle, mixed, overlapped = 0, False, False, run.settings.safe
    while not (idle and mixed):
        mixed, idle = idle or rounds >= ENUMERATED, True
        if rounds % SEQUENCES_EVERY == 0:
            for resource in kinds:
                run.follow(_life(run, resource, run.random.random() if rounds else None))
                if rounds == 0 and run.settings.requests >= LONG_RUN:
                    run.follow(partial(refused, resource, run.take, run.try_out))
            for material in run.materials:
                yield from _along_links(run, material)
        rounds += 1
        for enumeration, by_chance in zip(listed, drawn, strict=True):
            if not overlapped and run.share >= OVERLAP_AT:
                overlapped = True
                overlaps(run, kinds)
            for source in (enumeration, enumeration, by_chance) if mixed else (enumeration, enumeration):
                attempt = next(source, None)
                if attempt is not None:
                    idle = False
                    yield attempt
    if not overlapped:
        overlaps(run, kinds)


def _life(run: Run, resource: Resource, seed: float | None) -> Callable[[], Iterator[tuple[Finding, Trial]]]:
    """The life of one thing, the same whenever it is told; by chance if there is a seed."""

    def told() -> Iterator[tuple[Finding, Trial]]:
        return tell(resource, run.take, None if seed is None else Random(seed))  # noqa: S311 - reproducible by design

    return told


def _along_links(run: Run, material: Material) -> Iterator[Attempt]:
    """The links of an operation's answer to its simplest request, each followed once."""
    recipe = material.simplest()
    if recipe is None or not any(response.links for response in material.operation.responses.values()):
        return
    for attempt in attempts(material, "links", iter([("the simplest request", recipe)])):
        if not run.leaves_out(attempt):
            yield from linked(run.take(attempt), run.materials)
