"""Text to a tree that remembers where: loading descriptions from anywhere, and following their references."""

from __future__ import annotations

from assent.document.access import Access, Limits
from assent.document.bundle import Bundled, bundle
from assent.document.dereference import dereference
from assent.document.description import Description, from_tree, load
from assent.document.discovery import find_descriptions
from assent.document.document import Document, Location, Node, Problem
from assent.document.references import DanglingReference
from assent.document.write import write

__all__ = [
    "Access",
    "Bundled",
    "DanglingReference",
    "Description",
    "Document",
    "Limits",
    "Location",
    "Node",
    "Problem",
    "bundle",
    "dereference",
    "find_descriptions",
    "from_tree",
    "load",
    "write",
]
