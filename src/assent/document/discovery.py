"""Descriptions in a folder, as a monorepo needs: which files are the root of one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from assent.document.encoding import as_utf8, unpacked
from assent.document.source import read_file
from assent.errors import DescriptionError
from assent.spared import regex

_SUFFIXES = (".json", ".yaml", ".yml", ".json.gz", ".yaml.gz", ".yml.gz")
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv"})
_MOST = 64_000_000
_YAML_ROOT = regex(
    rb"""^(?:openapi|swagger|"openapi"|"swagger"|'openapi'|'swagger')[ \t]*:[ \t]*["']?\d""", re.MULTILINE
)
_JSON_VERSION = regex(rb"""["']?(?:openapi|swagger)["']?\s*:\s*["']?\d""")


def find_descriptions(folder: Path) -> Iterator[str]:
    """The paths of the OpenAPI descriptions in a folder and below it, sorted, links and hidden folders left out.

    A file counts if it says which version of OpenAPI it follows at its top level; files that others only refer to
    do not. What cannot be read is left out, as it is not known to be a description.
    """
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files):
            path = Path(parent, name)
            if name.lower().endswith(_SUFFIXES) and path.is_file() and is_root(path):
                yield str(path)


def is_root(path: Path) -> bool:
    """Whether a file is the root of an OpenAPI description, by its text alone."""
    try:
        text = as_utf8(unpacked(read_file(path, str(path), _MOST), str(path), most=_MOST), str(path))
    except DescriptionError:
        return False
    return names_version(text)


def names_version(text: bytes) -> bool:
    """Whether a UTF-8 text names a version of OpenAPI or Swagger at its top level, as far as its look tells."""
    if text.lstrip()[:1] == b"{":
        return any(_is_top(text, match.end()) for match in _JSON_VERSION.finditer(text))
    return _YAML_ROOT.search(text) is not None


def _is_top(text: bytes, end: int) -> bool:
    """Whether the place lies in one object only; strings are left out of the count."""
    outside = re.sub(rb'"(?:[^"\\]|\\.)*"', b"", text[:end], flags=re.DOTALL)
    opened = outside.count(b"{") + outside.count(b"[")
    return opened - outside.count(b"}") - outside.count(b"]") == 1
