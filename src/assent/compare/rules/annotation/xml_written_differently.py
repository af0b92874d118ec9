"""A value is written as XML another way."""

from __future__ import annotations

from collections.abc import Iterator

from assent.compare.case import answers
from assent.compare.change import Change, Extent, found
from assent.compare.part import Part
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.json import Json
from assent.wire.media import parse_media_type

RULE = Rule(
    id="xml-written-differently",
    title="A value is written as XML another way",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE,
    source="OAS 3.1.1 §4.8.26 XML Object",
    since="0.1",
    why="The receiver looks for another element or attribute.",
    instead="Keep the names and the form.",
    cases=(
        Case(
            before=answers(
                {"type": "object", "properties": {"id": {"type": "string", "xml": {"attribute": True}}}},
                media="application/xml",
            ),
            after=answers(
                {"type": "object", "properties": {"id": {"type": "string"}}}, media="application/xml"
            ),
        ),
        Case(
            before=answers({"type": "object", "xml": {"name": "pet"}}),
            after=answers({"type": "object", "xml": {"name": "animal"}}),
            breaks=False,
            shows="JSON is written as before",
        ),
    ),
)


def check(change: Change[Part]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            before, after = _written(old), _written(new)
            name = parse_media_type(new.media)
            if before != after and name is not None and name.is_xml:
                yield found(RULE, change, f"{old.where} is written another way.", Extent(subject="xml"))
        case _:
            return


def _written(part: Part) -> dict[str, Json]:
    written = part.annotation("xml")
    held = written if isinstance(written, dict) else {}
    return {name: value for name, value in held.items() if value is not False}
