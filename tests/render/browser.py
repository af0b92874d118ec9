"""A headless Chromium, spoken to over a pipe by the DevTools protocol; nothing but the standard library."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 60.0
"""Seconds that any one answer may take on a loaded machine."""

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--remote-debugging-pipe",
    "--window-size=1280,900",
)

START = """
import fcntl, os, sys
spare = [fcntl.fcntl(int(given), fcntl.F_DUPFD, 10) for given in sys.argv[1:3]]
for wanted, given in enumerate(spare, 3):
    os.dup2(given, wanted)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Starts a browser that reads commands from file descriptor 3 and answers on 4, as its pipe wants them."""


def installed() -> str | None:
    """The path of a Chromium, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass(slots=True)
class Page:
    """An open page."""

    reading: int
    writing: int
    session: str = ""
    number: int = 0
    held: bytes = b""
    events: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers; events that come first are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def receive(self) -> dict[str, Any]:
        while b"\0" not in self.held:
            ready, _, _ = select.select([self.reading], [], [], PATIENCE)
            assert ready, "the browser does not answer"
            self.held += os.read(self.reading, 1 << 16)
        text, _, self.held = self.held.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, awaited."""
        told = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)
        self.evaluate(
            "new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))"
        )

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def press(self, key: str) -> None:
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key if len(key) == 1 else "")
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def click(self, selector: str) -> None:
        """Clicks where a person would: in the middle of the element, brought into view."""
        where = f"document.querySelector({json.dumps(selector)})"
        x, y = self.evaluate(
            f"(it => {{ it.scrollIntoView({{block: 'center', behavior: 'instant'}}); const r = it.getBoundingClientRect();"
            f" return [r.x + r.width / 2, r.y + r.height / 2]; }})({where})"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


@contextmanager
def browser(program: str, profile: Path) -> Iterator[Page]:
    """A page in a fresh browser, which is ended afterwards."""
    to_browser, writing = os.pipe()
    reading, from_browser = os.pipe()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            START,
            str(to_browser),
            str(from_browser),
            program,
            *ARGUMENTS,
            f"--user-data-dir={profile}",
        ],
        pass_fds=(to_browser, from_browser),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    page = Page(reading, writing)
    try:
        target = page.call("Target.createTarget", url="about:blank")["targetId"]
        page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            page.call(f"{domain}.enable")
        yield page
    finally:
        process.kill()
        process.wait()
        os.close(reading)
        os.close(writing)
