"""The fuzzer beside Schemathesis on a service with seeded defects, and its own cost per request.

    python bench/fuzz.py [--requests 2500] [--seeds 0,1,2] [--schemathesis PATH-OF-ITS-COMMAND]

The service runs in a process of its own and names, in a header of each answer, the seeded defects that the request
triggered. A defect counts as shown if a reported finding's own exchange triggered it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MARK = "x-seeded"


def serve(defective: str, port: str, told: str) -> None:
    """The service, until it is told to end; then it writes what happened to a file."""
    import uvicorn
    from tests.fuzz.library.app import DEFECTS, Library

    library = Library(DEFECTS if defective == "defective" else ())
    inner, count = library.app(), 0

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal count
        if scope["type"] != "http":
            await inner(scope, receive, send)
            return
        count += 1
        before = dict(library.triggered)

        async def mark(message: Any) -> None:
            if message["type"] == "http.response.start":
                now = sorted(name for name, times in library.triggered.items() if times > before.get(name, 0))
                if now:
                    message["headers"] = [*message["headers"], (MARK.encode(), ",".join(now).encode())]
            await send(message)

        await inner(scope, receive, mark)

    with suppress(KeyboardInterrupt):  # how uvicorn passes on that it was told to end
        uvicorn.Server(uvicorn.Config(app, port=int(port), log_level="critical")).run()
    triggered = sorted(name for name, times in library.triggered.items() if times)
    Path(told).write_text(json.dumps({"requests": count, "triggered": triggered}), encoding="utf-8")


@contextmanager
def service(*, defective: bool, port: int, told: Path) -> Iterator[str]:
    import httpx

    words = [sys.executable, __file__, "--serve", "defective" if defective else "clean", str(port), str(told)]
    process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(f"{url}/absent", timeout=1)
            break
        except httpx.HTTPError:
            time.sleep(0.05)
    try:
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)


def cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def measure(words: list[str], env: dict[str, str], folder: Path) -> tuple[float, float]:
    """Seconds of processor time of a command and its children, and of the clock."""
    before, began = cpu(), time.monotonic()
    subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return cpu() - before, time.monotonic() - began


def ours(url: str, spec: Path, folder: Path, requests: int, seed: int) -> tuple[list[str], Path]:
    report = folder / "assent.json"
    words = [sys.executable, "-m", "assent", "fuzz", str(spec), "--url", url, "--requests", str(requests)]
    words += ["--seed", str(seed), "--auth", "key=env:LIBRARY_KEY", "-f", f"json={report}", "-f", "text"]
    return words, report


def shown_by_us(report: Path) -> tuple[set[str], int]:
    findings = json.loads(report.read_text())["findings"]
    seeded: set[str] = set()
    for finding in findings:
        witness = finding["witness"] or {}
        for message in (
            witness.get("response"),
            *(step.get("response") for step in witness.get("steps", ())),
        ):
            seeded.update(_names((message or {}).get("headers", ())))
    return seeded, len(findings)


def peer(command: str, url: str, spec: Path, folder: Path, settings: list[str]) -> tuple[list[str], Path]:
    report = folder / "peer.ndjson"
    words = [
        command,
        "run",
        str(spec),
        "--url",
        url,
        "-H",
        "X-Api-Key: sesame",
        "--report-ndjson-path",
        str(report),
    ]
    return [*words, "--no-color", *settings], report


def shown_by_peer(report: Path) -> tuple[set[str], int]:
    """Defects named in the answers of failed checks: each line's scenario holds interactions with their checks."""
    seeded: set[str] = set()
    failures: set[str] = set()
    for line in report.read_text().splitlines():
        for status, headers, label in _failed(json.loads(line)):
            del status
            failures.add(label)
            seeded.update(_names(headers))
    return seeded, len(failures)


def _failed(tree: Any) -> Iterator[tuple[int, list[tuple[str, str]], str]]:
    """Every interaction below with a failed check: its status, headers, and what failed."""
    if isinstance(tree, list):
        for item in tree:
            yield from _failed(item)
    if not isinstance(tree, dict):
        return
    checks, interactions = tree.get("checks"), tree.get("interactions")
    if isinstance(checks, dict) and isinstance(interactions, dict):
        for case, found in checks.items():
            failed = [it for it in found if it.get("status") == "failure"]
            response = (interactions.get(case) or {}).get("response") or {}
            headers = [
                (name, value) for name, values in (response.get("headers") or {}).items() for value in values
            ]
            for check in failed:
                yield response.get("status_code", 0), headers, f"{tree.get('label')} {check.get('name')}"
    for part in tree.values():
        yield from _failed(part)


def _names(headers: Any) -> set[str]:
    return {name for key, value in headers for name in value.split(",") if key.lower() == MARK}


def main() -> None:
    if sys.argv[1:2] == ["--serve"]:
        serve(*sys.argv[2:5])
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=2_500)
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--schemathesis")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from tests.fuzz.library.app import DEFECTS, KEY
    from tests.fuzz.library.description import DESCRIPTION

    rows: list[tuple[str, str, int]] = [("assent", "", int(seed)) for seed in given.seeds.split(",")]
    if given.schemathesis:
        best = "--mode all --checks all --phases examples,coverage,fuzzing,stateful"
        rows += [("schemathesis", "", 0)]
        rows += [("schemathesis", f"{best} -n {count}", 0) for count in (30, 100)]
    print(f"{len(DEFECTS)} seeded defects")
    print(
        f"{'tool':60} {'service':9} {'requests':>8} {'met':>4} {'shown':>5} {'findings':>8} {'cpu s':>7} {'ms/req':>7}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = folder / "library.yaml"
        spec.write_text(DESCRIPTION)
        for number, (tool, settings, seed) in enumerate(rows):
            for defective in (True, False):
                told = folder / "told.json"
                with service(defective=defective, port=8911 + number, told=told) as url:
                    if tool == "assent":
                        words, report = ours(url, spec, folder, given.requests, seed)
                    else:
                        words, report = peer(
                            given.schemathesis, url, spec, folder, [*settings.split(), "--seed", "1"]
                        )
                    spent, _clock = measure(words, {"LIBRARY_KEY": KEY}, folder)
                what = json.loads(told.read_text())
                shown, findings = (shown_by_us if tool == "assent" else shown_by_peer)(report)
                print(
                    f"{f'{tool} {settings} seed {seed}':60} {'defective' if defective else 'clean':9} "
                    f"{what['requests']:8} {len(what['triggered']):4} {len(shown):5} {findings:8} {spent:7.2f} "
                    f"{1000 * spent / max(what['requests'], 1):7.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
