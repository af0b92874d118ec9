"""Planted mistakes in the deciding code: the laws of inclusion must notice each of them.

The package is copied under another name with one text replaced, and the copy is held against pairs of the counted
universes and against recursions.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from types import ModuleType

import jsonschema_rs
import pytest
from tests.laws.test_inclusion_counted import UNIVERSES, taken_by

from assent.json import Json
from assent.schema import Pool, read

ORIGINAL = importlib.import_module("assent.schema.includes.ask")
SOURCE = Path(str(ORIGINAL.__file__)).parent
DRAWN = 150
LAST = 10
"""Of each universe: all pairs of the last schemas, which are the odd ones, and some drawn from all."""

MUTATIONS: dict[str, tuple[str, str, str]] = {
    "an exclusive bound counts as inclusive": (
        "numbers.py",
        "number == form.high and form.below",
        "False",
    ),
    "steps that must be missed may be met": (
        "numbers.py",
        " or not all(number % step for step in form.no_steps)",
        "",
    ),
    "a negated length bound is one too generous": (
        "forms.py",
        "node.size if wanted else node.size - 1",
        "node.size",
    ),
    "patterns that must not be found are forgotten": (
        "forms.py",
        "if isinstance(node, Matches) and not wanted",
        "if False",
    ),
    "members that must not be there may be": ("objects.py", "if name in self.forbidden:", "if False:"),
    "members that nothing names are never wrong": (
        "choices.py",
        "    if node.rest is not top:\n        named",
        "    if False:\n        named",
    ),
    "the names of members do not matter": (
        "forms.py",
        "if isinstance(node, Names) and wanted",
        "if False",
    ),
    "items beyond the prefix follow anything": (
        "choices.py",
        "    if node.rest is not top:\n        found.append(pool.make(Items",
        "    if False:\n        found.append(pool.make(Items",
    ),
    "contains has no upper bound": (
        "arrays.py",
        "length if count.most is None else count.most",
        "length",
    ),
    "unique items may repeat": (
        "arrays.py",
        "    if form.unique:\n        return _different",
        "    if False:\n        return _different",
    ),
    "exactly one may be any": (
        "choices.py",
        "for i, j in sorted(overlaps):",
        "for i, j in sorted(overlaps)[:0]:",
    ),
    "branches of a union exclude one another": (
        "recursion.py",
        "met = not told_apart(",
        "met = False and not told_apart(",
    ),
    "a conjunction is broken only as a whole": (
        "choices.py",
        "return [((part, False),) for part in node.parts]",
        "return [tuple([(part, False) for part in node.parts])]",
    ),
    "excluded constants are allowed": ("combine.py", "branch.excluded |= values", "pass"),
    "a value may contain itself for ever": (
        "recursion.py",
        "self._lowest = min(self._lowest, self._path[goal])\n            return NOTHING",
        "return Found({})",
    ),
    "what leans on an open goal is remembered as final": (
        "recursion.py",
        "elif lowest >= level:",
        "elif True:",
    ),
}


def mutated(folder: Path, name: str, file: str, old: str, new: str) -> ModuleType:
    """A copy of the deciding code with one text replaced."""
    package = folder / name
    package.mkdir()
    for path in SOURCE.glob("*.py"):
        text = path.read_text()
        if path.name == file:
            assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        (package / path.name).write_text(text.replace("assent.schema.includes", name))
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(f"{name}.ask")
    finally:
        sys.path.remove(str(folder))


def recursive_pairs() -> list[tuple[Json, Json]]:
    def node(**properties: Json) -> dict[str, Json]:
        required: list[Json] = [*sorted(properties)]
        return {"type": "object", "required": required, "properties": properties}

    a: Json = {"$ref": "#/$defs/a"}
    b: Json = {"$ref": "#/$defs/b"}
    text: Json = {"type": "string"}
    endless: Json = {"$ref": "#/$defs/a", "$defs": {"a": node(x=a)}}
    # b is empty only while a is open: a has a value by its second branch.
    by_text: Json = {"type": "object", "required": ["x"], "properties": {"x": text, "z": a}}
    definitions: dict[str, Json] = {"a": {"anyOf": [node(p=b), by_text]}, "b": node(y=a)}
    leaning: Json = {**node(r=a), "$defs": definitions}
    afterwards: Json = {**node(r=b), "$defs": definitions}
    return [(False, endless), (False, leaning), (False, afterwards)]


@cache
def law() -> list[tuple[Json, Json, bool]]:
    """Pairs with whether a value is known that escapes."""
    random, found = Random(7), []
    for schemas_of, values in UNIVERSES.values():
        written = list(schemas_of())
        taken = [taken_by(one, values) for one in written]
        last = range(len(written) - LAST, len(written))
        drawn = [
            (random.choice(range(len(written))), random.choice(range(len(written)))) for _ in range(DRAWN)
        ]
        for wider, narrower in [*product(last, repeat=2), *drawn]:
            found.append((written[wider], written[narrower], taken[narrower] & ~taken[wider] != 0))
    values = [{"r": {"x": ""}}, {"r": {"y": {"x": ""}}}]
    for outer, inner in recursive_pairs():
        takes, refuses = (
            jsonschema_rs.Draft202012Validator({"$defs": defs(it), "allOf": [it]}) for it in (inner, outer)
        )
        found.append((outer, inner, any(takes.is_valid(v) and not refuses.is_valid(v) for v in values)))
    return found


def defs(schema: Json) -> Json:
    return schema.get("$defs", {}) if isinstance(schema, dict) else {}


def broken_laws(module: ModuleType, *, first: bool) -> int:
    """How many pairs are answered wrongly or not at all; with `first`, whether one is."""
    includes: Callable[..., object] = module.includes
    pool, count = Pool(), 0
    for wider, narrower, escapes in law():
        answer = includes(
            read(wider, dialect="2020-12", pool=pool), read(narrower, dialect="2020-12", pool=pool), most=1
        )
        allowed = {"Refuted"} if escapes else {"Proved", "Refuted"}
        count += type(answer).__name__ not in allowed
        if first and count:
            break
    return count


def test_the_code_as_it_is_breaks_no_law() -> None:
    assert broken_laws(ORIGINAL, first=False) == 0


@pytest.mark.parametrize("number", range(len(MUTATIONS)), ids=MUTATIONS.keys())
def test_a_planted_mistake_breaks_a_law(number: int, tmp_path: Path) -> None:
    file, old, new = list(MUTATIONS.values())[number]
    assert broken_laws(mutated(tmp_path, f"mutant{number}", file, old, new), first=True)
