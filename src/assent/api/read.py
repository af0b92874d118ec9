"""A description → its Api: the root, path items and operations, whatever the version; operations on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn

from assent.api.content import Extensions, SchemaUse, Unreadable
from assent.api.keys import OperationKey
from assent.api.lazy import Lazy, LazyKeys
from assent.api.model import Api, Callback, Operation, PathItem, Server, Tag, operations_below
from assent.api.read_security import read_security
from assent.api.reading import Fields, Inherited, Reading, Version, patterned
from assent.api.security import ANONYMOUS, SecurityRequirement
from assent.api.sides import Origin
from assent.api.versions import version_named
from assent.document import DanglingReference, Description, Node, Problem
from assent.json import Json
from assent.records import dataclass
from assent.schema.dialect import META_SCHEMAS
from assent.schema.model import Schema
from assent.schema.nodes import Pool
from assent.schema.read import read as read_schema_of

DIALECT = "jsonSchemaDialect"
OAS_DIALECT = "https://spec.openapis.org/oas/"

ELSEWHERE = frozenset({"$ref", "additionalOperations"})
"""Members of a path item whose operations do not stand among its own members."""


def _none(key: str, _node: Node) -> NoReturn:
    raise KeyError(key)


NO_ITEMS: Lazy[str, PathItem] = Lazy({}, _none)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Whole:
    """What holds for every operation of one description that does not say otherwise, and what is unreadable in it.

    `inherited` is what a path item gives to its operations that has nothing else.
    """

    reading: Reading
    inherited: Inherited
    security: tuple[SecurityRequirement, ...]
    security_gaps: list[Unreadable]


def read_api(description: Description, *, pool: Pool | None = None) -> Api:
    """The Api that a description promises. Give two descriptions one `pool` to compare what they promise.

    Operations and schemas are read when they are asked for, so the description has to stay at hand. Nothing that
    is broken in it raises: `problems()` tells, and `unreadable` marks what records lack.
    """
    version = version_named(description.version)
    root = description.root
    reading = Reading(
        description=description,
        version=version,
        schema_of=_schema_reader(
            description, pool or Pool(), _dialect(root, version.dialect) or version.dialect
        ),
    )
    fields = Fields(reading, root)
    if _dialect(root, version.dialect) is None:
        message = "This dialect is not known, so schemas are read as OpenAPI's own. Name one that is."
        fields.gap(DIALECT, root.get(DIALECT) or root, "unknown-dialect", message)
    reading.schemes.update(version.read_schemes(fields))
    before = len(fields.gaps)
    servers = version.read_servers(fields) or (Server(url="/", node=root),)
    between = len(fields.gaps)
    security = read_security(fields, inherited=(ANONYMOUS,))
    whole = _Whole(
        reading=reading,
        inherited=Inherited(servers=servers, server_gaps=tuple(fields.gaps[before:between])),
        security=security,
        security_gaps=fields.gaps[between:],
    )
    paths = _items(fields, "paths", Origin.PATH, whole)
    webhooks = _items(fields, version.webhooks, Origin.WEBHOOK, whole) if version.webhooks else NO_ITEMS
    info = fields.object("info")
    told = Fields(reading, info or Node({}, root.document, ("info",)))
    return Api(
        version=version.name,
        title=told.words("title"),
        api_version=told.words("version"),
        paths=paths,
        operations=_operations(paths, version),
        webhooks=webhooks,
        schemas=_schemas(fields),
        security=security,
        security_schemes=dict(reading.schemes),
        servers=servers,
        tags=_tags(fields),
        extensions=fields.extensions(without=frozenset({version.webhooks})),
        unreadable=fields.unreadable(),
        find_problems=lambda: _problems([*webhooks.values(), *paths.values()], whole),
        node=root,
    )


def _dialect(root: Node, own: str) -> str | None:
    """The dialect of schemas that do not name one; None where the description names one that nobody knows."""
    match root.value:
        case {"jsonSchemaDialect": uri} if own not in {"openapi-3.0", "openapi-2.0"}:
            named = uri if isinstance(uri, str) else ""
            return own if named.startswith(OAS_DIALECT) else META_SCHEMAS.get(named.rstrip("#"))
        case _:
            return own


def _schema_reader(description: Description, pool: Pool, dialect: str) -> Callable[[Node], Schema]:
    def resolve(uri: str) -> Json:
        try:
            return description.resolve(uri).value
        except DanglingReference as dangling:
            raise LookupError(str(dangling)) from dangling

    def read(node: Node) -> Schema:
        return read_schema_of(
            node.value,
            dialect=dialect,
            resolve=resolve,
            uri=node.document.uri,
            pointer=node.pointer,
            pool=pool,
        )

    return read


def _schemas(fields: Fields) -> Lazy[str, SchemaUse]:
    """The named schemas of the root document."""
    *outer, last = fields.reading.version.schemas
    for key in outer:
        held = fields.object(key)
        if held is None:
            return Lazy({}, _none)
        fields = Fields(fields.reading, held)
    read = fields.reading.schema_of
    return Lazy(dict(fields.members(last)), lambda _name, node: SchemaUse(node=node, read=read))


def _tags(fields: Fields) -> dict[str, Tag]:
    read = [fields.part(_read_tag, part, node, "") for part, node in fields.elements("tags")]
    return {tag.name: tag for tag in read if tag is not None}


def _read_tag(reading: Reading, node: Node, _name: str) -> Tag | None:
    fields = Fields(reading, node)
    name = fields.text("name")
    if name is None:
        if not fields.gaps:
            fields.problem("missing-field", node, "A tag must have 'name'. Add it.")
        return None
    return Tag(
        name=name,
        parent=fields.words("parent") or None,
        kind=fields.words("kind") or None,
        extensions=fields.extensions(),
        node=node,
    )


def _items(fields: Fields, key: str, origin: Origin, whole: _Whole) -> Lazy[str, PathItem]:
    held = fields.object(key)
    if held is None:
        return NO_ITEMS
    nodes = dict(patterned(held))
    if origin is Origin.PATH:
        for path, node in nodes.items():
            if not path.startswith("/"):
                fields.problem("path-without-slash", node, f"The path {path!r} must start with '/'. Add it.")
    return Lazy(nodes, lambda name, node: _read_item(whole, node, name, origin))


def _operations(paths: Lazy[str, PathItem], version: Version) -> Lazy[OperationKey, Operation]:
    """The operations of all paths, listed when somebody asks for them all, and then without reading them."""
    return LazyKeys(
        lambda: _listed(paths, version), lambda key, _node: paths[key.path].operations[key.method]
    )


def _listed(paths: Lazy[str, PathItem], version: Version) -> dict[OperationKey, Node]:
    nodes: dict[OperationKey, Node] = {}
    for path, node in paths.nodes.items():
        if isinstance(node.value, dict) and not ELSEWHERE.isdisjoint(node.value):
            for method, held in paths[path].operations.nodes.items():
                nodes[OperationKey(method, path)] = held
            continue
        for member, held in node.members():
            if member in version.methods and isinstance(held.value, dict):
                nodes[OperationKey(member.upper(), path)] = held
    return nodes


def _read_item(whole: _Whole, node: Node, path: str, origin: Origin) -> PathItem:
    """A path item, once for each place. Members next to its `$ref` replace those of what it names."""
    reading = whole.reading
    known = (origin, path, node.document.uri, node.pointer)
    if known in reading.items:
        return reading.items[known]
    own = Fields(reading, node)
    target = own.as_object("", node)
    layers = [own, Fields(reading, target)] if target is not None and target is not node else [own]
    plain = len(layers) == 1 and reading.version.methods.issuperset(own.present)
    inherited = whole.inherited if plain else _inherited(whole, layers)
    nodes = _methods(layers)

    def read(method: str, held: Node) -> Operation:
        return _read_operation(whole, held, OperationKey(method, path), origin, inherited)

    item = reading.items[known] = PathItem(
        path=path,
        origin=origin,
        operations=Lazy(nodes, read),
        extensions=_extensions(layers),
        unreadable=_gaps(layers),
        node=node,
    )
    return item


def _inherited(whole: _Whole, layers: list[Fields]) -> Inherited:
    parameters = list(_layer(layers, "parameters").elements("parameters"))
    servers = whole.reading.version.read_servers(_layer(layers, "servers"))
    return Inherited(
        parameters=parameters,
        servers=servers or whole.inherited.servers,
        server_gaps=() if servers else whole.inherited.server_gaps,
        unreadable=_gaps(layers),
    )


def _extensions(layers: list[Fields]) -> Extensions:
    """Those of all layers; of equal names the first layer's."""
    found = layers[-1].extensions()
    for layer in reversed(layers[:-1]):
        found = {**found, **layer.extensions()}
    return found


