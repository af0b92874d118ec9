"""`assent compare` against the floor (read and parse both texts) and against oasdiff, side by side in one run.

    python -m bench.compare ../shared/corpus [--oasdiff PATH] [--repeat 3] [PAIR...]

Times are seconds on the clock and, after the stroke, of CPU (user and system, all cores) of whole commands in fresh
processes, report included; programs take turns, each has its bytecode at hand, and the least of its runs is told, since
machines are shared. Memory is the peak in MB. `floor` parses both texts with the fastest parser there is (msgspec for
JSON, libyaml's events for YAML). `self` is the new revision against itself. Growth is measured on one description
concatenated 1, 2, 4 and 8 times with its names changed, and on cliques of mutually recursive schemas, each edited.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.pairs import PAIRS

FLOOR = """
import sys
from pathlib import Path
from assent.document.read_yaml import read_yaml
import msgspec
files = []
for name in sys.argv[1:]:  # a description of many files is all that lie beside its root
    beside = Path(name).parent if name.endswith(".yaml") else None
    files += sorted(map(str, beside.rglob("*.y*ml"))) if beside else [name]
for name in files:
    text = Path(name).read_bytes()
    msgspec.json.decode(text) if name.endswith(".json") else read_yaml(text, name, depth=1000, aliases=10**6)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    wall: float
    cpu: float
    megabytes: float
    output: str

    def __str__(self) -> str:
        return f"{self.wall:6.2f}/{self.cpu:5.2f}"


def measured(words: list[str], repeat: int) -> Cost:
    """The least of some runs, each in a process of its own."""
    return _least([_once(words) for _ in range(repeat)])


def in_turn(programs: dict[str, list[str]], repeat: int) -> dict[str, Cost]:
    """The least of some runs of each, which take turns so that a slow moment of the machine meets them all."""
    runs = [{name: _once(words) for name, words in programs.items()} for _ in range(repeat)]
    return {name: _least([each[name] for each in runs]) for name in programs}


def _least(runs: list[Cost]) -> Cost:
    wall, cpu, megabytes = (min(getattr(it, name) for it in runs) for name in ("wall", "cpu", "megabytes"))
    return Cost(wall, cpu, megabytes, runs[0].output)


def _once(words: list[str]) -> Cost:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=env,
        cwd=tempfile.gettempdir(),
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, _, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, output.strip())


def python(script: str, *names: str) -> list[str]:
    return [sys.executable, "-c", script, *names]


def comparison(old: str, new: str) -> list[str]:
    """What people call: the command that is installed beside Python."""
    command = Path(sys.executable).with_name("assent")
    called = [str(command)] if command.exists() else [sys.executable, "-m", "assent"]
    return [*called, "compare", old, new, "--format", "json"]


def findings_in(cost: Cost) -> int:
    return len(json.loads(cost.output)["findings"])


def start_up(repeat: int) -> Cost:
    """What the imports alone cost, which every run pays once."""
    return measured(python("import assent.cli.comparing, assent.cli.compare"), repeat + 1)


def pairs(corpus: Path, chosen: list[str], oasdiff: str | None, repeat: int) -> None:
    print(
        f"Python {platform.python_version()}; start-up (imports): {str(start_up(repeat)).strip()} s, in every column but oasdiff's\n"
    )
    print(
        f"{'pair':14}{'floor':>12}{'self':>14}{'assent':>14}{'x floor':>9}{'MB':>5}{'findings':>10}"
        f"{'oasdiff':>14}{'MB':>5}{'assent x oasdiff':>20}"
    )
    for name in chosen or PAIRS:
        old, new = (str((corpus / file).resolve()) for file in PAIRS[name])
        programs = {
            "floor": python(FLOOR, old, new),
            "self": comparison(new, new),
            "assent": comparison(old, new),
            "oasdiff": [oasdiff, "changelog", old, new, "--format", "json"] if oasdiff else python(""),
        }
        costs = in_turn(programs, repeat)
        floor, ours, other = costs["floor"], costs["assent"], costs["oasdiff"]
        beside = f"{'-':>14}{'-':>5}"
        if oasdiff and other.output:
            ratios = f"{ours.wall / other.wall:.2f}/{ours.cpu / other.cpu:.2f}"
            beside = f"{other!s:>14}{other.megabytes:5.0f}{ratios:>20}"
        print(
            f"{name:14}{floor!s:>12}{costs['self']!s:>14}{ours!s:>14}{ours.cpu / floor.cpu:9.1f}"
            f"{ours.megabytes:5.0f}{findings_in(ours):10}{beside}",
            flush=True,
        )


