"""Every schema of real descriptions that changed between two revisions, asked in both directions.

    python -m bench.schema_corpus [--shared FOLDER] [--peers] [provider ...]

`--peers` asks jsonschema-rs's `canonicalize().covers` and, where it is installed, jsonsubschema the same questions.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from bench.pairs import PAIRS

from assent.json import Json, Pointer
from assent.schema import Pool, Proved, Refuted, Schema, Undecided, View, includes, plain, read, viewed
from assent.schema.includes import DEFAULT_BUDGET

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a description: its root, and how other documents are had."""

    label: str
    root: str
    dialect: str
    load: Callable[[str], Json]
    places: tuple[tuple[str, Pointer], ...]
    """Document and pointer of every schema with a name of its own."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of one provider's questions."""

    answers: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")


def parsed(path: Path) -> Json:
    text = path.read_bytes()
    if path.suffix == ".json":
        return json.loads(text)
    return _plain(yaml.load(text, Loader=LOADER))


def _plain(tree: Any) -> Any:
    """YAML's dates as the texts they were, keys as texts."""
    if isinstance(tree, dict):
        return {str(key): _plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_plain(value) for value in tree]
    return tree if isinstance(tree, str | int | float | bool | None) else str(tree)


def revision(path: Path, label: str) -> Revision:
    documents: dict[str, Json] = {}

    def load(uri: str) -> Json:
        if uri not in documents:
            documents[uri] = parsed(Path(urlsplit(uri).path))
        return documents[uri]

    root = path.as_uri() + f"?{label}"
    tree = load(root)
    assert isinstance(tree, dict)
    if path.parent.name == "specification":
        places = tuple(_model_files(path.parent, label))
    elif "definitions" in tree:
        places = tuple([(root, ("definitions", name)) for name in tree["definitions"]])
    else:
        places = tuple([(root, ("components", "schemas", name)) for name in tree["components"]["schemas"]])
    version = str(tree.get("openapi", "2.0"))
    return Revision(label=label, root=root, dialect=f"openapi-{version[:3]}", load=load, places=places)


def _model_files(folder: Path, label: str) -> Iterator[tuple[str, Pointer]]:
    for path in sorted(folder.rglob("models/**/*.yml")):
        yield path.as_uri() + f"?{label}", ()


def shared_pairs(old: Revision, new: Revision, pool: Pool) -> Iterator[tuple[str, Schema, Schema]]:
    """The schemas that stand at the same place in both revisions, read into one pool."""

    def name_of(uri: str, pointer: Pointer, side: Revision) -> tuple[str, Pointer]:
        return uri.split("?", maxsplit=1)[0].removeprefix(side.root.rsplit("/", 1)[0]), pointer

    known = {name_of(uri, pointer, new): (uri, pointer) for uri, pointer in new.places}
    for uri, pointer in old.places:
        name = name_of(uri, pointer, old)
        match = known.get(name) or (
            known.get((new.root.split("?")[0].removeprefix(new.root.rsplit("/", 1)[0]), pointer))
            if pointer
            else None
        )
        if match is not None:
            yield "/".join([name[0], *pointer]), at(old, uri, pointer, pool), at(new, *match, pool)


def at(side: Revision, uri: str, pointer: Pointer, pool: Pool) -> Schema:
    # A whole document still belongs to its revision: a reference to it is read once.
    reference: Json = {
        "$ref": uri + "#" + "".join(f"/{t.replace('~', '~0').replace('/', '~1')}" for t in pointer)
    }
    schema = read(
        reference,
        dialect=side.dialect,
        resolve=side.load,
        uri=side.root,
        pointer=("x", uri, *pointer),
        pool=pool,
    )
    return schema.keywords["$ref"].target


def ask(old: Schema, new: Schema, name: str, tally: Tally, *, view: str, budget: int) -> None:
    for wider, narrower, way in ((new, old, "request"), (old, new, "response")):
        start = time.process_time()
        if view == "views":
            wider = viewed(wider, View(typed=True, tolerant=way == "response", without=MARKS[way]))
            narrower = viewed(narrower, View(typed=True, closed=True, without=MARKS[way]))
        answer = includes(wider, narrower, budget=budget)
        spent = time.process_time() - start
        tally.times.append(spent)
        tally.slowest = max(tally.slowest, (spent, f"{name} {way}"))
        match answer:
            case Proved():
                tally.answers["proved"] += 1
            case Refuted():
                tally.answers["refuted"] += 1
                tally.reasons[f"{len(answer.witnesses)}{'' if answer.complete else '+'}"] += 1
            case Undecided():
                tally.answers["undecided"] += 1
                print("   undecided", name, way, str(answer)[:200])


