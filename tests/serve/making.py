"""Descriptions to mock, and requests to them, in few words."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import yaml

from assent.api import Api, read_api
from assent.document import from_tree
from assent.json import Json
from assent.serve.answer import answer
from assent.serve.compose import Composer
from assent.serve.provider import Manners, Mock, mock
from assent.serve.store import Store
from assent.wire import Headers, Request, Response

JSON = ("Content-Type", "application/json")

PETS = (Path(__file__).parent / "pets.yaml").read_text(encoding="utf-8")


def read(text: str) -> Api:
    return read_api(from_tree(_tree(text), name="openapi.yaml"))


@lru_cache
def _tree(text: str) -> dict[str, Json]:
    tree: dict[str, Json] = yaml.safe_load(text)
    return tree


def described(
    operation: Json,
    *,
    method: str = "get",
    path: str = "/x",
    openapi: str = "3.1.0",
    components: Json = None,
) -> Api:
    """An Api of one operation."""
    tree: dict[str, Json] = {
        "openapi": openapi,
        "info": {"title": "t", "version": "1"},
        "paths": {path: {method: operation}},
        **({"components": components} if components is not None else {}),
    }
    return read_api(from_tree(tree, name="openapi.yaml"))


def answering(content: Json, *, status: str = "200", headers: Json = None, openapi: str = "3.1.0") -> Api:
    """An Api whose `GET /x` answers with that content."""
    response: dict[str, Json] = {"description": "", "content": content}
    if headers is not None:
        response["headers"] = headers
    return described({"responses": {status: response}}, openapi=openapi)


def mocked(
    api: Api | str,
    *,
    dynamic: bool = False,
    cors: bool = False,
    strict: bool = False,
    seed: int = 0,
    shape: str = "typical",
    stateful: bool = False,
    store: Store | None = None,
) -> Mock:
    return mock(
        read(api) if isinstance(api, str) else api,
        manners=Manners(dynamic=dynamic, cors=cors, strict=strict),
        composer=Composer(seed=seed, shape=shape),
        store=store or (Store() if stateful else None),
    )


def ask(
    provider: Mock | Api | str,
    target: str = "/x",
    *,
    method: str = "GET",
    body: Json = None,
    headers: Headers = (),
) -> Response:
    """The answer to a request; a body that is not None is sent as JSON."""
    if not isinstance(provider, Mock):
        provider = mocked(provider)
    sent = b""
    if body is not None:
        sent, headers = json.dumps(body).encode(), (JSON, *headers)
    return answer(provider, Request(method, target, headers, sent))


def value(response: Response) -> Json:
    parsed: Json = json.loads(response.body)
    return parsed
