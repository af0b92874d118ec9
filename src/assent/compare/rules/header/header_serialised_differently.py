"""A header is written another way."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Header
from assent.compare.case import RANGE, responds
from assent.compare.change import Change, found
from assent.compare.exhibit import response_with_header
from assent.compare.serialisation import header_differs
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="header-serialised-differently",
    title="A header is written another way",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.21 Header Object, explode, content",
    since="0.1",
    why="Clients read another value out of the text, or none.",
    instead="Keep the old way; offer the new one as a new header.",
    cases=(
        Case(
            before=responds({"200": {"headers": {"X-Range": {"schema": RANGE}}}}),
            after=responds({"200": {"headers": {"X-Range": {"explode": True, "schema": RANGE}}}}),
        ),
        Case(
            before=responds({"200": {"headers": {"X-Total": {"schema": {"type": "integer"}}}}}),
            after=responds(
                {"200": {"headers": {"X-Total": {"explode": True, "schema": {"type": "integer"}}}}}
            ),
            breaks=False,
            shows="a single value looks the same",
        ),
    ),
)


EXHIBIT = response_with_header


def check(change: Change[Header]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            said = header_differs(old, new)
            if said:
                yield found(RULE, change, said)
        case _:
            return
