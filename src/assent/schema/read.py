"""JSON and a dialect → Schema: every dialect's spelling becomes JSON Schema 2020-12; what is malformed is kept as a Trouble.

Nothing raises here except an unknown dialect's name. References are bound, and read when somebody follows them.
"""

from __future__ import annotations

import weakref
from typing import Any, Final

from assent.document.uris import as_fragment, split_fragment
from assent.json import Json, Pointer, canonical
from assent.records import dataclass, replace
from assent.schema.dialect import ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS, Dialect, dialect_named
from assent.schema.keywords import MALFORMED, VALUES
from assent.schema.library import Library, Resolve, Scope, Spot, Unresolved, declared, joined, spoken
from assent.schema.model import Place, Reference, Schema, Trouble, unread
from assent.schema.nodes import Pool
from assent.schema.respelling import settle

MOST_NESTED = 100
"""Levels of schemas written inside one another; deeper ones are a Trouble. References start anew."""

_DEFAULT: list[weakref.ref[Pool]] = []


def read(
    schema: Json,
    *,
    dialect: str,
    resolve: Resolve | None = None,
    uri: str = "",
    pointer: Pointer = (),
    pool: Pool | None = None,
) -> Schema:
    """The schema that the JSON says, in the dialect of one draft or OpenAPI version.

    `uri` is the absolute URI of the document that holds the JSON and `pointer` where in it. Without a pointer
    the JSON is the whole document; with one, references into the document find it through `resolve(uri)`.
    `resolve` gives the document at an absolute URI (without fragment). Give the same `resolve` for all schemas
    of one revision, and another one for another revision, and references are read once.
    Schemas that shall be compared must lie in one `pool`; without one they share a pool that lives as long as
    one of its schemas. A reference to nothing, or a malformed keyword, is no error: the schema then answers
    `Undecided`, naming it.

    Raises: UsageError if nobody knows the dialect.
    """
    speaks = dialect_named(dialect)
    pool = pool or _default_pool()
    if resolve is not None and pointer:
        library = pool.libraries.setdefault((resolve, dialect), Library(pool=pool, resolve=resolve))
        library.prepare(uri, speaks)
    else:
        library = Library(pool=pool, resolve=resolve)
        speaks = spoken(schema, speaks, resolve)
        library.add(uri, schema, speaks)
    spot = Spot(at=Place(uri, pointer), base=uri, dialect=speaks)
    if uri in library.resources:
        spot = library.spot_at(spot.at, library.resources[uri])
    return _read_at(spot, library, (), tree=schema, known=True)


def _default_pool() -> Pool:
    pool = _DEFAULT[0]() if _DEFAULT else None
    if pool is None:
        pool = Pool()
        _DEFAULT[:] = [weakref.ref(pool)]
    return pool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What holds for every schema of one resource while it is read."""

    library: Library
    uri: str
    base: str
    dialect: Dialect
    scope: Scope


def _read_at(spot: Spot, library: Library, scope: Scope, *, tree: Json = None, known: bool = False) -> Schema:
    scope = library.entered(scope, spot.base)
    schema = library.schemas.get((spot.at, scope))
    if schema is None:
        reading = _Reading(
            library=library, uri=spot.at.uri, base=spot.base, dialect=spot.dialect, scope=scope
        )
        try:
            tree = tree if known else library.tree_at(spot.at)
        except Unresolved as error:
            schema = _troubled(reading, spot.at, "$ref", str(error), str(spot.at))
        else:
            schema = _later(tree, spot.at.pointer, reading, 0, entered=True)
        library.schemas[spot.at, scope] = schema
    return schema


def _schema(tree: Json, pointer: Pointer, reading: _Reading, depth: int, *, entered: bool = False) -> Schema:
    """`entered`: the reading knows the schema's own identifier already."""
    at = Place(reading.uri, pointer)
    pool = reading.library.pool
    if isinstance(tree, bool):
        meaning = pool.top if tree else pool.bottom
        return Schema(pool=pool, at=at, keywords={}, source=tree, never=not tree, meaning=meaning)
    if not isinstance(tree, dict):
        return _troubled(reading, at, "schema", "a schema is an object or a boolean", _text(tree))
    if depth > MOST_NESTED:
        why = f"schemas are nested more than {MOST_NESTED} levels deep"
        return _troubled(reading, at, "nesting", why, f"{id(tree)}")
    schema = Schema(pool=pool, at=at, keywords={}, source=tree)
    _fill(schema, tree, reading if entered else _inside(tree, reading), depth)
    return schema


