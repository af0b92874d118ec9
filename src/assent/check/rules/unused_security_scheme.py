"""A security scheme is asked for nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.found import found
from assent.check.security import defined_schemes, requirements
from assent.check.survey import Kind, Place, Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="unused-security-scheme",
    title="A security scheme is asked for nowhere",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.27 Security Scheme Object",
    since="0.1",
    why="Readers take the API to be protected by it, and it is not.",
    instead="Ask for it in `security`, of the description or of its operations, or remove it.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
""",
            shows="a scheme that no requirement names",
        ),
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
security:
  - key: []
paths: {}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
""",
            breaks=False,
            shows="a scheme that every operation asks for",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    used = {name for _, name, _ in requirements(survey)}
    for name, node in defined_schemes(survey).items():
        if name not in used and not any(name in each for each in used if "/" in each):
            place = Place(Kind.SECURITY_SCHEME, node)
            yield found(RULE, place, f"No requirement names the security scheme {name!r}.")
