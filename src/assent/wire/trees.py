"""Pairs of names and texts as trees: exploded objects, deepObject, and forms, both ways.

OpenAPI defines `name[key]=text`. What lies deeper it leaves open; the brackets that most servers and libraries
understand are read (`a[b][c]=`, `a[]=`, `a[0]=`) and written (`a[b][c]=`, arrays as repeated names).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from assent.json import Json
from assent.spared import json, regex
from assent.wire.styles import Pair, Unwritable, plain
from assent.wire.views import View, product, scalars

Tree: TypeAlias = "list[str] | dict[str, Tree]"
"""The texts sent under one name, still percent-encoded, or what lies below it."""

_BRACKETS = regex(r"\[([^\[\]]*)\]")


def deep_tree(name: str, pairs: Iterable[Pair]) -> Tree | None:
    """What was sent as `name[…]…`; None if nothing was."""
    root: dict[str, Tree] = {}
    for key, text in pairs:
        if not key.startswith(name + "["):
            continue
        path = _BRACKETS.findall(key[len(name) :])
        if "".join(f"[{token}]" for token in path) == key[len(name) :]:
            _insert(root, path, text)
    return root or None


def flat_tree(pairs: Iterable[Pair]) -> dict[str, Tree]:
    """The texts by name, repeated names together."""
    root: dict[str, Tree] = {}
    for key, text in pairs:
        _insert(root, [key], text)
    return root


def of_tree(tree: Tree, within: View) -> Iterator[Json]:
    """The readings of a tree by the schemas that apply to it.

    Raises: Undefined where the schema wants an array or object and only a text stands.
    """
    if isinstance(tree, list):
        yield from of_repeated(tree, within)
        return
    if "array" in within.shapes and all(key == "" or key.isdigit() for key in tree):
        elements = [part for key, part in tree.items() for part in _elements(key, part)]
        yield from product([list(of_tree(part, within.item(i))) for i, part in enumerate(elements)], list)
        if within.shapes == ("array",):
            return
    readings = [list(of_tree(part, within.member(name))) for name, part in tree.items()]
    yield from product(readings, lambda values: dict(zip(tree, values, strict=True)))


def of_repeated(texts: list[str], within: View) -> Iterator[Json]:
    """The readings of the texts sent under one name: an array of them, or any one of them."""
    for shape in within.shapes:
        if shape == "array":
            yield from product([of_plain(text, within.item(i)) for i, text in enumerate(texts)], list)
        elif shape == "scalar" or within.shapes == ("object",):
            for text in texts:
                yield from of_plain(text, within)


def of_plain(raw: str, within: View) -> list[Json]:
    """The readings of one percent-encoded text."""
    return [value for text in plain(raw) for value in scalars(text, within)]


def text_of(value: Json) -> str:
    """A scalar's text, as a reader expects it: whole numbers without a fraction, null as `null`.

    Raises: Unwritable for an array or object.
    """
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case float() if value.is_integer() and abs(value) < 1e21:
            return str(int(value))
        case int():
            return str(value)
        case float():
            return json.dumps(value)
        case _:
            raise Unwritable("OpenAPI does not say how an array or object inside this one is written")


def deep_pairs(name: str, value: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """The pairs of a deepObject, names and texts not yet encoded.

    Raises: Unwritable for an empty array or object, a bracket in a name, or an array in an array.
    """
    for key, part in value.items():
        if "[" in key or "]" in key:
            raise Unwritable("deepObject cannot escape a bracket in a property's name")
        below = f"{name}[{key}]"
        match part:
            case dict() if part:
                yield from deep_pairs(below, part)
            case list() if part and not any(isinstance(item, list | dict) for item in part):
                yield from ((below, text_of(item)) for item in part)
            case _:
                yield below, text_of(part)


def _insert(root: dict[str, Tree], path: list[str], text: str) -> None:
    here = root
    for token in path[:-1]:
        below = here.setdefault(token, {})
        if isinstance(below, list):  # `a[b]=1&a[b][c]=2`: the name holds a text and a tree, the later wins
            below = here[token] = {}
        here = below
    last = here.setdefault(path[-1], [])
    if isinstance(last, list):
        last.append(text)


def _elements(key: str, part: Tree) -> list[Tree]:
    """`a[]=1&a[]=2` are two elements, `a[0]=1` is one."""
    return [[text] for text in part] if key == "" and isinstance(part, list) else [part]
