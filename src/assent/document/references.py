"""References: what a `$ref` names, across documents. Cycles stay names, and nothing is inlined."""

from __future__ import annotations

from dataclasses import dataclass, field

from assent.document.access import Limits
from assent.document.document import Document, Node, Problem
from assent.document.library import Library
from assent.document.uris import decoded, join, split_fragment
from assent.errors import DescriptionError, LimitExceeded, ParseError, RefusedSource, SourceError
from assent.json import at_pointer, parse_pointer


@dataclass(eq=False)
class DanglingReference(DescriptionError):
    """A reference names nothing, may not be followed, or only leads back to itself; `problem` says which."""

    problem: Problem

    def __str__(self) -> str:
        return str(self.problem)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Resolver:
    """Resolves each different reference once; a failure is kept like a success."""

    library: Library
    limits: Limits
    found: dict[str, Node | tuple[str, str]] = field(default_factory=dict)

    def follow(self, node: Node) -> Node:
        """What a reference finally names. Raises: DanglingReference."""
        reference = reference_of(node)
        if reference is None:
            return node
        seen: set[tuple[str, tuple[str, ...]]] = set()
        here = node
        while reference is not None:
            place = (here.document.uri, here.pointer)
            if place in seen:
                raise _dangling(
                    node, "reference-cycle", f"{reference!r} only leads back to itself. Let it name a value."
                )
            seen.add(place)
            here = self.resolve(join(self.base(here), reference), node)
            reference = reference_of(here)
        return here

    def base(self, node: Node) -> str:
        """The URI that references in this place are relative to."""
        return self.library.base(node.document)

    def resolve(self, uri: str, at: Node) -> Node:
        """What an absolute URI names; a failure is blamed on `at`. Raises: DanglingReference."""
        known = self.found.get(uri)
        if known is None:
            if len(self.found) >= self.limits.references:
                raise LimitExceeded(
                    at.document.name, "references", self.limits.references, "--max-references"
                )
            known = self.found[uri] = self._look_up(uri)
        if isinstance(known, Node):
            return known
        raise _dangling(at, *known)

    def _look_up(self, uri: str) -> Node | tuple[str, str]:
        head, fragment = split_fragment(uri)
        try:
            document = self._document(head)
        except RefusedSource as error:
            return "refused-reference", str(error)
        except (SourceError, ParseError) as error:
            return "dangling-reference", f"the reference cannot be followed: {error}"
        try:
            pointer = parse_pointer(decoded(fragment))
            return Node(at_pointer(document.tree, pointer), document, pointer)
        except ValueError:
            return (
                "dangling-reference",
                f"{document.name} has no anchor {decoded(fragment)!r}. Define it, or write a pointer.",
            )
        except LookupError:
            return (
                "dangling-reference",
                f"there is nothing at {decoded(fragment)!r} in {document.name}. Define it, or correct the reference.",
            )

    def _document(self, uri: str) -> Document:
        source = self.library.source
        if uri == source.base:
            uri = source.uri
        return self.library.open(uri)


def reference_of(node: Node) -> str | None:
    """The reference that an object is, or None; only to be asked where the standard allows a reference."""
    if isinstance(node.value, dict):
        reference = node.value.get("$ref")
        if isinstance(reference, str):
            return reference
    return None


def _dangling(at: Node, kind: str, message: str) -> DanglingReference:
    place = at.get("$ref") or at
    return DanglingReference(Problem(kind=kind, at=place.at, message=message))
