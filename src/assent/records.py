"""Records: slotted dataclasses whose functions are made when they are first needed, so that commands start quickly.

The standard decorator compiles six functions for every class as soon as its module is imported, which takes about a
millisecond; assent has hundreds of records, and a run uses a third of them. Here `__init__` is compiled when the first
record of a class is made, comparison reads all fields at once, and whatever else a dataclass has (its repr, `fields`)
is taken from a standard one, made on demand. tests/test_records.py holds that both behave the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, FrozenInstanceError, asdict, dataclass as standard, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["asdict", "dataclass", "field", "replace"]

AS_STANDARD = (
    "__repr__",
    "__dataclass_fields__",
    "__dataclass_params__",
    *(("__replace__",) if sys.version_info >= (3, 13) else ()),
)
"""What is taken from a standard dataclass of the same declaration."""

UNUSUAL = ("ClassVar", "InitVar", "KW_ONLY")
"""Annotations that are no fields, or not like others: a class with one is left to the standard decorator."""


class Declaration:
    """The fields of a record's class as they were written, and what the decorator was asked for."""

    __slots__ = ("defaults", "options", "types")

    def __init__(self, cls: type, options: dict[str, bool]) -> None:
        self.types: dict[str, Any] = vars(cls).get("__annotations__", {})
        self.defaults = {name: vars(cls)[name] for name in self.types if name in vars(cls)}
        self.options = options

    def fields(self) -> Iterator[tuple[str, Field[Any]]]:
        """Each field by name, with a `Field` where the class has a plain default or none."""
        for name in self.types:
            said = self.defaults.get(name, MISSING)
            yield name, said if isinstance(said, Field) else field(default=said)

    def by_name(self, each: Field[Any]) -> bool:
        """Whether the field is given by name only."""
        return self.options.get("kw_only", False) if each.kw_only is MISSING else bool(each.kw_only)


declarations: dict[type, Declaration] = {}
"""How each record's class was declared."""


class OnDemand:
    """A member of a record's class that takes its place when somebody asks for it."""

    __slots__ = ("make", "name")

    def __init__(self, name: str, make: Callable[[type, Declaration], object]) -> None:
        self.name = name
        self.make = make

    def __get__(self, record: object, kind: type) -> Any:
        classes = (
            record.__mro__ if isinstance(record, type) and kind is type else kind.__mro__
        )  # as `inspect` asks
        owner = next(each for each in classes if each in declarations)
        made = self.make(owner, declarations[owner])
        setattr(owner, self.name, made)
        return made.__get__(record, kind) if hasattr(made, "__get__") else made


def record(cls: type | None = None, /, **options: bool) -> Any:
    """The dataclass that the standard decorator would make; where it has slots, its functions come on demand."""
    if cls is None:
        return lambda declared: record(declared, **options)
    declaration = Declaration(cls, options)
    if not options.get("slots") or options.get("order") or _is_unusual(cls, declaration):
        return standard(cls, **options)
    members = {name: value for name, value in vars(cls).items() if name not in declaration.types}
    for name in ("__dict__", "__weakref__"):
        members.pop(name, None)
    if members.get("__hash__") is None:
        members.pop("__hash__", None)
    made = type(cls)(cls.__name__, cls.__bases__, _added(declaration) | members)
    made.__qualname__ = cls.__qualname__
    declarations[made] = declaration
    return made


def _is_unusual(cls: type, declaration: Declaration) -> bool:
    inherits = any(hasattr(base, "__dataclass_fields__") for base in cls.__bases__)
    return inherits or any(word in str(each) for each in declaration.types.values() for word in UNUSUAL)


def _added(declaration: Declaration) -> dict[str, object]:
    """What the decorator adds to a class that does not define it."""
    options = declaration.options
    weak = ("__weakref__",) if options.get("weakref_slot") else ()
    added: dict[str, object] = {**_ALWAYS, "__slots__": (*declaration.types, *weak)}
    if options.get("eq", True):
        added |= {"__eq__": _EQUALITY, "__hash__": _HASH if options.get("frozen") else None}
    return added | _FROZEN if options.get("frozen") else added


def _initialiser(kind: type, declaration: Declaration) -> object:
    """Compiles `__init__`. Slots are filled through their own descriptors, so frozen records are made as fast."""
    space: dict[str, Any] = {"MISSING": MISSING}
    positional, named, body = ["self"], ["*"], []
    for name, each in declaration.fields():
        argument, value = name, name
        if each.default_factory is not MISSING:
            space[f"make_{name}"] = each.default_factory
            argument = f"{name}=MISSING"
            value = f"make_{name}() if {name} is MISSING else {name}" if each.init else f"make_{name}()"
        elif each.default is not MISSING:
            space[f"default_{name}"] = each.default
            argument = f"{name}=default_{name}"
            value = name if each.init else f"default_{name}"
        if each.init:
            (named if declaration.by_name(each) else positional).append(argument)
        if each.init or value != name:
            space[f"set_{name}"] = vars(kind)[name].__set__
            body.append(f"set_{name}(self, {value})")
    if hasattr(kind, "__post_init__"):
        body.append("self.__post_init__()")
    arguments = ", ".join([*positional, *(named if len(named) > 1 else [])])
    lines = "\n    ".join(body or ["pass"])
    exec(f"def __init__({arguments}):\n    {lines}", space)  # noqa: S102 - as the standard decorator does
    made = space["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    made.__module__ = kind.__module__
    made.__annotations__ = {name: declaration.types[name] for name, each in declaration.fields() if each.init}
    return made


def _reader(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """Gives the values of these fields."""
    match names:
        case []:
            return lambda _record: ()
        case [name]:
            read = attrgetter(name)
            return lambda record: (read(record),)
        case _:
            return attrgetter(*names)


def _positional(_kind: type, declaration: Declaration) -> object:
    return tuple(name for name, each in declaration.fields() if each.init and not declaration.by_name(each))


def _equality(_kind: type, declaration: Declaration) -> object:
    read = _reader([name for name, each in declaration.fields() if each.compare])

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - it becomes the class's own
        return read(self) == read(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(_kind: type, declaration: Declaration) -> object:
    read = _reader(
        [name for name, each in declaration.fields() if (each.compare if each.hash is None else each.hash)]
    )

    def __hash__(self: object) -> int:  # noqa: N807 - it becomes the class's own
        return hash(read(self))

    return __hash__


def _as_standard(name: str) -> OnDemand:
    def make(kind: type, declaration: Declaration) -> object:
        members = {"__annotations__": declaration.types, "__module__": kind.__module__, "__doc__": name}
        options = {key: value for key, value in declaration.options.items() if "slot" not in key}
        return getattr(standard(type(kind.__name__, (), members | declaration.defaults), **options), name)

    return OnDemand(name, make)


def _refuse_setting(_record: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_record: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(record: object) -> list[object]:
    return [getattr(record, name) for name in declarations[type(record)].types]


def _set_state(record: object, state: list[object]) -> None:
    for name, value in zip(declarations[type(record)].types, state, strict=True):
        object.__setattr__(record, name, value)


_EQUALITY = OnDemand("__eq__", _equality)
_HASH = OnDemand("__hash__", _hash)
_ALWAYS = {
    "__init__": OnDemand("__init__", _initialiser),
    "__match_args__": OnDemand("__match_args__", _positional),
    **{name: _as_standard(name) for name in AS_STANDARD},
}
_FROZEN = {
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
    "__getstate__": _state,
    "__setstate__": _set_state,
}

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = record
