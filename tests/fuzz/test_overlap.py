"""What several clients do at once: each seeded defect of overlap is shown with its steps, and none on a clean service."""

from __future__ import annotations

import io
import json
import threading

import pytest
from tests.fuzz.library.app import AT_ONCE, KEY, Library
from tests.fuzz.library.description import DESCRIPTION
from tests.fuzz.serving import serving

from assent.api import Api, read_api
from assent.document import load
from assent.findings import Finding, Severity, Status
from assent.fuzz.asgi import AppTransport
from assent.fuzz.credentials import Credentials
from assent.fuzz.running import Outcome, Settings, fuzz
from assent.fuzz.sending import Sender, SendOptions, app_sender, http_sender
from assent.wire import Exchange, Request, Response

RULES = {
    "change-lost": "lost-update",
    "replacements-mixed": "overlap-failed",
    "loan-lost": "lost-creation",
    "removed-twice": "deleted-twice",
    "change-of-removed-crashes": "overlap-failed",
    "number-given-twice": "lost-creation",
    "shelf-twice": "created-twice",
}
OVERLAP = {"lost-update", "lost-creation", "created-twice", "deleted-twice", "overlap-failed"}


@pytest.fixture(scope="module")
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))


def run(
    api: Api,
    library: Library,
    told: list[Exchange] | None = None,
    *,
    seed: int = 0,
    requests: int = 400,
    paths: str = "/",
) -> Outcome:
    settings = Settings(
        requests=requests,
        seed=seed,
        credentials=Credentials(by_scheme={"key": KEY}),
        wanted=lambda it: it.path.startswith(("/books", "/shelves")) and it.path.startswith(paths),
        wait=lambda _seconds: None,
        told=(lambda _exchange: None) if told is None else told.append,
    )
    with Sender("http://library.example", AppTransport(library.app()), SendOptions()) as send:
        return fuzz(api, send, settings)


@pytest.fixture(scope="module")
def outcomes(api: Api) -> dict[str, Outcome]:
    """A run for all defects but those that hide others, and one for each of the rest."""
    others = set(AT_ONCE) - {"change-lost", "shelf-twice", "replacements-mixed", "removed-twice"}
    return {
        "change-lost": run(api, Library(["change-lost"]), paths="/books"),
        "shelf-twice": run(api, Library(["shelf-twice"]), paths="/shelves"),
        "many": run(api, Library(others), requests=600, paths="/books"),
        "clean": run(api, Library()),
    }


def shown(outcome: Outcome) -> dict[str, Finding]:
    return {it.rule.id: it for it in outcome.findings if it.rule.id in OVERLAP}


def test_a_service_that_keeps_requests_apart_shows_nothing(outcomes: dict[str, Outcome]) -> None:
    assert shown(outcomes["clean"]) == {}


@pytest.mark.parametrize("defect", ["change-lost", "shelf-twice"])
def test_a_defect_of_overlap_is_shown_and_repeats(outcomes: dict[str, Outcome], defect: str) -> None:
    found = shown(outcomes[defect])
    assert set(found) == {RULES[defect]}
    assert found[RULES[defect]].status is Status.NEW


def test_a_lost_update_is_shown_with_the_updates_and_what_is_read(outcomes: dict[str, Outcome]) -> None:
    finding = shown(outcomes["change-lost"])["lost-update"]
    assert finding.witness
    assert finding.witness.request
    assert finding.witness.request.method == "GET"
    at_once = finding.extra["at_once"]
    assert isinstance(at_once, list)
    sent = [finding.witness.steps[number].request for number in at_once if isinstance(number, int)]
    assert [request.method for request in sent] == ["PATCH", "PATCH"]
    bodies = [json.loads(request.body) for request in sent]
    assert bodies[0].keys() != bodies[1].keys()
    assert finding.severity is Severity.ERROR


def test_creations_that_are_lost_or_share_a_name_are_shown(outcomes: dict[str, Outcome]) -> None:
    found = [it for it in outcomes["many"].findings if it.rule.id == "lost-creation"]
    assert {it.operations[0].path for it in found} == {"/books", "/books/{bookId}/loans"}


