"""Names that schemas give themselves: `$id`, `$anchor` and `$dynamicAnchor` of JSON Schema, `$self` of OpenAPI 3.2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from assent.document.uris import join, split_fragment
from assent.json import Json, Pointer
from assent.records import dataclass, field
from assent.spared import regex

_MARKS: Final = (b"$id", b"nchor", b"$self")
_SPELLED: Final = regex(rb"\\(?:u00[2-7]|x[2-7]|U000000[2-7]|[\r\n])")
"""An escape that stands for a character of ASCII, or lets a name go on in the next line (YAML 1.2.2 §5.7)."""

_DATA = frozenset({"example", "examples", "default", "enum", "const"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """The names in one document. `base` is what its references are relative to, outside every `$id`."""

    base: str
    resources: Mapping[str, Pointer] = field(default_factory=dict)
    scopes: Mapping[Pointer, str] = field(default_factory=dict)
    anchors: Mapping[tuple[str, str], Pointer] = field(default_factory=dict)

    def base_at(self, pointer: Pointer) -> str:
        """What references are relative to at that place: the innermost `$id` around it, or the document's base."""
        if self.scopes:
            for length in range(len(pointer), -1, -1):
                if pointer[:length] in self.scopes:
                    return self.scopes[pointer[:length]]
        return self.base


def identify(tree: Json, text: bytes, *, uri: str, version: str) -> Identifiers:
    """The names in a document of that feature family; before 3.1 there are none.

    Source: JSON Schema 2020-12 §8.2, OpenAPI 3.2.0 §4.1.1.
    """
    if version in {"2.0", "3.0"} or not _may_name(text):
        return Identifiers(base=uri)
    base = uri
    resources: dict[str, Pointer] = {uri: ()}
    if version == "3.2" and isinstance(tree, dict) and isinstance(tree.get("$self"), str):
        base = split_fragment(join(uri, str(tree["$self"])))[0]
        resources[base] = ()
    scopes: dict[Pointer, str] = {}
    anchors: dict[tuple[str, str], Pointer] = {}
    for pointer, schema, scope in _walk(tree, base):
        own = schema.get("$id")
        if isinstance(own, str):
            head, fragment = split_fragment(join(scope, own))
            if head != scope or own.rstrip("#"):
                scopes[pointer] = scope = head
                resources.setdefault(head, pointer)
            if fragment:
                anchors.setdefault((head, fragment), pointer)
        for keyword in ("$anchor", "$dynamicAnchor"):
            name = schema.get(keyword)
            if isinstance(name, str):
                anchors.setdefault((scope, name), pointer)
    return Identifiers(base=base, resources=resources, scopes=scopes, anchors=anchors)


def _may_name(text: bytes) -> bool:
    """Whether the text of a document has what names are made of. Most have not, and are not walked."""
    return any(mark in text for mark in _MARKS) or _SPELLED.search(text) is not None


def _walk(tree: Json, base: str) -> Iterator[tuple[Pointer, dict[str, Json], str]]:
    """Every object that may be a schema, with the base around it. Documents may be fragments of any kind, so what
    counts is only what cannot be a schema: data, extensions, and objects whose members are names.
    """
    maps = _maps()
    stack: list[tuple[Pointer, Json, str, bool]] = [((), tree, base, False)]
    while stack:
        pointer, value, scope, is_map = stack.pop()
        if isinstance(value, list):
            stack.extend(((*pointer, str(index)), item, scope, False) for index, item in enumerate(value))
        if not isinstance(value, dict):
            continue
        if not is_map and ("$id" in value or "$anchor" in value or "$dynamicAnchor" in value):
            yield pointer, value, scope
            if isinstance(own := value.get("$id"), str):
                scope = split_fragment(join(scope, own))[0]
        for key, member in value.items():
            if not isinstance(member, dict | list):
                continue
            if is_map or not (key in _DATA or key.startswith("x-")):
                stack.append(((*pointer, key), member, scope, not is_map and key in maps))


def _maps() -> frozenset[str]:
    from assent.document.shapes import Each, shapes_of

    listed = {
        key
        for shape in shapes_of("3.2").values()
        for key, holds in shape.members.items()
        if holds.each is Each.MAP
    }
    return frozenset(listed | {"responses", "paths"}) - _DATA
