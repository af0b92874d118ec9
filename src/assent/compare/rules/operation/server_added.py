"""Another server is named."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import described
from assent.compare.change import Change, Extent, found
from assent.compare.servers import listed, no_longer_served, same_base_path
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="server-added",
    title="Another server is named",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.5 Server Object, url",
    since="0.1",
    why="Nobody who follows the old description calls it.",
    instead="Nothing.",
    cases=(
        Case(
            before=described(servers=[{"url": "https://a.example"}]),
            after=described(servers=[{"url": "https://a.example"}, {"url": "https://b.example"}]),
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
            more = no_longer_served(new, old) if same_base_path(old, new) else []
            if more:
                at = Extent(subject=" ".join(more), old=old.servers[0].at, new=new.servers[0].at)
                yield found(RULE, change, f"Now served at {listed(more)} too.", at)
        case _:
            return
