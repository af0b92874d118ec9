"""ASGI applications called from code that does not wait: one event loop, with the lifespan around it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Sequence
from typing import Any

import httpx


def is_asgi(app: Any) -> bool:
    """Whether the application is ASGI: it, or its `__call__`, is a coroutine function."""
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(type(app).__call__)


class AppTransport(httpx.BaseTransport):
    """httpx's ASGI transport behind the interface of a synchronous one."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._runner = asyncio.Runner()
        self._inner = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self._inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._started = asyncio.Event()
        self._stopped = asyncio.Event()
        self._lifespan: asyncio.Task[None] | None = None
        self._runner.run(self._start())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._handle(request))

    def handle_together(self, requests: Sequence[httpx.Request]) -> list[httpx.Response | Exception]:
        """The answers to requests that are under way at once, or the error of httpx in an answer's place."""
        return self._runner.run(self._together(requests))

    async def _together(self, requests: Sequence[httpx.Request]) -> list[httpx.Response | Exception]:
        async def one(request: httpx.Request) -> httpx.Response | Exception:
            try:
                return await self._handle(request)
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                return error

        return list(await asyncio.gather(*map(one, requests)))

    def close(self) -> None:
        self._runner.run(self._stop())
        self._runner.close()

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        timeout = request.extensions.get("timeout", {}).get("read")
        whole = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        try:
            answer = await asyncio.wait_for(self._inner.handle_async_request(whole), timeout)
            body = b"".join([chunk async for chunk in answer.aiter_raw()])
        except TimeoutError as error:
            raise httpx.ReadTimeout(str(error)) from error
        return httpx.Response(answer.status_code, headers=answer.headers.raw, stream=httpx.ByteStream(body))

    async def _start(self) -> None:
        """Run the lifespan's startup; an application that knows no lifespan refuses the scope, and that is fine."""
        await self._inbox.put({"type": "lifespan.startup"})
        self._lifespan = asyncio.create_task(self._live())
        waiting = asyncio.create_task(self._started.wait())
        await asyncio.wait({waiting, self._lifespan}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def _live(self) -> None:
        async def send(message: Any) -> None:
            if message["type"].startswith("lifespan.startup"):
                self._started.set()
            elif message["type"].startswith("lifespan.shutdown"):
                self._stopped.set()

        try:
            await self._app(
                {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, self._inbox.get, send
            )
        except Exception:  # noqa: BLE001 - the protocol: any exception means that lifespans are not supported
            return

    async def _stop(self) -> None:
        if self._lifespan is None or self._lifespan.done():
            return
        await self._inbox.put({"type": "lifespan.shutdown"})
        waiting = asyncio.create_task(self._stopped.wait())
        await asyncio.wait({waiting, self._lifespan}, return_when=asyncio.FIRST_COMPLETED, timeout=5)
        for task in (waiting, self._lifespan):
            task.cancel()
