"""Several workers, and runs that are cut short and go on."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.fuzz.library.app import DEFECTS, KEY, Library
from tests.fuzz.library.description import DESCRIPTION
from tests.fuzz.serving import serving

from assent.api import Api, read_api
from assent.document import load
from assent.fuzz.asgi import AppTransport
from assent.fuzz.credentials import Credentials
from assent.fuzz.journal import open_journal
from assent.fuzz.running import Outcome, Settings, fuzz
from assent.fuzz.sending import Sender, SendOptions, http_sender
from assent.wire import Exchange, Request, Response

SMALL = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a: {get: {parameters: [{name: n, in: query, schema: {type: integer, maximum: 5}}], responses: {"200": {description: ok}, "422": {description: no}}}}
  /b: {get: {parameters: [{name: n, in: query, schema: {type: string, maxLength: 3}}], responses: {"200": {description: ok}, "422": {description: no}}}}
"""


@pytest.fixture(scope="module")
def small() -> Api:
    return read_api(load("-", stdin=io.BytesIO(SMALL.encode())))


@pytest.fixture(scope="module")
def api() -> Api:
    return read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))


class Slow:
    """Answers after some milliseconds, and counts how many requests were under way at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock = threading.Lock()

    def __call__(self, request: Request) -> Response:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        threading.Event().wait(0.01)
        with self.lock:
            self.now -= 1
        broken = "n=6" in request.query
        return Response(500 if broken else 200, (), b"")


def test_workers_send_at_once_and_the_findings_are_those_of_one_worker(small: Api) -> None:
    outcomes: list[Outcome] = []
    most = []
    for workers in (1, 4):
        slow = Slow()
        with serving(slow) as url, http_sender(url) as send:
            outcomes.append(fuzz(small, send, Settings(requests=100, workers=workers)))
        most.append(slow.most)
    assert most[0] == 1
    assert 2 <= most[1] <= 4
    one, four = ({(it.rule.id, it.message) for it in outcome.findings} for outcome in outcomes)
    assert one == four
    assert one


def test_what_workers_were_told_is_in_the_order_of_the_plan(small: Api) -> None:
    runs: list[list[str]] = [[], []]
    for told in runs:

        def note(exchange: Exchange, told: list[str] = told) -> None:
            told.append(exchange.request.url.partition("/")[2].partition("/")[2].partition("/")[2])

        with serving(Slow()) as url, http_sender(url) as send:
            fuzz(small, send, Settings(requests=60, workers=4, told=note))
    assert runs[0] == runs[1]


def test_a_rate_is_the_rate_of_all_workers(small: Api) -> None:
    waited: list[float] = []
    with serving(Slow()) as url, http_sender(url) as send:
        fuzz(small, send, Settings(requests=10, workers=4, rate=1.0, wait=waited.append))
    assert max(waited) > 7


def settings(state: Path | None, told: Callable[[Exchange], None], requests: int = 400) -> Settings:
    credentials = Credentials(by_scheme={"key": KEY})
    return Settings(requests=requests, credentials=credentials, state=state, state_key="plan", told=told)


def run(api: Api, library: Library, given: Settings) -> Outcome:
    with Sender("http://library.example", AppTransport(library.app()), SendOptions()) as send:
        return fuzz(api, send, given)


def test_a_run_that_was_killed_goes_on_and_finds_what_one_run_finds(api: Api, tmp_path: Path) -> None:
    whole_told: list[Exchange] = []
    whole = run(api, Library(DEFECTS), settings(None, whole_told.append))
    state, library = tmp_path / "state.ndjson", Library(DEFECTS)
    told: list[Exchange] = []

    class Killed(BaseException):
        """What ends the process in the middle, without a word."""

    def kill(exchange: Exchange) -> None:
        told.append(exchange)
        if len(told) == 250:
            raise Killed

    with pytest.raises(Killed):
        run(api, library, settings(state, kill))
    with state.open("a") as cut:
        cut.write('{"key": "cut short')
    again_told: list[Exchange] = []
    again = run(api, library, settings(state, again_told.append))
    assert 250 <= again.resumed <= 253  # those that are sent at once are kept together
    assert [it.request for it in again_told] == [it.request for it in whole_told]
    assert [it.message for it in again.findings] == [it.message for it in whole.findings]
    assert not state.exists()


def test_an_interrupted_run_tells_what_it_has_found(api: Api, tmp_path: Path) -> None:
    count = 0

    def interrupt(_exchange: Exchange) -> None:
        nonlocal count
        count += 1
        if count == 200:
            raise KeyboardInterrupt

    outcome = run(api, Library(DEFECTS), settings(tmp_path / "state", interrupt))
    assert outcome.interrupted
    assert outcome.findings
    assert (tmp_path / "state").exists()


def test_a_provider_that_was_gone_is_asked_again_and_the_run_goes_on(small: Api, tmp_path: Path) -> None:
    count, gone = 0, True

    def answer(request: Request) -> Response:
        nonlocal count
        count += 1
        if gone and count > 20:
            raise ConnectionAbortedError
        return Response(500 if "n=6" in request.query else 200)

    given = Settings(requests=100, state=tmp_path / "state")
    with serving(answer) as url:
        for _ in range(2):  # the second time it is gone still
            with http_sender(url, SendOptions(retries=0)) as send:
                stopped = fuzz(small, send, given)
            assert "no longer answers" in stopped.stopped
        gone = False
        with http_sender(url) as send:
            whole = fuzz(small, send, given)
    assert not whole.stopped
    assert whole.resumed == 20
    assert "server-error" in {it.rule.id for it in whole.findings}
    assert not (tmp_path / "state").exists()


def test_the_state_of_another_plan_is_not_used(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "state", "one")
    journal.close(finished=False)
    assert b'"one"' in (tmp_path / "state").read_bytes()
    open_journal(tmp_path / "state", "two").close(finished=False)
    assert b'"one"' not in (tmp_path / "state").read_bytes()
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0


def test_a_process_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    spec = tmp_path / "small.yaml"
    spec.write_text(SMALL)
    ready = threading.Event()
    count = 0

    def answer(request: Request) -> Response:
        nonlocal count
        count += 1
        if count == 30:
            ready.set()
        return Response(500 if "n=6" in request.query else 200)

    with serving(answer) as url:
        words = [sys.executable, "-m", "assent", "fuzz", str(spec), "--url", url, "--requests", "80"]
        words += ["--history", str(tmp_path / "history"), "--rate", "60", "-f", "json"]
        first = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert ready.wait(30)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        second = subprocess.run(words, capture_output=True, text=True, check=False)
    assert second.returncode == 1, second.stderr
    assert "went on with an interrupted run" in second.stderr
    assert count <= 82
    report = json.loads(second.stdout)
    assert report["run"]["requests"] == 80
    assert any(finding["rule"] == "server-error" for finding in report["findings"])
