"""The fuzzer beside Schemathesis on a service with seeded defects, and its own cost per request.

    python -m bench.fuzz [--requests 2500] [--seeds 0,1,2] [--curve] [--schemathesis PATH-OF-ITS-COMMAND]

The service runs in a process of its own and names, in a header of each answer, the seeded defects that the request
triggered. A defect counts as shown if a reported finding's own exchange, or a step of its, triggered it. For the peer it
counts as shown if the case that stands for a failure in its printed report triggered it, and as logged if any failed
check of its event log did, whether or not that is among the failures it prints.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MARK = "x-seeded"


def serve(defective: str, port: str, told: str) -> None:
    """The service, until it is told to end; then it writes what happened to a file."""
    import uvicorn
    from tests.fuzz.library.app import ALL, Library

    library = Library(ALL if defective == "defective" else ())
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

    words = [
        sys.executable,
        str(Path(__file__).resolve()),
        "--serve",
        "defective" if defective else "clean",
        str(port),
        str(told),
    ]
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
    with (folder / "printed.txt").open("wb") as printed:
        subprocess.run(
            words,
            cwd=folder,
            env={**os.environ, **env},
            stdout=printed,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    return cpu() - before, time.monotonic() - began


def ours(url: str, spec: Path, folder: Path, settings: list[str]) -> tuple[list[str], Path]:
    report = folder / "assent.json"
    words = [sys.executable, "-m", "assent", "fuzz", str(spec), "--url", url, *settings]
    return [*words, "--auth", "key=env:LIBRARY_KEY", "-f", f"json={report}", "-f", "text"], report


def shown_by_us(report: Path) -> Shown:
    findings = json.loads(report.read_text())["findings"]
    seeded: set[str] = set()
    for finding in findings:
        witness = finding["witness"] or {}
        for message in (
            witness.get("response"),
            *(step.get("response") for step in witness.get("steps", ())),
        ):
            seeded.update(_names((message or {}).get("headers", ())))
    return Shown(printed=seeded, logged=seeded, findings=len(findings))


def peer(url: str, spec: Path, folder: Path, settings: list[str]) -> tuple[list[str], Path]:
    report = folder / "peer.ndjson"
    words = [settings[0], "run", str(spec), "--url", url, "-H", "X-Api-Key: sesame"]
    return [*words, "--report-ndjson-path", str(report), "--no-color", *settings[1:]], report


def shown_by_peer(report: Path) -> Shown:
    """Defects named in the answers of failed checks: each line's scenario holds interactions with their checks."""
    printed = set(_PRINTED.findall((report.parent / "printed.txt").read_text()))
    shown: set[str] = set()
    logged: set[str] = set()
    for line in report.read_text().splitlines():
        for case, headers in _failed(json.loads(line)):
            logged |= _names(headers)
            if case in printed:
                shown |= _names(headers)
    return Shown(printed=shown, logged=logged, findings=len(printed))


_PRINTED = re.compile(r"Test Case ID: (\w+)")


