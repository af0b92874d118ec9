"""The dereferenced export: prance puts what references name in their place, over trees that we have loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assent.document.bundle import Bundled, NotBundled, bundle
from assent.document.description import Description, from_tree
from assent.document.document import Node
from assent.document.references import DanglingReference, reference_of
from assent.document.shapes import Each, Holds, Shapes, children, parts, shapes_of
from assent.document.uris import as_fragment
from assent.errors import LimitExceeded
from assent.json import Json, Pointer
from assent.records import dataclass, field

_ROOT = "file:///description"
_TARGETS = "file:///targets"
_HIDDEN = "$ref\0data"
_MOST_VALUES = 20_000_000


def dereference(description: Description) -> Bundled:
    """The description as one document without references, but for those of cycles, which stay.

    Equal objects are shared in the tree; a text writes each of them out.
    Raises: what `bundle` raises, and NotBundled if the text would hold too many values.
    """
    bundled = bundle(description)
    name = description.root.document.name
    try:
        tree = _resolved(from_tree(bundled.tree, name=name))
    except RecursionError as error:
        depth = description.resolver.limits.depth
        raise LimitExceeded(name, "levels of nesting once dereferenced", depth, "--max-depth") from error
    if _size(tree) > _MOST_VALUES:
        why = f"it has more than {_MOST_VALUES:,} values once dereferenced. Bundle it without dereferencing."
        raise NotBundled(name, why)
    return Bundled(tree=tree, problems=bundled.problems)


def _resolved(description: Description) -> dict[str, Json]:
    """Hands prance the tree and, in its cache, every target under a number, so that it has nothing to fetch.

    prance follows every member named `$ref`, so those that are data are hidden from it; and it drops what stands
    beside a reference, so in schemas of 3.1 and later the reference becomes one part of an `allOf`.
    """
    from prance.util.resolver import RESOLVE_FILES, RESOLVE_INTERNAL, RefResolver

    prepared = _Prepared(description=description, shapes=shapes_of(description.version))
    root = prepared.run()
    pointers = list(prepared.numbers)

    def keep(_limit: int, url: Any, _recursions: object = ()) -> dict[str, str]:
        return {_HIDDEN: as_fragment(pointers[int(url.fragment.removeprefix("/t"))])}

    resolver = RefResolver(
        root,
        _ROOT,
        resolve_types=RESOLVE_INTERNAL | RESOLVE_FILES,
        recursion_limit_handler=keep,
        reference_cache={(_TARGETS, True): prepared.targets},
    )
    resolver.resolve_references()
    _restore(resolver.specs)
    specs: dict[str, Json] = resolver.specs
    return specs


@dataclass(slots=True, kw_only=True)
class _Prepared:
    """The copies that prance gets: references as numbers of targets, data without anything it would follow."""

    description: Description
    shapes: Shapes
    numbers: dict[Pointer, int] = field(default_factory=dict)
    targets: dict[str, Any] = field(default_factory=dict)
    stack: list[tuple[Node, Holds, Any, Any]] = field(default_factory=list)

    def run(self) -> dict[str, Any]:
        top: dict[str, Any] = {}
        self.stack.append((self.description.root, Holds("OpenApi"), top, "root"))
        while self.stack:
            node, holds, into, key = self.stack.pop()
            into[key] = self._copy(node, holds)
        root: dict[str, Any] = top["root"]
        return root

    def _copy(self, node: Node, holds: Holds) -> Any:
        if reference_of(node) is not None:
            return self._reference(node, holds)
        value: Any = node.value
        match value, holds.each:
            case dict(), Each.ONE | Each.ONE_OR_LIST:
                return self._object(node, holds)
            case (dict(), Each.MAP) | (list(), Each.LIST | Each.ONE_OR_LIST):
                copy: Any = (
                    [None] * len(value) if isinstance(value, list) else {_shown(k): None for k in value}
                )
                self.stack.extend(
                    (part, Holds(holds.shape), copy, _key(part, copy)) for part in parts(node, holds)
                )
                return copy
            case _:
                return _hidden(value)

    def _object(self, node: Node, holds: Holds) -> dict[str, Any]:
        value = node.value
        assert isinstance(value, dict), "the caller has looked"
        inner = {child.pointer[-1]: (child, held) for child, held in children(node, self.shapes[holds.shape])}
        copy = {_shown(key): None if key in inner else _hidden(member) for key, member in value.items()}
        self.stack.extend((child, held, copy, _shown(key)) for key, (child, held) in inner.items())
        return copy

    def _reference(self, node: Node, holds: Holds) -> dict[str, Any]:
        value = node.value
        assert isinstance(value, dict), "a reference is an object"
        try:
            target = self.description.follow(node)
        except DanglingReference:
            return {_shown(key): _hidden(member) for key, member in value.items()}
        reference = {"$ref": f"{_TARGETS}#/t{self._number(target, holds)}"}
        is_schema = holds.shape == "Schema" and self.description.version not in {"2.0", "3.0"}
        if len(value) == 1 or not is_schema:
            return reference
        rest = Node(
            {key: member for key, member in value.items() if key != "$ref"}, node.document, node.pointer
        )
        copy = self._object(rest, holds)
        if "allOf" in copy:
            return {"allOf": [reference, copy]}
        copy["allOf"] = [reference]
        return copy

    def _number(self, target: Node, holds: Holds) -> int:
        known = self.numbers.get(target.pointer)
        if known is None:
            known = self.numbers[target.pointer] = len(self.numbers)
            self.stack.append((target, holds, self.targets, f"t{known}"))
        return known


def _key(part: Node, copy: Any) -> str | int:
    return int(part.pointer[-1]) if isinstance(copy, list) else _shown(part.pointer[-1])


def _shown(key: str) -> str:
    """The name under which prance gets a member that is no reference."""
    return _HIDDEN if key == "$ref" else key


def _hidden(value: Json) -> Any:
    """The value with its `$ref` members under another name, as itself where it has none."""
    match value:
        case dict():
            return {_shown(key): _hidden(member) for key, member in value.items()}
        case list():
            return [_hidden(item) for item in value]
        case _:
            return value


def _containers(tree: Any) -> Iterator[dict[str, Any] | list[Any]]:
    """Each container of a tree with sharing once."""
    seen: set[int] = set()
    stack = [tree]
    while stack:
        value = stack.pop()
        if not isinstance(value, dict | list) or id(value) in seen:
            continue
        seen.add(id(value))
        yield value
        stack.extend(value.values() if isinstance(value, dict) else value)


def _restore(tree: Any) -> None:
    for container in list(_containers(tree)):
        if isinstance(container, dict) and _HIDDEN in container:
            items = [("$ref" if key == _HIDDEN else key, value) for key, value in container.items()]
            container.clear()
            container.update(items)


def _size(tree: Any) -> int:
    """How many values the tree has once what is shared is written out each time. Linear in what is not repeated."""
    sizes: dict[int, int] = {}
    stack = [tree]
    while stack:
        value = stack[-1]
        inner = (
            list(value.values() if isinstance(value, dict) else value)
            if isinstance(value, dict | list)
            else []
        )
        waiting = [one for one in inner if isinstance(one, dict | list) and id(one) not in sizes]
        if waiting:
            stack.extend(waiting)
            continue
        sizes[id(value)] = 1 + sum(sizes.get(id(one), 1) for one in inner)
        stack.pop()
    return sizes[id(tree)]
