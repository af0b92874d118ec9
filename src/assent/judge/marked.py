"""Where a value has properties that are readOnly or writeOnly, whatever branch it takes."""

from __future__ import annotations

from collections.abc import Iterator

from assent.json import Json, Pointer
from assent.schema.model import Schema, reachable
from assent.schema.violations import accepts
from assent.wire.views import View


def mentions(schema: Schema, mark: str) -> bool:
    """Whether any schema that can be reached from this one carries the mark."""
    return any(here.annotation(mark) is True for here in reachable(schema))


def marked(value: Json, within: View, mark: str, at: Pointer = ()) -> Iterator[tuple[Pointer, Schema]]:
    """The properties of the value that carry the mark, with the schema that says so.

    `within` must be a view without branches. Of a union those alternatives count that take the value, and a
    property is marked if all of them mark it.
    """
    match value:
        case dict():
            taken = [view for view in within.alternatives if accepts(view.roots[0], value)]
            for name, part in value.items():
                below = within.member(name)
                said = below.marked(mark) or _by_all(taken, name, mark)
                if said is not None:
                    yield (*at, name), said
                elif isinstance(part, dict | list):
                    views = [below, *(view.member(name) for view in taken[:1])]
                    for view in views:
                        yield from marked(part, view, mark, (*at, name))
        case list():
            for index, item in enumerate(value):
                if isinstance(item, dict | list):
                    yield from marked(item, within.item(index), mark, (*at, str(index)))


def _by_all(taken: list[View], name: str, mark: str) -> Schema | None:
    said = [view.member(name).marked(mark) for view in taken]
    return said[0] if said and all(said) else None
