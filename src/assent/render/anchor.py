"""Where a tool that shows findings beside source code should show one: always in a file that exists now."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from assent.document.document import Location
from assent.findings import Finding, Section
from assent.records import dataclass
from assent.spared import regex

_URL = regex(r"[A-Za-z][A-Za-z0-9+.-]+://")
_DRIVE = regex(r"[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A file as it is called in the checkout, and a place in it, counted from 1; columns count code points."""

    path: str
    line: int = 1
    column: int = 1


def anchor(finding: Finding, section: Section) -> Anchor:
    """The finding's place in the new description; the top of the new description where the thing is gone from it."""
    if finding.new:
        return placed(finding.new)
    newest = [it.source for it in section.inputs if it.role != "old"]
    if newest:
        return Anchor(in_checkout(newest[0]))
    return placed(finding.old) if finding.old else Anchor("unknown")


def placed(at: Location) -> Anchor:
    """The location by its file's name in the checkout."""
    line, column = at.position
    return Anchor(in_checkout(at.file), line, column)


def in_checkout(name: str) -> str:
    """The file's path without the git revision before it; a URL as it is."""
    if _URL.match(name):
        return name
    if not _DRIVE.match(name):
        name = name.rpartition(":")[2] or name
    return str(PurePosixPath(name.replace("\\", "/")))


def uri(path: str) -> str:
    """The path as a URI reference: relative where the path is, `file:` where it is not."""
    if _URL.match(path):
        return quote(path, safe=":/?#[]@!$&'()*+,;=%~")
    if _DRIVE.match(path):
        return f"file:///{quote(path, safe='/:')}"
    return quote(path) if not path.startswith("/") else f"file://{quote(path)}"
