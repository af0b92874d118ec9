"""What other packages do as they are imported for what a short run never asks of them, put off until it is asked.

`inspect` with all that it brings takes as long to import as click itself; a mail parser and sockets come with the
validator. So a package is imported while stand-ins are in the places of such modules, which load the real ones when
they are first asked something else than what is known beforehand. Meanwhile no pattern is compiled and no annotation
that is written as text, and dates are those that C makes. Whoever imports the modules elsewhere gets them whole.
"""

from __future__ import annotations

import importlib
import re
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["LazyPattern", "StandIn", "called_later", "json", "regex", "spared"]


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


if TYPE_CHECKING:
    import json
else:
    json = StandIn("json")
"""The standard library's, for what msgspec cannot read or spells differently: loaded by whoever meets that first."""


class LazyPattern:
    """A pattern that is compiled when it is first asked something, and asked directly from then on."""

    def __init__(self, pattern: Any, flags: int = 0) -> None:
        self._said = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(*self._said), name)
        setattr(self, name, asked)
        return asked

    def __reduce__(self) -> tuple[Any, ...]:
        return re.compile, self._said  # a copy is the pattern itself


if TYPE_CHECKING:
    regex = re.compile
else:
    regex = LazyPattern


def called_later(module: str, name: str) -> Callable[..., Any]:
    """A function of a module that is imported when it is called."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    return call


def _dates() -> dict[str, Any]:
    """What `datetime` gives, without the second copy of it in Python that Python 3.11 makes and throws away."""
    try:
        return vars(importlib.import_module("_datetime")) | {"__name__": "datetime"}
    except ImportError:
        return {}


@contextmanager
def spared(modules: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Within the block, what imports one of these modules gets a stand-in with these members, unless it is loaded."""
    spare = {"datetime": _dates(), **modules}
    put = {name: StandIn(name) for name in spare if name not in sys.modules}
    for name, module in put.items():
        vars(module).update(spare[name])
    sys.modules.update(put)
    try:
        with _nothing_compiled():
            yield
    finally:
        for name, module in put.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@contextmanager
def _nothing_compiled() -> Iterator[None]:
    """Within the block, the patterns of what is imported are compiled later, and the names of types are kept as text.

    `typing` evaluates text like the code that it would compile; the first that is compiled makes all of `ast`.
    """
    if sys.modules["re"] is not re:  # as it is in a block around this one
        yield
        return
    patterns = ModuleType("re")
    vars(patterns).update(vars(re) | {"compile": LazyPattern})
    sys.modules["re"] = patterns
    vars(typing)["compile"] = lambda text, *_: text
    try:
        yield
    finally:
        sys.modules["re"] = re
        vars(patterns)["compile"] = re.compile
        vars(typing).pop("compile", None)
