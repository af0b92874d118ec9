"""A required property is defined nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from assent.check.composition import Composition
from assent.check.found import below, found
from assent.check.survey import Key, Kind, Survey, key_of
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="undefined-required-property",
    title="A required property is defined nowhere",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="JSON Schema 2020-12 validation §6.5.3",
    since="0.1",
    why="Nobody can know what to send under that name; most often it is a misspelling, or the property was renamed.",
    instead="Define it under `properties`, or correct the name in `required`.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Pet:
      type: object
      required: [nmae]
      properties:
        name: {type: string}
""",
            shows="a misspelt name",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Animal:
      type: object
      required: [name]
    Pet:
      allOf:
        - {$ref: "#/components/schemas/Animal"}
        - properties:
            name: {type: string}
""",
            breaks=False,
            shows="a name that a schema beside it defines",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    composition = survey.once(Composition)
    for place in survey.of(Kind.SCHEMA):
        required = place.node.get("required")
        names = (
            [each.value for each in required.elements() if isinstance(each.value, str)] if required else []
        )
        key = key_of(place.node)
        if not names or key in composition.negated or _is_open(composition, key):
            continue
        defined = composition.properties(key)
        for name in dict.fromkeys(names):
            if name not in defined:
                close = get_close_matches(name, defined, n=1)
                hint = f" Did you mean {close[0]!r}?" if close else ""
                message = f"The required property {name!r} is defined nowhere.{hint}"
                yield found(RULE, place, message, at=below(place.node, "required"), subject=name)


def _is_open(composition: Composition, schema: Key) -> bool:
    """Whether values may have properties that are described without being named, or a part cannot be read."""
    for key in composition.together(schema):
        members = composition.nodes[key].value
        more = members.get("additionalProperties") if isinstance(members, dict) else None
        if key in composition.broken or (isinstance(members, dict) and "patternProperties" in members):
            return True
        if more is True or (isinstance(more, dict) and more):
            return True
    return False