MARKS = {"request": "readOnly", "response": "writeOnly"}


def run(folder: Path, provider: str, view: str, *, peers: bool, budget: int) -> Tally:
    old_path, new_path = (folder / name for name in PAIRS[provider])
    pool, tally = Pool(), Tally()
    start = time.process_time()
    old, new = revision(old_path, "old"), revision(new_path, "new")
    parsing = time.process_time() - start
    gc.disable()
    start = time.process_time()
    pairs = list(shared_pairs(old, new, pool))
    changed = [(name, one, other) for name, one, other in pairs if one.node is not other.node]
    reading = time.process_time() - start
    start = time.process_time()
    for name, one, other in changed:
        ask(one, other, name, tally, view=view, budget=budget)
    asking = time.process_time() - start
    gc.enable()
    show(provider, view, tally, len(pairs), len(changed), parsing, reading, asking)
    if peers:
        ask_peers(provider, changed)
    return tally


def show(provider: str, view: str, tally: Tally, pairs: int, changed: int, *seconds: float) -> None:
    times = sorted(tally.times) or [0.0]
    answers = " ".join(f"{word} {count}" for word, count in sorted(tally.answers.items()))
    parsing, reading, asking = seconds
    print(
        f"{provider:13s} {view:6s} schemas {pairs:5d} changed {changed:4d} | {answers} | "
        f"median {times[len(times) // 2] * 1e3:.2f} ms p99 {times[int(len(times) * 0.99)] * 1e3:.1f} ms "
        f"max {times[-1] * 1e3:.0f} ms ({tally.slowest[1]}) | reasons {dict(sorted(tally.reasons.items()))} | "
        f"parse {parsing:.1f} s read {reading:.2f} s ask {asking:.2f} s"
    )


def ask_peers(provider: str, changed: list[tuple[str, Schema, Schema]]) -> None:
    """The same questions, without views, to others who claim to decide inclusion."""
    import jsonschema_rs

    counts: Counter[str] = Counter()
    times: list[float] = []
    for _, old, new in changed:
        for wider, narrower in ((new, old), (old, new)):
            ours = includes(wider, narrower, most=1)
            start = time.process_time()
            try:
                theirs: bool | None = jsonschema_rs.canonicalize(plain(wider).tree).covers(
                    jsonschema_rs.canonicalize(plain(narrower).tree)
                )
            except Exception as error:  # noqa: BLE001  # whatever a peer raises is a failure of the peer
                theirs = None
                counts[type(error).__name__] += 1
            times.append(time.process_time() - start)
            counts[_agreement(ours, theirs)] += 1
    times.sort()
    print(f"{provider:13s} jsonschema-rs covers: {dict(counts)} median {times[len(times) // 2] * 1e3:.2f} ms")


def _agreement(ours: object, theirs: bool | None) -> str:  # noqa: FBT001  # an answer, not a switch
    if theirs is None:
        return "unknown"
    if isinstance(ours, Undecided):
        return "decided where we are not"
    return "agrees" if theirs == isinstance(ours, Proved) else f"says {theirs} against us"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("ASSENT_SHARED", "../shared")))
    arguments.add_argument("--peers", action="store_true")
    arguments.add_argument("--view", choices=["plain", "views", "both"], default="both")
    arguments.add_argument("--budget", type=int, default=DEFAULT_BUDGET)
    arguments.add_argument("provider", nargs="*", default=list(PAIRS))
    given = arguments.parse_args()
    every: Counter[str] = Counter()
    times: list[float] = []
    for provider in given.provider:
        for view in ["plain", "views"] if given.view == "both" else [given.view]:
            tally = run(
                given.shared.resolve() / "corpus",
                provider,
                view,
                peers=given.peers and view == "plain",
                budget=given.budget,
            )
            every += tally.answers
            times += tally.times
    times.sort()
    print(
        dict(every),
        f"median {times[len(times) // 2] * 1e3:.2f} ms p99 {times[int(len(times) * 0.99)] * 1e3:.1f} ms",
    )


if __name__ == "__main__":
    main()
