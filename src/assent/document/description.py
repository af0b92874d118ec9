"""A description as a whole: its root document, and the documents its references reach, loaded when followed."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from assent.document.access import Access, Limits
from assent.document.document import Document, Node, Problem
from assent.document.library import Library
from assent.document.references import Resolver
from assent.document.source import Source, find_source
from assent.document.versions import Version, detect
from assent.errors import RefusedSource, SourceError
from assent.json import Json
from assent.records import dataclass, field
from assent.spared import json

_IN_MEMORY = "memory:/description.json"


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """An OpenAPI description whose references resolve as they are followed; nothing is inlined."""

    root: Node
    standard: Version
    resolver: Resolver = field(repr=False)
    scanned: list[tuple[Problem, ...]] = field(default_factory=list, repr=False)

    @property
    def version(self) -> str:
        """The feature family: "2.0", "3.0", "3.1" or "3.2"."""
        return self.standard.family

    @property
    def full_version(self) -> str:
        """The version as the document says it, as "3.1.0"."""
        return self.standard.full

    @property
    def documents(self) -> dict[str, Document]:
        """The documents loaded so far, by URI, the root first."""
        return self.resolver.library.documents

    @property
    def texts(self) -> dict[str, bytes]:
        """The texts loaded so far as UTF-8, by URI."""
        return self.resolver.library.texts

    def follow(self, node: Node) -> Node:
        """What a Reference Object finally names; the node itself if it is none.

        Call it where the standard allows a reference: in other places `$ref` is a name like any other.
        Raises: DanglingReference, which carries the Problem.
        """
        return self.resolver.follow(node)

    def resolve(self, uri: str) -> Node:
        """What an absolute URI with a fragment names.

        Raises: DanglingReference, which carries the Problem.
        """
        return self.resolver.resolve(uri, self.root)

    def base(self, node: Node) -> str:
        """The absolute URI that references at this place are relative to."""
        return self.resolver.base(node)

    def open(self, uri: str) -> Document:
        """The document with an absolute URI, without fragment.

        Raises: DescriptionError if it cannot be had or read, or may not be.
        """
        return self.resolver.open(uri)[0]

    def problems(self) -> list[Problem]:
        """Everything that is wrong with the texts and references of the whole description.

        Ordered by document in the order of loading, then by line. Follows every reference, so every document that
        belongs to the description is loaded afterwards.
        """
        if self.scanned:
            return list(self.scanned[0])
        from assent.document.scan import scan

        found = list(scan(self.root, self.resolver))
        order = {document.name: index for index, document in enumerate(self.documents.values())}
        found.sort(key=lambda problem: (order[problem.at.file], problem.at.position, problem.kind))
        self.scanned.append(tuple(found))
        return found


def load(
    source: str,
    *,
    access: Access | None = None,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
    cwd: Path | None = None,
) -> Description:
    """The OpenAPI description that a path, URL, `<revision>:<path>` or `-` names; a folder with one in it names it.

    Raises: DescriptionError if its root cannot be read or is no OpenAPI; other defects are `problems()`.
    """
    access, limits = access or Access(), limits or Limits()
    source = _only_one(source, cwd or Path.cwd())
    return _opened(find_source(source, access=access, limits=limits, stdin=stdin, cwd=cwd), limits)


def from_tree(tree: Json, *, name: str = "<tree>", limits: Limits | None = None) -> Description:
    """The description that a tree in memory is. References reach nothing outside; positions are those of its JSON.

    Raises: DescriptionError if it is no OpenAPI description.
    """
    raw = json.dumps(tree, indent=2, ensure_ascii=False).encode()

    def fetch(uri: str, _most: int) -> bytes:
        if uri == _IN_MEMORY:
            return raw
        raise RefusedSource(uri, "a description in memory reaches no files.", "Load it from a file.")

    def shown(uri: str) -> str:
        return name if uri == _IN_MEMORY else uri

    return _opened(Source(uri=_IN_MEMORY, name=name, fetch=fetch, shown=shown), limits or Limits())


def _opened(source: Source, limits: Limits) -> Description:
    library = Library(source=source, limits=limits)
    document = library.open(source.uri)
    standard = detect(document.tree, document.name)
    return Description(
        document.root, standard, Resolver(library=library, limits=limits, version=standard.family)
    )


def _only_one(source: str, here: Path) -> str:
    """The source itself, or the one description in the folder it names. Raises: SourceError if there are others."""
    try:
        is_folder = source != "-" and (here / source).is_dir()
    except (OSError, ValueError):
        return source
    if not is_folder:
        return source
    from assent.document.discovery import find_descriptions

    match list(find_descriptions(Path(here, source))):
        case [only]:
            return only
        case []:
            raise SourceError(source, "there is no OpenAPI description in this folder.", "Name its file.")
        case several:
            listed = ", ".join(several[:5]) + (", …" if len(several) > 5 else "")
            raise SourceError(
                source, f"there are {len(several)} descriptions in this folder: {listed}.", "Name one."
            )
