from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assent.document import Access, Limits, load
from assent.document.remote import Remote
from assent.document.transport import Answer, Target, is_public
from assent.errors import DescriptionError, RefusedSource, SourceError

Write = Callable[[Mapping[str, str]], Path]

PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/openapi.yaml": (200, {}, b"openapi: 3.1.0\ninfo: {}\npaths: {/a: {$ref: 'parts/a.yaml'}}\n"),
    "/parts/a.yaml": (200, {}, b"get: {}"),
    "/file.yaml": (
        200,
        {},
        b"openapi: 3.1.0\ninfo: {}\npaths: {/a: {$ref: 'file:///etc/passwd'}, /b: {$ref: 'https://other.example/x'}}\n",
    ),
    "/moved": (302, {"Location": "/openapi.yaml"}, b""),
    "/away": (302, {"Location": "http://other.example/openapi.yaml"}, b""),
    "/down": (302, {"Location": "file:///etc/passwd"}, b""),
    "/loop": (301, {"Location": "/loop"}, b""),
    "/gone": (410, {}, b""),
    "/empty": (200, {}, b""),
    "/large": (200, {}, b"openapi: 3.1.0 #" + b"x" * 100_000),
}


class Pages(BaseHTTPRequestHandler):
    """The pages of the table; `/drip` sends a byte now and then, `/odd` no HTTP, `/cut` less than it promises."""

    stopping = threading.Event()

    def do_GET(self) -> None:  # the name is http.server's
        if self.path == "/drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.stopping.wait(0.05):
                try:
                    self.wfile.write(b"X")
                except OSError:
                    return
        elif self.path == "/odd":
            self.wfile.write(b"SSH-2.0-nothing\r\n\r\n")
        elif self.path == "/cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nopenapi")
        else:
            status, headers, body = PAGES.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests' output is for failures."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Pages.stopping.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("page", ["/openapi.yaml", "/moved", "/openapi.yaml#/paths"])
def test_a_url_that_was_named_is_fetched_with_what_it_refers_to(site: str, page: str) -> None:
    description = load(site + page)
    assert description.version == "3.1"
    if page != "/moved":
        assert description.problems() == []
        assert list(description.documents) == [f"{site}/openapi.yaml", f"{site}/parts/a.yaml"]


