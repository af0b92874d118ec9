"""No value meets a schema."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.emptiness import SAID_ELSEWHERE, empty_schemas
from assent.check.found import found
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="unsatisfiable-schema",
    title="No value meets a schema",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="JSON Schema 2020-12 Core §4.3.1",
    since="0.1",
    why="Its keywords contradict one another, so whatever is sent is refused, and nothing can be promised.",
    instead="Loosen one of the keywords. In OpenAPI 3.1, null belongs into the union: `oneOf: [..., {type: 'null'}]`.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Age: {type: integer, minimum: 18, maximum: 17}
""",
            shows="bounds that cross",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
components:
  schemas:
    Age: {type: integer, minimum: 17, maximum: 18}
""",
            breaks=False,
            shows="bounds that leave two values",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    for place in empty_schemas(survey):
        members = place.node.value if isinstance(place.node.value, dict) else {}
        words = [name for name in members if name not in SAID_ELSEWHERE and not name.startswith("x-")]
        yield found(RULE, place, f"No value meets this schema: {', '.join(words)} contradict one another.")