def growth(corpus: Path, repeat: int) -> None:
    """The same pair, 1 to 8 times in one description, names changed."""
    print("\ncopies of box in one description")
    old, new = (json.loads((corpus / file).read_text()) for file in PAIRS["box"])
    with tempfile.TemporaryDirectory() as folder:
        for copies in (1, 2, 4, 8):
            names = []
            for age, tree in (("old", old), ("new", new)):
                file = Path(folder) / f"{age}-{copies}.json"
                file.write_text(json.dumps(several(tree, copies)))
                names.append(str(file))
            cost = measured(comparison(*names), repeat)
            print(
                f"{copies:4} copies {cost.cpu:8.2f} s {cost.megabytes:6.0f} MB {findings_in(cost):7} findings",
                flush=True,
            )


def several(tree: dict[str, Any], copies: int) -> dict[str, Any]:
    """The description with its paths and schemas so many times, each time under other names."""
    made = dict(tree, paths={}, components={**tree["components"], "schemas": {}})
    for number in range(copies):
        text = json.dumps({"paths": tree["paths"], "schemas": tree["components"]["schemas"]})
        renamed = json.loads(text.replace('"#/components/schemas/', f'"#/components/schemas/C{number}'))
        made["paths"] |= {f"/c{number}{path}": item for path, item in renamed["paths"].items()}
        made["components"]["schemas"] |= {
            f"C{number}{name}": held for name, held in renamed["schemas"].items()
        }
    return made


def cliques(repeat: int) -> None:
    """n schemas that all refer to one another, each edited: n findings, in linear time per reference."""
    print("\ncliques of mutually recursive schemas, each edited")
    with tempfile.TemporaryDirectory() as folder:
        for size in (4, 8, 16, 32, 64):
            names = []
            for age, most in (("old", 9), ("new", 5)):
                file = Path(folder) / f"{age}-{size}.json"
                file.write_text(json.dumps(clique(size, most)))
                names.append(str(file))
            cost = measured(comparison(*names), repeat)
            print(f"{size:4} schemas {cost.cpu:8.2f} s {findings_in(cost):5} findings", flush=True)


def clique(size: int, most: int) -> dict[str, Any]:
    """A description whose schemas all refer to one another."""
    schemas = {
        f"S{own}": {
            "type": "object",
            "properties": {
                "text": {"type": "string", "maxLength": most},
                **{f"p{other}": {"$ref": f"#/components/schemas/S{other}"} for other in range(size)},
            },
        }
        for own in range(size)
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}
    operation = {"requestBody": {"content": content}, "responses": {"200": {"description": "Done"}}}
    info = {"title": "Clique", "version": "1"}
    return {
        "openapi": "3.1.0",
        "info": info,
        "paths": {"/a": {"post": operation}},
        "components": {"schemas": schemas},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("pair", nargs="*", choices=[*PAIRS, []])
    parser.add_argument("--oasdiff", default=shutil.which("oasdiff"))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-growth", action="store_true")
    given = parser.parse_args()
    pairs(given.corpus, given.pair, given.oasdiff, given.repeat)
    if not given.no_growth:
        growth(given.corpus, given.repeat)
        cliques(given.repeat)


if __name__ == "__main__":
    main()
