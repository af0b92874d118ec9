"""Documents that schemas are read from: which resource an identifier or an anchor names, across documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

import msgspec

from assent.document.uris import join, split_fragment
from assent.errors import DescriptionError
from assent.json import Json, Pointer, at_pointer, parse_pointer
from assent.records import dataclass, field, replace
from assent.schema.dialect import (
    DIALECTS,
    META_SCHEMAS,
    ONE_SCHEMA,
    SCHEMA_LISTS,
    SCHEMA_MAPS,
    VALIDATION,
    VALIDATION_VOCABULARIES,
    Dialect,
)
from assent.schema.model import Place, Schema
from assent.schema.nodes import Pool

Resolve: TypeAlias = Callable[[str], Json]
"""Gives the document at an absolute URI. May raise LookupError, OSError, ValueError or DescriptionError."""

Scope: TypeAlias = "tuple[tuple[str, Place], ...]"
"""Dynamic anchors of the resources entered so far, outermost first winning, in the order of their names."""

NOT_SCHEMAS = frozenset({"enum", "const", "default", "example", "examples"})


class Unresolved(Exception):
    """Nothing can be read at a reference; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place with what must be known to read a schema there."""

    at: Place
    base: str
    dialect: Dialect


@dataclass(slots=True, eq=False, kw_only=True)
class Library:
    """The documents of one revision, loaded when a reference first needs them."""

    pool: Pool
    resolve: Resolve | None
    documents: dict[str, Json] = field(default_factory=dict)
    resources: dict[str, Spot] = field(default_factory=dict)
    anchors: dict[tuple[str, str], Spot] = field(default_factory=dict)
    dynamic: dict[str, dict[str, Place]] = field(default_factory=dict)
    """Per resource, the schemas that a late-bound reference may land on; `$recursiveAnchor` has the empty name."""
    inner: dict[str, list[Spot]] = field(default_factory=dict)
    """Per document, the resources that begin inside of it, outer ones first."""
    schemas: dict[tuple[Place, Scope], Schema] = field(default_factory=dict)
    targets: dict[tuple[str, str, str, str, Scope], Schema] = field(default_factory=dict)
    """What references name, by base, keyword, text, dialect and scope: the same few are named over and over."""

    def add(self, uri: str, tree: Json, dialect: Dialect) -> None:
        """Take a document in, with every identifier and anchor it declares."""
        self.documents[uri] = tree
        start = own_base(uri, tree) if dialect.lenient else uri
        whole = Spot(at=Place(uri, ()), base=start, dialect=declared(tree, dialect))
        self.resources.setdefault(uri, whole)
        self.resources.setdefault(start, whole)
        found = self.inner.setdefault(uri, [])
        if not dialect.identifier or (dialect.lenient and not declares(tree)):
            return
        for pointer, held, base, speaks in resources(tree, start, dialect):
            spot = Spot(at=Place(uri, pointer), base=base, dialect=speaks)
            own = held.get(speaks.identifier)
            if isinstance(own, str):
                absolute, fragment = split_fragment(own)
                if absolute:
                    self.resources.setdefault(base, spot)
                    found.append(spot)
                    if not pointer:
                        self.resources[uri] = spot
                if fragment and not speaks.anchors:
                    self.anchors.setdefault((base, fragment), spot)
            if not speaks.anchors:
                continue
            for keyword in ("$anchor", "$dynamicAnchor"):
                name = held.get(keyword)
                if isinstance(name, str):
                    self.anchors.setdefault((base, name), spot)
                    if keyword == "$dynamicAnchor":
                        self.dynamic.setdefault(base, {}).setdefault(name, spot.at)
            if held.get("$recursiveAnchor") is True and speaks.dynamic == "$recursiveRef":
                self.dynamic.setdefault(base, {}).setdefault("", spot.at)

    def prepare(self, uri: str, dialect: Dialect) -> None:
        """Load a document before its schemas are read, if identifiers in it could change what they mean."""
        if dialect.identifier and uri not in self.documents:
            with suppress(Unresolved):
                self._load(uri, dialect)

    def find(self, uri: str, dialect: Dialect) -> Spot:
        """What the absolute reference names; `dialect` is spoken by a document that does not say.

        Raises: Unresolved if it names nothing.
        """
        bare, fragment = split_fragment(uri)
        if bare not in self.resources:
            self._load(bare, dialect)
        root = self.resources[bare]
        if not fragment:
            return root
        if not fragment.startswith("/"):
            spot = self.anchors.get((root.base, unquote(fragment)))
            if spot is None:
                raise Unresolved(f"no anchor {fragment!r} is declared there")
            return spot
        try:
            pointer = root.at.pointer + parse_pointer(unquote(fragment))
        except ValueError as error:
            raise Unresolved(str(error)) from error
        return self.spot_at(Place(root.at.uri, pointer), root)

    def spot_at(self, at: Place, root: Spot) -> Spot:
        """The place with the base and dialect of the innermost resource around it."""
        around = root
        for spot in self.inner.get(at.uri, ()):
            inner = spot.at.pointer
            if len(inner) >= len(around.at.pointer) and at.pointer[: len(inner)] == inner:
                around = spot
        return Spot(at=at, base=around.base, dialect=around.dialect)

    def tree_at(self, at: Place) -> Json:
        """The JSON at a place of a loaded document.

        Raises: Unresolved if there is none.
        """
        try:
            return at_pointer(self.documents[at.uri], at.pointer)
        except LookupError as error:
            raise Unresolved("nothing stands there") from error

    def entered(self, scope: Scope, base: str) -> Scope:
        """The scope inside of a resource: its dynamic anchors join, but never replace an outer one."""
        own = self.dynamic.get(base)
        if not own:
            return scope
        return tuple(sorted({**own, **dict(scope)}.items(), key=lambda entry: entry[0]))

    def _load(self, uri: str, dialect: Dialect) -> None:
        if self.resolve is None:
            raise Unresolved("it lies in another document, and none but this one is at hand")
        try:
            tree = self.resolve(uri)
        except (LookupError, OSError, ValueError, DescriptionError) as error:
            raise Unresolved(f"the document cannot be had: {error}") from error
        self.add(uri, tree, spoken(tree, dialect, self.resolve))


def joined(base: str, reference: str) -> str:
    """The absolute URI of a reference, as the loader spells it; also below URNs, which have no folders."""
    if reference.startswith("#"):
        return split_fragment(base)[0] + reference
    return reference if urlsplit(reference).scheme or not base else join(base, reference)


def own_base(uri: str, tree: Json) -> str:
    """What references in an OpenAPI document are relative to: its `$self`, else where it came from (OAS 3.2 §4.1.2.2)."""
    own = tree.get("$self") if isinstance(tree, dict) else None
    return split_fragment(joined(uri, own))[0] if isinstance(own, str) else uri


def declared(tree: Json, dialect: Dialect) -> Dialect:
    """The dialect that `$schema` names, or the given one."""
    said = tree.get("$schema") if isinstance(tree, dict) else None
    if isinstance(said, str) and not dialect.lenient:
        return DIALECTS.get(META_SCHEMAS.get(said.rstrip("#"), ""), dialect)
    return dialect


DECLARING = frozenset({"$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"})


def declares(tree: Json) -> bool:
    """Whether any object in the tree holds a keyword that names it; quick for large documents without any."""
    try:
        text = msgspec.json.encode(tree)  # to write it and search that is six times as fast as to walk it
    except (TypeError, ValueError, OverflowError, RecursionError):  # half characters, numbers beyond 64 bits
        return _declares(tree)
    return any(b'"%b"' % word.encode() in text for word in DECLARING) and _declares(tree)


def _declares(tree: Json) -> bool:
    todo: list[Json] = [tree]
    while todo:
        held = todo.pop()
        if isinstance(held, dict):
            if not DECLARING.isdisjoint(held):
                return True
            todo.extend([part for part in held.values() if isinstance(part, dict | list)])
        elif isinstance(held, list):
            todo.extend([part for part in held if isinstance(part, dict | list)])
    return False


def spoken(tree: Json, dialect: Dialect, resolve: Resolve | None) -> Dialect:
    """The dialect of a document: the one that `$schema` names, without what its meta-schema leaves out.

    Source: JSON Schema 2020-12 core §8.1.2, `$vocabulary`.
    """
    known = declared(tree, dialect)
    said = tree.get("$schema") if isinstance(tree, dict) else None
    if known is not dialect or resolve is None or not isinstance(said, str) or not dialect.anchors:
        return known
    if dialect.lenient or said.rstrip("#") in META_SCHEMAS:
        return known
    try:
        meta = resolve(split_fragment(said)[0])
    except (LookupError, OSError, ValueError, DescriptionError):
        return known
    used = meta.get("$vocabulary") if isinstance(meta, dict) else None
    if not isinstance(used, dict) or any(uri in used for uri in VALIDATION_VOCABULARIES):
        return known
    return replace(known, name=said, keywords=known.keywords - VALIDATION)


def resources(
    tree: Json, uri: str, dialect: Dialect
) -> Iterator[tuple[Pointer, dict[str, Json], str, Dialect]]:
    """Every schema of a document that may declare something, with its pointer, base URI and dialect."""
    todo: list[tuple[Pointer, Json, str, Dialect]] = [((), tree, uri, dialect)]
    while todo:
        pointer, held, base, speaks = todo.pop()
        if not isinstance(held, dict):
            if isinstance(held, list) and dialect.lenient:
                todo.extend(((*pointer, str(i)), part, base, speaks) for i, part in enumerate(held))
            continue
        speaks = declared(held, speaks)
        own = held.get(speaks.identifier)
        if isinstance(own, str) and not (speaks.ref_alone and "$ref" in held):
            base = split_fragment(joined(base, own))[0] or base
        if (
            isinstance(own, str)
            or "$anchor" in held
            or "$dynamicAnchor" in held
            or "$recursiveAnchor" in held
        ):
            yield pointer, held, base, speaks
        below = _anywhere(held) if dialect.lenient else _schemas(held)
        todo.extend(((*pointer, *path), part, base, speaks) for path, part in below)


def _anywhere(held: dict[str, Json]) -> Iterator[tuple[Pointer, Json]]:
    for key, part in held.items():
        if key not in NOT_SCHEMAS and isinstance(part, dict | list):
            yield (key,), part


def _schemas(held: dict[str, Json]) -> Iterator[tuple[Pointer, Json]]:
    for key, part in held.items():
        if (isinstance(part, dict) and key in SCHEMA_MAPS) or (
            key == "dependencies" and isinstance(part, dict)
        ):
            yield from (((key, name), inner) for name, inner in part.items())
        elif isinstance(part, list) and (key in SCHEMA_LISTS or key == "items"):
            yield from (((key, str(i)), inner) for i, inner in enumerate(part))
        elif key in ONE_SCHEMA:
            yield (key,), part
