"""Reading raw objects without ever failing: what is broken becomes a problem, and a gap in the record."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from assent.api.content import Extensions, Parameter, SchemaUse, Style, Unreadable
from assent.api.keys import In, ParameterKey
from assent.api.lazy import Later, Lazy
from assent.api.model import Inputs, PathItem, Response, Server
from assent.api.security import SecurityRequirement, SecurityScheme
from assent.document import DanglingReference, Description, Node, Problem
from assent.document.relocation import relocated
from assent.json import Json, Pointer
from assent.records import dataclass, field
from assent.schema.model import Schema

T = TypeVar("T")
C = TypeVar("C", bound=Hashable)

MOST_TOKENS = 120
"""No part of a description but schemas and values nests deeper than this, counted in tokens of its pointer."""

MOST_OPEN = 30
"""References that may be under way at one time, each inside the last."""

Key: TypeAlias = tuple[Hashable, Hashable, str, Pointer]
"""What was read, in which context, and where it stands."""

_NOTHING: Extensions = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a path item gives to all its operations; `unreadable` are its gaps that become theirs.

    `server_gaps` are those of `servers`, which only operations without servers of their own inherit.
    """

    parameters: Sequence[tuple[str, Node]] = ()
    servers: tuple[Server, ...]
    server_gaps: tuple[Unreadable, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """How one version of OpenAPI writes an Api down; versions.py has them all.

    `methods` are the members of a path item that are operations. `webhooks` is the member that holds webhooks, or
    empty; `schemas` where named schemas stand. `reserved_in`: places whose parameters may leave reserved
    characters as they are. `sequences`: items of streams have schemas and encodings of their own (and examples
    have `dataValue`). `binary_format`: bytes are a string of format `binary`. `boolean_schemas`: `true` and
    `false` are schemas. `callbacks`: operations may have them. `scheme_uris`: a requirement may name its scheme by
    URI. `components`: sections of named parts, with what reads one.
    """

    name: str
    dialect: str
    methods: frozenset[str]
    additional_operations: bool = False
    webhooks: str = ""
    schemas: Pointer = ("components", "schemas")
    locations: tuple[In, ...]
    styles: tuple[Style, ...]
    reserved_in: frozenset[In] = frozenset({In.QUERY})
    ignored_headers: frozenset[str]
    sequences: bool = False
    binary_format: bool = False
    boolean_schemas: bool = False
    callbacks: bool = False
    scheme_uris: bool = False
    read_inputs: Callable[[Fields, Inherited], Later[Inputs]]
    read_responses: Callable[[Fields], Lazy[str, Response]]
    read_servers: Callable[[Fields], tuple[Server, ...]]
    read_schemes: Callable[[Fields], dict[str, SecurityScheme]]
    read_scheme: Callable[[Reading, Node, str], SecurityScheme | None]
    components: Mapping[str, Callable[[Reading, Node, str], object]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """A description while it is read, lazily, for as long as its Api is used.

    `found` collects problems by kind and place; `shared` what references named, so that it is read once, and `items`
    likewise path items; `open` the references under way; `schemes` the security schemes by name,
    `scheme_words` what tells each from others, and `requirements` what is asked in the same words, by document.
    """

    description: Description
    version: Version
    schema_of: Callable[[Node], Schema]
    found: dict[tuple[str, str, Pointer], Problem] = field(default_factory=dict)
    shared: dict[Key, object] = field(default_factory=dict)
    open: dict[Key, None] = field(default_factory=dict)
    schemes: dict[str, SecurityScheme] = field(default_factory=dict)
    items: dict[Key, PathItem] = field(default_factory=dict)
    requirements: dict[tuple[str, bytes | None], tuple[SecurityRequirement, ...]] = field(
        default_factory=dict
    )
    scheme_words: dict[int, tuple[SecurityScheme, tuple[str, ...]]] = field(default_factory=dict)

    def report(self, problem: Problem, *, uri: str) -> None:
        """Notes a problem, once for each kind and place."""
        self.found.setdefault((problem.kind, uri, problem.at.pointer), problem)

    def complaint(self, node: Node) -> str:
        """What was last found wrong with what stands at the node, or in it."""
        uri, depth = node.document.uri, len(node.pointer)
        for (_, where, pointer), problem in reversed(self.found.items()):
            if where == uri and pointer[:depth] == node.pointer:
                return problem.message
        return "nothing can be made of it. Mend it, or remove it."


class Fields:
    """One object being read. Each member is asked for with the type it must have; `gaps` are what was not readable.

    A `$ref` is followed wherever an object or array is asked for. `null` counts as absent, and is a problem.
    """

    __slots__ = ("gaps", "node", "present", "reading")

    def __init__(self, reading: Reading, node: Node) -> None:
        self.reading = reading
        self.node = node
        self.present: dict[str, Json] = node.value if isinstance(node.value, dict) else {}
        self.gaps: list[Unreadable] = []

    def problem(self, kind: str, node: Node, message: str) -> None:
        self.reading.report(Problem(kind=kind, at=node.at, message=message), uri=node.document.uri)

    def gap(self, part: str, node: Node, kind: str, message: str) -> None:
        """Notes that a part cannot be read."""
        self.problem(kind, node, message)
        self.gaps.append(Unreadable(part=part, why=message, value=node.value, node=node))

    def wrong(self, part: str, node: Node, expected: str) -> None:
        """Notes that a part is not what it must be."""
        self.gap(
            part, node, "wrong-type", f"{_named(node)} must be {expected}, not {kind_of(node.value)}. {_MEND}"
        )

    def child(self, key: str) -> Node | None:
        """The member as it stands; None where it is absent or null."""
        if key not in self.present:
            return None
        node = Node(self.present[key], self.node.document, (*self.node.pointer, key))
        if node.value is None:
            self.problem("wrong-type", node, f"{key!r} has no value. Give it one, or remove it.")
            return None
        return node

    def text(self, key: str) -> str | None:
        value = self.present.get(key)
        if isinstance(value, str):
            return value
        node = self.child(key)
        if node is not None:
            self.wrong(key, node, "a string")
        return None

    def url(self, key: str) -> str | None:
        """The URL at the member, as the root's document would write it."""
        text = self.text(key)
        return None if text is None else relocated(self.reading.description, self.node, text)

    def words(self, key: str) -> str:
        """A text that only people read: empty where there is none, and no gap where it is something else."""
        value = self.present.get(key)
        if isinstance(value, str):
            return value
        node = self.child(key)
        if node is not None:
            self.problem("wrong-type", node, f"{key!r} must be a string, not {kind_of(node.value)}. {_MEND}")
        return ""

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        value = self.present.get(key)
        if isinstance(value, bool):
            return value
        node = self.child(key)
        if node is not None:
            self.wrong(key, node, "true or false")
        return otherwise

    def texts(self, key: str) -> list[str]:
        """The strings of an array."""
        if key not in self.present:
            return []
        value = self.present[key]
        if isinstance(value, list):
            texts = [it for it in value if isinstance(it, str)]
            if len(texts) == len(value):
                return texts
        texts = []
        for part, node in self.elements(key):
            if isinstance(node.value, str):
                texts.append(node.value)
            else:
                self.wrong(part, node, "a string")
        return texts

    def target(self, part: str, node: Node) -> Node | None:
        """What a node is or, if it is a reference, names; None, and a gap, if that cannot be had."""
        if not isinstance(node.value, dict) or "$ref" not in node.value:
            return node
        try:
            return self.reading.description.follow(node)
        except DanglingReference as dangling:
            self.reading.report(dangling.problem, uri=node.document.uri)
            self.gaps.append(Unreadable(part=part, why=dangling.problem.message, value=node.value, node=node))
            return None

    def object(self, key: str) -> Node | None:
        """The member, if it is an object."""
        node = self.child(key)
        return None if node is None else self.as_object(key, node)

    def as_object(self, part: str, node: Node) -> Node | None:
        """What the node names, if that is an object."""
        target = self.target(part, node)
        if target is not None and not isinstance(target.value, dict):
            self.wrong(part, node if node is target else target, "an object")
            return None
        return target

    def members(self, key: str) -> Iterator[tuple[str, Node]]:
        """The members of a member that is a map of names the author chose."""
        held = self.object(key) if key in self.present else None
        if held is not None:
            yield from held.members()

    def elements(self, key: str) -> Iterator[tuple[str, Node]]:
        """The elements of a member that is an array, each with the name of its part (`parameters/0`)."""
        node = self.child(key)
        target = None if node is None else self.target(key, node)
        if node is None or target is None:
            return
        if not isinstance(target.value, list):
            self.wrong(key, node, "an array")
        for index, element in enumerate(target.elements()):
            yield f"{key}/{index}", element

    def part(
        self, read: Callable[[Reading, Node, C], T | None], part: str, node: Node, context: C
    ) -> T | None:
        """What `read` makes of the object that the node is or names; None, and a gap, if nothing can be made of it.

        `context` is what else `read` has to know, as the name of a header. What a reference names is read once. What contains itself, or nests without end, is a gap.
        """
        target = self.as_object(part, node)
        if target is None:
            return None
        if target is node and not self.reading.open and len(node.pointer) <= MOST_TOKENS:
            return self._made(read(self.reading, node, context), part, node, node)
        key = (read.__name__, context, target.document.uri, target.pointer)
        referenced = target is not node
        if referenced and key in self.reading.shared:
            made: object = self.reading.shared[key]
        elif (
            key in self.reading.open or len(self.reading.open) > MOST_OPEN or len(node.pointer) > MOST_TOKENS
        ):
            why = f"{_named(node)} contains itself, or nests too deeply to be meant. Break the circle."
            self.gap(part, node, "endless-nesting", why)
            return None
        elif referenced:
            self.reading.open[key] = None
            try:
                made = self.reading.shared[key] = read(self.reading, target, context)
            finally:
                del self.reading.open[key]
        else:
            made = read(self.reading, target, context)
        return self._made(made, part, node, target)  # type: ignore[return-value]  # `shared` holds under this key what the same function made

    def _made(self, made: T | None, part: str, node: Node, target: Node) -> T | None:
        """What was made of a part; a gap, if nothing was."""
        if made is None:
            why = self.reading.complaint(target)
            self.gaps.append(Unreadable(part=part, why=why, value=node.value, node=node))
        return made

    def schema(self, key: str = "schema") -> SchemaUse | None:
        """The schema held by a member; what is wrong inside shows when it is read."""
        node = self.child(key)
        if node is None:
            return None
        booleans = self.reading.version.boolean_schemas
        if not isinstance(node.value, dict) and not (booleans and isinstance(node.value, bool)):
            self.wrong(key, node, "a schema")
        return SchemaUse(node=node, read=self.reading.schema_of)

    def extensions(self, *, without: frozenset[str] = frozenset()) -> Extensions:
        """The vendor extensions of the object."""
        if "x-" not in "".join(self.present):  # as nearly always
            return _NOTHING
        found = {
            key: value for key, value in self.present.items() if key.startswith("x-") and key not in without
        }
        return found or _NOTHING

    def unreadable(self) -> tuple[Unreadable, ...]:
        return tuple(self.gaps)


def sources(fields: Fields, inherited: Inherited, *members: str) -> dict[str, Node]:
    """The raw nodes that what an operation takes is read from: the path's parameters, and these of its own members."""
    nodes = {f"path's {part}": node for part, node in inherited.parameters}
    return nodes | {key: node for key in members if (node := fields.node.get(key)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Parameters as they are met: where each stands, by what tells it from others, and how one is read.

    One that cannot be read whatever it says has no key, and leaves a gap instead.
    """

    fields: Fields
    read: Callable[[Reading, Node, str], Parameter | None]
    places: dict[ParameterKey, tuple[str, Node]] = field(default_factory=dict)

    def key(self, part: str, node: Node) -> ParameterKey | None:
        """What tells the parameter from others. It is read for that only where its name or place is not to be seen."""
        target = self.fields.as_object(part, node)
        match target.value if target is not None and len(node.pointer) <= MOST_TOKENS else None:
            case {"name": str(name), "in": str(place)}:
                for location in self.fields.reading.version.locations:
                    if location == place:
                        return parameter_key(location, name)
        made = None if target is None else self.fields.part(self.read, part, node, "")
        return None if made is None else made.key

    def add(self, key: ParameterKey, part: str, node: Node) -> None:
        """Let a parameter stand for its key, in place of one that does."""
        if key in self.places:
            self.leave(*self.places[key])
        self.places[key] = part, node

    def leave(self, part: str, node: Node) -> None:
        """Read a parameter that nobody will ask for, since what is wrong with it is to be told all the same."""
        self.fields.part(self.read, part, node, "")

    def parameters(self) -> Lazy[ParameterKey, Parameter]:
        """Those that were met, each read when it is asked for."""
        own, read, places = Fields(self.fields.reading, self.fields.node), self.read, self.places

        def made(key: ParameterKey, node: Node) -> Parameter:
            parameter = own.part(read, places[key][0], node, "")
            assert parameter is not None, "what has a name and a place can be read"
            return parameter

        return Lazy({key: node for key, (_, node) in places.items()}, made)


def parameter_key(location: In, name: str) -> ParameterKey:
    """What makes a parameter unique: names of headers are known without regard to case."""
    return ParameterKey(location, name.lower() if location is In.HEADER else name)


_MEND = "Mend it, or remove it."


def patterned(node: Node) -> Iterator[tuple[str, Node]]:
    """The members of an object that may hold vendor extensions next to them: paths, responses, a callback."""
    for name, member in node.members():
        if not name.startswith("x-"):
            yield name, member


def _named(node: Node) -> str:
    return repr(node.pointer[-1]) if node.pointer else "The document"


def kind_of(value: Json) -> str:
    """What a value is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case dict():
            return "an object"
