"""Parameters as they are declared for operations, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assent.check.survey import METHODS, Kind, Place, Survey
from assent.document import Node
from assent.findings.finding import OperationPlace
from assent.records import dataclass

_NAMES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter in a list: its name and location, and where it is written in that list (maybe as a reference)."""

    name: str
    location: str
    written: Node
    itself: Node

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others: location and name, the names of headers without their case."""
        return self.location, self.name.lower() if self.location == "header" else self.name


@dataclass(frozen=True, slots=True)
class PathOperation:
    """An operation with the path parameters that count for it, by name, each where it is written."""

    method: str
    place: Place
    declared: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Path:
    """A path template with its operations. `names` are those between braces, in order."""

    template: str
    place: Place
    names: tuple[str, ...]
    operations: tuple[PathOperation, ...]


def listed_parameters(survey: Survey, holder: Node) -> Iterator[Declared]:
    """The parameters in the list of a path item or an operation; those that cannot be read are left out."""
    listed = holder.get("parameters")
    for written in listed.elements() if listed else ():
        itself = survey.follow(written)
        if itself is None:
            continue
        name, location = itself.get("name"), itself.get("in")
        if name and location and isinstance(name.value, str) and isinstance(location.value, str):
            yield Declared(name.value, location.value, written, itself)


def path_operations(survey: Survey) -> Iterator[Path]:
    """Every path of the description with its operations; callbacks and webhooks have no path of their own."""
    for paths in survey.of(Kind.PATHS):
        for template, written in paths.node.members():
            item = survey.follow(written)
            if not template.startswith("/") or item is None:
                continue
            shared = _path_parameters(survey, item)
            place = Place(Kind.PATH_ITEM, written, OperationPlace("", template))
            operations = tuple(
                PathOperation(method, at, {**shared, **_path_parameters(survey, at.node)})
                for method, at in _operations(survey, item, template)
            )
            yield Path(template, place, tuple(dict.fromkeys(_NAMES.findall(template))), operations)


def _path_parameters(survey: Survey, holder: Node) -> dict[str, Node]:
    listed = listed_parameters(survey, holder)
    return {each.name: each.written for each in listed if each.location == "path"}


def _operations(survey: Survey, item: Node, template: str) -> Iterator[tuple[str, Place]]:
    more = item.get("additionalOperations")
    named = [(name.upper(), node) for name, node in item.members() if name in (*METHODS, "query")]
    named += list(more.members()) if more else []
    for method, written in named:
        operation = survey.follow(written)
        if operation is not None:
            yield method, Place(Kind.OPERATION, operation, OperationPlace(method, template))


def without_names(template: str) -> str:
    """The template without the names of its parameters: equal for paths that match the same requests."""
    return _NAMES.sub("{}", template)
