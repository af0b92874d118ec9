"""Runs against a service: a clean one gives no finding, a broken one gives each defect, equal seeds equal requests."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tests.fuzz.library.app import DEFECTS, KEY, Library
from tests.fuzz.library.description import DESCRIPTION

from assent.api import Api, read_api
from assent.document import load
from assent.errors import UnreachableProvider
from assent.findings import Status
from assent.fuzz.asgi import AppTransport
from assent.fuzz.credentials import Credentials
from assent.fuzz.running import Outcome, Settings, fuzz
from assent.fuzz.sending import Sender, SendOptions, http_sender
from assent.wire import Exchange


@pytest.fixture(scope="module")
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))


def run(
    api: Api, library: Library, *, requests: int, seed: int = 0, told: list[Exchange] | None = None
) -> Outcome:
    settings = Settings(
        requests=requests,
        seed=seed,
        credentials=Credentials(by_scheme={"key": KEY}),
        told=(lambda _exchange: None) if told is None else told.append,
    )
    with Sender("http://library.example", AppTransport(library.app()), SendOptions()) as send:
        return fuzz(api, send, settings)


@pytest.mark.parametrize(("seed", "requests"), [(0, 700), (1, 200)])
def test_a_clean_service_gives_no_finding(api: Api, seed: int, requests: int) -> None:
    outcome = run(api, Library(), requests=requests, seed=seed)
    assert [finding.message for finding in outcome.findings] == []
    assert len(outcome.coverage.reached) == len(api.operations)
    assert outcome.coverage.untested == {}


def test_a_person_who_watches_sees_operation_speed_and_findings(api: Api) -> None:
    lines: list[str] = []
    settings = Settings(
        requests=120, progress=lambda what, done, total: lines.append(f"{what} {done} of {total}")
    )
    with Sender("http://library.example", AppTransport(Library().app()), SendOptions()) as send:
        fuzz(api, send, settings)
    assert lines
    shown = re.compile(r"[A-Z]+ (/\S+): \d+ requests/s, 0 findings; sent \d+ of 120")
    paths = {found[1] for line in lines if (found := shown.fullmatch(line))}
    assert len(paths) > 5


@pytest.fixture(scope="module")
def broken(api: Api) -> tuple[Outcome, Library]:
    library = Library(DEFECTS)
    return run(api, library, requests=1_450), library


def test_most_seeded_defects_are_met_and_shown(broken: tuple[Outcome, Library]) -> None:
    outcome, library = broken
    met = {name for name in DEFECTS if library.triggered[name]}
    assert len(met) >= 45, sorted(set(DEFECTS) - met)
    assert len(outcome.findings) >= 40
    assert not any(finding.status is Status.FLAKY for finding in outcome.findings)


def test_one_cause_is_told_once_with_its_operations(broken: tuple[Outcome, Library]) -> None:
    (allow,) = [finding for finding in broken[0].findings if finding.rule.id == "allow-missing"]
    assert len(allow.operations) > 5
    pages = [it for it in broken[0].findings if it.subject == "pages minimum" and len(it.operations) > 1]
    assert {place.method for place in pages[0].operations} == {"POST", "PUT"}


def test_witnesses_are_small(broken: tuple[Outcome, Library]) -> None:
    for finding in broken[0].findings:
        if finding.rule.id == "server-error" and finding.operations[0].path == "/books":
            assert finding.witness
            assert finding.witness.request
            assert len(finding.witness.request.body) < 250, finding.witness.request


def test_secrets_are_in_no_finding(broken: tuple[Outcome, Library]) -> None:
    assert KEY not in repr([finding.witness for finding in broken[0].findings])


def test_equal_seeds_send_equal_requests(api: Api) -> None:
    runs: list[list[Exchange]] = [[], [], []]
    for told, seed in zip(runs, (3, 3, 4), strict=True):
        run(api, Library(), requests=150, seed=seed, told=told)
    sent = [[exchange.request for exchange in told] for told in runs]
    assert sent[0] == sent[1]
    assert sent[0] != sent[2]


def test_a_provider_that_is_not_there_is_said_to_be_unreachable(api: Api) -> None:
    with http_sender("http://127.0.0.1:9") as send, pytest.raises(UnreachableProvider):
        fuzz(api, send, Settings(requests=10))


def test_a_wrong_base_url_is_told_early(api: Api) -> None:
    with (
        Sender("http://library.example/v7", AppTransport(Library().app()), SendOptions()) as send,
        pytest.raises(UnreachableProvider, match="base URL"),
    ):
        fuzz(api, send, Settings(requests=500))


@pytest.mark.parametrize("defects", [("get-changes",), ("health-false",)], ids=str)
def test_only_methods_that_change_nothing_are_used_when_asked(api: Api, defects: Iterable[str]) -> None:
    told: list[Exchange] = []
    with Sender("http://library.example", AppTransport(Library(defects).app()), SendOptions()) as send:
        fuzz(api, send, Settings(requests=100, safe=True, told=told.append))
    assert {exchange.request.method for exchange in told} == {"GET", "HEAD", "OPTIONS"}


def test_a_rate_is_kept_and_retry_after_is_heeded(api: Api) -> None:
    waited: list[float] = []

    def busy(_request: Request) -> Response:
        return Response("", 429, headers={"Retry-After": "7"})

    app = Starlette(routes=[Route("/{path:path}", busy)])
    settings = Settings(
        requests=3, rate=1.0, wait=waited.append, safe=True, wanted=lambda it: it.path == "/health"
    )
    with Sender("http://library.example", AppTransport(app), SendOptions()) as send:
        fuzz(api, send, settings)
    assert 7.0 in waited
    assert any(0 < seconds <= 2 for seconds in waited)


def test_what_a_refused_creation_leaves_behind_is_found(api: Api) -> None:
    outcome = run(api, Library(["failed-creation-stays"]), requests=1_000)
    assert [finding.rule.id for finding in outcome.findings] == ["failed-creation-kept"]
    assert outcome.findings[0].status is Status.NEW


@pytest.mark.parametrize(
    ("defect", "rule"),
    [
        ("deleted-stays", "deleted-still-there"),
        ("put-loses-genre", "not-stored"),
        ("get-changes", "safe-method-changed"),
    ],
)
def test_what_only_several_requests_show_is_found_with_its_steps(api: Api, defect: str, rule: str) -> None:
    outcome = run(api, Library([defect]), requests=450)
    found = {finding.rule.id: finding for finding in outcome.findings}
    witness = found[rule].witness
    assert witness
    assert witness.steps
