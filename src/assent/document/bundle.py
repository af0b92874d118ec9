"""Many files to one: what references reach in other documents becomes a component with a readable name.

Two different targets never share a name, and one target never gets two. Where the standard has no section for a
kind of object (path items, and the operations that some people refer to), the object takes the reference's place.
"""

from __future__ import annotations

from typing import Any

from assent.document.component_names import Address, Names, address_of
from assent.document.description import Description
from assent.document.document import Node, Problem
from assent.document.references import DanglingReference, reference_of
from assent.document.relocation import operation_reference, relocated
from assent.document.shapes import Each, Holds, Shapes, children, shapes_of
from assent.document.uris import as_fragment, join
from assent.errors import DescriptionError, LimitExceeded
from assent.json import Json, Pointer, at_pointer
from assent.records import dataclass, field, replace

_INLINED = frozenset({"PathItem"})


@dataclass(eq=False)
class NotBundled(DescriptionError):
    """One document cannot mean what these several mean."""

    source: str
    why: str

    def __str__(self) -> str:
        return f"{self.source}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """One document for the whole description, and what is wrong with it.

    References that cannot be followed stay as they are written.
    """

    tree: dict[str, Json] = field(repr=False)
    problems: tuple[Problem, ...] = ()


def bundle(description: Description) -> Bundled:
    """The description as one document, equal in meaning.

    Raises: NotBundled if several documents define the same `$dynamicAnchor`, whose choice depends on them being
    several; LimitExceeded if repeating what has no component section makes it too large.
    """
    problems = description.problems()
    is_several = len(description.documents) > 1
    if is_several:
        _check_dynamic(description)
    shapes = shapes_of(description.version)
    work = _Work(description=description, shapes=shapes, names=Names(description), is_several=is_several)
    work.run()
    return Bundled(tree=work.tree(), problems=tuple(problems))


def _check_dynamic(description: Description) -> None:
    """Raises: NotBundled if two schemas that become parts of one document define the same `$dynamicAnchor`."""
    owner: dict[str, tuple[str, str]] = {}
    resolver = description.resolver
    for document in description.documents.values():
        own = resolver.identifiers(document)
        for (resource, name), pointer in own.anchors.items():
            schema = at_pointer(document.tree, pointer)
            if not isinstance(schema, dict) or schema.get("$dynamicAnchor") != name:
                continue
            first = owner.setdefault(name, (document.name, resource))
            if first[1] != resource:
                both = f"{first[0]} and {document.name} both define $dynamicAnchor {name!r}"
                why = f"{both}, which only means something while they are several. Leave them so."
                raise NotBundled(description.root.document.name, why)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Within:
    """A target whose copy stands at the place, and what that is part of."""

    address: Address
    place: Pointer
    outer: _Within | None


@dataclass(slots=True, kw_only=True)
class _Task:
    """A value to copy into its place of the output.

    `within` is the target that it is an inlined part of, `beside` the reference whose other members win over it.
    """

    node: Node
    holds: Holds
    into: Any
    key: str | int
    place: Pointer
    within: _Within | None
    beside: Node | None = None


@dataclass(slots=True, kw_only=True)
class _Work:
    """The copying of one description: a stack of tasks, so that depth costs no recursion."""

    description: Description
    shapes: Shapes
    names: Names
    is_several: bool
    out: dict[str, Any] = field(default_factory=dict)
    stack: list[_Task] = field(default_factory=list)
    added: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    count: int = 0

    def run(self) -> None:
        root = _Task(
            node=self.description.root,
            holds=Holds("OpenApi"),
            into=self.out,
            key="root",
            place=(),
            within=None,
        )
        self.stack.append(root)
        while self.stack:
            self._copy(self.stack.pop())

    def tree(self) -> dict[str, Json]:
        root: dict[str, Any] = self.out["root"]
        for section, entries in self.added.items():
            here = root
            for token in section:
                here = here.setdefault(token, {})
            here.update(entries)
        return root

    def _copy(self, task: _Task) -> None:
        node, limits = task.node, self.description.resolver.limits
        self.count += 1
        if len(task.place) > limits.depth:
            raise LimitExceeded(node.document.name, "levels of nesting", limits.depth, "--max-depth")
        if task.within is not None and self.count > limits.aliases:
            raise LimitExceeded(node.document.name, "values in a bundle", limits.aliases, "--max-aliases")
        if not isinstance(node.value, dict | list):
            task.into[task.key] = node.value
        elif reference_of(node) is not None:
            self._reference(task)
        else:
            self._container(task)

    def _container(self, task: _Task) -> None:
        node, holds = task.node, task.holds
        if isinstance(node.value, dict) and _is_single(holds):
            new: dict[str, Any] = dict(node.value)
            task.into[task.key] = new
            shape = self.shapes[holds.shape]
            for key, names in shape.uris.items():
                self._uri(new, key, node, names)
            for key in shape.urls:
                if isinstance(url := new.get(key), str):
                    new[key] = relocated(self.description, node, url)
            if shape.name == "Discriminator":
                self._mapping(new, node)
            if shape.name == "Schema" and self._loses_names(node):
                for name in ("$id", "$anchor"):
                    new.pop(name, None)
            inner = {child.pointer[-1]: (child, held) for child, held in children(node, shape)}
            if task.beside is not None and isinstance(task.beside.value, dict):
                new |= {key: value for key, value in task.beside.value.items() if key != "$ref"}
                inner |= {child.pointer[-1]: (child, held) for child, held in children(task.beside, shape)}
            self._push(task, new, [(key, child, held) for key, (child, held) in inner.items()])
        elif isinstance(node.value, dict) and holds.each is Each.MAP:
            copy: dict[str, Any] = dict(node.value)
            task.into[task.key] = copy
            self._push(task, copy, [(key, member, Holds(holds.shape)) for key, member in node.members()])
        elif isinstance(node.value, list) and holds.each in {Each.LIST, Each.ONE_OR_LIST}:
            items: list[Any] = list(node.value)
            task.into[task.key] = items
            self._push(task, items, [(i, item, Holds(holds.shape)) for i, item in enumerate(node.elements())])
        else:
            task.into[task.key] = node.value

    def _loses_names(self, node: Node) -> bool:
        """Whether `$id` and `$anchor` must go: several documents become one, in which pointers replace them."""
        return self.is_several and (
            node.document is not self.description.root.document
            or bool(self.description.resolver.identifiers(node.document).scopes)
        )

    def _push(self, task: _Task, into: Any, inner: list[tuple[Any, Node, Holds]]) -> None:
        for key, node, holds in reversed(inner):
            place = (*task.place, str(key))
            self.stack.append(
                _Task(node=node, holds=holds, into=into, key=key, place=place, within=task.within)
            )

    def _reference(self, task: _Task) -> None:
        try:
            target = self.description.resolver.step(task.node)
        except DanglingReference:
            task.into[task.key] = task.node.value
            return
        section = self.shapes[task.holds.shape].section
        address = address_of(target)
        home = self.names.home(section, address) if section is not None else None
        is_single = _is_single(task.holds)
        is_root = target.document is self.description.root.document
        if home is not None and home == task.place:
            self._inline(task, target)
        elif is_root and home is None:
            self._refer(task, target.pointer)
        elif home is not None and is_single:
            self._refer(task, home)
        elif section is None or task.holds.shape in _INLINED or not is_single:
            self._inline(task, target)
        else:
            self._refer(task, self._component(section, target, task.holds))

    def _inline(self, task: _Task, target: Node) -> None:
        """Puts the target in the reference's place, unless it is part of that target itself."""
        address = address_of(target)
        place = _place_within(task.within, address)
        if place is not None:
            self._refer(task, place)
            return
        is_alone = isinstance(task.node.value, dict) and len(task.node.value) == 1
        inlined = replace(
            task,
            node=target,
            within=_Within(address=address, place=task.place, outer=task.within),
            beside=None if is_alone or not _is_single(task.holds) else task.node,
        )
        self.stack.append(inlined)

    def _component(self, section: tuple[str, ...], target: Node, holds: Holds) -> Pointer:
        home = self.names.choose(section, target)
        entries = self.added.setdefault(section, {})
        if home[-1] not in entries:
            entries[home[-1]] = None
            task = _Task(
                node=target, holds=Holds(holds.shape), into=entries, key=home[-1], place=home, within=None
            )
            self.stack.append(task)
        return home

    def _refer(self, task: _Task, pointer: Pointer) -> None:
        """Writes a reference to a place in the output; what stands beside it stays."""
        value = task.node.value
        assert isinstance(value, dict), "a reference is an object"
        written = reference_of(task.node)
        is_own = task.node.document is self.description.root.document and (written or "").startswith("#")
        keeps = is_own and not self._loses_names(task.node)
        new: dict[str, Any] = {**value, "$ref": written if keeps else as_fragment(pointer)}
        task.into[task.key] = new
        if task.holds.shape == "Schema" and self.description.version not in {"2.0", "3.0"}:
            shape = self.shapes["Schema"]
            self._push(
                task, new, [(child.pointer[-1], child, held) for child, held in children(task.node, shape)]
            )

    def _uri(self, new: dict[str, Any], key: str, node: Node, names: str) -> None:
        text = new.get(key)
        if not isinstance(text, str) or (text.startswith("#") and not self._loses_names(node)):
            return
        if key == "$dynamicRef":
            new[key] = "#" + text.partition("#")[2]
            return
        if key == "operationRef":
            new[key] = operation_reference(self.description, node, text)
            return
        new[key] = self._rewritten(node, text, names)

    def _mapping(self, new: dict[str, Any], node: Node) -> None:
        mapping = new.get("mapping")
        if isinstance(mapping, dict):
            new["mapping"] = {key: self._mapped(node, value) for key, value in mapping.items()}
        if "defaultMapping" in new:
            new["defaultMapping"] = self._mapped(node, new["defaultMapping"])

    def _mapped(self, node: Node, value: Json) -> Json:
        if not isinstance(value, str) or self.names.has_schema(value):
            return value
        return self._rewritten(node, value, "Schema")

    def _rewritten(self, node: Node, text: str, names: str) -> str:
        resolver = self.description.resolver
        try:
            target = resolver.resolve(join(resolver.base(node), text), node)
        except DanglingReference:
            return text
        section = self.shapes[names].section
        if target.document is self.description.root.document:
            return as_fragment(target.pointer)
        if section is None:
            return text
        home = self.names.home(section, address_of(target)) or self._component(section, target, Holds(names))
        return as_fragment(home)


def _is_single(holds: Holds) -> bool:
    return holds.each is Each.ONE or holds.each is Each.ONE_OR_LIST


def _place_within(chain: _Within | None, address: Address) -> Pointer | None:
    """Where the output has the target, if the chain says that we are inside its copy."""
    while chain is not None:
        if chain.address == address:
            return chain.place
        chain = chain.outer
    return None