def _gaps(layers: list[Fields]) -> tuple[Unreadable, ...]:
    return tuple([gap for layer in layers for gap in layer.gaps])


def _layer(layers: list[Fields], key: str) -> Fields:
    """The first of the layers that has the member, or the last."""
    for layer in layers:
        if key in layer.present:
            return layer
    return layers[-1]


def _methods(layers: list[Fields]) -> dict[str, Node]:
    """The raw operations by method as sent. What is no object cannot be one, and leaves a gap."""
    version = layers[0].reading.version
    nodes: dict[str, Node] = {}
    for layer in reversed(layers):
        for member in layer.present:
            node = layer.child(member) if member in version.methods else None
            if node is not None and is_object(layer, member, node):
                nodes[member.upper()] = node
    if version.additional_operations:
        layer = _layer(layers, "additionalOperations")
        for method, node in layer.members("additionalOperations"):
            if is_object(layer, f"additionalOperations/{method}", node):
                nodes.setdefault(method, node)
    return nodes


def is_object(fields: Fields, part: str, node: Node) -> bool:
    """Whether the node may be read as an operation; a reference is not followed before that."""
    if not isinstance(node.value, dict):
        fields.wrong(part, node, "an object")
    return isinstance(node.value, dict)


def _read_operation(
    whole: _Whole, node: Node, key: OperationKey, origin: Origin, inherited: Inherited
) -> Operation:
    reading = whole.reading
    outer = Fields(reading, node)
    target = outer.as_object("", node) or node
    fields = outer if target is node else Fields(reading, target)
    fields.gaps = [*outer.gaps, *inherited.unreadable]
    own_security = origin is not Origin.PATH or fields.present.get("security") is not None
    security = read_security(fields, inherited=whole.security if not own_security else (ANONYMOUS,))
    fields.gaps += () if own_security else whole.security_gaps
    servers = reading.version.read_servers(fields)
    fields.gaps += () if servers else inherited.server_gaps
    return Operation(
        key=key,
        origin=origin,
        operation_id=fields.text("operationId"),
        tags=tuple(dict.fromkeys(fields.texts("tags"))),
        deprecated=fields.flag("deprecated"),
        summary=fields.words("summary"),
        description=fields.words("description"),
        inputs=reading.version.read_inputs(fields, inherited),
        responses=reading.version.read_responses(fields),
        callbacks=_callbacks(fields, whole),
        security=security,
        servers=servers or inherited.servers,
        extensions=fields.extensions(),
        gaps=fields.unreadable(),
        node=target,
    )


