"""A small service that answers as fast as Python can, so that a client's own cost and speed show.

    python -m bench.fast PORT FILE

It keeps things in memory, by its own DESCRIPTION and without a framework, until it is told to end (SIGTERM); then it
writes the number of requests to the file.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MOST_THINGS = 1_000

DESCRIPTION = """
openapi: 3.1.0
info: {title: things, version: "1"}
paths:
  /things:
    get:
      operationId: list
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 20}}]
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}}}}
        4XX: {description: no}
    post:
      operationId: add
      requestBody: {$ref: "#/components/requestBodies/New"}
      responses:
        "201": {$ref: "#/components/responses/Thing"}
        4XX: {description: no}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1, maximum: 999999999}}]
    get: {operationId: read, responses: {"200": {$ref: "#/components/responses/Thing"}, 4XX: {description: no}}}
    put:
      operationId: replace
      requestBody: {$ref: "#/components/requestBodies/New"}
      responses: {"200": {$ref: "#/components/responses/Thing"}, 4XX: {description: no}}
    delete: {operationId: remove, responses: {"204": {description: gone}, 4XX: {description: no}}}
components:
  requestBodies:
    New: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/New"}}}}
  responses:
    Thing: {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
  schemas:
    New:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: {type: string, minLength: 1, maxLength: 30}
        size: {type: integer, minimum: 0, maximum: 100}
        kind: {enum: [small, large]}
        tags: {type: array, maxItems: 5, items: {type: string, maxLength: 10}}
    Thing:
      type: object
      required: [id, name]
      properties: {id: {type: integer}, name: {type: string}, size: {type: integer}}
"""

THINGS: dict[str, dict[str, Any]] = {}
NUMBERS = itertools.count(1)


class Service(asyncio.Protocol):
    """One connection: requests with a known length, one after another."""

    count = 0

    def __init__(self) -> None:
        self.held = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.held += data
        while (end := self.held.find(b"\r\n\r\n")) >= 0:
            lines = self.held[:end].split(b"\r\n")
            heads = {
                name.lower(): value.strip() for name, _, value in (it.partition(b":") for it in lines[1:])
            }
            length = int(heads.get(b"content-length", b"0"))
            if len(self.held) < end + 4 + length:
                return
            body, self.held = self.held[end + 4 : end + 4 + length], self.held[end + 4 + length :]
            method, url, _ = lines[0].decode("latin-1").split(" ", 2)
            Service.count += 1
            status, more, value = answer(method, url, heads.get(b"content-type", b""), body)
            text = b"" if value is None else json.dumps(value).encode()
            kind = "" if value is None else "Content-Type: application/json\r\n"
            head = f"HTTP/1.1 {status} X\r\n{kind}{more}Content-Length: {len(text)}\r\n\r\n"
            self.transport.write(head.encode() + (b"" if method == "HEAD" else text))


def answer(method: str, url: str, kind: bytes, body: bytes) -> tuple[int, str, Any]:
    """The status, more headers, and the value of the body."""
    path, _, query = url.partition("?")
    if path == "/things" and method in ("GET", "HEAD"):
        pairs = [it.partition("=")[::2] for it in query.split("&") if it]
        if any(name == "limit" and not is_number(value, 1, 20) for name, value in pairs):
            return 400, "", None
        return 200, "", list(THINGS.values())[-5:]
    name = path.removeprefix("/things/")
    is_one = path.startswith("/things/") and bool(name)
    if not is_one and path != "/things":
        return 404, "", None
    allowed = ("GET", "HEAD", "PUT", "DELETE") if is_one else ("GET", "HEAD", "POST")
    if method not in allowed:
        return 405, f"Allow: {', '.join(allowed)}\r\n", None
    if is_one and not is_number(name, 1, 999_999_999):
        return 400, "", None
    if method in ("POST", "PUT"):
        if kind.split(b";")[0].strip().lower() != b"application/json":
            return 415, "", None
        new = read(body)
        if new is None:
            return 400, "", None
        if method == "POST":
            number = next(NUMBERS)
            THINGS[str(number)] = {"id": number, **new}
            if len(THINGS) > MOST_THINGS:
                del THINGS[next(iter(THINGS))]
            return 201, f"Location: /things/{number}\r\n", THINGS[str(number)]
        if name in THINGS:
            THINGS[name] = {"id": int(name), **new}
    if name not in THINGS:
        return 404, "", None
    if method == "DELETE":
        del THINGS[name]
        return 204, "", None
    return 200, "", THINGS[name]


def is_number(text: str, low: int, high: int) -> bool:
    return text.isascii() and text.isdigit() and low <= int(text) <= high and text == str(int(text))


def read(body: bytes) -> dict[str, Any] | None:
    """A new thing, if the description allows it."""
    try:
        value = json.loads(body)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or value.keys() - {"name", "size", "kind", "tags"}:
        return None
    name, size, tags = value.get("name"), value.get("size", 0), value.get("tags", [])
    fits = (
        isinstance(name, str)
        and 1 <= len(name) <= 30
        and type(size) in (int, float)
        and size == int(size)
        and 0 <= size <= 100
        and value.get("kind", "small") in ("small", "large")
        and isinstance(tags, list)
        and len(tags) <= 5
        and all(isinstance(it, str) and len(it) <= 10 for it in tags)
    )
    return value if fits else None


@contextmanager
def fast_service(port: int, told: Path) -> Iterator[str]:
    """The service in a process of its own, until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "bench.fast", str(port), str(told)], cwd=ROOT)
    for _ in range(100):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Service, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(int(sys.argv[1])))
    Path(sys.argv[2]).write_text(str(Service.count), encoding="utf-8")
    os._exit(0)
