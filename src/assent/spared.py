"""Modules of the standard library that other packages import for what a short run never asks of them.

`inspect` with all that it brings takes as long to import as click itself; a mail parser and sockets come with the
validator. So a package is imported while stand-ins are in the places of such modules, which load the real ones when
they are first asked something else than what is known beforehand. Whoever imports the modules elsewhere gets them whole.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class StandIn(ModuleType):
    """What a package has of a module: some of its members, and the others once it asks for one."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system asks of every module
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        found = getattr(importlib.import_module(self.__name__), name)
        setattr(self, name, found)
        return found


@contextmanager
def spared(modules: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Within the block, what imports one of these modules gets a stand-in with these members, unless it is loaded."""
    put = {name: StandIn(name) for name in modules if name not in sys.modules}
    for name, module in put.items():
        vars(module).update(modules[name])
    sys.modules.update(put)
    try:
        yield
    finally:
        for name, module in put.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
