"""Time and memory from text to Api, against the floor: reading and parsing the same bytes with the fastest parser.

    python -m bench.load [--shared FOLDER] [--repeat 7] [name ...]

Each figure comes from a process of its own. *floor* is msgspec for JSON, and for YAML the barest loop over libyaml's
events that builds a tree (PyYAML's CSafeLoader is given beside it). *load* ends with a usable Description and its Api,
whose operations are read on demand; *all* is the same with every reference followed and every problem found.
Memory is the peak of the process over what it held before, divided by the size of the texts.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ENTRIES = {
    "GitHub 2025-a": "github/2025-a.json",
    "GitHub 2025-b": "github/2025-b.json",
    "OpenAI 2.3.0": "openai/2.3.0.json",
    "Twilio 2025-01": "twilio/twilio_api_v2010.2025-01-28-e88f6e55.json",
    "Box 2024-10": "box/2024-10-11-7c19019e.json",
    "Slack 2020-10": "slack/slack_web_openapi_v2.2020-10-06-dfea73e0.json",
    "Adyen 2025-08": "adyen/CheckoutService-v71.2025-08-29-6c5e3151.json",
    "Plaid 2023-08": "plaid/2023-08-15-33f23fb2.yml",
    "Plaid 2025-11-19": "plaid/2025-11-19-68077a9a.yml",
    "DigitalOcean 2024-03": "digitalocean/2024-03/specification/DigitalOcean-public.v2.yaml",
    "DigitalOcean 2025-05": "digitalocean/2025-05/specification/DigitalOcean-public.v2.yaml",
}


def floor(paths: list[Path]) -> object:
    import msgspec

    return [
        msgspec.json.decode(path.read_bytes()) if path.suffix == ".json" else bare_yaml(path.read_bytes())
        for path in paths
    ]


def safe_loader(paths: list[Path]) -> object:
    import yaml

    return [yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in paths]


def bare_yaml(raw: bytes) -> object:
    """The least that a loop over libyaml's events can do: no tags, merges, limits, equal keys or numbers with care."""
    import yaml
    from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent, StreamEndEvent

    parser = yaml.CLoader(raw)
    top: list[Any] = []
    stack: list[Any] = []
    current: Any = top
    key: str | None = None
    anchors: dict[str, Any] = {}
    words = {"": None, "null": None, "true": True, "false": False}
    while True:
        event = parser.get_event()
        kind = type(event)
        if kind is ScalarEvent:
            value: Any = event.value
            if key is None and type(current) is dict:
                key = value
                continue
            if event.implicit[0]:
                if value in words:
                    value = words[value]
                elif value[0] in "-0123456789":
                    with contextlib.suppress(ValueError):
                        value = int(value) if "." not in value else float(value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            value = {} if kind is MappingStartEvent else []
        elif kind is AliasEvent:
            value = anchors[event.anchor]
        elif kind is StreamEndEvent:
            return top[0]
        elif stack and type(event).__name__ in {"MappingEndEvent", "SequenceEndEvent"}:
            current = stack.pop()
            continue
        else:
            continue
        if kind is not AliasEvent and event.anchor is not None:
            anchors[event.anchor] = value
        if key is None:
            current.append(value)
        else:
            current[key] = value
            key = None
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            stack.append(current)
            current = value


def to_api(paths: list[Path]) -> object:
    from assent.api.read import read_api
    from assent.document import load

    description = load(str(paths[0]))
    return description, read_api(description)


def everything(paths: list[Path]) -> object:
    from assent.document import load

    description = load(str(paths[0]))
    return description, description.problems()


STEPS: dict[str, Callable[[list[Path]], object]] = {
    "floor": floor,
    "safe": safe_loader,
    "load": to_api,
    "all": everything,
}


def measure(step: str, paths: list[Path], repeat: int) -> dict[str, float]:
    """Least seconds of processor time over the runs, as others use this machine too, and the first run's peak in bytes."""
    run = STEPS[step]
    small = Path(__file__).parents[1] / "specs" / "petstore"
    warm = [
        path
        for path in sorted(small.glob("*"))
        if path.suffix == (".json" if paths[0].suffix == ".json" else ".yaml")
    ]
    run(warm[:1] if warm else paths)
    gc.collect()
    before = memory("VmRSS", reset=True)
    seconds = []
    peak = 0.0
    for _ in range(repeat):
        began = time.process_time()
        kept = run(paths)
        seconds.append(time.process_time() - began)
        peak = peak or memory("VmHWM") - before
        del kept
        gc.collect()
    return {"seconds": min(seconds), "peak": peak}


def memory(name: str, *, reset: bool = False) -> float:
    """A figure of this process in bytes, as Linux keeps it; the peak is counted from the reset on."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)]
    return float(line.split()[1]) * 1024


def in_process(step: str, paths: list[Path], repeat: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--step", step, "--repeat", str(repeat), *map(str, paths)]
    found: dict[str, float] = json.loads(
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
    )
    return found


def reached(root: Path) -> list[Path]:
    """The files that belong to the description, the root first."""
    from assent.document import load
    from assent.document.uris import file_path

    description = load(str(root))
    description.problems()
    return [file_path(uri) for uri in description.documents]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path(os.environ.get("ASSENT_SHARED", Path(__file__).parents[2] / "shared")),
    )
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.step:
        print(json.dumps(measure(options.step, [Path(name) for name in options.names], options.repeat)))
        return
    print(
        "| description | files | MB | floor ms | CSafeLoader ms | load ms | ÷ floor | all ms | ÷ floor | peak ÷ size | floor's peak |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name, place in ENTRIES.items():
        if options.names and not any(wanted.lower() in name.lower() for wanted in options.names):
            continue
        root = options.shared / "corpus" / place
        files = reached(root)
        size = sum(path.stat().st_size for path in files)
        own = files if len(files) > 1 else [root]
        floors, loads = in_process("floor", own, options.repeat), in_process("load", [root], options.repeat)
        alls = in_process("all", [root], max(3, options.repeat // 2))
        safe = in_process("safe", own, 3)["seconds"] * 1e3 if root.suffix != ".json" else None
        several = len(files) > 1
        whole = alls if several else loads
        print(
            f"| {name} | {len(files)} | {size / 1e6:.1f} | {floors['seconds'] * 1e3:.0f} | {f'{safe:.0f}' if safe else ''} "
            f"| {loads['seconds'] * 1e3:.0f} | {'(root only)' if several else round(loads['seconds'] / floors['seconds'], 2)} "
            f"| {alls['seconds'] * 1e3:.0f} | {alls['seconds'] / floors['seconds']:.2f} "
            f"| {whole['peak'] / size:.1f} | {floors['peak'] / size:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