def _fill(schema: Schema, tree: dict[str, Json], reading: _Reading, depth: int) -> None:
    """Let the schema hold what the tree says."""
    known = reading.dialect.keywords
    if reading.dialect.ref_alone and "$ref" in tree:
        known = known & {"$ref"}
        schema.source = {"$ref": tree["$ref"]}
    keywords = schema.keywords
    for keyword, written in tree.items():
        if keyword not in known:
            continue
        value = VALUES.get(keyword)
        held = (
            _with_schemas(keyword, written, schema.at.pointer, reading, depth)
            if value is None
            else value(written, reading.dialect)
        )
        if held is not MALFORMED:
            keywords[keyword] = held
        elif written != [] or keyword not in _NOTHING_IF_EMPTY:
            at, text = schema.at.below(keyword), f"{keyword} {_text(written)}"
            why = "its value is not what the keyword takes"
            schema.troubles += (Trouble(construct=keyword, why=why, at=at, text=text),)
    settle(schema, reading.dialect)


_NOTHING_IF_EMPTY: Final = ("allOf", "prefixItems")
"""Lists of schemas that ask for nothing where they are empty, as generators write them; no standard allows it."""


def _later(tree: Json, pointer: Pointer, reading: _Reading, depth: int, *, entered: bool = False) -> Schema:
    """The schema, read when it is first asked what it says."""
    if (
        not isinstance(tree, dict)
        or depth > MOST_NESTED
        or not (entered or _inside(tree, reading) is reading)
    ):
        return _schema(tree, pointer, reading, depth, entered=entered)
    source = {"$ref": tree["$ref"]} if "$ref" in tree and reading.dialect.ref_alone else tree
    return unread(reading.library.pool, Place(reading.uri, pointer), source, (_fill, tree, reading, depth))


def _each_later(trees: dict[str, Json], pointer: Pointer, reading: _Reading, depth: int) -> dict[str, Schema]:
    """The schemas of a map, each read when it is first asked what it says: most that lie around a change never are."""
    pool, uri, identifier = reading.library.pool, reading.uri, reading.dialect.identifier
    made: dict[str, Schema] = {}
    for name, tree in trees.items():
        if (
            type(tree) is not dict or "$ref" in tree or "$schema" in tree or identifier in tree
        ) or depth > MOST_NESTED:
            made[name] = _later(tree, (*pointer, name), reading, depth)
        else:
            made[name] = unread(pool, Place(uri, (*pointer, name)), tree, (_fill, tree, reading, depth))
    return made


def _inside(tree: dict[str, Json], reading: _Reading) -> _Reading:
    """The reading with the schema's own identifier and `$schema`, where it has them."""
    if "$schema" not in tree and reading.dialect.identifier not in tree:
        return reading  # as nearly always
    dialect = declared(tree, reading.dialect)
    own = tree.get(dialect.identifier) if dialect.identifier else None
    base = reading.base
    if isinstance(own, str) and not (dialect.ref_alone and "$ref" in tree):
        base = split_fragment(joined(base, own))[0] or base
    if base == reading.base and dialect is reading.dialect:
        return reading
    scope = reading.library.entered(reading.scope, base)
    return replace(reading, base=base, dialect=dialect, scope=scope)


def _with_schemas(keyword: str, written: Json, pointer: Pointer, reading: _Reading, depth: int) -> Any:
    """What the schema holds under a keyword that takes schemas or a reference, or MALFORMED."""
    below = (*pointer, keyword)
    match written:
        case str() if keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
            return _reference(keyword, written, Place(reading.uri, below), reading)
        case {"$ref": str() as text} if keyword in _SEVERAL and reading.dialect.lenient:
            return _elsewhere(keyword, text, reading)
        case [] if keyword in SCHEMA_LISTS:
            return MALFORMED
        case list() if keyword in SCHEMA_LISTS or (keyword == "items" and reading.dialect.item_lists):
            return tuple(
                [_schema(part, (*below, str(i)), reading, depth + 1) for i, part in enumerate(written)]
            )
        case dict() if keyword in SCHEMA_MAPS:
            return _each_later(written, below, reading, depth + 1)
        case dict() if keyword == "dependencies":
            return {key: _dependency(part, (*below, key), reading, depth) for key, part in written.items()}
        case dict() | bool() if keyword in ONE_SCHEMA:
            return _later(written, below, reading, depth + 1)
        case _:
            return MALFORMED


