"""The steps of a finding as commands: run by bash against a provider that gives other names each time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest

from assent.fuzz.commands import curl_line
from assent.fuzz.script import shell_script
from assent.wire import Exchange, Request, Response

JSON = (("Content-Type", "application/json"),)
THEN = "11111111-aaaa-4bbb-8ccc-222222222222"

needs_jq = pytest.mark.skipif(not (shutil.which("jq") and shutil.which("curl")), reason="needs curl and jq")


class Shop(BaseHTTPRequestHandler):
    """POST makes a thing of a new name; anything else on a thing answers whether it is there."""

    made: set[str]

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        name = str(uuid4())
        if self.path.endswith("/notes"):
            there = self.path.split("/")[2] in self.made and json.loads(sent)["book"] in self.made
            self.answer(201 if there else 404, {})
            return
        self.made.add(name)
        body: dict[str, object] = {} if self.path == "/quiet" else {"meta": {"pages": 3}, "id": name}
        self.answer(201, body, location=f"{self.path}/{name}")

    def do_DELETE(self) -> None:
        there = self.path.split("/")[2] in self.made
        self.answer(204 if there else 404, None)

    def answer(self, status: int, value: object, location: str = "") -> None:
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, *_: object) -> None:
        return


@pytest.fixture
def shop() -> Iterator[str]:
    Shop.made = set()
    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def statuses(script: str) -> list[str]:
    done = subprocess.run(["bash", "-ec", script], capture_output=True, check=True, text=True, timeout=60)
    return re.findall(r"HTTP/1\.\d (\d+)", done.stdout)


def creation(url: str, body: bytes, **answer: str) -> Exchange:
    location = (("Location", answer.pop("location")),) if "location" in answer else ()
    told = json.dumps(answer).encode()
    return Exchange(Request("POST", url, JSON, body), Response(201, (*JSON, *location), told))


@needs_jq
def test_a_new_name_in_a_body_is_put_in_later_paths_and_bodies(shop: str) -> None:
    made = creation(f"{shop}/books", b'{"title":"it\'s"}', id=THEN)
    note = Exchange(
        Request("POST", f"{shop}/books/{THEN}/notes", JSON, json.dumps({"book": THEN}).encode()),
        Response(201, JSON, b"{}"),
    )
    script = shell_script([made, note], Request("DELETE", f"{shop}/books/{THEN}"))
    assert script.splitlines()[0].startswith("id1=$(curl -sS --path-as-is -X POST ")
    assert script.splitlines()[0].endswith(" | jq -r .id)")
    assert THEN not in script
    assert statuses(script) == ["201", "204"]


@needs_jq
def test_a_new_name_in_location_alone_is_put_in_place(shop: str) -> None:
    made = creation(f"{shop}/quiet", b"{}", location=f"/quiet/{THEN}")
    assert statuses(shell_script([made], Request("DELETE", f"{shop}/quiet/{THEN}"))) == ["204"]


@needs_jq
def test_what_was_sent_at_once_is_sent_at_once(shop: str) -> None:
    made = creation(f"{shop}/books", b"{}", id=THEN)
    away = Exchange(Request("DELETE", f"{shop}/books/{THEN}"), Response(204, (), b""))
    script = shell_script([made, away, away], away.request, at_once=[1, 2])
    assert [line[-1] for line in script.splitlines()] == [")", "&", "&", "t", '"']
    assert statuses(script) == ["204"] * 3


@pytest.mark.parametrize(
    ("body", "answer", "url"),
    [
        pytest.param(
            b'{"id":"chosen-by-us"}', {"id": "chosen-by-us"}, "chosen-by-us", id="sent by the client"
        ),
        pytest.param(b"{}", {"title": "notes"}, "another", id="not said later"),
    ],
)
def test_names_that_are_not_new_stay(body: bytes, answer: dict[str, str], url: str) -> None:
    made = creation("http://h/books", body, **answer)
    script = shell_script([made], Request("GET", f"http://h/books/{url}"))
    assert "$(" not in script
    assert script.splitlines()[-1].endswith(f" http://h/books/{url}")


def test_curl_says_the_length_of_no_body_as_httpx_does() -> None:
    assert "-H 'Content-Length: 0'" in curl_line(Request("POST", "http://h/a"))
    assert "Content-Length" not in curl_line(Request("DELETE", "http://h/a"))
    assert "Content-Length" not in curl_line(Request("POST", "http://h/a", (), b"x"))
