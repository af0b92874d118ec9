"""What rules look at: every object of a description by its kind, each once however often it is referred to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from assent.document import DanglingReference, Description, Node, Problem
from assent.document.shapes import Each, Holds, children, parts, shapes_of
from assent.findings.finding import OperationPlace
from assent.json import Pointer, format_pointer
from assent.records import dataclass, field, replace


class Kind(StrEnum):
    """The kinds of object that rules look at, by the names of the loader's shapes."""

    CALLBACK = "Callback"
    COMPONENTS = "Components"
    ENCODING = "Encoding"
    EXAMPLE = "Example"
    HEADER = "Header"
    ITEMS = "Items"
    LINK = "Link"
    MEDIA_TYPE = "MediaType"
    OPENAPI = "OpenApi"
    OPERATION = "Operation"
    PARAMETER = "Parameter"
    PATHS = "Paths"
    PATH_ITEM = "PathItem"
    REQUEST_BODY = "RequestBody"
    RESPONSE = "Response"
    RESPONSES = "Responses"
    SCHEMA = "Schema"
    SECURITY_SCHEME = "SecurityScheme"


KINDS: Final = {kind.value: kind for kind in Kind}

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Made = TypeVar("Made")

Key = tuple[str, Pointer]
"""A node's identity: its document and where it stands there."""


def key_of(node: Node) -> Key:
    return (node.document.uri, node.pointer)


@dataclass(frozen=True, slots=True)
class Place:
    """An object of the description: its kind, where it is written, and the operation it was first met in.

    `within` is the pointer below that operation, or below the description where there is none.
    """

    kind: Kind
    node: Node
    operation: OperationPlace | None = None
    within: Pointer = ()

    @property
    def subject(self) -> str:
        """Tells this place from the others of its operation; empty where the pointer in the document does."""
        return format_pointer(self.within) if self.operation else ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Survey:
    """A description taken apart. `references` leads from each Reference Object to what it finally names,
    `problems` are what the loader has found.
    """

    description: Description
    places: Mapping[Kind, tuple[Place, ...]]
    references: Mapping[Key, Node] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()
    made: dict[Callable[[Survey], Any], Any] = field(default_factory=dict, repr=False)

    def once(self, make: Callable[[Survey], Made]) -> Made:
        """What a function makes of this survey, made when it is first asked for."""
        if make not in self.made:
            self.made[make] = make(self)
        made: Made = self.made[make]
        return made

    def of(self, kind: Kind) -> tuple[Place, ...]:
        """The objects of that kind, in the order in which they were met."""
        return self.places.get(kind, ())

    def follow(self, node: Node) -> Node | None:
        """What a reference names, or the node itself if it is none; None if it dangles."""
        if not is_reference(node):
            return node
        return self.references.get(key_of(node))


def is_reference(node: Node) -> bool:
    return isinstance(node.value, dict) and isinstance(node.value.get("$ref"), str)


def survey(description: Description, tell: Callable[[str, int, int], None] | None = None) -> Survey:
    """Walk the whole description, through all references, meeting every object once."""
    found: dict[Kind, list[Place]] = {}
    references: dict[Key, Node] = {}
    for number, place in enumerate(walk(description, references)):
        found.setdefault(place.kind, []).append(place)
        if tell and number % 1000 == 0:
            tell("reading objects", number, 0)
    places = {kind: tuple(each) for kind, each in found.items()}
    problems = tuple(description.problems())
    return Survey(description=description, places=places, references=references, problems=problems)


def walk(description: Description, references: dict[Key, Node]) -> Iterator[Place]:
    """Every object with its kind, parents first, in document order; what references name comes where first met."""
    shapes = shapes_of(description.version)
    seen: set[tuple[Kind, Key]] = set()
    stack = [Place(Kind.OPENAPI, description.root)]
    while stack:
        place = stack.pop()
        key = key_of(place.node)
        if (place.kind, key) in seen:
            continue
        seen.add((place.kind, key))
        todo: list[Place] = []
        if is_reference(place.node):
            target = _target(description, place.node)
            if target is not None:
                references[key] = target
                todo.append(_behind(place, target))
            if not _says_more(place, description.version):
                stack += todo
                continue
        yield place
        for member, holds in children(place.node, shapes[place.kind.value]):
            if holds.shape in KINDS:
                todo += _parts(description, place, member, holds, references)
        stack += reversed(todo)


def _parts(
    description: Description, place: Place, member: Node, holds: Holds, references: dict[Key, Node]
) -> Iterator[Place]:
    """The objects that a member holds; of a map or list behind a reference, which no standard allows, as well."""
    kind = KINDS[holds.shape]
    if not is_reference(member) or holds.each in {Each.ONE, Each.ONE_OR_LIST}:
        yield from (_below(place, kind, node) for node in parts(member, holds))
        return
    target = _target(description, member)
    if target is None:
        return
    references[key_of(member)] = target
    for node in parts(target, holds):
        name = node.pointer[-1]
        yield replace(
            _below(place, kind, Node(node.value, member.document, (*member.pointer, name))), node=node
        )


def _target(description: Description, node: Node) -> Node | None:
    try:
        return description.follow(node)
    except DanglingReference:
        return None


def _says_more(place: Place, version: str) -> bool:
    """Whether what stands beside a reference counts: in path items, and in schemas from 3.1 on.

    Source: OAS 3.1.1 §4.8.9 Path Item Object; JSON Schema 2020-12 Core §8.2.3.1.
    """
    if not isinstance(place.node.value, dict) or len(place.node.value) == 1:
        return False
    return place.kind is Kind.PATH_ITEM or (place.kind is Kind.SCHEMA and version not in ("2.0", "3.0"))


def _behind(place: Place, target: Node) -> Place:
    """The place that a reference names: part of its operation unless it stands among the shared components."""
    shared = target.pointer[:1] in (("components",), ("definitions",), ("parameters",), ("responses",))
    if place.operation is None or shared:
        return Place(place.kind, target)
    return Place(place.kind, target, place.operation, place.within)


def _below(place: Place, kind: Kind, node: Node) -> Place:
    tail = node.pointer[len(place.node.pointer) :]
    match place.kind, kind:
        case Kind.PATHS | Kind.CALLBACK, Kind.PATH_ITEM:
            return Place(kind, node, OperationPlace("", tail[-1]))
        case Kind.OPENAPI, Kind.PATH_ITEM:
            return Place(kind, node, OperationPlace("", tail[-1]))
        case Kind.PATH_ITEM, Kind.OPERATION if place.operation is not None:
            method = tail[-1].upper() if tail[-1] in (*METHODS, "query") else tail[-1]
            return Place(kind, node, OperationPlace(method, place.operation.path))
        case _ if place.operation is not None:
            return Place(kind, node, place.operation, (*place.within, *tail))
        case _:
            return Place(kind, node)
