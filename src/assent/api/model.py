"""What is promised, whatever version of OpenAPI said it.

Equality means *means the same*: defaults are filled in, order that has no meaning is gone, and titles, summaries,
descriptions, examples, positions and raw nodes do not take part. What code generators read (operationId, tags) and
vendor extensions do take part, since compare has something to say when they change.

One law holds for every record with a field `unreadable`: where it is not empty the record may promise more than it
shows, so whatever is missing from it is undecided.

Records hold mappings, so they are equal or not but have no hash; key them by name, by `Operation.key`, or by node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from assent.api.content import (
    Encoding,
    Example,
    Extensions,
    Header,
    MediaType,
    Parameter,
    SchemaUse,
    Style,
    Unreadable,
)
from assent.api.keys import In, OperationKey, ParameterKey
from assent.api.lazy import Later, Lazy
from assent.api.security import SecurityRequirement, SecurityScheme
from assent.api.sides import Origin
from assent.document.document import Location, Node, Problem
from assent.json import Json, Pointer
from assent.records import dataclass, field

__all__ = [
    "Api",
    "Callback",
    "Encoding",
    "Example",
    "Extensions",
    "Header",
    "In",
    "Inputs",
    "Later",
    "Lazy",
    "Link",
    "MediaType",
    "Operation",
    "OperationKey",
    "Parameter",
    "ParameterKey",
    "PathItem",
    "RequestBody",
    "Response",
    "SchemaUse",
    "Server",
    "ServerVariable",
    "Style",
    "Tag",
    "Unreadable",
    "every_operation",
    "operations_below",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """What may be sent as a body, by normalised media type or range."""

    required: bool = False
    content: Mapping[str, MediaType] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How a later request follows from a response. Parameters and body are constants or runtime expressions."""

    operation_id: str | None = None
    operation_ref: str | None = None
    parameters: Mapping[str, Json] = field(default_factory=dict)
    request_body: Json = None
    server: Server | None = None
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer by its status: exact (`200`), a class (`2XX`) or `default`. Headers by name in lower case.

    No `content` means that nothing is said about a body.
    """

    status: str
    headers: Mapping[str, Header] = field(default_factory=dict)
    content: Mapping[str, MediaType] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    description: str = field(default="", compare=False)
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A part of a server's URL. `values` is empty where any text may stand."""

    default: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where operations are served. `url` is a template, without a slash at its end, or `/`; see servers.py."""

    url: str
    variables: Mapping[str, ServerVariable] = field(default_factory=dict)
    name: str | None = field(default=None, compare=False)
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Requests the provider sends because of an operation: by runtime expression of the URL, a path item each."""

    name: str
    items: Mapping[str, PathItem]
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What an operation takes. `ignored` are header parameters that the standard says to ignore.

    Parameters are known by their keys before they are read.
    """

    parameters: Lazy[ParameterKey, Parameter]
    request_body: RequestBody | None
    ignored: tuple[Node, ...] = field(default=(), compare=False, repr=False)
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked for, with everything it inherits from its path and its description.

    `security` are alternatives, in a fixed order, never empty but where it is unreadable: without any, it holds the
    anonymous one. Webhooks and callbacks do not inherit it, since it says how to call the provider. `servers` is
    never empty. `ignored` are header parameters that the standard says to ignore (Accept, Content-Type,
    Authorization). What it takes and each response are read when they are asked for; `gaps` are what is unreadable
    beside its inputs.
    """

    key: OperationKey
    origin: Origin = Origin.PATH
    operation_id: str | None = None
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    summary: str = field(default="", compare=False)
    description: str = field(default="", compare=False)
    inputs: Later[Inputs]
    responses: Lazy[str, Response]
    callbacks: Mapping[str, Callback] = field(default_factory=dict)
    security: tuple[SecurityRequirement, ...]
    servers: tuple[Server, ...]
    extensions: Extensions = field(default_factory=dict)
    gaps: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def parameters(self) -> Lazy[ParameterKey, Parameter]:
        return self.inputs.value.parameters

    @property
    def request_body(self) -> RequestBody | None:
        return self.inputs.value.request_body

    @property
    def ignored(self) -> tuple[Node, ...]:
        return self.inputs.value.ignored

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        return (*self.gaps, *self.inputs.value.unreadable)

    @property
    def method(self) -> str:
        return self.key.method

    @property
    def path(self) -> str:
        return self.key.path

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class PathItem:
    """The operations of one path template, webhook or callback expression, by method as sent (`GET`).

    What stands here for all of them (parameters, servers) is already part of each.
    """

    path: str
    origin: Origin = Origin.PATH
    operations: Lazy[str, Operation]
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A group of operations; `parent` and `kind` are OpenAPI 3.2's."""

    name: str
    parent: str | None = None
    kind: str | None = None
    extensions: Extensions = field(default_factory=dict)
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Everything a description promises. Path items, operations and component schemas are read when asked for.

    `version` is the feature family it was written in (`2.0`, `3.0`, `3.1`, `3.2`). `operations` are those of
    `paths`; webhooks and callbacks have their own. `nodes` of a lazy mapping gives raw nodes without reading.
    """

    version: str = field(compare=False)
    title: str = field(default="", compare=False)
    api_version: str = field(default="", compare=False)
    paths: Lazy[str, PathItem]
    operations: Lazy[OperationKey, Operation] = field(compare=False)
    webhooks: Lazy[str, PathItem]
    schemas: Lazy[str, SchemaUse] = field(compare=False)
    security: tuple[SecurityRequirement, ...]
    security_schemes: Mapping[str, SecurityScheme] = field(default_factory=dict)
    servers: tuple[Server, ...]
    tags: Mapping[str, Tag] = field(default_factory=dict)
    extensions: Extensions = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    find_problems: Callable[[], list[Problem]] = field(compare=False, repr=False)
    node: Node = field(compare=False, repr=False)

    @property
    def at(self) -> Location:
        return self.node.at

    def problems(self) -> list[Problem]:
        """Every position of the model that could not be read. Reads all that has not been read yet."""
        return self.find_problems()


def every_operation(api: Api) -> Iterator[Operation]:
    """All operations of webhooks and paths, each path item's followed by those of its callbacks."""
    yield from operations_below([*api.webhooks.values(), *api.paths.values()])


def operations_below(items: Iterable[PathItem]) -> Iterator[Operation]:
    """The operations of path items and of their callbacks; a path item that contains itself is walked once."""
    stack = list(items)[::-1]
    seen: set[tuple[Origin, str, str, Pointer]] = set()
    while stack:
        item = stack.pop()
        place = (item.origin, item.path, item.node.document.uri, item.node.pointer)
        if place in seen:
            continue
        seen.add(place)
        nested: list[PathItem] = []
        for operation in item.operations.values():
            yield operation
            for callback in operation.callbacks.values():
                nested += callback.items.values()
        stack += reversed(nested)
