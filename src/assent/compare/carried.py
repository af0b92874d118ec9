"""What a parameter's value is to its receiver, which reads a text: an array of one element may be taken for the element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assent.api import In, Parameter
from assent.compare.align import align_parameters
from assent.compare.change import Within
from assent.compare.sample import fuller_value, parameter_value
from assent.json import Json
from assent.records import replace
from assent.schema.values import Unsatisfiable
from assent.schema.violations import accepts
from assent.wire import Request
from assent.wire.parameters import Nothing, read, take_apart, view_of, write
from assent.wire.styles import Unwritable
from assent.wire.views import Undecodable

PLACES: Final = frozenset(map(str, In))


def parameters_at(within: Within) -> tuple[Parameter, Parameter] | None:
    """The parameter at the place, as its sender and as its receiver describes it; None if none stands there in both."""
    location, _, name = within.place.partition(" ")
    old, new = within.old, within.new
    if old is None or new is None or not name or location not in PLACES:
        return None
    for one, other in align_parameters(old, new):
        if one is not None and other is not None and (other.location, other.name) == (location, name):
            before, after = old.parameters[one], new.parameters[other]
            return (before, after) if within.receiver == "new" else (after, before)
    return None


def more_values(within: Within) -> Iterator[Json]:
    """Values of the parameter at the place that leave more of a trace than the smallest."""
    found = parameters_at(within)
    if found is None:
        return
    for value_of in (parameter_value, fuller_value):
        try:
            yield value_of(found[0])
        except Unsatisfiable:
            return


def is_refused(within: Within, value: Json, request: Request | None) -> bool:
    """Whether the receiver refuses the text of a parameter's value, in whatever way it reads it.

    True of all that is no parameter's value, and of several elements for one scalar, though some read the last. An
    empty segment of a path is another path, and never refused.
    """
    found = parameters_at(within)
    if found is None:
        return True
    sender, receiver = found
    if request is None or receiver.schema is None:
        return request is not None
    path = {}
    if sender.location is In.PATH:
        try:
            text = write(sender, value)
        except Unwritable:
            return False
        path = {sender.name: str(text)}
        if not text:
            return False
    within_schema = view_of(receiver)
    match read(replace(receiver, name=sender.name), take_apart(request, path), within_schema):
        case Nothing():
            return False
        case Undecodable() as error:
            return not error.undecided
        case readings:
            several = isinstance(value, list) and len(value) > 1 and within_schema.shapes == ("scalar",)
            return several or not any(accepts(receiver.schema.schema, it) for it in readings)
