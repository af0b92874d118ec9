"""What one request of the fuzzer costs its own process: processor time at the median and mean, memory, speed.

    python -m bench.fuzz_cost [--fast] [--requests 2500] [--long 100000] [--workers 1] [--schemathesis PATH]

The service is the clean library of the tests, or with --fast a small one that costs next to nothing, in a process of its
own. Between two exchanges lies all that one request
takes: its generation, its sending, and judging the answer. `httpx` is what the same requests cost when httpx sends them
and nothing else happens. Of Schemathesis the whole process is counted, and so is assent's beside it ("whole").
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from bench.fast import DESCRIPTION as FAST, fast_service
from bench.fuzz import measure, service
from tests.fuzz.library.app import KEY
from tests.fuzz.library.description import DESCRIPTION

from assent.api import Api, read_api
from assent.document import load
from assent.fuzz.credentials import Credentials
from assent.fuzz.running import Settings, fuzz
from assent.fuzz.sending import http_sender
from assent.wire import Exchange


def resident() -> float:
    """Megabytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=2_500)
    parser.add_argument("--long", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--schemathesis", help="the path of its command")
    given = parser.parse_args()
    description = FAST if given.fast else DESCRIPTION
    api = read_api(load("-", stdin=io.BytesIO(description.encode())))
    with tempfile.TemporaryDirectory() as folder:

        def serving(port: int) -> AbstractContextManager[str]:
            told = Path(folder) / "told"
            return fast_service(port, told) if given.fast else service(defective=False, port=port, told=told)

        with serving(8961) as url:
            costs, kept, seconds = measured(api, url, given.requests, given.workers)
            tell("assent", costs, seconds)
            tell("httpx alone", *plain(kept))
        if given.schemathesis:
            whole(description, Path(folder), serving, given.requests, given.schemathesis)
        if given.long:
            with serving(8962) as url:
                long_run(api, url, given.long)


def whole(
    description: str,
    folder: Path,
    serving: Callable[[int], AbstractContextManager[str]],
    requests: int,
    command: str,
) -> None:
    """Both commands as they are, each with a service of its own: processor time of the process for each request."""
    (folder / "api.yaml").write_text(description, encoding="utf-8")
    ours = [sys.executable, "-m", "assent", "fuzz", "api.yaml", "--requests", str(requests)]
    key = {"LIBRARY_KEY": KEY} if description is not FAST else {}
    ours += ["--auth", "key=env:LIBRARY_KEY"] if key else []
    theirs = [command, "run", "api.yaml", "--continue-on-failure", "--mode", "all", "-n", "100"]
    theirs += ["-H", f"X-Api-Key: {KEY}"] if key else []
    for name, words, port in (("assent", ours, 8963), ("schemathesis", theirs, 8964)):
        with serving(port) as url:
            spent, clock = measure([*words, "--url", url], key, folder)
        told = (folder / "told").read_text(encoding="utf-8")
        count = int(told) if told.isdigit() else json.loads(told)["requests"] - 1
        print(
            f"{name:12} {count:6} requests, the whole process: {1000 * spent / count:.2f} ms each, "
            f"{count / clock:.0f} requests/s",
            flush=True,
        )


def tell(name: str, costs: list[float], seconds: float) -> None:
    ordered = sorted(costs)
    print(
        f"{name:12} {len(costs):6} requests: median {1000 * statistics.median(costs):.2f} ms, "
        f"mean {1000 * statistics.mean(costs):.2f} ms, 90 % {1000 * ordered[int(0.9 * len(costs))]:.2f} ms, "
        f"{len(costs) / seconds:.0f} requests/s",
        flush=True,
    )


def measured(api: Api, url: str, requests: int, workers: int) -> tuple[list[float], list[Exchange], float]:
    """The processor seconds of each request, the first exchanges, and the seconds of the clock."""
    costs: list[float] = []
    kept: list[Exchange] = []
    last = time.process_time()

    def told(exchange: Exchange) -> None:
        nonlocal last
        now = time.process_time()
        costs.append(now - last)
        last = now
        if len(kept) < 2_000:
            kept.append(exchange)

    credentials = Credentials(by_scheme={"key": KEY})
    began = time.monotonic()
    with http_sender(url) as send:
        fuzz(api, send, Settings(requests=requests, credentials=credentials, told=told, workers=workers))
    return costs, kept, time.monotonic() - began


def plain(kept: list[Exchange]) -> tuple[list[float], float]:
    """The same requests by httpx and nothing else."""
    import httpx

    costs = []
    began = time.monotonic()
    with httpx.Client() as client:
        for exchange in kept:
            before = time.process_time()
            request = exchange.request
            client.request(
                request.method, request.url, headers=list(request.headers), content=request.body or None
            )
            costs.append(time.process_time() - before)
    return costs, time.monotonic() - began


def long_run(api: Api, url: str, requests: int) -> None:
    """Memory in the course of a long run."""
    count = 0
    credentials = Credentials(by_scheme={"key": KEY})

    def told(_exchange: Exchange) -> None:
        nonlocal count
        count += 1
        if count in (1_000, 5_000) or count % 10_000 == 0:
            print(f"{count:7} requests: {resident():6.1f} MB", flush=True)

    before, began = time.process_time(), time.monotonic()
    with http_sender(url) as send:
        outcome = fuzz(api, send, Settings(requests=requests, credentials=credentials, told=told))
    spent = time.process_time() - before
    print(
        f"{outcome.requests} requests, {spent / outcome.requests * 1000:.2f} ms each, "
        f"{outcome.requests / (time.monotonic() - began):.0f} requests/s, {len(outcome.findings)} findings"
    )


if __name__ == "__main__":
    main()
