"""A value may come as another alternative."""

from __future__ import annotations

from assent.compare.case import answers
from assent.findings import Breaks, Case, Profile, Rule, Severity

RULE = Rule(
    id="alternative-added",
    title="A value may come as another alternative",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 core §10.2.1 anyOf, oneOf",
    since="0.1",
    why="Most clients have a default arm; those with generated unions often do not.",
    instead="Answer with it only where a client asks for what is new.",
    profiles={Profile.STRICT: Severity.ERROR},
    cases=(
        Case(
            before=answers({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            after=answers({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]}),
            breaks=False,
        ),
        Case(
            before=answers({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            after=answers({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
            breaks=False,
            shows="order has no meaning",
        ),
    ),
)
