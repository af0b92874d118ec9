"""Packages whose public names are loaded when they are first used, or whose modules are found by their place."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from types import ModuleType


def loaded_on_use(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """What a package takes for its `__getattr__` and `__dir__`, by the module that each public name lives in.

    A name may also be that of a module below the package: importing that module does not take the name's place.
    """
    module = sys.modules[package]

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(homes[name]), name)
        vars(module)[name] = value
        return value

    class Package(ModuleType):
        def __setattr__(self, name: str, value: object) -> None:
            if name not in homes or not isinstance(value, ModuleType):
                super().__setattr__(name, value)

    module.__class__ = Package
    return find, lambda: sorted({*vars(module), *homes})


def modules_in(package: ModuleType) -> list[str]:
    """The names of the modules of a package, in order; without `pkgutil`, which imports all of `inspect` for it."""
    try:
        files = [name for folder in package.__path__ for name in os.listdir(folder)]  # noqa: PTH208 - `pathlib` is imported later
    except NotADirectoryError:  # inside of an archive
        import pkgutil

        return sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return sorted(name[:-3] for name in files if name.endswith(".py") and name != "__init__.py")