def test_a_remote_root_reads_no_files_and_no_other_hosts(site: str) -> None:
    problems = load(f"{site}/file.yaml").problems()
    assert [problem.kind for problem in problems] == ["refused-reference"] * 2
    assert "may not name files of this machine" in problems[0].message
    assert "--allow-remote other.example" in problems[1].message


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("/away", "redirects to another host: http://other.example/openapi.yaml"),
        ("/down", "redirects to another host: file:///etc/passwd"),
        ("/loop", "redirects more than 5 times"),
        ("/gone", "the server answered 410 Gone"),
        ("/none", "the server answered 404 Not Found"),
        ("/odd", "does not answer in HTTP"),
        ("/cut", "ends 493 bytes too early"),
        ("/empty", "the text is empty"),
        ("/large", "--max-bytes"),
        ("/drip", "it took too long"),
    ],
)
def test_what_a_server_does_wrong_is_said(site: str, page: str, says: str) -> None:
    with pytest.raises(DescriptionError, match=says):
        load(site + page, limits=Limits(bytes=10_000, seconds=0.5))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1:1/x", "cannot be connected to"),
        ("http://nothing.invalid/x", "is not known"),
        ("http://user:secret@127.0.0.1/x", "user name or password"),
        ("http:///x", "names no host"),
        ("http://h:99999/x", "names no host"),
        ("http://" + "a" * 70 + ".invalid/x", "is not known"),
    ],
)
def test_a_url_that_cannot_be_asked_is_said(url: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        load(url)


def test_a_server_without_tls_is_said(site: str) -> None:
    with pytest.raises(SourceError, match="cannot be fetched"):
        load(site.replace("http:", "https:") + "/openapi.yaml", limits=Limits(seconds=2))


def test_a_local_root_refers_to_hosts_that_the_user_allows(site: str, files: Write) -> None:
    folder = files({"openapi.yaml": f"paths: {{/a: {{$ref: '{site}/parts/a.yaml'}}}}"})
    host = site.removeprefix("http://")
    refused = load("openapi.yaml", cwd=folder).problems()
    assert [problem.kind for problem in refused] == ["refused-reference"]
    for entry in (host, "127.0.0.1"):
        assert (
            load("openapi.yaml", cwd=folder, access=Access(remote_hosts=frozenset({entry}))).problems() == []
        )


def test_a_document_from_an_allowed_host_names_no_files(site: str, files: Write) -> None:
    PAGES["/back.yaml"] = (
        200,
        {},
        f"get: {{requestBody: {{$ref: '{(files({}) / 'b.yaml').as_uri()}'}}}}".encode(),
    )
    folder = files({"openapi.yaml": f"paths: {{/a: {{$ref: '{site}/back.yaml'}}}}", "b.yaml": "content: {}"})
    [problem] = load(
        "openapi.yaml", cwd=folder, access=Access(remote_hosts=frozenset({"127.0.0.1"}))
    ).problems()
    assert problem.kind == "refused-reference"
    assert problem.at.file == f"{site}/back.yaml"


def test_a_pattern_of_hosts_gives_no_way_to_private_addresses(site: str, files: Write) -> None:
    folder = files({"openapi.yaml": f"paths: {{/a: {{$ref: '{site}/parts/a.yaml'}}}}"})
    [problem] = load("openapi.yaml", cwd=folder, access=Access(remote_hosts=frozenset({"*"}))).problems()
    assert problem.kind == "refused-reference"
    assert "no public address" in problem.message


def asking(hosts: set[str], uri: str, root: str | None = None, answer: Answer | None = None) -> list[Target]:
    asked: list[Target] = []

    def send(target: Target, _most: int) -> Answer:
        asked.append(target)
        return (answer if answer and len(asked) == 1 else None) or Answer(status=200, reason="", body=b"x")

    Remote(root=root, hosts=frozenset(hosts), seconds=1, send=send).fetch(uri, 10)
    return asked


@pytest.mark.parametrize(
    ("hosts", "uri", "private"),
    [
        ({"a.example"}, "https://A.example./x?q=ü y#f", True),
        ({"a.example:8443"}, "https://a.example:8443/x", True),
        ({"*.example"}, "https://a.example/x", False),
        ({"*"}, "https://a.example", False),
    ],
)
def test_only_a_host_named_exactly_may_be_private(hosts: set[str], uri: str, *, private: bool) -> None:
    [target] = asking(hosts, uri)
    assert target.private is private
    assert target.path.isascii()
    assert " " not in target.path


@pytest.mark.parametrize(
    "uri",
    ["https://b.example/x", "https://a.example.evil/x", "https://a.example:444/x", "https://evil/a.example"],
)
def test_a_host_that_was_not_named_is_not_asked(uri: str) -> None:
    with pytest.raises(RefusedSource):
        asking({"a.example:443", "*.good.example"}, uri)


def test_the_origin_of_the_root_counts_with_scheme_and_port() -> None:
    assert asking(set(), "https://a.example/y", root="https://a.example:443/x")
    for uri in ("http://a.example/y", "https://a.example:444/y"):
        with pytest.raises(RefusedSource):
            asking(set(), uri, root="https://a.example/x")


def test_a_redirect_may_upgrade_to_tls_on_the_same_host() -> None:
    moved = Answer(status=301, reason="", body=b"", location="https://a.example/y")
    assert [target.scheme for target in asking({"a.example"}, "http://a.example/x", answer=moved)] == [
        "http",
        "https",
    ]
    down = Answer(status=301, reason="", body=b"", location="http://a.example/y")
    with pytest.raises(RefusedSource):
        asking({"a.example"}, "https://a.example/x", answer=down)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "ff02::1", "::7f00:1",
    ],
)  # fmt: skip
def test_other_addresses_are_not(address: str) -> None:
    assert not is_public(address)
