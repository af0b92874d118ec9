"""What is written the same in both revisions, with everything it refers to, and so need not be read.

An operation is the same if its text is equal, what it inherits is equal, and every reference in it leads to
something that is the same. Doubts (identifiers that move references, references to nothing) count as changes: then
the operation is read and compared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec

from assent.api import PathItem
from assent.compare.rewriting import HIDDEN, UNKNOWN_MARKS, Marks
from assent.document import DanglingReference, Description, Node
from assent.document.sameness import escapes_names, refers_elsewhere, refers_to_components_alone
from assent.document.uris import join
from assent.json import Json, at_pointer, encoded, equal, walk
from assent.schema import Schema
from assent.spared import regex

Pair: TypeAlias = tuple[str, str]
"""The absolute URIs of what one reference names in the old and in the new revision."""

AMBIENT: Final = (
    "servers",
    "security",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "securityDefinitions",
    "jsonSchemaDialect",
    "$self",
)
"""Members of the OpenAPI Object that every operation inherits."""

SHARED: Final = ("parameters", "servers", "$ref")
"""Members of a Path Item Object that each of its operations inherits."""

_DOLLARED: Final = regex(
    rb'\$(?<="\$)(?:(?:ref|dynamicRef|recursiveRef)":(?=")|(?=(?:id|anchor|dynamicAnchor)":))'
    rb'("[^"\\]*(?:\\.[^"\\]*)*"|\w+)'
)
"""A reference, of which it gives the text, or an identifier that may move references, of which it gives the name.

