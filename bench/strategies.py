"""How fast hypothesis makes values of real descriptions by `strategy`, beside what hypothesis needs by itself.

    python -m bench.strategies [--shared FOLDER] [--count 200] [--every 20] [provider ...]

Values per CPU second, the median over the schemas; figures of one schema are taken one right after the other.

- `given`: one value per test case, `@given(strategy(schema))`.
- `within`: ten values per test case, drawn by `st.data()`.
- `integers`: one value per test case, `@given(st.integers())`: what a test case costs at least.
- `composed`: one value per test case by hypothesis's own strategies, put together along the schema as
  hypothesis-jsonschema does; formats and patterns are plain texts to it, so it does less.
- `ratio`: `given` of `integers`, schema by schema.

Schemas with fewer values than `--count` stop early by design and are counted as `small`. `refused` counts values of
`given` and `within` that jsonschema-rs refuses.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from bench.values import PROVIDERS, schemas
from hypothesis import HealthCheck, given, settings, strategies as st

from assent.json import Json
from assent.schema import Schema
from assent.schema.checking import checker
from assent.schema.model import Reference
from assent.schema.values import Unsatisfiable, strategy

WITHIN = 10
DEEPEST = 2
"""Levels that are composed; below, there is only null."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """Values per CPU second, one for each schema."""

    given: list[float] = field(default_factory=list)
    within: list[float] = field(default_factory=list)
    integers: list[float] = field(default_factory=list)
    composed: list[float] = field(default_factory=list)
    small: int = 0
    made: int = 0
    refused: int = 0
    without: int = 0


def rate(source: Any, count: int, take: Callable[[Any], int]) -> tuple[int, float]:
    """How many values the test was given, and how many in a CPU second."""
    seen = 0

    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(source)
    def test(value: Any) -> None:
        nonlocal seen
        seen += take(value)

    began = process_time()
    test()
    return seen, seen / max(process_time() - began, 1e-6)


def single(_: Any) -> int:
    return 1


def measured(schema: Schema, count: int, tally: Tally) -> None:
    try:
        ours = strategy(schema)
    except Unsatisfiable:
        tally.without += 1
        return
    accepts = checker(schema).accepts
    values: list[Json] = []

    def keep(value: Json) -> int:
        values.append(value)
        return 1

    def several(data: st.DataObject) -> int:
        values.extend(data.draw(ours) for _ in range(WITHIN))
        return WITHIN

    rate(ours, 10, single)  # what is compiled once
    seen, alone = rate(ours, count, keep)
    if seen < count:
        tally.small += 1
    else:
        tally.given.append(alone)
        tally.integers.append(rate(st.integers(), count, single)[1])
        tally.composed.append(rate(composed(schema), count, single)[1])
        tally.within.append(rate(st.data(), count // WITHIN, several)[1])
    tally.made += len(values)
    tally.refused += sum(not accepts(value) for value in values)


def composed(schema: Schema, depth: int = 0) -> st.SearchStrategy[Any]:
    """The schema in hypothesis's own strategies, roughly; `allOf` by its first part that says a type."""
    words = schema.keywords
    if depth > DEEPEST:
        return st.none()
    reference = words.get("$ref")
    if isinstance(reference, Reference):
        return composed(reference.target, depth + 1)
    if "enum" in words:
        return st.sampled_from(list(words["enum"]))
    for union in ("anyOf", "oneOf", "allOf"):
        if union in words:
            branches = [composed(branch, depth + 1) for branch in words[union]]
            return branches[0] if union == "allOf" else st.one_of(branches)
    kinds = words.get("type", ["object" if "properties" in words else "string"])
    return st.one_of([of_type(kind, words, depth) for kind in sorted(kinds)])


def of_type(kind: str, words: Any, depth: int) -> st.SearchStrategy[Any]:
    match kind:
        case "object":
            parts = words.get("properties", {})
            required = set(words.get("required", ()))
            made = {name: composed(part, depth + 1) for name, part in parts.items()}
            return st.fixed_dictionaries(
                {name: part for name, part in made.items() if name in required},
                optional={name: part for name, part in made.items() if name not in required},
            )
        case "array":
            items = words.get("items")
            inner = composed(items, depth + 1) if isinstance(items, Schema) else st.none()
            least = words.get("minItems", 0)
            return st.lists(
                inner, min_size=least, max_size=max(least, min(words.get("maxItems", 3), least + 3))
            )
        case "integer":
            return st.integers(-(2**31), 2**31 - 1)
        case "number":
            return st.floats(allow_nan=False, allow_infinity=False)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case _:
            return st.text(min_size=min(words.get("minLength", 0), 100), max_size=100)


def row(name: str, tally: Tally) -> str:
    ratios = [ours / floor for ours, floor in zip(tally.given, tally.integers, strict=True)]
    figures = (tally.given, tally.within, tally.integers, tally.composed)
    return (
        f"{name:13} {len(tally.given):7,} {tally.small:6} "
        + " ".join(f"{median(figure):9,.0f}" for figure in figures)
        + f" {median(ratios):7.2f} {tally.refused:4,} of {tally.made:9,} {tally.without:5}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", default=os.environ.get("ASSENT_SHARED", str(Path(__file__).parents[2] / "shared"))
    )
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--every", type=int, default=20, help="only every n-th schema")
    parser.add_argument("provider", nargs="*")
    asked = parser.parse_args()
    corpus = Path(asked.shared) / "corpus"
    print(
        f"{'':13} {'schemas':>7} {'small':>6} {'given':>9} {'within':>9} {'integers':>9} {'composed':>9} "
        f"{'ratio':>7} {'refused':>17} {'none':>5}"
    )
    whole = Tally()
    for name in asked.provider or PROVIDERS:
        tally = Tally()
        for _, schema in schemas(max(corpus.glob(PROVIDERS[name])), asked.every):
            measured(schema, asked.count, tally)
        print(row(name, tally), flush=True)
        for kind in ("given", "within", "integers", "composed"):
            getattr(whole, kind).extend(getattr(tally, kind))
        for kind in ("small", "made", "refused", "without"):
            setattr(whole, kind, getattr(whole, kind) + getattr(tally, kind))
    print(row("all", whole))


if __name__ == "__main__":
    main()
