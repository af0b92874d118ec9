"""Findings as a pytest file: one test a finding, that fails as long as the provider shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pprint import pformat

from assent.findings import Finding
from assent.wire import Request

_HEAD = '''"""Findings of `assent fuzz`, each as a test that passes once it is mended.

Set PROVIDER to the provider's URL, and put credentials into HEADERS: secrets were not written here.
"""

from __future__ import annotations

import os

import httpx

PROVIDER = os.environ.get("PROVIDER", {base!r})
HEADERS: dict[str, str] = {{}}


def answer(method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> httpx.Response:
    return httpx.request(method, PROVIDER + path, headers=[*headers, *HEADERS.items()], content=body or None)
'''

_TEST = '''

def test_{name}() -> None:
    """{message}"""
{steps}    response = answer({arguments})
    assert {check}, response.text[:500]
'''


def as_tests(findings: Iterable[Finding], *, base: str) -> str:
    """The text of the file. What only the judge can tell is checked by the answer's status."""
    return _HEAD.format(base=base) + "".join(_tests(findings, base))


def _tests(findings: Iterable[Finding], base: str) -> Iterator[str]:
    names: dict[str, int] = {}
    for finding in findings:
        witness = finding.witness
        if witness is None or witness.request is None:
            continue
        place = finding.operations[0]
        name = re.sub(r"\W+", "_", f"{finding.rule.id} {place.method} {place.path}".lower()).strip("_")
        names[name] = names.get(name, 0) + 1
        number = f"_{names[name]}" if names[name] > 1 else ""
        status = witness.response.status if witness.response else None
        steps = "".join(f"    answer({_arguments(step.request, base)})\n" for step in witness.steps)
        yield _TEST.format(
            name=name + number,
            message=finding.message.replace("\\", "\\\\").replace('"""', "'''").rstrip('"'),
            steps=steps,
            arguments=_arguments(witness.request, base),
            check=_check(finding, status),
        )


def _check(finding: Finding, status: int | None) -> str:
    match finding.rule.id:
        case "server-error" | "no-answer":
            return "response.status_code < 500"
        case "valid-input-refused" | "described-method-refused":
            return f"response.status_code != {status}"
        case "allow-missing":
            return 'response.status_code != 405 or "allow" in response.headers'
        case "invalid-input-accepted" | "undescribed-type-accepted" | "credentials-not-checked":
            return "not response.is_success"
        case "deleted-still-there" | "undescribed-method-answered":
            return "not response.is_success"
        case _:
            seen = finding.witness.response if finding.witness else None
            return f"response.content != {seen.body if seen else b''!r}"


def _arguments(request: Request, base: str) -> str:
    path = request.url.removeprefix(base)
    parts = [request.method, path, list(request.headers), request.body]
    return ", ".join(pformat(part, width=10_000) for part in parts)
