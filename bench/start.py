"""How long commands take to start: wall and CPU milliseconds of whole processes, next to an empty interpreter.

Run it on a quiet machine. The floor is `python -c pass`; targets are those of the project's foundation.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PETSTORE = str(ROOT / "specs" / "petstore" / "petstore-3.0.yaml")
NEWER = str(ROOT / "specs" / "petstore" / "petstore-3.1.yaml")
RUNS = 11

LINES: tuple[tuple[str, list[str], int | None], ...] = (
    ("python -c pass", ["-c", "pass"], None),
    ("assent --help", ["-m", "assent", "--help"], 150),
    ("assent check petstore", ["-m", "assent", "check", PETSTORE], 400),
    ("assent compare petstore petstore", ["-m", "assent", "compare", PETSTORE, NEWER], 400),
)


def measured(arguments: list[str], cache: str) -> tuple[float, float]:
    """Median wall and CPU milliseconds of a process, over several runs after one to warm up.

    Compiled modules are kept in `cache`, as an installation keeps them.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = cache
    walls, cpus = [], []
    for _ in range(RUNS + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=False, env=env)
        walls.append((time.perf_counter() - begin) * 1000)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return statistics.median(walls[1:]), statistics.median(cpus[1:])


def main() -> None:
    load = os.getloadavg()[0]
    print(f"{RUNS} runs each, Python {sys.version.split()[0]}, load {load:.1f} on {os.cpu_count()} cores\n")
    print(f"{'command':<36}{'wall ms':>9}{'CPU ms':>9}{'target':>9}")
    with tempfile.TemporaryDirectory() as cache:
        for name, arguments, target in LINES:
            wall, cpu = measured(arguments, cache)
            print(f"{name:<36}{wall:>9.0f}{cpu:>9.0f}{target or '':>9}")


if __name__ == "__main__":
    main()
