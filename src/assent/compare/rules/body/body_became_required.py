"""A body is now required."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import RequestBody
from assent.compare.case import described, sends
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import minimal_request
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.wire.media import takes_encodings

RULE = Rule(
    id="body-became-required",
    title="A body is now required",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.13 Request Body Object, required",
    since="0.1",
    why="A client built for the old description may send none; the provider may now refuse that request.",
    instead="Keep it optional, and read no body as the defaults.",
    cases=(
        Case(before=sends({}, required=False), after=sends({}, required=True)),
        Case(before=described(), after=sends({}), shows="the body is new"),
        Case(
            before=sends({}, required=True),
            after=sends({}, required=True),
            breaks=False,
            shows="nothing changed",
        ),
    ),
)


EXHIBIT = minimal_request


def check(change: Change[RequestBody]) -> Iterator[Finding]:
    new = change.new
    if new is not None and new.required and (change.old is None or not change.old.required):
        if change.old is not None and _fields_say_so(change, change.old, new):
            return
        severity = None if change.demanded else Severity.NOTE
        message = "The body is new, and required." if change.old is None else "The body is now required."
        yield found(RULE, change, message, Extent(severity=severity))


def _fields_say_so(change: Change[RequestBody], old: RequestBody, new: RequestBody) -> bool:
    """Whether a form is required for nothing but its fields: each field that became required is told by itself.

    Source: OpenAPI 2.0, Parameter Object: a form is no parameter of its own, only its fields are required.
    """
    apis = (change.within.old_api, change.within.new_api)
    shared = old.content.keys() & new.content.keys()
    return all(api.version == "2.0" for api in apis) and any(map(takes_encodings, shared))
