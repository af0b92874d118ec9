"""XML bodies by `xml` objects, both ways; document types and entities are refused before they are read.

Source: OAS 3.1.1 §4.8.26, OAS 3.2.0 §4.26 (`nodeType`), XML 1.0, Namespaces in XML 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser  # entities are refused
from xml.sax.saxutils import escape, quoteattr

from assent.api.model import MediaType
from assent.json import Json
from assent.records import dataclass
from assent.spared import regex
from assent.wire.media import MediaName
from assent.wire.styles import Unwritable
from assent.wire.trees import text_of
from assent.wire.views import Undecodable, View, product, scalars

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_NAME = regex(r"[A-Za-z_\u00c0-\ud7ff][\w.\-\u00b7]*")
_ILLEGAL = regex("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HARMLESS = regex(r"[\w .,:/+-]*", re.ASCII)
_COMPONENT = regex(r"/(?:schemas|definitions)/([^/]+)$")


@dataclass(frozen=True, slots=True)
class Names:
    """What an `xml` object says of one schema."""

    name: str | None
    namespace: str | None
    prefix: str | None
    attribute: bool
    wrapped: bool
    text: bool


def read_xml(
    media: MediaType, name: MediaName, body: bytes, within: View, each: View
) -> list[Json] | Undecodable:
    """The readings of a document by its schema. Elements are matched by local name, and namespace where one is given."""
    del media, name, each
    if not body.strip():
        return Undecodable("it is empty")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", body) or re.search(rb"<\0?!\0?[DE]\0?[ON]\0", body):
        return Undecodable("it has a document type, which may not be read", undecided=True)
    try:
        parser = XMLParser(target=TreeBuilder())  # noqa: S314  # document types were refused above
        parser.feed(body)
        root = parser.close()
    except (ParseError, LookupError, ValueError) as error:
        return Undecodable(f"it is no well-formed XML: {error}")
    names = _names(within)
    if names.name is not None and not _is_named(root, names.name, names.namespace):
        return Undecodable(f"its root element is {_local(root)!r}, not {names.name!r}")
    return list(_of_element(root, within))


def write_xml(media: MediaType, name: MediaName, value: Json, within: View, each: View) -> tuple[bytes, str]:
    """The value as a document. Raises: Unwritable if an element cannot have its name or hold its text."""
    del media, each
    root = _names(within).name or _component(within) or "root"
    if "array" in within.types and isinstance(value, list):
        inside = "".join(
            _written(_item_name(within, root), item, within.item(i)) for i, item in enumerate(value)
        )
        text = _tag(root, "", inside, _names(within))
    else:
        text = _written(root, value, within)
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode(), str(name)


def _names(within: View) -> Names:
    """What the view's schemas say of its element; worked out once for each view."""
    known = within.noted.get("xml")
    if not isinstance(known, Names):
        known = within.noted["xml"] = _said(within)
    return known


