"""The proxy before real servers with their own descriptions: uploads and downloads compared by checksum.

python -m bench.proxy --jupyter VENV --httpbin VENV

VENV is the folder of an environment that has jupyter_server, or httpbin[mainapp] and gunicorn. Both are started on
loopback and stopped at the end.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

SIZES = (0, 1, 65_536, 12_000_000)
DOWNLOADS = (
    "/image/png",
    "/image/jpeg",
    "/image/webp",
    "/image/svg",
    "/bytes/100000?seed=5",
    "/stream-bytes/100000?seed=5&chunk_size=777",
    "/range/26?chunk_size=3",
    "/encoding/utf8",
    "/html",
    "/xml",
    "/robots.txt",
    "/cookies/set?a=1&b=2&c=3",
    "/response-headers?x=1&x=2&Set-Cookie=a&Set-Cookie=b",
    "/redirect-to?url=http%3A%2F%2Felsewhere.invalid%2F",
    "/status/418",
    "/drip?numbytes=50&duration=1&delay=0",
)
OF_ONE_CONNECTION = (b"date", b"connection", b"transfer-encoding", b"keep-alive")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jupyter", type=Path)
    parser.add_argument("--httpbin", type=Path)
    given = parser.parse_args()
    with httpx.Client(trust_env=False, timeout=60) as client, tempfile.TemporaryDirectory() as folder:
        if given.jupyter:
            told("jupyter_server", before_jupyter(client, given.jupyter, Path(folder)))
        if given.httpbin:
            told("httpbin", before_httpbin(client, given.httpbin, Path(folder)))


def told(name: str, found: Iterator[tuple[str, bool]]) -> None:
    same = [0, 0]
    for what, is_same in found:
        same[is_same] += 1
        if not is_same:
            print(f"{name}: {what} differs")
    print(f"{name}: {same[1]} of {sum(same)} identical", flush=True)


def before_jupyter(client: httpx.Client, venv: Path, folder: Path) -> Iterator[tuple[str, bool]]:
    """Files put and got: what was sent, what is on the disk, and what comes back, through the proxy and without."""
    (description,) = venv.glob("lib/python*/site-packages/jupyter_server/services/api/api.yaml")
    options = ("--allow-root", "--no-browser", "--IdentityProvider.token=secret")
    more = ("--ServerApp.disable_check_xsrf=True", f"--ServerApp.root_dir={folder}", "--ip=127.0.0.1")
    with ExitStack() as stack:
        server = [str(venv / "bin/jupyter-server"), *options, *more, "--port"]
        port = stack.enter_context(started(server, "/api", {"HOME": str(folder)}))
        proxy = stack.enter_context(proxied(description, port, "/api"))
        client.headers["Authorization"] = "token secret"
        for size in SIZES:
            sent = os.urandom(size)
            body = {"type": "file", "format": "base64", "content": base64.b64encode(sent).decode()}
            client.put(f"{proxy}/api/contents/{size}.bin", json=body).raise_for_status()
            there = (folder / f"{size}.bin").read_bytes()
            urls = (f"{proxy}/files/{size}.bin", f"http://127.0.0.1:{port}/files/{size}.bin")
            back = [client.get(url).content for url in urls]
            yield f"a file of {size} bytes", len({digest(it) for it in (sent, there, *back)}) == 1


def before_httpbin(client: httpx.Client, venv: Path, folder: Path) -> Iterator[tuple[str, bool]]:
    """Answers of many kinds beside the same without the proxy, and bodies that come back, whole and in chunks."""
    with ExitStack() as stack:
        server = [str(venv / "bin/gunicorn"), "--threads", "4", "httpbin:app", "-b"]
        port = stack.enter_context(started(server, "/get", prefix="127.0.0.1:"))
        description = folder / "httpbin.json"
        described = client.get(f"http://127.0.0.1:{port}/spec.json").json()
        description.write_text(json.dumps(described | {"host": f"127.0.0.1:{port}"}))
        proxy = stack.enter_context(proxied(description, port, "/get"))
        for path in DOWNLOADS:
            through, direct = (
                raw(client, f"{base}{path}", f"127.0.0.1:{port}")
                for base in (proxy, f"http://127.0.0.1:{port}")
            )
            yield path, through == direct
        for size in SIZES[:3]:
            sent = os.urandom(size)
            chunks = (sent[at : at + 5000] for at in range(0, size, 5000))
            for content in (sent, chunks):
                headers = {"Content-Type": "application/octet-stream"}
                text = client.post(f"{proxy}/post", content=content, headers=headers).json()["data"]
                _, coded, octets = text.partition("base64,")
                back = base64.b64decode(octets) if coded else text.encode()
                yield f"a body of {size} bytes", digest(back) == digest(sent)


def raw(client: httpx.Client, url: str, host: str) -> tuple[int, list[tuple[bytes, bytes]], str]:
    with client.stream("GET", url, headers={"Host": host}) as found:
        body = b"".join(found.iter_raw())
        fields = [(name.lower(), value) for name, value in found.headers.raw]
        kept = sorted(pair for pair in fields if pair[0] not in OF_ONE_CONNECTION)
        return found.status_code, kept, digest(body)


def digest(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


@contextmanager
def proxied(description: Path, port: int, path: str) -> Iterator[str]:
    upstream = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "assent", "proxy", str(description), "--upstream", upstream, "--port"]
    with started(command, path) as own:
        yield f"http://127.0.0.1:{own}"


@contextmanager
def started(
    command: list[str], path: str, environment: dict[str, str] | None = None, *, prefix: str = ""
) -> Iterator[int]:
    """The port of a server that answers; the command gets it as its last word."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [*command, f"{prefix}{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )
    try:
        until = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False)
                break
            except httpx.TransportError:
                if process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
