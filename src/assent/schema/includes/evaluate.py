"""Is one value in the set that a node means? True, False, or None where nobody can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, TypeAlias

from assent.json import Json
from assent.schema.frozen import exact, freeze
from assent.schema.nodes import (
    And,
    AtLeast,
    AtMost,
    Bottom,
    Contains,
    Cycle,
    ExactlyOne,
    Formatted,
    Items,
    Matches,
    Members,
    MultipleOf,
    Names,
    Node,
    Not,
    OneOfValues,
    Opaque,
    Or,
    Required,
    SizeAtLeast,
    SizeAtMost,
    Top,
    Types,
    Unique,
)
from assent.schema.patterns import Regular, UnsupportedPattern, matches, pattern

Truth: TypeAlias = bool | None

FormatTest: TypeAlias = Callable[[str, Json], Truth]
"""Whether a value follows a format; every value does where formats are annotations."""


def annotated(_: str, __: Json) -> Truth:
    """Formats say nothing about validity."""
    return True


def json_type(value: Json) -> str:
    """The JSON type of a value; all numbers are `number`."""
    return _JSON_TYPES.get(type(value), "number")


_JSON_TYPES: Final[dict[type, str]] = {
    type(None): "null",
    bool: "boolean",
    str: "string",
    list: "array",
    dict: "object",
}


def regular(text: str) -> Regular | None:
    """The pattern's language; None if it is not regular, or no ECMA-262 at all."""
    try:
        return pattern(text)
    except UnsupportedPattern:
        return None


def found_in(text: str, value: str) -> Truth:
    """Whether the pattern is found in the value; an independent matcher answers for what is not regular."""
    language = regular(text)
    if language is not None:
        return matches(language, value)
    return _found_by_matcher(text, value)


@lru_cache(4096)
def _found_by_matcher(text: str, value: str) -> Truth:
    from assent.schema.validator import jsonschema_rs

    try:
        return jsonschema_rs.Draft202012Validator({"pattern": text}).is_valid(value)
    except ValueError:
        return None


def every(truths: Iterable[Truth]) -> Truth:
    """False if one is, else None if one is, else True."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def members_at(node: Members, name: str) -> list[Node]:
    """What the atom asks of the member of this name."""
    own = node.by_name.get(name)
    if not node.patterned:
        return [node.rest if own is None else own]
    asked = [] if own is None else [own]
    asked += [part for text, part in node.patterned if found_in(text, name)]
    return asked or [node.rest]


def holds(node: Node, value: Json, follows: FormatTest = annotated) -> Truth:
    """Whether the value is in the set."""
    return _TESTS[type(node)](node, value, follows)


def _types(node: Types, value: Json, _: FormatTest) -> Truth:
    own = json_type(value)
    if own in node.names:
        return True
    return own == "number" and "integer" in node.names and isinstance(exact(value), int)  # type: ignore[arg-type]  # a number


def _size(about: str, value: Json) -> int | None:
    if json_type(value) != about:
        return None
    return len(value)  # type: ignore[arg-type]  # strings, arrays and objects have sizes


def _size_at_least(node: SizeAtLeast, value: Json, _: FormatTest) -> Truth:
    size = _size(node.type, value)
    return size is None or size >= node.size


def _size_at_most(node: SizeAtMost, value: Json, _: FormatTest) -> Truth:
    size = _size(node.type, value)
    return size is None or size <= node.size


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at_least(node: AtLeast, value: Any, _: FormatTest) -> Truth:
    if not _is_number(value):
        return True
    number = exact(value)
    return number > node.bound or (number == node.bound and not node.exclusive)


def _at_most(node: AtMost, value: Any, _: FormatTest) -> Truth:
    if not _is_number(value):
        return True
    number = exact(value)
    return number < node.bound or (number == node.bound and not node.exclusive)


def _multiple(node: MultipleOf, value: Any, _: FormatTest) -> Truth:
    return not _is_number(value) or exact(value) % node.step == 0


def _matches(node: Matches, value: Json, _: FormatTest) -> Truth:
    return found_in(node.pattern, value) if isinstance(value, str) else True


def _items(node: Items, value: Json, follows: FormatTest) -> Truth:
    if not isinstance(value, list):
        return True
    count = len(node.prefix)
    return every(
        holds(node.prefix[i] if i < count else node.rest, item, follows) for i, item in enumerate(value)
    )


def _contains(node: Contains, value: Json, follows: FormatTest) -> Truth:
    if not isinstance(value, list):
        return True
    truths = [holds(node.item, item, follows) for item in value]
    surely, maybe = truths.count(True), truths.count(None)
    most = len(truths) if node.most is None else node.most
    if surely > most or surely + maybe < node.least:
        return False
    return True if surely >= node.least and surely + maybe <= most else None


def _unique(_: Unique, value: Json, __: FormatTest) -> Truth:
    return not isinstance(value, list) or len({freeze(item) for item in value}) == len(value)


def _members(node: Members, value: Json, follows: FormatTest) -> Truth:
    if not isinstance(value, dict):
        return True
    named = node.by_name

    def truths() -> Iterable[Truth]:
        for name, member in value.items():
            covered = name in named
            if covered:
                yield holds(named[name], member, follows)
            for text, part in node.patterned:
                match found_in(text, name):
                    case True:
                        covered = True
                        yield holds(part, member, follows)
                    case None:
                        covered = True
                        yield None
            if not covered:
                yield holds(node.rest, member, follows)

    return every(truths())


def _names(node: Names, value: Json, follows: FormatTest) -> Truth:
    return not isinstance(value, dict) or every(holds(node.name, name, follows) for name in value)


def _and(node: And, value: Json, follows: FormatTest) -> Truth:
    result: Truth = True
    for part in node.parts:  # plain loops here and below: nothing else looks at values as often
        truth = _TESTS[type(part)](part, value, follows)
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _or(node: Or, value: Json, follows: FormatTest) -> Truth:
    result: Truth = False
    for part in node.parts:
        truth = _TESTS[type(part)](part, value, follows)
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def _exactly_one(node: ExactlyOne, value: Json, follows: FormatTest) -> Truth:
    surely, doubtful = False, False
    for part in node.parts:
        truth = _TESTS[type(part)](part, value, follows)
        if truth is None:
            doubtful = True
        elif truth:
            if surely:
                return False
            surely = True
    return None if doubtful else surely


def _cycle(node: Cycle, value: Json, follows: FormatTest) -> Truth:
    assert node.body is not None
    return holds(node.body, value, follows)


_TESTS: dict[type[Any], Callable[[Any, Any, FormatTest], Truth]] = {
    Top: lambda _, __, ___: True,
    Bottom: lambda _, __, ___: False,
    Types: _types,
    OneOfValues: lambda node, value, _: freeze(value) in node.values,
    AtLeast: _at_least,
    AtMost: _at_most,
    MultipleOf: _multiple,
    SizeAtLeast: _size_at_least,
    SizeAtMost: _size_at_most,
    Matches: _matches,
    Formatted: lambda node, value, follows: follows(node.format, value),
    Items: _items,
    Contains: _contains,
    Unique: _unique,
    Members: _members,
    Required: lambda node, value, _: not isinstance(value, dict) or node.name in value,
    Names: _names,
    And: _and,
    Or: _or,
    ExactlyOne: _exactly_one,
    Not: lambda node, value, follows: negated(holds(node.part, value, follows)),
    Cycle: _cycle,
    Opaque: lambda _, __, ___: None,
}
