"""A security requirement names a scheme that is not defined."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from assent.check.found import found
from assent.check.security import defined_schemes, requirements
from assent.check.survey import Survey
from assent.findings.finding import Finding
from assent.findings.rule import Breaks, Case, Rule, Severity

RULE = Rule(
    id="unknown-security-scheme",
    title="A security requirement names a scheme that is not defined",
    severity=Severity.ERROR,
    breaks=Breaks.NOBODY,
    source="OAS 3.1.1 §4.8.30 Security Requirement Object",
    since="0.1",
    why="Nobody can know which credentials are asked for, so no client can be let in.",
    instead="Define the scheme under `components/securitySchemes`, or correct the name.",
    engine="check",
    cases=(
        Case(
            before="""openapi: 3.1.0
info: {title: Pets, version: "1"}
security:
  - key: []
paths: {}
""",
            shows="a scheme that is defined nowhere",
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
            shows="a scheme that is defined",
        ),
    ),
)


def check(survey: Survey) -> Iterator[Finding]:
    defined = defined_schemes(survey)
    for place, name, node in requirements(survey):
        if name not in defined and not (survey.description.version == "3.2" and "/" in name):
            close = get_close_matches(name, defined, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            yield found(RULE, place, f"No security scheme is named {name!r}.{hint}", at=node)