It begins with one letter, which is found fast.
"""
_SHORT: Final = 1024
"""Bytes of a value that may well be written in many places alike."""

_MOVING: Final = frozenset({b"id", b"anchor", b"dynamicAnchor"})


def marks_in(*descriptions: Description) -> Marks:
    """Which of `readOnly` and `writeOnly` stand in descriptions; both anywhere where references lead out of one."""
    anywhere, named = set[str](), set[str]()
    for description in descriptions:
        document = description.root.document
        text = description.texts.get(document.uri)
        if text is None:
            return UNKNOWN_MARKS
        escaped = escapes_names(text, is_json=document.is_json)
        written = HIDDEN.values() if escaped else _marks_written(text)
        if written:
            is_known = refers_to_components_alone(text, escaped=escaped)
        else:  # whatever is named in the text is not marked
            is_known = not refers_elsewhere(text, escaped=escaped)
        if not is_known:
            return UNKNOWN_MARKS
        anywhere.update(written)
        named.update(_marks_of_named(description.root.value, written))
    return Marks(frozenset(anywhere), frozenset(named))


def _marks_written(text: bytes) -> set[str]:
    """Which of the words stand in the text. Their capital letter is rare, and one letter is found faster than a word."""
    found, end = set[str](), b"Only"
    place = text.find(end[:1])
    while place >= 0:
        if text.startswith(end, place):
            till = place + len(end)
            found.update(mark for mark in HIDDEN.values() if text.endswith(mark.encode(), 0, till))
        place = text.find(end[:1], place + 1)
    return found


def _marks_of_named(root: Json, marks: Collection[str]) -> Collection[str]:
    """Which of the words named schemas are marked with."""
    match root:
        case {"components": {"schemas": _}, "definitions": _}:
            return marks
        case {"components": {"schemas": dict(named)}} | {"definitions": dict(named)}:
            return [
                mark for mark in marks if any(isinstance(it, dict) and mark in it for it in named.values())
            ]
        case _:
            return marks


def references_in(value: Json) -> frozenset[str] | None:
    """The texts of all references in the value, those in examples too; None if identifiers may move them."""
    if isinstance(value, dict) and len(value) == 1 and isinstance(reference := value.get("$ref"), str):
        return frozenset((reference,))
    text = encoded(value)
    return _walked(value) if text is None else _references(text)


def _references(text: bytes) -> frozenset[str] | None:
    return _known_text(text) if len(text) < _SHORT else _referred(text)


def references_if_same(one: Json, other: Json) -> frozenset[str] | None:
    """The texts of all references in two values that are equal; None if they are not, or identifiers may move them."""
    if one != other:
        return None
    text = encoded(one)
    if text is not None and text == encoded(other):  # which tells `true` from `1`, as `==` does not
        return _references(text)
    return references_in(one) if equal(one, other) else None


def _referred(text: bytes) -> frozenset[str] | None:
    """The texts of all references in a value that was written as JSON; None if identifiers may move them."""
    _, *after = text.split(b'"$ref":"')
    if len(after) in (text.count(b"$"), text.count(b'"$')):  # as nearly always, all begin references
        named = {each[: each.index(b'"')] for each in after}
        if b"".join(named).find(b"\\") < 0:  # `in` would ask first whether it is a number
            return frozenset(map(bytes.decode, named))
    found = set(_DOLLARED.findall(text))
    if not found.isdisjoint(_MOVING):
        return None
    return frozenset(map(_text, found))


_known_text: Final = lru_cache(maxsize=1 << 12)(_referred)
"""The same, once for each text: many operations answer in the same few words."""


@lru_cache(maxsize=1 << 14)
def _text(reference: bytes) -> str:
    """The text that a JSON string spells. Few names are referred to over and over."""
    return str(msgspec.json.decode(reference)) if b"\\" in reference else reference[1:-1].decode()


def _walked(value: Json) -> frozenset[str] | None:
    found: set[str] = set()
    for _, part in walk(value):
        if isinstance(part, dict):
            if any(word in part for word in ("$id", "$anchor", "$dynamicAnchor")):
                return None
            for name in ("$ref", "$dynamicRef", "$recursiveRef"):
                if isinstance(reference := part.get(name), str):
                    found.add(reference)
    return frozenset(found)


class Unchanged:
    """Answers what is the same between two descriptions; each pair of named things is looked at once."""

    def __init__(self, old: Description, new: Description) -> None:
        self._old, self._new = old, new
        self._known: dict[Pair, bool] = {}
        self._by_text: dict[Pair, dict[str, bool]] = {}
        self._parts: dict[tuple[int, ...], tuple[Node, Node, bool]] = {}
        self._language = old.version == new.version and _dialect(old.root) == _dialect(new.root)
        self._ambient = self._language and equal(_ambient(old.root), _ambient(new.root))

    def item(self, old: Node, new: Node) -> bool:
        """Whether all operations of two path items are the same, as one look shows."""
        return self._ambient and self.same(old, new)

    def operation(self, old: PathItem, new: PathItem, method: str) -> bool:
        """Whether the operation of that method is the same in both path items."""
        if not self._ambient:
            return False
        before, after = old.operations.nodes[method], new.operations.nodes[method]
        if before.value != after.value:
            return False
        item, written = (old.node, new.node), (_container(before, old.node), _container(after, new.node))
        is_there = written[0] is item[0] and written[1] is item[1]
        for one, other in (item,) if is_there else (item, written):
            if not self._same_values(_shared(one.value), _shared(other.value), one, other):
                return False
        return self._same_values(before.value, after.value, before, after)

    def same(self, old: Node, new: Node) -> bool:
        """Whether two parts of the descriptions are equal with everything they refer to."""
        return self._language and self._same_values(old.value, new.value, old, new)

    def same_part(self, old: Node, new: Node, but: frozenset[str]) -> bool:
        """Whether two parts, or what references in their place name, are the same `but` for these members of theirs.

        `but` follows from what the parts are. Each pair is looked at once, since many operations refer to one part.
        """
        try:
            before, after = self._old.follow(old), self._new.follow(new)
        except DanglingReference:
            return False
        pair = id(before.value), id(before.document), id(after.value), id(after.document)
        known = self._parts.get(pair)
        if known is None:  # the nodes are kept, so that these ids stay their own
            known = self._parts[pair] = before, after, self._alike(before, after, but)
        return known[2]

    def _alike(self, old: Node, new: Node, but: frozenset[str]) -> bool:
        before, after = _without(old.value, but), _without(new.value, but)
        return self._language and self._same_values(before, after, old, new)

    def same_schema(self, old: Schema, new: Schema) -> bool:
        """Whether two schemas are written the same, with everything they refer to."""
        texts = references_if_same(old.source, new.source) if self._language else None
        if not texts:
            return texts is not None
        return self._all_lead_to_same(texts, old.at.uri, new.at.uri)

    def _same_values(self, one: Json, other: Json, old: Node, new: Node) -> bool:
        """Whether a value of the old document is that of the new one, and every reference in it leads to the same."""
        texts = references_if_same(one, other)
        if not texts:
            return texts is not None
        return self._all_lead_to_same(texts, old.document.uri, new.document.uri)

    def _all_lead_to_same(self, texts: frozenset[str], old: str, new: str) -> bool:
        """Whether references of these texts in the two documents lead to what is the same."""
        known = self._by_text.setdefault((old, new), {})
        answers = [known.get(text) for text in texts]
        if False in answers:
            return False
        if None in answers:  # in order, so that which documents are read depends on nothing else
            for text in sorted(texts):
                known[text] = self._leads_to_same((_target(text, old), _target(text, new)))
        return all(known[text] for text in texts)

    def _leads_to_same(self, pair: Pair) -> bool:
        if pair not in self._known:
            self._explore(pair)
        return self._known[pair]

    def _explore(self, start: Pair) -> None:
        """Finds every pair that can be reached, then lets each change spread to all that refer to it."""
        referrers: dict[Pair, list[Pair]] = {}
        changed: list[Pair] = []
        found: dict[Pair, None] = {start: None}
        todo = [start]
        while todo:
            pair = todo.pop()
            following = self._following(pair)
            if following is None:
                changed.append(pair)
                continue
            for target in following:
                if self._known.get(target) is False:
                    changed.append(pair)
                elif target not in self._known:
                    referrers.setdefault(target, []).append(pair)
                    if target not in found:
                        found[target] = None
                        todo.append(target)
        self._known |= dict.fromkeys(found, True)
        while changed:
            pair = changed.pop()
            if self._known[pair]:
                self._known[pair] = False
                changed += referrers.get(pair, ())

    def _following(self, pair: Pair) -> list[Pair] | None:
        """The pairs that the named things refer to; None if the things themselves differ."""
        try:
            before, after = self._old.resolve(pair[0]), self._new.resolve(pair[1])
        except DanglingReference:
            return None
        texts = references_if_same(before.value, after.value)
        if texts is None:
            return None
        return [_targets(text, before, after) for text in sorted(texts)]


def _targets(text: str, old: Node, new: Node) -> Pair:
    return _target(text, old.document.uri), _target(text, new.document.uri)


def _target(text: str, uri: str) -> str:
    return uri + text if text.startswith("#") else join(uri, text)


def _without(value: Json, but: frozenset[str]) -> Json:
    """The value with nothing for these members, whether it has them or not."""
    return value | dict.fromkeys(but) if isinstance(value, dict) else value


def _ambient(root: Node) -> list[Json]:
    value = root.value if isinstance(root.value, dict) else {}
    components = value.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    return [*(value.get(name) for name in AMBIENT), schemes]


def _dialect(root: Node) -> Json:
    return root.value.get("jsonSchemaDialect") if isinstance(root.value, dict) else None


def _shared(value: Json) -> dict[str, Json]:
    held: Mapping[str, Json] = value if isinstance(value, dict) else {}
    return {name: held[name] for name in SHARED if name in held}


def _container(operation: Node, item: Node) -> Node:
    """The path item that the operation is written in, which a reference in `item` may have led to."""
    up = (
        operation.pointer[:-2]
        if operation.pointer[-2:-1] == ("additionalOperations",)
        else operation.pointer[:-1]
    )
    if item.document is operation.document and item.pointer == up:
        return item
    return Node(at_pointer(operation.document.tree, up), operation.document, up)