def _failed(tree: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every interaction below with a failed check: its case, and the headers of its answer."""
    if isinstance(tree, list):
        for item in tree:
            yield from _failed(item)
    if not isinstance(tree, dict):
        return
    checks, interactions = tree.get("checks"), tree.get("interactions")
    if isinstance(checks, dict) and isinstance(interactions, dict):
        for case, found in checks.items():
            response = (interactions.get(case) or {}).get("response") or {}
            headers = response.get("headers") or {}
            if any(it.get("status") == "failure" for it in found):
                yield case, [(name, value) for name, values in headers.items() for value in values]
    for part in tree.values():
        yield from _failed(part)


def _names(headers: Any) -> set[str]:
    return {name for key, value in headers for name in value.split(",") if key.lower() == MARK}


def measured(tool: str, settings: list[str], *, defective: bool, port: int, folder: Path) -> Row:
    """One run against a service of its own. `settings` are those of the tool; its command comes first for a peer."""
    spec, told = folder / "library.yaml", folder / "told.json"
    with service(defective=defective, port=port, told=told) as url:
        if tool == "assent":
            words, report = ours(url, spec, folder, settings)
        else:
            words, report = peer(url, spec, folder, settings)
        spent, _clock = measure(words, {"LIBRARY_KEY": "sesame"}, folder)
    what = json.loads(told.read_text())
    shown = (shown_by_us if tool == "assent" else shown_by_peer)(report)
    return Row(
        requests=what["requests"] - 1,  # the one that waited for the service
        met=what["triggered"],
        shown=sorted(shown.printed),
        logged=sorted(shown.logged),
        findings=shown.findings,
        seconds=spent,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The defects that a report shows, those that a log of all failures names, and the number of findings."""

    printed: set[str]
    logged: set[str]
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one run came to; `seconds` are of its processor time."""

    requests: int
    met: list[str]
    shown: list[str]
    logged: list[str]
    findings: int
    seconds: float

    def line(self, name: str, where: str) -> str:
        each = 1000 * self.seconds / max(self.requests, 1)
        return (
            f"{name:135} {where:9} {self.requests:8} {len(self.met):4} {len(self.shown):5} {len(self.logged):6} {self.findings:8} "
            f"{self.seconds:7.2f} {each:7.2f}"
        )


BEST = "--mode all --checks all --phases examples,coverage,fuzzing,stateful --continue-on-failure"
PEER = (
    "",
    BEST.removesuffix(" --continue-on-failure"),
    f"{BEST} -n 1",
    f"{BEST} -n 10",
    f"{BEST} -n 100",
    f"{BEST} -n 100 --generation-unique-inputs",
)
"""The peer's settings: its defaults, all it has, and going on after a failure with ever more cases."""
CURVE = (100, 200, 300, 450, 600, 750, 900, 1_200, 1_500, 1_800)


def main() -> None:
    if sys.argv[1:2] == ["--serve"]:
        serve(*sys.argv[2:5])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2_500)
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--curve", action="store_true", help="assent at smaller budgets as well")
    parser.add_argument("--schemathesis", help="the path of its command")
    parser.add_argument("--missed", action="store_true", help="name what assent did not show")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from tests.fuzz.library.app import ALL
    from tests.fuzz.library.description import DESCRIPTION

    jobs: list[tuple[str, str, list[str]]] = []
    for seed in given.seeds.split(","):
        words = ["--requests", str(given.requests), "--seed", seed]
        jobs.append(("assent", f"assent {' '.join(words)}", words))
    if given.curve:
        for budget in CURVE:
            words = ["--requests", str(budget), "--seed", "0"]
            jobs.append(("assent", f"assent {' '.join(words)}", words))
    if given.schemathesis:
        for settings in PEER:
            for seed in given.seeds.split(","):
                words = [given.schemathesis, *settings.split(), "--seed", seed]
                jobs.append(("schemathesis", f"schemathesis {settings} --seed {seed}", words))
    print(f"{len(ALL)} seeded defects")
    print(
        f"{'tool':135} {'service':9} {'requests':>8} {'met':>4} {'shown':>5} {'logged':>6} {'findings':>8} {'cpu s':>7} {'ms/req':>7}"
    )
    rows: list[tuple[str, Row]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "library.yaml").write_text(DESCRIPTION)
        for number, (tool, label, words) in enumerate(jobs):
            first = words[-1] == given.seeds.split(",")[0]
            whole = first if tool == "schemathesis" else words[1] == str(given.requests)
            for defective in (True, False) if whole else (True,):
                row = measured(tool, words, defective=defective, port=8911 + number, folder=folder)
                print(row.line(label, "defective" if defective else "clean"), flush=True)
                if defective:
                    rows.append((tool, row))
                if given.missed and defective and tool == "assent":
                    print("    not shown:", ", ".join(sorted(set(ALL) - set(row.shown))), flush=True)
    compared(rows)


def compared(rows: list[tuple[str, Row]]) -> None:
    """The fewest requests at which assent shows as much as the peer's best run shows, and as its best log names."""
    theirs = [row for tool, row in rows if tool == "schemathesis"]
    ours = [row for tool, row in rows if tool == "assent"]
    counts: dict[str, Callable[[Row], int]] = {
        "shown": lambda row: len(row.shown),
        "logged": lambda row: len(row.logged),
    }
    for word, count in counts.items() if theirs else ():
        best = max(theirs, key=lambda row: (count(row), -row.requests))
        print(f"best of the peer: {count(best)} {word}, {best.requests} requests, {best.seconds:.1f} s")
        enough = min(
            (it for it in ours if count(it) >= count(best)), key=lambda it: it.requests, default=None
        )
        if enough:
            print(f"assent: {count(enough)} with {enough.requests} requests, {enough.seconds:.1f} s")


if __name__ == "__main__":
    main()
