"""Everything that is wrong with the references of a description, found by one walk over all that they reach."""

from __future__ import annotations

from collections.abc import Iterator

from assent.document.document import Node, Problem
from assent.document.references import DanglingReference, Resolver, reference_of
from assent.document.shapes import Each, Holds, Shape, Shapes, children, parts, shapes_of
from assent.document.uris import join, scheme
from assent.json import Pointer, format_pointer
from assent.records import dataclass, field, replace
from assent.spared import regex

_NAME = regex(r"[A-Za-z0-9._\-]+")
_HARMLESS = frozenset(
    {"$ref", "description", "summary", "title", "example", "examples", "externalDocs", "deprecated"}
)


def scan(root: Node, resolver: Resolver) -> Iterator[Problem]:
    """The defects of the root's document and of every document that references reach.

    Each object is visited once for each kind of object it is referred to as, so that cycles end and the cost is
    linear in the size of what is reached.
    """
    walk = _Walk(resolver=resolver, shapes=shapes_of(resolver.version), root=root)
    yield from walk.run()
    for document in list(resolver.library.documents.values()):
        yield from document.defects()


@dataclass(slots=True, kw_only=True)
class _Walk:
    resolver: Resolver
    shapes: Shapes
    root: Node
    visited: dict[Holds, set[int]] = field(default_factory=dict)
    cycles: set[tuple[str, Pointer]] = field(default_factory=set)

    def run(self) -> Iterator[Problem]:
        stack = [(self.root, Holds("OpenApi"))]
        while stack:
            node, holds = stack.pop()
            met = self.visited.setdefault(holds, set())
            if not isinstance(node.value, dict | list) or id(node.value) in met:
                continue
            met.add(id(node.value))
            if reference_of(node) is not None:
                yield from self._reference(node, holds, stack)
                if not self._reads_siblings(holds):
                    continue
            shape = self.shapes[holds.shape]
            if holds.each is Each.ONE or (holds.each is Each.ONE_OR_LIST and isinstance(node.value, dict)):
                yield from self._object(node, shape, stack)
                inner = list(children(node, shape))
            else:
                inner = [(part, Holds(holds.shape)) for part in parts(node, holds)]
            stack.extend(reversed(inner))

    def _reads_siblings(self, holds: Holds) -> bool:
        """Whether members beside `$ref` count. Source: OpenAPI 3.1 §4.8.24.1 for schemas, §4.8.9 for path items."""
        if holds.each in {Each.MAP, Each.LIST}:
            return False
        return holds.shape == "PathItem" or (
            holds.shape == "Schema" and self.resolver.version not in {"2.0", "3.0"}
        )

    def _object(self, node: Node, shape: Shape, stack: list[tuple[Node, Holds]]) -> Iterator[Problem]:
        own = node.get("$ref")
        if own is not None and not isinstance(own.value, str) and shape.referable:
            message = (
                "a reference must be a text. Write a string; a property of that name goes under `properties`."
            )
            yield Problem(kind="malformed-reference", at=own.at, message=message)
        for key, names in shape.uris.items():
            member = node.get(key)
            if member is not None and isinstance(member.value, str):
                yield from self._uri(member, member.value, names, stack)
        if shape.name == "Discriminator":
            yield from self._mapping(node, stack)

    def _mapping(self, node: Node, stack: list[tuple[Node, Holds]]) -> Iterator[Problem]:
        """Source: OpenAPI 3.1 §4.8.25: a value is a schema's name, or a reference to one."""
        mapping = node.get("mapping")
        listed = [*mapping.members()] if mapping is not None else []
        default = node.get("defaultMapping")
        schemas = self.root.value
        for part in ("components", "schemas"):
            schemas = schemas.get(part) if isinstance(schemas, dict) else None
        for _, value in [*listed, *([("", default)] if default is not None else [])]:
            if not isinstance(value.value, str) or (isinstance(schemas, dict) and value.value in schemas):
                continue
            for problem in self._uri(value, value.value, "Schema", stack):
                message = (
                    f"no schema of the components is named {value.value!r}. Define it, or correct the name."
                )
                is_name = _NAME.fullmatch(value.value)
                yield replace(problem, kind="dangling-reference", message=message) if is_name else problem

    def _uri(self, node: Node, text: str, names: str, stack: list[tuple[Node, Holds]]) -> Iterator[Problem]:
        """A reference written as a plain text; one to another host names what is not part of this description."""
        uri = join(self.resolver.base(node), text)
        if scheme(text) and scheme(text) != scheme(node.document.uri):
            return
        try:
            target = self.resolver.resolve(uri, node)
        except DanglingReference as error:
            yield error.problem
        else:
            stack.append((target, Holds(names)))

    def _reference(self, node: Node, holds: Holds, stack: list[tuple[Node, Holds]]) -> Iterator[Problem]:
        try:
            target = self.resolver.step(node)
        except DanglingReference as error:
            yield error.problem
            return
        if reference_of(target) is None:
            yield from self._misplaced(node, target, holds)
        elif (problem := self._cycle(node)) is not None:
            yield problem
            return
        yield from self._siblings(node, holds)
        stack.append((target, holds))

    def _cycle(self, node: Node) -> Problem | None:
        """The problem of a reference that leads back to itself; one that leads into such a cycle has none."""
        place = (node.document.uri, node.pointer)
        try:
            self.resolver.follow(node)
        except DanglingReference as error:
            if error.problem.kind != "reference-cycle" or place in self.cycles:
                return None
            here = self.resolver.step(node)
            members = {place}
            while (step := (here.document.uri, here.pointer)) not in members:
                members.add(step)
                here = self.resolver.step(here)
            if step != place:
                return None
            self.cycles |= members
            return error.problem
        return None

    def _misplaced(self, node: Node, target: Node, holds: Holds) -> Iterator[Problem]:
        """A reference to an object of another kind, as far as the components it lies in tell."""
        wanted = self.shapes[holds.shape].section
        section = target.pointer[:-1]
        is_other = (
            target.document is self.root.document
            and section != wanted
            and any(section == shape.section for shape in self.shapes.values())
        )
        is_schema = holds.shape == "Schema" and isinstance(target.value, bool)
        is_list = holds.each is Each.LIST and isinstance(target.value, list)
        is_text = holds.shape == "Text" and isinstance(target.value, str)
        if is_other or not (isinstance(target.value, dict) or is_schema or is_list or is_text):
            names = f"an entry of {format_pointer(section)}" if is_other else f"{_kind(target)}"
            message = f"the reference names {names}, where a {holds.shape} is needed. Correct it."
            yield Problem(
                kind="misplaced-reference",
                at=(node.get("$ref") or node).at,
                message=message,
                also=(target.at,),
            )

    def _siblings(self, node: Node, holds: Holds) -> Iterator[Problem]:
        if self._reads_siblings(holds) or not isinstance(node.value, dict):
            return
        ignored = [key for key in node.value if key not in _HARMLESS and not key.startswith("x-")]
        first = node.get(ignored[0]) if ignored else None
        if first is not None:
            names = ", ".join(map(repr, ignored))
            message = f"OpenAPI {self.resolver.version} ignores {names} beside `$ref`."
            advice = "Wrap the reference in `allOf`, or remove what it ignores."
            yield Problem(kind="ignored-beside-reference", at=first.at, message=f"{message} {advice}")


def _kind(node: Node) -> str:
    match node.value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a text"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return "a number"
