"""Findings as a pytest file: one test a finding, that fails as long as the provider shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pprint import pformat

from assent.findings import Finding
from assent.json import Json
from assent.wire import Request, Response
from assent.wire.jsontext import read_json

_HEAD = '''"""Findings of `assent fuzz`, each as a test that passes once it is mended.

PROVIDER is the provider's URL. Secrets were not written here: HEADERS='{{"X-Key": "…"}}' sets header fields that stand
as *** below. DESCRIPTION is what answers are judged by.
{left_out}"""

from __future__ import annotations

import json
import os
from functools import cache
from urllib.parse import quote, urlsplit

import httpx

import assent
from assent.judge import judge, prepare
from assent.wire import Exchange, Request, Response

PROVIDER = os.environ.get("PROVIDER", {base!r}).rstrip("/")
DESCRIPTION = os.environ.get("DESCRIPTION", {description!r})
HEADERS: dict[str, str] = json.loads(os.environ.get("HEADERS", "{{}}"))
{client}

@cache
def described():
    base = httpx.URL(PROVIDER).path.rstrip("/")
    return prepare(assent.read_api(assent.load(DESCRIPTION)), bases=[base])


class Steps:
    """Requests one after another. What was made anew has other ids than then: they are put in place."""

    def __init__(self) -> None:
        self.now: dict[str, str] = {{}}

    def send(
        self, method: str, path: str, headers: list[tuple[str, str]], body: bytes, then: object = None, at: str = ""
    ):
        self.request = (method, self.path(path), headers, body)
        known = [(name, HEADERS.get(name, value) if "***" in value else value) for name, value in headers]
        fields = [("Accept", "*/*"), ("Accept-Encoding", "identity"), *known]
        response = CLIENT.request(method, PROVIDER + self.path(path), headers=fields, content=body or None)
        self.move(at, response.headers.get("location", ""))
        try:
            self.compare(then, json.loads(response.content))
        except ValueError:
            pass
        return response

    def path(self, path: str) -> str:
        path, mark, query = path.partition("?")
        return "/".join(self.now.get(segment, segment) for segment in path.split("/")) + mark + query

    def compare(self, then: object, now: object) -> None:
        if isinstance(then, dict) and isinstance(now, dict):
            for name in then.keys() & now.keys():
                self.compare(then[name], now[name])
        elif isinstance(then, str | int) and isinstance(now, str | int) and then != now:
            self.now.setdefault(quote(str(then), safe=""), quote(str(now), safe=""))

    def move(self, then: str, now: str) -> None:
        """Where the thing was, and where it is now, as Location says."""
        old, new = urlsplit(then).path.split("/"), urlsplit(now).path.split("/")
        for before, after in zip(old, new) if len(old) == len(new) else ():
            if before != after:
                self.now.setdefault(before, after)

    def departures(self, response: httpx.Response) -> set[tuple[str, str]]:
        """What the last answer departs in from the description: rules, and what each is about."""
        method, path, headers, body = self.request
        answer = Response(response.status_code, tuple(response.headers.multi_items()), response.content)
        exchange = Exchange(Request(method, PROVIDER + path, tuple(headers), body), answer)
        return {{(finding.rule.id, finding.subject) for finding in judge(described(), exchange)}}
'''

_OVER_HTTP = "CLIENT = httpx.Client(timeout=60)\n"
_IN_PROCESS = """
from assent.fuzz.sending import app_sender  # noqa: E402

CLIENT = httpx.Client(transport=app_sender(os.environ.get("APP", {app!r})).transport)
"""

_TEST = '''

def test_{name}() -> None:
    """{message}"""
    steps = Steps()
{steps}    response = steps.send({arguments})
    assert {check}, response.text[:500]
'''

_LEFT_OUT = """
{number} more cannot be told by one answer, so they have no test here: {rules}.
"""


def as_tests(
    findings: Iterable[Finding], *, base: str, description: str = "openapi.yaml", app: str | None = None
) -> str:
    """The text of the file. `description` and, for an application in this process, `app` are what it tests with."""
    kept: list[Finding] = []
    left: list[Finding] = []
    for finding in findings:
        (kept if _check(finding) else left).append(finding)
    rules = ", ".join(sorted({finding.rule.id for finding in left}))
    head = _HEAD.format(
        base=base,
        description=description,
        left_out=_LEFT_OUT.format(number=len(left), rules=rules) if left else "",
        client=_IN_PROCESS.format(app=app) if app else _OVER_HTTP,
    )
    return head + "".join(_tests(kept, base))


def _tests(findings: Iterable[Finding], base: str) -> Iterator[str]:
    names: dict[str, int] = {}
    for finding in findings:
        witness = finding.witness
        assert witness is not None
        assert witness.request is not None
        place = finding.operations[0]
        name = re.sub(r"\W+", "_", f"{finding.rule.id} {place.method} {place.path}".lower()).strip("_")
        names[name] = names.get(name, 0) + 1
        number = f"_{names[name]}" if names[name] > 1 else ""
        steps = "".join(
            f"    steps.send({_arguments(step.request, base)}{_then(step.response)})\n"
            for step in witness.steps
        )
        yield _TEST.format(
            name=name + number,
            message=finding.message.replace("\\", "\\\\").replace('"""', "'''").rstrip('"'),
            steps=steps,
            arguments=_arguments(witness.request, base),
            check=_check(finding),
        )


def _check(finding: Finding) -> str:
    """What must hold of the answer once the finding is mended; empty if no single answer tells."""
    witness, rule = finding.witness, finding.rule
    if witness is None or witness.request is None:
        return ""
    status = witness.response.status if witness.response else None
    match rule.id:
        case "server-error" | "no-answer":
            return "response.status_code < 500"
        case "valid-input-refused" | "described-method-refused":
            return f"response.status_code != {status}"
        case "allow-missing":
            return 'response.status_code != 405 or "allow" in response.headers'
        case "redirected-elsewhere":
            return "not response.is_redirect"
        case (
            "invalid-input-accepted"
            | "undescribed-type-accepted"
            | "credentials-not-checked"
            | "deleted-still-there"
            | "undescribed-method-answered"
        ):
            return "not response.is_success"
        case _ if rule.engine == "replay":
            return f"({rule.id!r}, {finding.subject!r}) not in steps.departures(response)"
        case _:
            return ""


def _then(response: Response | None) -> str:
    """What a step was answered when the finding was met, where it may have given ids."""
    if response is None:
        return ""
    value: Json = None
    if len(response.body) < 20_000:
        readings = read_json(response.body)
        value = readings[0] if isinstance(readings, list) else None
    location = response.header("location")
    body = f", {pformat(value, width=10_000)}" if isinstance(value, dict) else ""
    return body + (f", at={location!r}" if location else "")


def _arguments(request: Request, base: str) -> str:
    path = request.url.removeprefix(base)
    parts = [request.method, path, list(request.headers), request.body]
    return ", ".join(pformat(part, width=10_000) for part in parts)
