"""XML bodies matched element by element, by the same rules as JSON bodies.

Places are element names from the root on, `@name` for attributes and `#text` for text; names in a namespace
are written `{uri}name`, so that prefixes do not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias
from xml.etree import ElementTree as ET

from assent.json import Json
from assent.pact.model import RuleList, Wildcard
from assent.pact.paths import strongest
from assent.records import dataclass, replace

Accepts: TypeAlias = Callable[[Json, RuleList, Json], bool]
"""Whether a text accepts another by a rule: (expected, rule, actual)."""


class NotXml(ValueError):
    """The bytes are no XML, or declare a document type, which is never expanded."""


def parse_xml(content: bytes) -> ET.Element:
    """The root element.

    Raises: NotXml.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotXml("document type declarations are not read")
    try:
        return ET.fromstring(content)  # noqa: S314 - without a document type there is nothing to expand
    except (ET.ParseError, LookupError, ValueError) as wrong:
        raise NotXml(str(wrong)) from wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matching:
    """What stays the same while two trees are walked. `closed`: nothing unexpected is admitted (requests)."""

    rules: tuple[RuleList, ...]
    accepts: Accepts
    closed: bool


def xml_mismatches(
    expected: ET.Element, actual: ET.Element, rules: tuple[RuleList, ...], *, accepts: Accepts, closed: bool
) -> Iterator[str]:
    """Why one document is not what another asks for; nothing if it is."""
    matching = _Matching(rules=tuple(_spellings(rules)), accepts=accepts, closed=closed)
    yield from _element(expected, actual, (_local(expected.tag),), matching)


def _spellings(rules: tuple[RuleList, ...]) -> Iterator[RuleList]:
    """Each rule, and again without inner wildcards: `$.a[*].b` counts the one element `a`, it has no such child."""
    for rule in rules:
        yield rule
        inner = tuple(step for step in rule.path[:-1] if not isinstance(step, Wildcard))
        if len(inner) < len(rule.path) - 1:
            yield replace(rule, path=(*inner, rule.path[-1]))


def _element(
    expected: ET.Element, actual: ET.Element, place: tuple[str, ...], matching: _Matching
) -> Iterator[str]:
    if expected.tag != actual.tag:
        yield f"element {actual.tag} instead of {expected.tag}"
        return
    for name, value in expected.attrib.items():
        if name not in actual.attrib:
            yield f"attribute {name} of {'/'.join(place)} is missing"
        else:
            yield from _text(value, actual.attrib[name], (*place, f"@{_local(name)}"), matching)
    if matching.closed and strongest(matching.rules, place) is None:
        extra = [name for name in actual.attrib if name not in expected.attrib]
        yield from (f"attribute {name} of {'/'.join(place)} is not expected" for name in extra)
    wanted, found = (expected.text or "").strip(), (actual.text or "").strip()
    yield from _text(wanted, found, (*place, "#text"), matching)
    yield from _children(expected, actual, place, matching)


def _text(expected: str, actual: str, place: tuple[str, ...], matching: _Matching) -> Iterator[str]:
    rule = strongest(matching.rules, place)
    if rule is None or not (expected or actual):
        agreed = expected == actual
    else:
        agreed = matching.accepts(expected, rule, actual)
    if not agreed:
        yield f"{'/'.join(place)} is {actual!r} instead of {expected!r}"


def _children(
    expected: ET.Element, actual: ET.Element, place: tuple[str, ...], matching: _Matching
) -> Iterator[str]:
    """Children are compared name by name: the order of differently named ones does not matter."""
    rule = strongest(matching.rules, place)
    if rule is not None and len(rule.path) == len(place):
        yield from _count_mismatches(rule, len(actual), place)
    for tag in dict.fromkeys(child.tag for child in (*expected, *actual)):
        wanted, found = expected.findall(tag), actual.findall(tag)
        below = (*place, _local(tag))
        if wanted and strongest(matching.rules, below) is not None:
            wanted = (wanted + wanted[:1] * len(found))[: max(len(found), 1)]
        if len(found) < len(wanted):
            yield f"{'/'.join(below)} occurs {len(found)} times instead of {len(wanted)}"
        for one, other in zip(wanted, found, strict=False):
            yield from _element(one, other, below, matching)
        if (matching.closed or (rule and not wanted)) and len(found) > len(wanted):
            yield f"{'/'.join(below)} is not expected"


def _count_mismatches(rule: RuleList, count: int, place: tuple[str, ...]) -> Iterator[str]:
    for matcher in rule.matchers:
        least, most = matcher.attributes.get("min"), matcher.attributes.get("max")
        if isinstance(least, int) and count < least:
            yield f"{'/'.join(place)} has {count} children, fewer than {least}"
        if isinstance(most, int) and count > most:
            yield f"{'/'.join(place)} has {count} children, more than {most}"


def _local(tag: str) -> str:
    """The name that matcher paths use: without its namespace."""
    return tag.rpartition("}")[2]
