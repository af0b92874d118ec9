"""How much of what is drawn for requests is thrown away: whole values, and the parts that they are made of.

    python -m bench.drafts [--shared FOLDER] [--count 100] [--every N] [provider ...]

One row per provider, over every operation of its description: `count` requests by chance each, with all parameters and
the body, as the fuzzer makes them. `whole` are values that were made and that the validator then refuses; `parts` are
texts, numbers, objects and items that were drawn and tried against what could not be built in: refused formats and
patterns that are not regular, values that are excluded, names and items that are there already. `unwritten` are requests
whose values have no form in their place. The counters are put around the functions here, and cost the fuzzer nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from random import Random
from typing import Any

from bench.fuzz_bodies import rows

from assent.api import read_api
from assent.document import load
from assent.fuzz.material import Material
from assent.fuzz.memory import Memory
from assent.fuzz.recipes import cook
from assent.judge.prepared import Prepared
from assent.schema.values import Unsatisfiable, arrays, numbers, objects, texts, whole
from assent.schema.values.arrays import freeze
from assent.schema.values.plans import Plans
from assent.wire.styles import Unwritable

MADE: Counter[str] = Counter()
THROWN: Counter[str] = Counter()


def counted(module: Any, name: str, kind: str, caller: str, is_thrown: Callable[[Any, Any], bool]) -> None:
    """Count calls of the module's function by that caller; `is_thrown` looks at the arguments and at what it gives."""
    inner = getattr(module, name)

    @wraps(inner)
    def outer(*given: Any) -> Any:
        result = inner(*given)
        if sys._getframe(1).f_code.co_name == caller:
            MADE[kind] += 1
            THROWN[kind] += is_thrown(given, result)
        return result

    setattr(module, name, outer)


def watch() -> None:
    """Put the counters in."""
    counted(texts, "_is_allowed", "texts", "tested", lambda _, fits: not fits)
    counted(numbers, "_fits", "numbers", "draw", lambda _, fits: not fits)
    counted(objects, "_members", "objects", "draw", _is_excluded)
    making, drawing, new, members = whole._making, Plans.draw, arrays._new, objects._new_members

    def draw(self: Plans, *given: Any) -> Any:
        MADE["parts"] += 1
        return drawing(self, *given)

    def watched(schema: Any, plans: Any, plan: Any, shape: Any, accepts: Callable[[Any], bool]) -> Any:
        def tried(value: Any) -> bool:
            fits = accepts(value)
            MADE["whole"] += 1
            THROWN["whole"] += not fits
            return fits

        return making(schema, plans, plan, shape, tried)

    def item(goal: Any, seen: Any, run: Any, level: int, fillers: Any) -> Any:
        plain, drafts = arrays.freeze, 0

        def frozen(value: Any) -> Any:
            nonlocal drafts
            drafts += sys._getframe(1).f_code.co_name == "_new"
            return plain(value)

        arrays.freeze = frozen  # type: ignore[attr-defined]  # watched for this call
        try:
            made = new(goal, seen, run, level, fillers)
        finally:
            arrays.freeze = plain  # type: ignore[attr-defined]
        MADE["items"] += drafts
        THROWN["items"] += drafts - (made is not None)
        return made

    def names(taken: Any, others: Any, count: int, run: Any, plans: Any) -> Iterator[Any]:
        drafts = found = 0
        before = MADE["parts"]
        for made in members(taken, others, count, run, plans):
            drafts, found = MADE["parts"] - before, found + 1
            yield made
            before += MADE["parts"] - before - drafts
        MADE["names"] += drafts
        THROWN["names"] += max(0, drafts - found)

    Plans.draw, whole._making, arrays._new, objects._new_members = draw, watched, item, names  # type: ignore[method-assign]


def _is_excluded(given: Any, made: Any) -> bool:
    form = given[0]
    return made is None or bool(form.excluded and freeze(made) in form.excluded)


def row(name: str, path: Path, count: int, every: int) -> None:
    MADE.clear()
    THROWN.clear()
    api = read_api(load(str(path)))
    prepared = Prepared(api)
    operations = list(api.operations)[::every]
    for key in operations:
        plan, random = prepared.plan(key), Random(1)
        material = Material(operation=plan.operation, plan=plan, memory=Memory())
        for _ in range(count):
            try:
                recipe = material.drawn(random)
                if recipe is None:
                    break
                MADE["requests"] += 1
                cook(plan.operation, recipe)
            except Unwritable:
                THROWN["requests"] += 1
            except Unsatisfiable:
                break
    kinds = ("texts", "numbers", "objects", "items", "names")
    parts = sum(THROWN[kind] for kind in kinds)
    print(
        f"{name:8} {len(operations):10,} {MADE['requests']:9,} {share(THROWN['requests'], MADE['requests']):>7} "
        f"{MADE['whole']:10,} {share(THROWN['whole'], MADE['whole']):>7} "
        f"{MADE['parts']:11,} {share(parts, MADE['parts']):>7}   "
        + ", ".join(f"{THROWN[kind]:,} of {MADE[kind]:,} {kind}" for kind in kinds if THROWN[kind]),
        flush=True,
    )


def share(part: int, all_: int) -> str:
    return f"{100 * part / max(all_, 1):.2f} %"


def main() -> None:
    watch()
    rows(
        __doc__,
        f"{'':8} {'operations':>10} {'requests':>9} {'unwr.':>7} {'whole':>10} {'thrown':>7} {'parts':>11} {'thrown':>7}",
        row,
    )


if __name__ == "__main__":
    main()
