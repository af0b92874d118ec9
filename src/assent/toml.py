"""tomllib, without the patterns that it compiles as it is imported, which takes longer than to read most files."""

from __future__ import annotations

from assent.spared import spared

__all__ = ["tomllib"]

with spared({}):
    import tomllib