def test_equal_seeds_overlap_equal_requests(api: Api) -> None:
    runs: list[list[Exchange]] = [[], []]
    for told in runs:
        run(api, Library(), told, seed=5, requests=200)
    assert [it.request for it in runs[0]] == [it.request for it in runs[1]]


THINGS = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /things:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"201": {description: c, content: {application/json: {schema: {}}}}, 4XX: {description: no}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: r, content: {application/json: {schema: {}}}}, 4XX: {description: no}}}
    patch:
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"200": {description: u, content: {application/json: {schema: {}}}}, 4XX: {description: no}}
components:
  schemas:
    Thing:
      type: object
      properties: {a: {type: integer}, b: {type: integer}}
"""


class Things:
    """A store behind HTTP whose changes read, wait for each other, and write: over threads, not one event loop."""

    def __init__(self, *, careful: bool) -> None:
        self.things: list[dict[str, object]] = []
        self.lock = threading.Lock()
        self.gate = threading.Semaphore(0)
        self.careful = careful
        self.waiting = 0

    def __call__(self, request: Request) -> Response:
        number = request.path.removeprefix("/things").strip("/")
        if request.method == "POST":
            with self.lock:
                self.things.append(self._value(request))
                return self._json(201, {**self.things[-1], "id": len(self.things)})
        if not number.isdigit() or not 0 < int(number) <= len(self.things):
            return self._json(404, {})
        thing = int(number) - 1
        if request.method == "PATCH":
            if self.careful:
                with self.lock:
                    self.things[thing] |= self._value(request)
            else:
                self._change(thing, self._value(request))
        return self._json(200, self.things[thing])

    def _change(self, thing: int, value: dict[str, object]) -> None:
        before = dict(self.things[thing])
        threading.Event().wait(0.005)
        self.things[thing] = before | value

    def _value(self, request: Request) -> dict[str, object]:
        try:
            value = json.loads(request.body)
        except ValueError:
            return {}
        return {key: value[key] for key in ("a", "b") if key in value} if isinstance(value, dict) else {}

    def _json(self, status: int, value: object) -> Response:
        return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())


@pytest.mark.parametrize(("careful", "expected"), [(True, set[str]()), (False, {"lost-update"})])
def test_updates_over_http_overlap_in_threads(careful: bool, expected: set[str]) -> None:
    described = read_api(load("-", stdin=io.BytesIO(THINGS.encode())))
    with serving(Things(careful=careful)) as url, http_sender(url) as send:
        outcome = fuzz(described, send, Settings(requests=200))
    assert set(shown(outcome)) == expected


def test_a_wsgi_application_is_not_called_twice_at_once() -> None:
    with app_sender("tests.fuzz.test_sending:application") as send:
        assert not send.overlaps


class Ending:
    """Things that work one by one, and a provider that ends in one of the bad ways when two requests come at once."""

    def __init__(self, end: str) -> None:
        self.inner = Things(careful=True)
        self.end = end
        self.now = 0
        self.broken = False
        self.lock = threading.Lock()

    def __call__(self, request: Request) -> Response:
        with self.lock:
            self.now += 1
        threading.Event().wait(0.005)
        self.broken = self.broken or self.now > 1
        try:
            return self._bad() if self.broken else self.inner(request)
        finally:
            with self.lock:
                self.now -= 1

    def _bad(self) -> Response:
        match self.end:
            case "closes":
                raise ConnectionAbortedError
            case "hangs":
                threading.Event().wait(0.6)
                return Response(200)
            case "large":
                return Response(200, (), b"x" * 300_000)
            case _:
                return Response(200, (("Content-Type", "application/json"),), b"\xff{[")


@pytest.mark.parametrize("end", ["closes", "hangs", "large", "garbage"])
def test_a_provider_that_ends_when_requests_overlap_ends_the_run(end: str) -> None:
    described = read_api(load("-", stdin=io.BytesIO(THINGS.encode())))
    options = SendOptions(timeout=0.2, most_octets=200_000, pause=0.001)
    with serving(Ending(end)) as url, http_sender(url, options) as send:
        outcome = fuzz(described, send, Settings(requests=200))
    if end == "garbage":
        assert not outcome.stopped
    else:
        assert "no longer answers" in outcome.stopped
        assert {it.rule.id for it in outcome.findings} & {"no-answer", "overlap-failed"}
