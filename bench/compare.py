"""`assent compare` against the floor (read and parse both texts) and against oasdiff, side by side in one run.

    python -m bench.compare ../shared/corpus [--oasdiff PATH] [--repeat 3] [PAIR...]

Times are seconds of CPU (user and system) of whole commands in fresh processes, report included, since machines are
shared; the fastest of some runs, each program having its bytecode at hand. Memory is the peak in MB.
`floor` parses both texts with the fastest parser there is (msgspec for JSON, libyaml's events for YAML). `self` is the
new revision against itself. Growth is measured on one description concatenated 1, 2, 4 and 8 times with its names
changed, and on cliques of mutually recursive schemas, each edited.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
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
    seconds: float
    megabytes: float
    output: str


def measured(words: list[str], repeat: int) -> Cost:
    """The fastest of some runs, each in a process of its own."""
    return min((_once(words) for _ in range(repeat)), key=lambda cost: cost.seconds)


def _once(words: list[str]) -> Cost:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
    assert process.stdout is not None
    output = process.stdout.read()
    _, _, used = os.wait4(process.pid, 0)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, output.strip())


def python(script: str, *names: str) -> list[str]:
    return [sys.executable, "-c", script, *names]


def comparison(old: str, new: str) -> list[str]:
    return [sys.executable, "-m", "assent", "compare", old, new, "--format", "json"]


def findings_in(cost: Cost) -> int:
    return len(json.loads(cost.output)["findings"])


def start_up(repeat: int) -> float:
    """What the imports alone cost, which every run pays once."""
    return measured(python("import assent.cli.comparing, assent.cli.compare"), repeat + 1).seconds


def pairs(corpus: Path, chosen: list[str], oasdiff: str | None, repeat: int) -> None:
    print(f"start-up (imports): {start_up(repeat):.2f} s, in every column but oasdiff's\n")
    print(
        f"{'pair':14}{'floor':>8}{'self':>8}{'assent':>8}{'ratio':>7}{'MB':>6}{'findings':>10}{'oasdiff':>9}{'MB':>6}"
    )
    for name in chosen or PAIRS:
        old, new = (str(corpus / file) for file in PAIRS[name])
        floor = measured(python(FLOOR, old, new), repeat)
        itself = measured(comparison(new, new), repeat)
        cost = measured(comparison(old, new), repeat)
        other = measured([oasdiff, "changelog", old, new, "--format", "json"], repeat) if oasdiff else None
        ratio = cost.seconds / floor.seconds
        beside = f"{other.seconds:9.2f}{other.megabytes:6.0f}" if other else f"{'-':>9}{'-':>6}"
        print(
            f"{name:14}{floor.seconds:8.2f}{itself.seconds:8.2f}{cost.seconds:8.2f}{ratio:7.1f}"
            f"{cost.megabytes:6.0f}{findings_in(cost):10}{beside}",
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
                f"{copies:4} copies {cost.seconds:8.2f} s {cost.megabytes:6.0f} MB {findings_in(cost):7} findings",
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
            print(f"{size:4} schemas {cost.seconds:8.2f} s {findings_in(cost):5} findings", flush=True)


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
