"""`assent mock` beside Prism with one client: requests per CPU-second of the server, memory, and start-up.

python -m bench.mock --corpus ../shared/corpus [--prism node_modules/.bin/prism] [--seconds 4]

Figures are for identical requests, and for requests that differ in a path parameter or a query.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

WARMING = 3.0
"""Seconds of requests before any count: the other server's compiler needs them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    name: str
    description: str
    target: str
    varied: str
    header: str = ""


LOADS = (
    Load(
        name="petstore static",
        description="small/petstore-3.1.yaml",
        target="/pet/1",
        varied="/pet/{}",
        header="api_key: k\r\nAuthorization: Bearer t\r\n",
    ),
    Load(
        name="petstore generated",
        description="small/petstore-3.1.yaml",
        target="/pet/1",
        varied="/pet/{}",
        header="api_key: k\r\nAuthorization: Bearer t\r\nPrefer: dynamic=true\r\n",
    ),
    Load(
        name="GitHub /rate_limit",
        description="github/2025-b.json",
        target="/rate_limit",
        varied="/rate_limit?n={}",
    ),
    Load(
        name="GitHub issues",
        description="github/2025-b.json",
        target="/repos/o/r/issues",
        varied="/repos/o/r{}/issues?page={}",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    pid: int
    port: int
    started: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parents[2] / "shared" / "corpus")
    parser.add_argument("--prism", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0)
    given = parser.parse_args()
    print(
        f"{'server':8} {'load':20} {'start s':>8} {'RSS MiB':>8} {'same/CPU s':>11} {'varied/CPU s':>13}  status"
    )
    for load in LOADS:
        file = str(given.corpus / load.description)
        commands = {"assent": [sys.executable, "-m", "assent", "mock", file, "--port"]}
        if given.prism:
            node = shutil.which("node") or "node"
            commands["prism"] = [node, str(given.prism), "mock", "-v", "silent", file, "-p"]
        for name, command in commands.items():
            base = prefix_of(name, load)
            with served(command, base + load.target, load.header) as server:
                same, status = rate(server, [base + load.target], load, given.seconds)
                targets = [base + load.varied.format(n, n) for n in range(100_000)]
                varied, _ = rate(server, targets, load, given.seconds)
                memory = resident(server.pid) / 2**20
            print(
                f"{name:8} {load.name:20} {server.started:8.2f} {memory:8.0f} {same:11.0f} {varied:13.0f}  {status}",
                flush=True,
            )


def prefix_of(server: str, load: Load) -> str:
    """Prism serves below no base path."""
    return "/v2" if server == "assent" and "petstore" in load.description else ""


@contextmanager
def served(command: list[str], target: str, header: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                connection = Connection(port)
                connection.ask(target, header)
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - began > 120:
                    raise
                time.sleep(0.01)
        yield Server(pid=process.pid, port=port, started=time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


class Connection:
    """A connection that stays, with as little of its own to do as can be."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def ask(self, target: str, header: str) -> int:
        """The status of the answer to a GET."""
        self.socket.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n{header}\r\n".encode())
        head = self.until(b"\r\n\r\n")
        lower = head.lower()
        if b"content-length:" in lower:
            length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
            self.take(length)
        elif b"transfer-encoding: chunked" in lower:
            while size := int(self.until(b"\r\n"), 16):
                self.take(size + 2)
            self.take(2)
        return int(head[9:12])

    def until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            self.more()
        head, _, self.buffer = self.buffer.partition(mark)
        return head + mark

    def take(self, size: int) -> None:
        while len(self.buffer) < size:
            self.more()
        self.buffer = self.buffer[size:]

    def more(self) -> None:
        got = self.socket.recv(1 << 16)
        if not got:
            raise ConnectionResetError
        self.buffer += got


def rate(server: Server, targets: list[str], load: Load, seconds: float) -> tuple[float, int]:
    """Requests per CPU-second of the server, and the status it answered with last."""
    connection, status, at = Connection(server.port), 0, 0
    warm = time.perf_counter() + WARMING
    while time.perf_counter() < warm:
        status = connection.ask(targets[at % len(targets)], load.header)
        at += 1
    used, began, count = cpu(server.pid), time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        status = connection.ask(targets[at % len(targets)], load.header)
        at += 1
        count += 1
    return count / max(cpu(server.pid) - used, 1 / TICKS), status


def cpu(pid: int) -> float:
    """Seconds of CPU that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(pid: int) -> int:
    """Bytes of memory that the process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


if __name__ == "__main__":
    main()
