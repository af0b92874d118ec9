"""From a value that is refused somewhere inside to a whole value that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from assent.compare.decide import Decider
from assent.compare.found import Cause
from assent.compare.positions import UNION_STEPS, Edge, Step
from assent.compare.smallest import smallest
from assent.json import Json
from assent.schema import Schema
from assent.schema.model import conjuncts
from assent.schema.values import Unsatisfiable, draw
from assent.schema.violations import Violation, accepts_once, violations_once

if TYPE_CHECKING:  # imported when values are drawn
    from random import Random

DEPTH: Final = 3
"""How deep the parts of a value are completed."""

FRESH = "other"
"""A name for a property that no schema names."""


def lift(root: Schema, path: Sequence[Edge], value: Json, decider: Decider) -> Json:
    """The smallest readable value of the root that holds the value at the end of the path."""
    return _lifted(root, list(path), value, lambda schema, _: smallest(schema, decider))


def lift_clean(root: Schema, reader: Schema, path: Sequence[Edge], cause: Cause, decider: Decider) -> Json:
    """The same, with all that the reader asks for beside what it refuses, so that nothing else is wrong with it."""
    value = filled(cause, decider)
    if cause.violation.keyword == "required" and not cause.violation.value_pointer:
        missing = frozenset(name for name in needed(cause.wider) if f"{name!r}" in cause.violation.message)
        value = completed(value, cause.narrower, cause.wider, decider, without=missing)

    return _lifted(root, list(path), value, lambda schema, wider: _around(schema, wider, decider), reader)


def _around(schema: Schema, wider: Schema, decider: Decider) -> Json:
    """What lies around a refused part: the same for all that is refused inside the same two schemas."""
    key = id(schema), id(wider)
    if key not in decider.around:
        value = completed(smallest(schema, decider), schema, wider, decider)
        decider.around[key] = schema, wider, value  # kept, so that their ids stay their own
    return decider.around[key][2]


def completed(
    value: Json,
    narrower: Schema,
    wider: Schema,
    decider: Decider,
    *,
    without: frozenset[str] = frozenset(),
    depth: int = DEPTH,
) -> Json:
    """The value with those properties that both name and the reader demands, but for some; so are its parts."""
    match value:
        case dict():
            sent, read = _named(narrower), _named(wider)
            hidden = decider.plain.hidden(narrower) | without
            more = [it for it in needed(wider) if it not in value and it not in hidden and it in sent]
            whole = value | {name: smallest(sent[name], decider) for name in more}
            return {
                name: completed(held, sent[name], read[name], decider, depth=depth - 1)
                if depth and name in sent and name in read
                else held
                for name, held in whole.items()
            }
        case _:
            return value


def needed(schema: Schema) -> list[str]:
    """The properties that are required of the value in any case."""
    return [name for member in conjuncts(schema) for name in member.keywords.get("required", ())]


def _named(schema: Schema) -> dict[str, Schema]:
    return {
        name: part
        for member in conjuncts(schema)
        for name, part in member.keywords.get("properties", {}).items()
    }


def drawn(root: Schema, path: Sequence[Edge], cause: Cause, decider: Decider) -> Iterator[Json]:
    """Other such values, for where alternatives take in one another and the smallest is none of the sender's."""
    if not any(edge.step[0] in UNION_STEPS for edge in path):
        return
    from random import Random

    value = filled(cause, decider)
    random = Random(decider.options.seed)  # noqa: S311  # a search, no secret
    for _ in range(decider.options.attempts):
        yield _lifted(root, list(path), value, lambda schema, _: _drawn(schema, random, decider))


def _drawn(schema: Schema, random: Random, decider: Decider) -> Json:
    try:
        return draw(decider.sent(schema), random, formats=decider.options.formats)
    except Unsatisfiable:
        return {}


def filled(cause: Cause, decider: Decider) -> Json:
    """The cause's value with readable values in the parts about which nothing was said."""
    parts = {edge.step: edge.narrower for edge in cause.parts}
    match cause.value:
        case dict() as members if parts:
            return {
                name: _filling(("property", name), held, parts, decider) for name, held in members.items()
            }
        case list() as items if parts:
            return [_filling(("item", str(index)), held, parts, decider) for index, held in enumerate(items)]
        case other:
            return other


def _filling(step: Step, held: Json, parts: dict[Step, Schema], decider: Decider) -> Json:
    general: Step = ("item", "") if step[0] == "item" else ("extra", "")
    part = parts.get(step) or parts.get(general)
    return held if part is None else smallest(part, decider)


def _lifted(
    schema: Schema,
    path: list[Edge],
    value: Json,
    around: Callable[[Schema, Schema], Json],
    wider: Schema | None = None,
) -> Json:
    if not path:
        return value
    edge, *rest = path
    inner = _lifted(edge.narrower, rest, value, around, edge.wider)
    kind, name = edge.step
    if kind in UNION_STEPS:
        return _within(around(edge.narrower, edge.wider), inner) if not rest else inner
    base = around(schema, schema if wider is None else wider)
    if kind == "item":
        index = int(name or 0)
        items = list(base) if isinstance(base, list) else []
        while len(items) <= index:
            items.append(inner)
        items[index] = inner
        return items
    key = name if kind == "property" else FRESH
    members = base if isinstance(base, dict) else {}
    return members | {key: inner}


def _within(base: Json, value: Json) -> Json:
    """The value with what the base has beside it, where both are objects and the base leaves it as it is."""
    return base | value if isinstance(base, dict) and isinstance(value, dict) else value


def shown(root: Schema, reader: Schema, value: Json, decider: Decider) -> list[Violation]:
    """What the reader has against the value, by an independent validator; nothing if the sender may not send it."""
    formats = decider.options.formats
    if not accepts_once(decider.plain(root), value, formats=formats):
        return []
    return list(violations_once(reader, value, formats=formats))


def words_of(steps: Sequence[Step]) -> str:
    """Where in a value the steps lead, as people write it: `owner.tags[].name`."""
    text = ""
    for kind, name in steps:
        match kind:
            case "property":
                text += f".{name}" if text else name
            case "item":
                text += f"[{name}]"
            case "extra":
                text += ".*" if text else "*"
            case _:
                pass
    return text


@lru_cache(maxsize=1 << 12)
def subject_of(steps: tuple[Step, ...]) -> str:
    """The same words with the names of the alternatives that the steps lead through, once for all that lies there."""
    return "".join(_subject_step(kind, name) for kind, name in steps).removeprefix(".")


def _subject_step(kind: str, name: str) -> str:
    match kind:
        case "property":
            return f".{name}"
        case "item":
            return f"[{name}]"
        case "extra":
            return f".*{name}"
        case _:
            return f"<{name}>" if name else ""
