"""References: what a `$ref` names, across documents. Cycles stay names, and nothing is inlined."""

from __future__ import annotations

from assent.document.access import Limits
from assent.document.document import Document, Location, Node, Problem, fixed
from assent.document.identifiers import Identifiers, identify
from assent.document.library import Library
from assent.document.uris import decoded, join, scheme, split_fragment
from assent.errors import DescriptionError, LimitExceeded, ParseError, RefusedSource, SourceError
from assent.json import Json, Pointer, at_pointer, format_pointer, parse_pointer
from assent.records import dataclass, field


@dataclass(eq=False)
class DanglingReference(DescriptionError):
    """A reference names nothing, may not be followed, or only leads back to itself; `problem` says which."""

    problem: Problem

    def __str__(self) -> str:
        return str(self.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a URI names nothing, for whoever refers to it."""

    kind: str
    message: str
    also: tuple[Location, ...] = ()

    def blame(self, at: Node) -> DanglingReference:
        place = at.get("$ref") or at
        return DanglingReference(Problem(kind=self.kind, at=place.at, message=self.message, also=self.also))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Resolver:
    """Resolves each different URI once; a failure is kept like a success."""

    library: Library
    limits: Limits
    version: str
    found: dict[str, Node | Failure] = field(default_factory=dict)
    ends: dict[tuple[str, Pointer], Node | Failure] = field(default_factory=dict)
    identified: dict[str, Identifiers] = field(default_factory=dict)
    resources: dict[str, tuple[Document, Pointer]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def follow(self, node: Node) -> Node:
        """What a reference finally names, the node itself if it is none. Raises: DanglingReference."""
        chain: list[tuple[str, Pointer]] = []
        here: Node | Failure = node
        while isinstance(here, Node) and (reference := reference_of(here)) is not None:
            place = (here.document.uri, here.pointer)
            if place in self.ends:
                here = self.ends[place]
                break
            chain.append(place)
            self.ends[place] = Failure(
                kind="reference-cycle",
                message=f"the reference {reference!r} only leads back to itself. Let it name a value.",
            )
            here = self._link(here, reference)
        for place in chain:
            self.ends[place] = here
        if isinstance(here, Failure):
            raise here.blame(node)
        return here

    def step(self, node: Node) -> Node:
        """What a reference names itself, be it another reference. Raises: DanglingReference."""
        reference = reference_of(node)
        target = node if reference is None else self._link(node, reference)
        if isinstance(target, Failure):
            raise target.blame(node)
        return target

    def _link(self, node: Node, reference: str) -> Node | Failure:
        uri = join(self.base(node), reference)
        if node.document.uri.startswith("http") and scheme(uri) == "file":
            message = "the reference is not followed: a document from the network may not name files of this machine."
            return Failure(kind="refused-reference", message=f"{message} Save it beside them first.")
        return self._resolve(uri)

    def base(self, node: Node) -> str:
        """The URI that references at this place are relative to, by `$id` and `$self` if there are any."""
        return self.identifiers(node.document).base_at(node.pointer)

    def resolve(self, uri: str, at: Node) -> Node:
        """What an absolute URI names; a failure is blamed on `at`. Raises: DanglingReference."""
        known = self._resolve(uri)
        if isinstance(known, Failure):
            raise known.blame(at)
        return known

    def _resolve(self, uri: str) -> Node | Failure:
        known = self.found.get(uri)
        if known is None:
            if len(self.found) >= self.limits.references:
                name = self.library.source.name
                raise LimitExceeded(name, "different references", self.limits.references, "--max-references")
            known = self.found[uri] = self._look_up(uri)
        return known

    def open(self, uri: str) -> tuple[Document, Pointer]:
        """The resource with that URI, without fragment: a document, or a schema in one that has it as its `$id`.

        Raises: SourceError, ParseError, LimitExceeded.
        """
        if uri in self.resources:
            return self.resources[uri]
        for folder, actual in self.moved.items():
            if uri.startswith(folder):
                uri = actual + uri.removeprefix(folder)
                break
        document = self.library.open(uri)
        self.identifiers(document)
        return document, ()

    def identifiers(self, document: Document) -> Identifiers:
        known = self.identified.get(document.uri)
        if known is not None:
            return known
        text = self.library.texts[document.uri]
        own = identify(document.tree, text, uri=document.uri, version=self.version)
        self.identified[document.uri] = own
        for uri, pointer in own.resources.items():
            self.resources.setdefault(uri, (document, pointer))
        if own.base != document.uri:
            # OpenAPI 3.2 §4.1.1: what lies beside the document under its own URI is had from where it was had.
            self.moved.setdefault(join(own.base, "."), join(document.uri, "."))
        return own

    def _look_up(self, uri: str) -> Node | Failure:
        head, fragment = split_fragment(uri)
        try:
            document, start = self.open(head)
        except RefusedSource as error:
            return Failure(kind="refused-reference", message=f"the reference is not followed: {error}")
        except SourceError as error:
            advice = " Write '/' between folders." if "%5C" in head else ""
            message = f"the reference cannot be followed: {error}{advice}"
            return Failure(kind="dangling-reference", message=message)
        except ParseError as error:
            where = f"{error.source}:{error.line}:{error.column}"
            message = (
                f"the reference cannot be followed, since what it names cannot be read: {where}: {error.why}"
            )
            also = (fixed(error.source, (), (error.line, error.column)),)
            return Failure(kind="dangling-reference", message=message, also=also)
        name = decoded(fragment)
        if name and not name.startswith("/"):
            return self._anchored(document, head, name)
        try:
            pointer = (*start, *parse_pointer(name))
        except ValueError as error:
            return Failure(kind="dangling-reference", message=str(error))
        try:
            return Node(at_pointer(document.tree, pointer), document, pointer)
        except LookupError:
            return Failure(kind="dangling-reference", message=_missing(document, pointer))

    def _anchored(self, document: Document, resource: str, name: str) -> Node | Failure:
        own = self.identifiers(document)
        for base in (resource, own.base):
            pointer = own.anchors.get((base, name))
            if pointer is not None:
                return Node(at_pointer(document.tree, pointer), document, pointer)
        message = f"{document.name} has no anchor {name!r}. Define it, or write a JSON Pointer that begins with '#/'."
        return Failure(kind="dangling-reference", message=message)


def reference_of(node: Node) -> str | None:
    """The reference that an object is, or None; only to be asked where the standard allows a reference."""
    if isinstance(node.value, dict):
        reference = node.value.get("$ref")
        if isinstance(reference, str):
            return reference
    return None


def _missing(document: Document, pointer: Pointer) -> str:
    """Says how far the pointer leads, and which step leads nowhere."""
    tree: Json = document.tree
    for index, token in enumerate(pointer):
        try:
            tree = at_pointer(tree, (token,))
        except LookupError:
            where = f"{document.name}#{format_pointer(pointer[:index])}"
            if not isinstance(tree, dict | list):
                return f"nothing lies below {where}, which is no object or array. Correct the reference."
            return f"there is no {token!r} in {where}. Define it there, or correct the reference."
    return "the reference names nothing."