def _said(within: View) -> Names:
    said = within.annotation("xml")
    node = said.get("nodeType") if isinstance(said, dict) else None
    said = said if isinstance(said, dict) else {}
    return Names(
        name=_text(said.get("name")),
        namespace=_text(said.get("namespace")),
        prefix=_text(said.get("prefix")),
        attribute=said.get("attribute") is True or node == "attribute",
        wrapped=said.get("wrapped") is True or (node == "element" and within.shapes[:1] == ("array",)),
        text=node in ("text", "cdata"),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _component(within: View) -> str | None:
    """The name of the component that the schema refers to, which names its element."""
    for schema in within.roots:
        reference = schema.keywords.get("$ref")
        if reference is not None and (found := _COMPONENT.search(reference.text)):
            return found[1]
    return None


def _item_name(within: View, otherwise: str) -> str:
    return _names(within.item(0)).name or otherwise


def _of_element(element: Element, within: View) -> Iterator[Json]:
    if element.get(_NIL) in ("true", "1"):
        yield None
        return
    shapes = within.shapes
    if shapes == ("scalar",) and not len(element):
        yield from scalars(element.text or "", within)
        return
    for shape in shapes:
        if shape == "array":
            parts = [list(_of_element(child, within.item(i))) for i, child in enumerate(element)]
            yield from product(parts, list)
        elif shape == "object" or (len(element) and shapes == ("scalar",)):
            yield from _of_object(element, within)
        elif not len(element):
            yield from scalars(element.text or "", within)


@dataclass(frozen=True, slots=True)
class Member:
    """How a property stands in its element: as an attribute, text, an element, or one for each item (`listed`)."""

    key: str
    inside: View
    names: Names
    tag: str
    namespace: str | None
    listed: bool
    required: bool


def _members(within: View) -> tuple[Member, ...]:
    """The properties that the view's schemas name; worked out once for each view."""
    known = within.noted.get("xml members")
    if not isinstance(known, tuple):
        known = within.noted["xml members"] = tuple(_member(within, key) for key in within.names)
    return known


def _member(within: View, key: str) -> Member:
    inside = within.member(key)
    names = _names(inside)
    listed = inside.shapes[:1] == ("array",) and not (names.wrapped or names.attribute or names.text)
    said = _names(inside.item(0)) if listed else names
    required = any(key in schema.keywords.get("required", ()) for schema in within.schemas)
    return Member(key, inside, names, said.name or key, said.namespace, listed, required)


def _of_object(element: Element, within: View) -> Iterator[Json]:
    found: dict[str, list[Json]] = {}
    by_tag: dict[str, list[Element]] = {}
    for child in element:
        by_tag.setdefault(_local(child), []).append(child)
    taken: set[int] = set()
    for member in _members(within):
        key, inside = member.key, member.inside
        if member.names.attribute:
            text = next((text for name, text in element.attrib.items() if _stem(name) == member.tag), None)
            if text is not None:
                found[key] = scalars(text, inside)
        elif member.names.text:
            found[key] = scalars(element.text or "", inside)
        else:
            children = by_tag.get(member.tag, [])
            if member.namespace is not None:
                children = [it for it in children if it.tag == f"{{{member.namespace}}}{member.tag}"]
            taken.update(map(id, children))
            if member.listed and (children or member.required):
                parts = [list(_of_element(it, inside.item(i))) for i, it in enumerate(children)]
                found[key] = list(product(parts, list))
            elif children:
                found[key] = [value for child in children for value in _of_element(child, inside)]
    for child in element:
        if id(child) not in taken:
            found.setdefault(_local(child), []).extend(_of_element(child, within.member(_local(child))))
    yield from product(list(found.values()), lambda values: dict(zip(found, values, strict=True)))


def _written(tag: str, value: Json, within: View) -> str:
    names = _names(within)
    match value:
        case None:
            return _tag(
                tag, ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"', "", names
            )
        case list():
            inside = "".join(
                _written(_item_name(within, tag), item, within.item(i)) for i, item in enumerate(value)
            )
            return _tag(tag, "", inside, names)
        case dict():
            attributes, inside = "", ""
            for key, part in value.items():
                below = within.member(key)
                of_part = _names(below)
                own = of_part.name or key
                if of_part.attribute:
                    attributes += f" {_checked(own)}={quoteattr(_legal(text_of(part)))}"
                elif of_part.text:
                    inside += escape(_legal(text_of(part)))
                elif isinstance(part, list) and not of_part.wrapped:
                    item_name = _item_name(below, key)
                    inside += "".join(_written(item_name, it, below.item(i)) for i, it in enumerate(part))
                else:
                    inside += _written(own, part, below)
            return _tag(tag, attributes, inside, names)
        case _:
            return _tag(tag, "", element_text(value), names)


def element_text(value: Json) -> str:
    """The scalar as the text of an element. Raises: Unwritable if no XML can hold it."""
    text = text_of(value)
    if _HARMLESS.fullmatch(text):
        return text
    return escape(_legal(text), {"\r": "&#13;"})


def _tag(tag: str, attributes: str, inside: str, names: Names) -> str:
    full = f"{names.prefix}:{_checked(tag)}" if names.prefix and names.namespace else _checked(tag)
    if names.namespace:
        attributes += f" xmlns{':' + names.prefix if names.prefix else ''}={quoteattr(names.namespace)}"
    return f"<{full}{attributes}>{inside}</{full}>"


def _checked(tag: str) -> str:
    if not _NAME.fullmatch(tag):
        raise Unwritable(f"{tag!r} is no name of an XML element")
    return tag


def _legal(text: str) -> str:
    if _ILLEGAL.search(text):
        raise Unwritable("XML cannot hold that control character")
    return text


def _is_named(element: Element, name: str, namespace: str | None) -> bool:
    if _local(element) != name:
        return False
    return namespace is None or element.tag == f"{{{namespace}}}{name}"


def _local(element: Element) -> str:
    return _stem(element.tag)


def _stem(tag: str) -> str:
    return tag.rpartition("}")[2]
