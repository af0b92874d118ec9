"""PyYAML without the patterns that its own reader and resolver compile: libyaml needs none of them.

Compiling them takes longer than all else that PyYAML does when it is imported, and than reading a small description.
Whoever uses PyYAML in the same process gets it whole: each pattern is compiled when it is first asked something.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType, SimpleNamespace
from typing import Any, Final

PATTERNED: Final = ("yaml.reader", "yaml.resolver", "yaml.constructor")
"""The modules that compile patterns as they are imported."""


class Later:
    """A pattern that is compiled when it is first asked something, and asked directly from then on."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._said = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(*self._said), name)
        setattr(self, name, asked)
        return asked

    def __reduce__(self) -> tuple[Any, ...]:
        return re.compile, self._said  # a copy is the pattern itself


_RE: Final = SimpleNamespace(**{**vars(re), "compile": Later})


def _import(name: str, *rest: Any, **named: Any) -> Any:
    """What an import statement of these modules gives."""
    return _RE if name == "re" else builtins.__import__(name, *rest, **named)


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
        super().exec_module(module)


class _Finder:
    """Finds these modules where they are, for our loader; stands among the others while PyYAML is imported."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in PATTERNED else None
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(name, spec.loader.path)
        return spec


def import_yaml() -> None:
    """Import PyYAML, so that later imports of its parts find it; nothing if somebody has done so before."""
    if "yaml" in sys.modules:
        return
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        import yaml  # noqa: F401
    finally:
        sys.meta_path.remove(finder)
