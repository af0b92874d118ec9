"""The mock as an ASGI application: prefixes, trouble, callbacks, and two revisions at once."""

from __future__ import annotations

import contextlib
import gc

import httpx
import pytest
from tests.serve.making import PETS, answering, ask, mocked, read, value

from assent.api import read_api
from assent.document import from_tree
from assent.json import Json
from assent.serve.app import RESET, Application
from assent.serve.callbacks import callbacks
from assent.serve.faults import Faults
from assent.serve.provider import mock
from assent.serve.running import Running, run, running
from assent.wire import Exchange, Headers, Request, Response

HOOKS = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /subscriptions:
    post:
      requestBody:
        content: {application/json: {schema: {type: object, properties: {url: {type: string}}}}}
      responses: {"201": {description: ""}}
      callbacks:
        happened:
          "{$request.body#/url}":
            post:
              requestBody:
                content: {application/json: {schema: {type: object, required: [what], properties: {what: {enum: [it]}}}}}
              responses: {"200": {description: ""}}
"""


def test_several_descriptions_are_served_below_prefixes() -> None:
    app = Application(
        mocks={"": mocked(PETS), "/b": mocked(answering({"text/plain": {"schema": {"const": "b"}}}))}
    )
    assert app.respond(Request("GET", "/pets")).status == 200
    assert app.respond(Request("GET", "/b/x")).body == b"b"
    assert app.respond(Request("GET", "/b/pets")).status == 404
    alone = Application(mocks={"/b": mocked(PETS)})
    assert alone.respond(Request("GET", "/pets")).status == 404
    assert alone.respond(Request("GET", "/b/pets?limit=1")).status == 200


def test_the_place_of_what_was_created_is_below_the_prefix() -> None:
    made: Json = {"description": "", "headers": {"Location": {"schema": {"type": "string"}}}}
    body: Json = {"content": {"application/json": {"schema": {"type": "object"}}}}
    named: Json = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    ok: Json = {"description": "", **body} if isinstance(body, dict) else {}
    paths: Json = {
        "/pets": {"post": {"requestBody": body, "responses": {"201": made}}},
        "/pets/{id}": {"get": {"parameters": [named], "responses": {"200": ok}}},
    }
    described = from_tree({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths})
    app = Application(mocks={"/b": mocked(read_api(described), stateful=True)})
    sent = Request("POST", "/b/pets", (("Content-Type", "application/json"),), b'{"name": "Ada"}')
    place = app.respond(sent).header("location")
    assert place == "/b/pets/1"
    assert app.respond(Request("GET", place)).status == 200


def test_reset_makes_a_stateful_mock_forget() -> None:
    app = Application(mocks={"": mocked(PETS, stateful=True)})
    created = app.respond(
        Request("POST", "/pets", (("Content-Type", "application/json"),), b'{"name": "Ada"}')
    )
    pet = value(created)
    assert isinstance(pet, dict)
    assert app.respond(Request("GET", f"/pets/{pet['id']}")).status == 200
    assert app.respond(Request("POST", RESET)).status == 204
    assert app.respond(Request("GET", f"/pets/{pet['id']}")).status == 404


def test_trouble_comes_by_seed() -> None:
    def statuses(seed: int) -> list[int | None]:
        app = Application(mocks={"": mocked(PETS)}, faults=Faults(error=0.4, cut=0.4), seed=seed)
        found: list[int | None] = []
        with running(app) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
            for _ in range(12):
                with contextlib.suppress(httpx.RemoteProtocolError):
                    found.append(client.get("/pets/1").status_code)
                    continue
                found.append(None)
        return found

    first = statuses(1)
    assert first == statuses(1)
    assert set(first) == {200, 404, None}


def test_a_body_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assent.serve.app.MOST_BYTES", 100)
    with running(Application(mocks={"": mocked(PETS)})) as server:
        found = httpx.post(server.url + "/pets", content=b"x" * 101, trust_env=False)
        assert found.status_code == 413


@pytest.mark.parametrize(
    ("expression", "target", "headers"),
    [
        ("{$request.query.cb}", "/subscriptions?cb=http://hooks.example/in", ()),
        ("{$request.header.X-Hook}", "/subscriptions", (("X-Hook", "http://hooks.example/in"),)),
        ("http://hooks.example/{$request.query.cb}", "/subscriptions?cb=in", ()),
    ],
)
def test_callbacks_go_where_any_expression_leads(expression: str, target: str, headers: Headers) -> None:
    provider = mocked(read(HOOKS.replace("{$request.body#/url}", expression)))
    request = Request("POST", target, (*headers, ("Content-Type", "application/json")), b"{}")
    (sent,) = callbacks(
        provider.prepared, Exchange(request, Response(201)), hosts=frozenset({"hooks.example"})
    )
    assert (sent.url, sent.body) == ("http://hooks.example/in", b'{"what":"it"}')


def test_the_control_endpoint_is_no_traffic() -> None:
    seen: list[Exchange] = []
    app = Application(mocks={"": mocked(PETS, stateful=True)}, seen=(seen.append,))
    with running(app) as server:
        assert httpx.post(server.url + RESET).status_code == 204
        assert httpx.get(server.url + "/pets").status_code == 200
    assert [it.request.path for it in seen] == ["/pets"]


@pytest.mark.parametrize(
    ("hosts", "count"),
    [
        ({"hooks.example"}, 1),
        ({"hooks.example:9000"}, 1),
        ({"other.example"}, 0),
        (set(), 0),
        ({"example"}, 0),
    ],
)
def test_callbacks_go_only_to_hosts_that_are_named(hosts: set[str], count: int) -> None:
    provider = mocked(read(HOOKS))
    body: Json = {"url": "http://hooks.example:9000/in?a=1"}
    found = ask(provider, "/subscriptions", method="POST", body=body)
    assert found.status == 201
    request = Request(
        "POST",
        "/subscriptions",
        (("Content-Type", "application/json"),),
        b'{"url": "http://hooks.example:9000/in?a=1"}',
    )
    refused: list[str] = []
    exchange = Exchange(request, found)
    sent = list(callbacks(provider.prepared, exchange, hosts=frozenset(hosts), refused=refused.append))
    assert len(sent) == count
    assert refused == ["http://hooks.example:9000/in?a=1"] * (1 - count)
    for one in sent:
        assert (one.method, one.url, one.body) == (
            "POST",
            "http://hooks.example:9000/in?a=1",
            b'{"what":"it"}',
        )


def test_two_revisions_at_once_tell_where_the_older_refuses() -> None:
    old = answering({"application/json": {"schema": {"type": "integer"}}})
    new = answering({"application/json": {"schema": {"type": "string"}}})
    found = ask(mock(new, older=old))
    assert found.status == 200
    assert str(found.header("assent-old-refuses")).startswith("invalid-response-body; side=response; ")
    assert ask(mock(new, older=new)).header("assent-old-refuses") is None


def test_a_server_takes_its_socket_with_it() -> None:
    with running(Application(mocks={"": mocked(PETS)})) as server:
        assert httpx.get(server.url + "/pets", trust_env=False).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url + "/pets", trust_env=False)


def test_small_answers_go_at_once() -> None:
    """Without TCP_NODELAY an answer in two writes waits for the client's delayed acknowledgement, some 40 ms."""
    app = Application(mocks={"": mocked(PETS)})
    with running(app) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        client.get("/pets")
        seconds = sorted(client.get("/pets").elapsed.total_seconds() for _ in range(15))
    assert seconds[0] < 0.03


def test_garbage_is_not_looked_for_in_a_description_while_it_is_served() -> None:
    counts: list[int] = []

    def ready(_server: Running) -> None:
        counts.append(gc.get_freeze_count())
        raise InterruptedError

    with contextlib.suppress(InterruptedError):
        run(Application(mocks={"": mocked(PETS)}), host="127.0.0.1", port=0, ready=ready)
    assert counts[0] > 1_000
    assert gc.get_freeze_count() == 0
