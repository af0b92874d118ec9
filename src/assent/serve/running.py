"""An ASGI application behind a real socket: in a thread of its own, or here until somebody stops it."""

from __future__ import annotations

import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType
from typing import TYPE_CHECKING, Any

from assent.errors import UsageError
from assent.records import dataclass

if TYPE_CHECKING:  # imported when something is served
    import uvicorn

BACKLOG = 2048

IDLE = 75
"""Seconds that a connection may be idle. Clients should be the first to close (many do so after 5 seconds), because
a request that is under way when a server closes has no answer, and nobody can tell what became of it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server that takes requests. `url` has no slash at its end."""

    url: str
    host: str
    port: int


@contextmanager
def running(app: Any, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[Running]:
    """Serve the application in a thread while the context lasts; port 0 takes any that is free.

    The socket listens when this returns. Raises: UsageError if the address cannot be listened at.
    """
    listening = _listening(host, port)
    server = _server(app)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="assent server", daemon=True)
    thread.start()
    try:
        yield _shown(listening, host)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


def run(app: Any, *, host: str, port: int, ready: Callable[[Running], None]) -> None:
    """Serve the application here until Ctrl-C or a termination; `ready` is told when the socket listens.

    Raises: UsageError if the address cannot be listened at.
    """
    listening = _listening(host, port)
    server = _server(app)
    # The server restores these and raises the signal again when it has stopped: then there is nothing to do.
    before = {number: signal.signal(number, _nothing) for number in (signal.SIGINT, signal.SIGTERM)}
    gc.freeze()  # to look through a large description for garbage takes half a second, in the midst of some answer
    try:
        ready(_shown(listening, host))
        server.run(sockets=[listening])
    finally:
        gc.unfreeze()
        for number, handler in before.items():
            signal.signal(number, handler)
        listening.close()


def set_aside_anew() -> None:
    """Set what is served now aside from garbage collection, and give back what was served before."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _nothing(_number: int, _frame: FrameType | None) -> None: ...


def _server(app: Any) -> uvicorn.Server:
    """A server that adds no header to what the application says, and says nothing itself."""
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=_protocol(),
            proxy_headers=False,
            log_level="critical",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=IDLE,
            ws="none",
        )
    )


def _protocol() -> Any:
    """Ours where its parser is installed, which it is not for every Python."""
    try:
        from assent.serve.protocol import Protocol
    except ImportError:
        return "auto"
    return Protocol


def _shown(listening: socket.socket, host: str) -> Running:
    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    return Running(url=f"http://{shown}:{port}", host=host, port=port)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, since asyncio lets small answers go at once (TCP_NODELAY) only where it is.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        why = error.strerror or "it is no address of this machine"
        raise UsageError(
            f"{host}:{port} cannot be listened at ({why}). Choose another with --port."
        ) from error
    listening.setblocking(False)
    return listening
