"""How fast valid values of real descriptions are made, and how many the validator would refuse.

    python -m bench.values [--shared FOLDER] [--count 100] [--every N] [provider ...]

One row per provider. `schemas` are those of bodies in operations and all components. `first 100` is the CPU time
in which a schema gives its first 100 valid values, compiling included; `values/s` leaves compiling out. `refused`
counts values that were made and that jsonschema-rs refuses, before `draw` replaces them.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from assent.json import Json, Pointer, walk
from assent.schema import Pool, Schema, read
from assent.schema.checking import checker
from assent.schema.values import TYPICAL, Seeded, Unsatisfiable, one
from assent.schema.values.choices import Run
from assent.schema.values.whole import plan_of, plans_of

PROVIDERS = {
    "github": "github/*.json",
    "box": "box/*.json",
    "adyen": "adyen/*.json",
    "openai": "openai/*.json",
    "slack": "slack/*.json",
    "twilio": "twilio/*.json",
    "plaid": "plaid/*.y*ml",
    "digitalocean": "digitalocean/*/specification/DigitalOcean-public.v2.yaml",
}


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of one provider's schemas; times are CPU seconds."""

    rates: list[float] = field(default_factory=list)
    firsts: list[tuple[float, str]] = field(default_factory=list)
    made: int = 0
    refused: int = 0
    without: list[str] = field(default_factory=list)


@cache
def document(uri: str) -> Json:
    path = Path(unquote(urlsplit(uri).path))
    text = path.read_bytes()
    if path.suffix == ".json":
        return json.loads(text)  # type: ignore[no-any-return]  # JSON
    return plain(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def plain(tree: Any) -> Json:
    """YAML's dates as texts, keys as texts."""
    if isinstance(tree, dict):
        return {str(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(value) for value in tree]
    return tree if isinstance(tree, str | int | float | bool | None) else str(tree)


def dialect_of(tree: dict[str, Any]) -> str:
    if "swagger" in tree:
        return "openapi-2.0"
    return "openapi-" + ".".join(str(tree["openapi"]).split(".")[:2])


def places(tree: dict[str, Any]) -> Iterator[Pointer]:
    """Schemas of components, and those below `schema` in paths."""
    for holder in (("components", "schemas"), ("definitions",)):
        held: Any = tree
        for token in holder:
            held = held.get(token, {})
        yield from ((*holder, name) for name in held)
    for pointer, value in walk(tree.get("paths", {}), ("paths",)):
        if pointer[-1] == "schema" and isinstance(value, dict) and "properties" not in pointer[-2:-1]:
            yield pointer


def measured(schema: Schema, name: str, count: int, tally: Tally) -> None:
    began = process_time()
    try:
        one(schema)
        plans = plans_of(schema)
        plan = plan_of(schema, plans)
        validator = checker(schema)
        choices = Seeded(Random(1))
        for _ in range(count):
            tally.made += 1
            tally.refused += not validator.accepts(plans.draw(plan, Run(choices, TYPICAL), 0))
        tally.firsts.append((process_time() - began, name))
        began = process_time()
        for _ in range(count):
            plans.draw(plan, Run(choices, TYPICAL), 0)
        tally.rates.append(count / max(process_time() - began, 1e-6))
    except Unsatisfiable as error:
        tally.without.append(str(error))


def provider(root: Path, count: int, every: int) -> Tally:
    tally = Tally()
    for name, schema in schemas(root, every):
        measured(schema, name, count, tally)
    return tally


def schemas(root: Path, every: int) -> Iterator[tuple[str, Schema]]:
    """Every n-th schema of a description, with its name."""
    uri = root.as_uri()
    tree = document(uri)
    assert isinstance(tree, dict)
    dialect, pool = dialect_of(tree), Pool()
    found: list[tuple[str, Pointer]] = [(uri, pointer) for pointer in places(tree)]
    if not found:  # one file for each schema
        found = [(path.as_uri(), ()) for path in sorted(root.parent.glob("**/models/**/*.yml"))]
    for uri, pointer in found[::every]:
        held: Any = document(uri)
        for token in pointer:
            held = held[int(token) if isinstance(held, list) else token]
        schema = read(held, dialect=dialect, uri=uri, pointer=pointer, resolve=document, pool=pool)
        yield "/".join(pointer) or uri.rsplit("/", 1)[-1], schema


def row(name: str, tally: Tally) -> str:
    rates = sorted(tally.rates)
    firsts = sorted(tally.firsts)
    return (
        f"{name:13} {len(rates):7,} {median(rates):9,.0f} {rates[len(rates) // 20]:8,.0f} {rates[0]:7,.0f} "
        f"{firsts[len(firsts) // 2][0] * 1e3:9.1f} {firsts[-1 - len(firsts) // 100][0] * 1e3:9.0f} "
        f"{firsts[-1][0] * 1e3:9.0f} {sum(1 for seconds, _ in firsts if seconds > 1):6} "
        f"{tally.refused:8,} of {tally.made:9,} {len(tally.without):6}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", default=os.environ.get("ASSENT_SHARED", str(Path(__file__).parents[2] / "shared"))
    )
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--every", type=int, default=1, help="only every n-th schema")
    parser.add_argument("provider", nargs="*")
    given = parser.parse_args()
    corpus = Path(given.shared) / "corpus"
    print(
        f"{'':13} {'schemas':>7} {'values/s':>9} {'p5':>8} {'least':>7} first {given.count}: {'ms':>3} {'p99':>9} {'worst':>9} {'> 1 s':>6} {'refused':>8}{'none':>21}"
    )
    for name in given.provider or PROVIDERS:
        roots = sorted(corpus.glob(PROVIDERS[name]))
        tally = provider(roots[-1], given.count, given.every)
        print(row(name, tally), flush=True)
        for seconds, place in sorted(tally.firsts)[-3:]:
            if seconds > 1:
                print(f"    {seconds:.1f} s {place}")
        for text in tally.without[:5]:
            print("    " + text)


if __name__ == "__main__":
    main()
