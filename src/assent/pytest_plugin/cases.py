"""Requests made from a description, as the cases of a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from assent.api.model import Operation
from assent.findings import Finding, Severity
from assent.fuzz.credentials import Credentials
from assent.fuzz.material import Material
from assent.fuzz.memory import Memory
from assent.fuzz.oracles import oracles
from assent.fuzz.phases import Attempt, enumerated, examples
from assent.fuzz.trial import Trial, broken_by, standing
from assent.judge.prepared import Prepared, prepare
from assent.judge.subject import Subject
from assent.judge.watch import DescriptionBroken
from assent.pytest_plugin.sending import send
from assent.pytest_plugin.watching import api_of, described
from assent.records import dataclass
from assent.wire import Exchange, Request, Response

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

LONGEST_ID: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Case:
    """One request that a test sends, and what it is about. Its form is that of the description's words."""

    attempt: Attempt
    prepared: Prepared
    credentials: Credentials

    @property
    def operation(self) -> Operation:
        return self.attempt.material.operation

    @property
    def about(self) -> str:
        return self.attempt.about

    @property
    def request(self) -> Request:
        """The request, with a path instead of a URL, and with credentials."""
        return self.credentials.applied(self.attempt.request, self.operation, self.attempt.recipe.credentials)

    @property
    def valid(self) -> bool:
        """Whether the description allows the request."""
        return not any(
            it.severity is Severity.ERROR for it in broken_by(self._subject(None, ""), authorised=True)
        )

    def call(self, client: Any, *, base_url: str = "") -> Response:
        """Send the request with that client and check the answer.

        The client is httpx's, Starlette's or FastAPI's test client, requests' session, or werkzeug's or Flask's
        test client. Raises: DescriptionBroken.
        """
        response, base = send(client, self.request, base_url)
        return self.check(response, base_url=base)

    def check(self, response: Response, *, base_url: str = "") -> Response:
        """The response, if it is what the description promises. Raises: DescriptionBroken."""
        errors = [it for it in self.findings(response, base_url=base_url) if it.severity is Severity.ERROR]
        if errors:
            broken = DescriptionBroken(errors)
            text = "\n\n".join(described(finding) for finding in errors)
            broken.args = (f"{self.about}\n{text}",)
            raise broken
        return response

    def findings(self, response: Response, *, base_url: str = "") -> list[Finding]:
        """Everything that the answer gives away, advice as well."""
        subject = self._subject(response, base_url)
        own = self.attempt.recipe.credentials == "own"
        broken = broken_by(subject, authorised=not own or self.credentials.satisfies(self.operation))
        trial = Trial(attempt=self.attempt, subject=subject, broken=broken, standing=standing(broken))
        return list(oracles(trial))

    def _subject(self, response: Response | None, base_url: str) -> Subject:
        request = self.credentials.hidden(self.request)
        whole = Request(request.method, base_url + request.url, request.headers, request.body)
        return Subject(self.prepared, Exchange(whole, response, self.operation.operation_id))

    def __repr__(self) -> str:
        return f"<{self.operation.key.method} {self.operation.key.path} {self.about}>"

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:
        """What hypothesis prints of a case that fails."""
        printer.text(repr(self))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Drawn:
    """An operation whose requests hypothesis draws; takes the place of a case until the test runs."""

    material: Material
    prepared: Prepared
    credentials: Credentials
    examples: int
    seed: int


def parameters(source: Any, options: Mapping[str, Any]) -> list[ParameterSet]:
    """The cases of a test, with readable ids that no other has."""
    import pytest

    api = api_of(source)
    base = options["base_path"]
    prepared = prepare(api, bases=[(base or "").rstrip("/")])
    credentials = Credentials(by_scheme=options["auth"], headers=tuple(options["headers"].items()))
    found: list[ParameterSet] = []
    names: dict[str, int] = {}
    for key, operation in api.operations.items():
        if not _wanted(operation, options):
            continue
        material = Material(
            operation=operation, plan=prepared.plan(key), memory=Memory(), fixed=options["values"]
        )
        for attempt in _attempts(material, options["cases"]):
            case = Case(attempt=attempt, prepared=prepared, credentials=credentials)
            name = _name(names, f"{key.method} {key.path} {attempt.about}")
            found.append(pytest.param(case, id=name))
        if options["examples"]:
            drawn = Drawn(
                material=material,
                prepared=prepared,
                credentials=credentials,
                examples=options["examples"],
                seed=options["seed"],
            )
            found.append(pytest.param(drawn, id=_name(names, f"{key.method} {key.path} by chance")))
    return found


def _attempts(material: Material, most: int) -> Iterator[Attempt]:
    """The examples and the first of the enumeration, each request once."""
    seen: set[Request] = set()
    for source in (examples(material), enumerated(material)):
        for attempt in islice(source, most):
            if attempt.request not in seen:
                seen.add(attempt.request)
                yield attempt


def _wanted(operation: Operation, options: Mapping[str, Any]) -> bool:
    path, methods = operation.path, [method.upper() for method in options["methods"]]
    return (
        (not options["include"] or any(fnmatchcase(path, glob) for glob in options["include"]))
        and not any(fnmatchcase(path, glob) for glob in options["exclude"])
        and (not methods or operation.method in methods)
    )


def _name(names: dict[str, int], name: str) -> str:
    name = name if len(name) <= LONGEST_ID else name[: LONGEST_ID - 1] + "…"
    names[name] = names.get(name, 0) + 1
    return name if names[name] == 1 else f"{name} ({names[name]})"
