"""A field of a form is written another way."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import MediaType
from assent.compare.case import PHOTO, sends
from assent.compare.change import Change, Extent, found
from assent.compare.exhibit import form_with_field
from assent.compare.serialisation import encodings
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.wire.media import takes_encodings

RULE = Rule(
    id="form-field-encoded-differently",
    title="A field of a form is written another way",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.15 Encoding Object",
    since="0.1",
    why="The receiver reads another value out of what is sent, or none.",
    instead="Keep the encoding; offer the new one under a new field or media type.",
    cases=(
        Case(
            before=sends(PHOTO, media="multipart/form-data"),
            after=sends(
                None,
                content={
                    "multipart/form-data": {
                        "schema": PHOTO,
                        "encoding": {"photo": {"contentType": "image/png"}},
                    }
                },
            ),
        ),
        Case(
            before=sends(PHOTO, media="application/json"),
            after=sends(
                None,
                content={
                    "application/json": {"schema": PHOTO, "encoding": {"photo": {"contentType": "image/png"}}}
                },
            ),
            breaks=False,
            shows="encoding means nothing for JSON",
        ),
    ),
)


EXHIBIT = form_with_field


def check(change: Change[MediaType]) -> Iterator[Finding]:
    match change.pair:
        case old, new if takes_encodings(new.name):
            for field, said in encodings(old, new):
                yield found(RULE, change, said, Extent(subject=field))
        case _:
            return
