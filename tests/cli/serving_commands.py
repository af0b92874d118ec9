"""Commands that serve, as processes: started, asked, and stopped."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PETS = Path(__file__).parents[1] / "serve" / "pets.yaml"


@dataclass(slots=True, kw_only=True)
class Serving:
    process: subprocess.Popen[str]
    url: str

    def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        return httpx.request(method, self.url + path, trust_env=False, timeout=30, **more)  # type: ignore[arg-type] # passed on

    def line(self) -> str:
        """The next line that the command says."""
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def stop(self) -> tuple[int, str, str]:
        """The exit status after Ctrl-C, and what was printed since."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err


@contextmanager
def serving(*arguments: str, cwd: Path) -> Iterator[Serving]:
    """`assent` with these arguments, at a free port, once it says that it listens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assent", *arguments, "--port", "0"],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said: list[str] = []
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", said[-1] if said else "")):
            line = process.stderr.readline()
            assert line, "".join(said)
            said.append(line)
        yield Serving(process=process, url=found[0])
    finally:
        process.kill()
        process.communicate()
