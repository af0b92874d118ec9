"""Pacts by URL, from a server on the loopback: only what was named is asked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assent.cli import run
from assent.cli.exits import Exit
from assent.document import Limits
from assent.errors import DescriptionError, RefusedSource, SourceError
from assent.json import Json
from assent.pact.load import load_pact, load_pacts
from assent.pact.read import NotAPact

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses: {"200": {description: Pets}}
"""
PACT: Json = {
    "consumer": {"name": "web"},
    "provider": {"name": "pets"},
    "interactions": [
        {"description": "all", "request": {"method": "GET", "path": "/pets"}, "response": {"status": 200}}
    ],
    "createdAt": "2024-01-01T00:00:00+00:00",
    "_links": {
        "self": {"href": "http://127.0.0.1:1/never"},
        "pb:latest-pact-version": {"href": "http://127.0.0.1:1/never"},
    },
}


def hrefs(count: int) -> list[Json]:
    return [{"href": f"http://broker/pacts/{number}", "name": "web"} for number in range(count)]


@dataclass
class Broker:
    """A server and the paths that it was asked for; `hang` keeps an answer back until the tests are over."""

    url: str
    asked: list[str] = field(default_factory=list)


PAGES: dict[str, Json] = {
    "/pacts/web/latest": PACT,
    "/large": {**PACT, "more": "x" * 100_000} if isinstance(PACT, dict) else None,
    "/provider/pets": {"_links": {"self": {"href": "x"}, "pb:pacts": hrefs(4), "pacts": hrefs(4)}},
    "/pacts/latest": {"pacts": [{"_links": {"self": [link]}} for link in hrefs(2)]},
    "/embedded": {"_embedded": {"pacts": [{"_links": {"self": link}} for link in hrefs(1)]}},
}


@pytest.fixture
def broker() -> Iterator[Broker]:
    over = threading.Event()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            if self.path == "/hangs":
                over.wait(10)
                return
            moved = {"/moved": "/pacts/web/latest", "/away": "http://localhost:1/pact"}.get(self.path)
            found = json.dumps(PAGES.get(self.path)).encode()
            self.send_response(302 if moved else 200 if self.path in PAGES else 401)
            if moved:
                self.send_header("Location", moved)
            self.send_header("Content-Type", "application/hal+json")
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing: the tests' output is for failures."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    served = Broker(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("page", "asked"),
    [("/pacts/web/latest", ["/pacts/web/latest"]), ("/moved", ["/moved", "/pacts/web/latest"])],
)
def test_a_pact_is_fetched_and_nothing_that_it_links_to(broker: Broker, page: str, asked: list[str]) -> None:
    (pact,) = load_pacts([broker.url + page])
    assert (pact.consumer, pact.source) == ("web", broker.url + page)
    assert broker.asked == asked


def test_a_redirect_to_another_host_is_refused(broker: Broker) -> None:
    with pytest.raises(RefusedSource, match="redirects to another host"):
        load_pact(f"{broker.url}/away")


def test_what_is_too_large_or_takes_too_long_is_refused(broker: Broker) -> None:
    with pytest.raises(DescriptionError, match="1,000"):
        load_pact(f"{broker.url}/large", limits=Limits(bytes=1_000))
    with pytest.raises(SourceError, match="took too long"):
        load_pact(f"{broker.url}/hangs", limits=Limits(seconds=0.1))


def test_a_refusal_of_the_broker_is_told(broker: Broker) -> None:
    with pytest.raises(SourceError, match="answered 401"):
        load_pact(f"{broker.url}/private")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/provider/pets", "list of 4 pacts. Name those you mean: http://broker/pacts/0, .* and others"),
        (
            "/pacts/latest",
            "list of 2 pacts. Name those you mean: http://broker/pacts/0, http://broker/pacts/1",
        ),
        ("/embedded", "list of 1 pacts"),
    ],
)
def test_a_brokers_list_is_named_as_what_it_is(broker: Broker, page: str, said: str) -> None:
    with pytest.raises(NotAPact, match=said):
        load_pact(broker.url + page)
    assert broker.asked == [page]


def test_the_command_takes_a_url_beside_files(
    broker: Broker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    description = tmp_path / "openapi.yaml"
    description.write_text(PETS)
    assert run(["pact", str(description), f"{broker.url}/pacts/web/latest", "-f", "json"]) == Exit.FINE
    (interaction,) = json.loads(capsys.readouterr().out)["interactions"]
    assert (interaction["consumer"], interaction["verdict"]) == ("web", "compatible")
    assert run(["pact", str(description), f"{broker.url}/provider/pets"]) == Exit.UNLOADABLE
    assert "a broker's list of 4 pacts" in capsys.readouterr().err