def _callbacks(fields: Fields, whole: _Whole) -> Mapping[str, Callback]:
    if not fields.reading.version.callbacks:
        return {}
    read = {
        name: fields.part(_read_callback, f"callbacks/{name}", node, (name, whole))
        for name, node in fields.members("callbacks")
    }
    return {name: callback for name, callback in read.items() if callback is not None}


def _read_callback(reading: Reading, node: Node, context: tuple[str, _Whole]) -> Callback:
    name, whole = context
    fields = Fields(reading, node)
    return Callback(
        name=name,
        items=Lazy(
            dict(patterned(node)),
            lambda expression, held: _read_item(whole, held, expression, Origin.CALLBACK),
        ),
        extensions=fields.extensions(),
        node=node,
    )


def _problems(items: list[PathItem], whole: _Whole) -> list[Problem]:
    """Reads everything there is, and tells what was found wrong on the way, in a fixed order."""
    reading = whole.reading
    for operation in operations_below([*items, *_unused(whole)]):
        list(operation.parameters.values())
        list(operation.responses.values())
    return [reading.found[key] for key in sorted(reading.found, key=lambda key: (key[1], key[2], key[0]))]


def _unused(whole: _Whole) -> Iterator[PathItem]:
    """Reads the named parts of the root document, used or not; those that hold operations are given back."""
    reading = whole.reading
    components = Fields(reading, reading.description.root).object("components")
    if components is None:
        return
    fields = Fields(reading, components)
    for section, read in reading.version.components.items():
        for name, node in fields.members(section):
            fields.part(read, f"{section}/{name}", node, name)
    if reading.version.callbacks:
        for name, node in fields.members("callbacks"):
            callback = fields.part(_read_callback, f"callbacks/{name}", node, (name, whole))
            yield from () if callback is None else callback.items.values()
        for name, node in fields.members("pathItems"):
            yield _read_item(whole, node, name, Origin.PATH)
