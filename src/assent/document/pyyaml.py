"""PyYAML without the patterns that its own reader and resolver compile: libyaml needs none of them.

Compiling them takes longer than all else that PyYAML does when it is imported, and than reading a small description.
"""

from __future__ import annotations

from assent.spared import spared


def import_yaml() -> None:
    """Import PyYAML, so that later imports of its parts find it; nothing if somebody has done so before."""
    with spared({}):
        import yaml  # noqa: F401
