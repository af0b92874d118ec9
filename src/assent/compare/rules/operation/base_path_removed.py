"""No old base path is served any more."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import described
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import minimal_request
from assent.compare.servers import base_paths, listed, same_base_path
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="base-path-removed",
    title="No old base path is served any more",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.5 Server Object, url",
    since="0.1",
    why="Every request goes to a path where nobody listens.",
    instead="Serve the old base path as well, or redirect from it.",
    cases=(
        Case(
            before=described(servers=[{"url": "https://pets.example/v1"}]),
            after=described(servers=[{"url": "https://pets.example/v2"}]),
        ),
        Case(
            before=described(servers=[{"url": "https://pets.example/v1"}]),
            after=described(servers=[{"url": "https://pets.example/v2"}, {"url": "https://pets.example/v1"}]),
            breaks=False,
        ),
    ),
)


EXHIBIT = minimal_request


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            if same_base_path(old, new):
                return
            before, after = base_paths(old.servers), base_paths(new.servers)
            message = f"The base path was {listed(before)} and is {listed(after)}."
            at = Extent(subject=" ".join(before), old=old.servers[0].at, new=new.servers[0].at)
            yield found(RULE, change, message, at)
        case _:
            return