_SEVERAL: Final = frozenset((*SCHEMA_MAPS, *SCHEMA_LISTS))


def _elsewhere(keyword: str, text: str, reading: _Reading) -> Any:
    """The schemas of a map or list in whose place a reference stands, each behind a reference of its own.

    No standard allows it, but a text cannot be the schema of a property that is named `$ref`, and people keep whole
    sets of properties in files of their own. MALFORMED where the reference names no such map or list.
    """
    uri, met = joined(reading.base, text), set[str]()
    held: Json = None
    while uri not in met:
        met.add(uri)
        try:
            held = reading.library.tree_at(reading.library.find(uri, reading.dialect).at)
        except Unresolved:
            return MALFORMED
        match held:
            case {"$ref": str() as further}:
                text = uri = joined(uri, further)
            case _:
                break
    else:
        return MALFORMED
    inner = {key: f"{text}{'' if '#' in text else '#'}{as_fragment((key,))[1:]}" for key in _keys(held)}
    spots = {
        key: reading.library.find(joined(reading.base, each), reading.dialect) for key, each in inner.items()
    }
    schemas = {
        key: Schema(
            pool=reading.library.pool,
            at=spot.at,
            keywords={"$ref": _reference("$ref", inner[key], spot.at, reading)},
            source={"$ref": inner[key]},
        )
        for key, spot in spots.items()
    }
    match held:
        case dict() if keyword in SCHEMA_MAPS:
            return schemas
        case list() if keyword in SCHEMA_LISTS:
            return tuple(schemas.values())
        case _:
            return MALFORMED


def _keys(held: Json) -> list[str]:
    match held:
        case dict():
            return list(held)
        case list():
            return [str(index) for index in range(len(held))]
        case _:
            return []


def _dependency(part: Json, pointer: Pointer, reading: _Reading, depth: int) -> Schema | tuple[str, ...]:
    if isinstance(part, list) and all(isinstance(name, str) for name in part):
        return tuple([name for name in part if isinstance(name, str)])
    return _schema(part, pointer, reading, depth + 1)


def _reference(keyword: str, text: str, at: Place, reading: _Reading) -> Reference:
    library, scope = reading.library, reading.scope
    key = reading.base, keyword, text, reading.dialect.name, scope

    def target() -> Schema:
        if (known := library.targets.get(key)) is not None:
            return known
        try:
            spot = library.find(joined(reading.base, text), reading.dialect)
            if keyword != "$ref":
                spot = _late_bound(keyword, text, spot, library, scope)
            library.tree_at(spot.at)
        except Unresolved as error:
            # What is missing in both of two documents is missing alike; what lies elsewhere may differ unseen.
            named = text if text.startswith("#") else joined(reading.base, text)
            return _troubled(reading, at, keyword, str(error), named)
        found = library.targets[key] = _read_at(spot, library, scope)
        return found

    return Reference(text, target)


def _late_bound(keyword: str, text: str, spot: Spot, library: Library, scope: Scope) -> Spot:
    """Where a dynamic reference lands: the outermost schema of that anchor, if the nearest one is dynamic.

    Source: JSON Schema 2020-12 core §8.2.3.2; 2019-09 core §8.2.4.2.1.
    """
    name = "" if keyword == "$recursiveRef" else split_fragment(text)[1]
    if name.startswith("/") or library.dynamic.get(spot.base, {}).get(name) != spot.at:
        return spot
    outer = dict(scope).get(name, spot.at)
    if outer.uri not in library.documents:
        return spot
    return library.spot_at(outer, library.resources[outer.uri])


def _troubled(reading: _Reading, at: Place, construct: str, why: str, text: str) -> Schema:
    trouble = Trouble(construct=construct, why=why, at=at, text=f"{construct} {text}")
    return Schema(pool=reading.library.pool, at=at, keywords={}, troubles=(trouble,))


def _text(value: Json) -> str:
    """A text for a malformed value, the same for equal values."""
    try:
        return canonical(value).decode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError):
        return f"object {id(value)}"
