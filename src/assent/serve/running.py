"""An ASGI application behind a real socket, in a thread of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

from assent.errors import UsageError

BACKLOG = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server that takes requests. `url` has no slash at its end."""

    url: str
    host: str
    port: int


@contextmanager
def running(app: Any, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[Running]:
    """Serve the application while the context lasts; port 0 takes any that is free.

    The socket listens when this returns. No header is added to what the application says.
    Raises: UsageError if the address cannot be listened at.
    """
    import uvicorn

    listening = _listening(host, port)
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=2,
        ws="none",
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="assent server", daemon=True)
    thread.start()
    found = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    try:
        yield Running(url=f"http://{shown}:{found}", host=host, port=found)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
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
