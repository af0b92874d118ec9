"""How a server's command waits: until somebody stops it, looking around now and then."""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import Event
from types import FrameType


def until_stopped(*, each: Callable[[], None] | None = None, seconds: float = 0.5) -> None:
    """Wait for Ctrl-C or a termination, calling `each` every so many seconds if it is given."""
    stopped = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not stopped.wait(seconds if each is not None else 3600):
            if each is not None:
                each()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
