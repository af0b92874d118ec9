"""Text to a tree that remembers where: loading descriptions from anywhere, and following their references."""

from __future__ import annotations

from assent.document.access import Access, Limits
from assent.document.description import Description, find_descriptions, load
from assent.document.document import Document, Location, Node, Problem
from assent.document.references import DanglingReference

__all__ = [
    "Access",
    "DanglingReference",
    "Description",
    "Document",
    "Limits",
    "Location",
    "Node",
    "Problem",
    "find_descriptions",
    "load",
]
