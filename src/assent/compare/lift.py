"""From a value that is refused somewhere inside to a whole value that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

from assent.compare.decide import Cause, Decider
from assent.compare.positions import Edge, Step
from assent.json import Json
from assent.schema import Schema
from assent.schema.includes import Proved, Refuted, Undecided
from assent.schema.values import Unsatisfiable, draw, one
from assent.schema.violations import accepts

FRESH = "other"
"""A name for a property that no schema names."""


def lifted(root: Schema, path: Sequence[Edge], cause: Cause, decider: Decider) -> Iterator[Json]:
    """Whole values that hold the cause's value at the end of the path: the smallest readable one, then others.

    The others are drawn: around alternatives that take in one another, the smallest may be none of the sender's.
    """
    value = repaired(cause, decider)
    yield _lifted(root, list(path), value, lambda schema: smallest(schema, decider))
    if any(edge.step[0] == "branch" for edge in path):
        random = Random(decider.options.seed)  # noqa: S311  # a search, no secret
        for _ in range(decider.options.attempts):
            yield _lifted(root, list(path), value, lambda schema: _drawn(schema, random, decider))


def _drawn(schema: Schema, random: Random, decider: Decider) -> Json:
    try:
        return draw(decider.sent(schema), random, formats=decider.options.formats)
    except Unsatisfiable:
        return {}


def repaired(cause: Cause, decider: Decider) -> Json:
    """The cause's value, with the sender's smallest values in the parts about which nothing was said."""
    parts = {edge.step: edge.narrower for edge in cause.parts}
    if not parts or accepts(decider.plain(cause.narrower), cause.value, formats=decider.options.formats):
        return cause.value
    match cause.value:
        case dict() as members:
            return {name: _filled(("property", name), held, parts, decider) for name, held in members.items()}
        case list() as items:
            return [_filled(("item", str(index)), held, parts, decider) for index, held in enumerate(items)]
        case other:
            return other


def _filled(step: Step, held: Json, parts: dict[Step, Schema], decider: Decider) -> Json:
    general: Step = ("item", "") if step[0] == "item" else ("extra", "")
    part = parts.get(step) or parts.get(general)
    if part is None or accepts(decider.plain(part), held, formats=decider.options.formats):
        return held
    return smallest(part, decider)


def _lifted(schema: Schema, path: list[Edge], value: Json, around: Callable[[Schema], Json]) -> Json:
    if not path:
        return value
    edge, *rest = path
    inner = _lifted(edge.narrower, rest, value, around)
    kind, name = edge.step
    if kind == "branch":
        return _within(around(edge.narrower), inner) if not rest else inner
    base = around(schema)
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


def smallest(schema: Schema, decider: Decider) -> Json:
    """The smallest readable value that a sender may send, an empty object if none can be found."""
    if id(schema) not in decider.smallest:
        try:
            value = one(decider.sent(schema), formats=decider.options.formats)
        except Unsatisfiable:
            value = {}
        decider.smallest[id(schema)] = schema, value
    return decider.smallest[id(schema)][1]


def shows(root: Schema, reader: Schema, value: Json, decider: Decider) -> bool:
    """Whether an independent validator finds that the sender may send the value and the reader refuses it."""
    formats = decider.options.formats
    return accepts(decider.plain(root), value, formats=formats) and not accepts(
        reader, value, formats=formats
    )


def searched(root: Schema, wider: Schema, keyword: str, decider: Decider) -> Json | None:
    """A whole value that the reader refuses for the keyword, from the verdict on the whole; None if there is none."""
    match decider.whole(root, wider):
        case Refuted() as refuted:
            return next((witness.value for witness in refuted.witnesses if witness.keyword == keyword), None)
        case Proved() | Undecided():
            return None


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
