"""A server is no longer named."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import described
from assent.compare.change import Change, Extent, found
from assent.compare.servers import listed, no_longer_served, same_base_path
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="server-removed",
    title="A server is no longer named",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.5 Server Object, url",
    since="0.1",
    why="Clients that have the old address built in may reach nobody, though the paths are the same.",
    instead="Keep the old host alive, or redirect from it.",
    cases=(
        Case(
            before=described(servers=[{"url": "https://a.example"}]),
            after=described(servers=[{"url": "https://b.example"}]),
            breaks=False,
        ),
        Case(
            before=described(servers=[{"url": "https://a.example"}]),
            after=described(servers=[{"url": "https://a.example/"}]),
            breaks=False,
        ),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if not change.within.swapped:
            gone = no_longer_served(old, new) if same_base_path(old, new) else []
            if gone:
                at = Extent(subject=" ".join(gone), old=old.servers[0].at, new=new.servers[0].at)
                yield found(RULE, change, f"No longer served at {listed(gone)}.", at)
        case _:
            return
