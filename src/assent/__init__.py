"""assent tells an API team, with proof, whether a change to an OpenAPI description breaks anybody.

The names below are the public interface, with the same words as the command line. They are loaded when they are
first used, so `import assent` costs nothing.

    import assent

    report = assent.compare("old.yaml", "new.yaml")
    for finding in report.findings:
        print(finding.severity, finding.rule.id, finding.message)
"""

from __future__ import annotations

from assent.exports import loaded_on_use

TYPE_CHECKING = False  # as type checkers know it; `typing` takes ten times as long to import as all this
if TYPE_CHECKING:
    from assent.api import Api, Operation, read_api
    from assent.catalogue import rules
    from assent.document import Access, Description, Limits, Location, Problem, load
    from assent.errors import AssentError, DescriptionError, UsageError
    from assent.findings import Finding, Report, Rule, Severity, Verdict, Witness
    from assent.findings.policy import Policy
    from assent.pytest_plugin import asgi_middleware, httpx_transport, parametrize, wsgi_middleware
    from assent.python import bundle, check, compare
    from assent.render import render

__version__ = "0.1.0"

__all__ = [
    "Access",
    "Api",
    "AssentError",
    "Description",
    "DescriptionError",
    "Finding",
    "Limits",
    "Location",
    "Operation",
    "Policy",
    "Problem",
    "Report",
    "Rule",
    "Severity",
    "UsageError",
    "Verdict",
    "Witness",
    "__version__",
    "asgi_middleware",
    "bundle",
    "check",
    "compare",
    "httpx_transport",
    "load",
    "parametrize",
    "read_api",
    "render",
    "rules",
    "wsgi_middleware",
]

_HOMES = {
    "Access": "assent.document",
    "Api": "assent.api",
    "AssentError": "assent.errors",
    "Description": "assent.document",
    "DescriptionError": "assent.errors",
    "Finding": "assent.findings",
    "Limits": "assent.document",
    "Location": "assent.document",
    "Operation": "assent.api",
    "Policy": "assent.findings.policy",
    "Problem": "assent.document",
    "Report": "assent.findings",
    "Rule": "assent.findings",
    "Severity": "assent.findings",
    "UsageError": "assent.errors",
    "Verdict": "assent.findings",
    "Witness": "assent.findings",
    "asgi_middleware": "assent.pytest_plugin",
    "bundle": "assent.python",
    "check": "assent.python",
    "compare": "assent.python",
    "httpx_transport": "assent.pytest_plugin",
    "load": "assent.document",
    "parametrize": "assent.pytest_plugin",
    "read_api": "assent.api",
    "render": "assent.render",
    "rules": "assent.catalogue",
    "wsgi_middleware": "assent.pytest_plugin",
}
"""Where each public name lives."""


__getattr__, _ = loaded_on_use(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
