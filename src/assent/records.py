"""Records: slotted dataclasses that msgspec makes, so that commands start quickly and records are made quickly.

The standard decorator compiles six functions for every class as soon as its module is imported, which takes about a
millisecond; assent has hundreds of records, and a run uses a third of them. A record here is a `msgspec.Struct` to the
interpreter and a dataclass to type checkers and to everybody who asks `dataclasses` about it: it is made six times as
fast as the standard one, replaced thirteen times and compared seven times as fast. What a struct cannot do (equality
or order that leaves fields out, the repr that does) is made on demand, as is all of an alternative told by identity
and of an exception.
tests/test_records.py holds that both behave the same.
"""

from __future__ import annotations

import operator
import sys
import typing
from collections.abc import Callable, Iterator
from functools import cache, partial
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final, Generic

from assent.spared import called_later, spared


def _annotations(cls: type) -> dict[str, Any]:
    """What `inspect.get_annotations` gives of a class, of which `dataclasses` asks it from Python 3.13 on."""
    return dict(vars(cls).get("__annotations__", {}))


_SPARED: Final[dict[str, dict[str, Any]]] = {
    "copy": {},
    "inspect": {"get_annotations": _annotations},
    "msgspec._json_schema": {
        name: called_later("msgspec._json_schema", name) for name in ("schema", "schema_components")
    },
    "msgspec.inspect": {},
    "msgspec.toml": {},
    "msgspec.yaml": {},
    "textwrap": {},
    "typing_extensions": {
        name: getattr(typing, name) for name in ("get_type_hints", "NotRequired", "Required")
    },
}
"""What msgspec and `dataclasses` import for types that no record of ours has."""

with spared(_SPARED):
    from dataclasses import (
        MISSING,
        Field,
        FrozenInstanceError,
        dataclass as standard,
        field,
        fields,
    )

    import msgspec

__all__ = ["dataclass", "field", "replace"]

AS_STANDARD: Final = (
    "__repr__",
    "__dataclass_fields__",
    "__dataclass_params__",
    *(("__replace__",) if sys.version_info >= (3, 13) else ()),
)
"""What is taken from a standard dataclass of the same declaration."""

UNUSUAL: Final = ("ClassVar", "InitVar", "KW_ONLY")
"""Annotations that are no fields, or not like others: a class with one is left to the standard decorator."""

STRUCT_OPTIONS: Final = {"frozen": "frozen", "kw_only": "kw_only", "weakref_slot": "weakref"}
"""What the decorator is asked for, in msgspec's words."""


class Declaration:
    """The fields of a dataclass as they were written, and what the decorator was asked for."""

    __slots__ = ("defaults", "options", "types", "written")

    def __init__(self, cls: type, options: dict[str, bool]) -> None:
        said = vars(cls)
        self.types: dict[str, Any] = said.get("__annotations__", {})
        self.defaults = {name: said[name] for name in self.types if name in said}
        self.written: list[Field[Any]] = [each for each in self.defaults.values() if isinstance(each, Field)]
        """What `field` was called for."""
        self.options = options

    def fields(self) -> Iterator[tuple[str, Field[Any]]]:
        """Each field by name, with a `Field` where the class has a plain default or none."""
        for name in self.types:
            said = self.defaults.get(name, MISSING)
            yield name, said if isinstance(said, Field) else field(default=said)

    def is_usual(self) -> bool:
        """Whether the fields are like one another: none is for the class alone, all or none are given by name."""
        types, by_name = " ".join(map(str, self.types.values())), self.options.get("kw_only", False)
        if self.written and any(each.kw_only not in (MISSING, by_name) for each in self.written):
            return False
        return not any(map(types.__contains__, UNUSUAL))

    def is_of_identity(self) -> bool:
        """Whether its records are told by identity and should be no structs.

        No field of a struct can be left out of what it is made of. And what is frozen and taken apart by position is
        one of several alternatives, like the nodes of formulas, for whose types solvers ask more often than they make
        them: Python asks whether something is an instance of a plain class four times as fast as of a struct.
        """
        asked = self.options.get
        if asked("eq", True) or asked("weakref_slot"):
            return False
        alternative = asked("frozen", False) and not asked("kw_only")
        return alternative or not all(each.init for each in self.written)


declarations: dict[type, Declaration] = {}
"""How each class was declared."""


class OnDemand:
    """A member of a class that takes its place when somebody asks for it."""

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
    """The dataclass that the standard decorator would make; where it has slots, as a struct."""
    if cls is None:
        return lambda declared: record(declared, **options)
    if issubclass(cls, BaseException):
        return _of_exception(cls, options)
    declaration = Declaration(cls, options)
    if not options.get("slots") or not _is_usual(cls, declaration):
        return standard(cls, **options)
    if declaration.is_of_identity():
        return _of_identity(cls, declaration)
    members = {**_ALWAYS, **_members(cls), **_defaults(declaration)}
    ordered, written = options.get("order", False), declaration.written
    if (written and not all(each.init for each in written)) or (ordered and "__eq__" in members):
        return standard(cls, **options)
    compared = options.get("eq", True) and "__eq__" not in members
    if compared and written and any(not each.compare or each.hash is not None for each in written):
        members |= {"__eq__": _EQUALITY, "__hash__": _HASH if options.get("frozen") else None}
        members |= _ORDER if ordered else {}
        compared = False
    if "__eq__" in members:  # a struct answers `!=` by all its fields
        members["__ne__"] = object.__ne__
    asked = {name: options[word] for word, name in STRUCT_OPTIONS.items() if word in options}
    bases = (msgspec.Struct,) if cls.__bases__ == (object,) else (msgspec.Struct, *cls.__bases__)
    struct: Any = msgspec.StructMeta
    made = struct(cls.__name__, bases, members, eq=compared, order=ordered and compared, **asked)
    declarations[made] = declaration
    return made


def _of_identity(cls: type, declaration: Declaration) -> Any:
    """A plain class, whose records are told apart by identity."""
    members = _members(cls)
    for name in declaration.defaults:
        del members[name]
    added = {"__slots__": tuple(declaration.types), "__init__": _INITIALISER, "__match_args__": _POSITIONAL}
    guard = _FROZEN if declaration.options.get("frozen") else {}
    made = type(cls)(cls.__name__, cls.__bases__, {**_ALWAYS, **added, **guard, **members})
    declarations[made] = declaration
    return made


def _of_exception(cls: type, options: dict[str, bool]) -> Any:
    """What the standard decorator makes of an exception: the same class, with more members."""
    declaration = Declaration(cls, options)
    inherits = any(kind in declarations or "__dataclass_fields__" in vars(kind) for kind in cls.__mro__)
    if options != {"eq": False} or inherits or not declaration.is_usual() or declaration.written:
        return standard(cls, **options)
    for name, member in {**_ALWAYS, "__init__": _INITIALISER, "__match_args__": _POSITIONAL}.items():
        if name == "__init__" or name not in vars(cls):
            setattr(cls, name, member)
    declarations[cls] = declaration
    return cls


def _is_usual(cls: type, declaration: Declaration) -> bool:
    """Whether a class of ours can stand for what the standard decorator would make."""
    return declaration.is_usual() and _PLAIN.issuperset(cls.__bases__)


def _members(cls: type) -> dict[str, Any]:
    """What the class defines, under the name that it has."""
    members = vars(cls).copy()
    members["__qualname__"] = cls.__qualname__
    members.pop("__dict__", None)
    members.pop("__weakref__", None)
    if members.get("__hash__") is None:
        members.pop("__hash__", None)
    return members


def _defaults(declaration: Declaration) -> dict[str, object]:
    """The fields' defaults in msgspec's words, where it has others: of what `field` was called for, and of structs."""
    made: dict[str, object] = {}
    for name, said in declaration.defaults.items():
        if not isinstance(said, Field):
            if type(type(said)) is msgspec.StructMeta:
                # one and the same for all, which msgspec thinks unsafe
                made[name] = msgspec.field(default_factory=partial(_same, said))
        elif said.default_factory is not MISSING:
            made[name] = msgspec.field(default_factory=said.default_factory)
        elif said.default is not MISSING:
            made[name] = msgspec.field(default=said.default)
        else:
            made[name] = msgspec.field()
    return made


def _same(value: object) -> object:
    return value


def replaced(record: object, /, **changes: Any) -> Any:
    """The record with other values for some of its fields."""
    made: Any = type(record)
    if type(made) is _STRUCT:
        made = _WITH(record, **changes)
    else:
        kept = {name: getattr(record, name) for name in _given(made) if name not in changes}
        made = type(record)(**kept, **changes)  # another kind, if it is a schema that was read for that
    return made


@cache
def _given(kind: Any) -> tuple[str, ...]:
    """What the class takes when a record is made."""
    if kind in declarations:
        return tuple(name for name, each in declarations[kind].fields() if each.init)
    return tuple(each.name for each in fields(kind) if each.init)


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


def _ordering(name: str) -> OnDemand:
    compare: Callable[[object, object], bool] = getattr(operator, name)

    def make(_kind: type, declaration: Declaration) -> object:
        read = _reader([name for name, each in declaration.fields() if each.compare])

        def ordering(self: object, other: object) -> bool:
            return compare(read(self), read(other)) if other.__class__ is self.__class__ else NotImplemented

        return ordering

    return OnDemand(name, make)


def _initialiser(kind: type, declaration: Declaration) -> object:
    """Makes `__init__`. Frozen slots are filled through their own descriptors, so records are made as fast.

    What is compiled knows fields by number, and serves every class of that shape.
    """
    space: dict[str, Any] = {"MISSING": MISSING, "__name__": kind.__module__}
    by_name, frozen = declaration.options.get("kw_only", False), declaration.options.get("frozen", False)
    given, body, defaults = [], [], {}
    for number, (name, each) in enumerate(declaration.fields()):
        value = f"_{number}"
        if each.default_factory is not MISSING:
            space[f"make_{number}"] = each.default_factory
            made = f"make_{number}()"
            value = f"{made} if {value} is MISSING else {value}" if each.init else made
        elif each.default is MISSING and not each.init:
            continue  # `__post_init__` knows
        elif not each.init:
            space[value] = each.default
        if each.init:
            given.append(f"_{number}")
        if each.init and (each.default_factory is not MISSING or each.default is not MISSING):
            defaults[name] = each.default
        if frozen:
            space[f"set_{number}"] = vars(kind)[name].__set__
        body.append(f"set_{number}(self, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(kind, "__post_init__"):
        body.append("self.__post_init__()")
    arguments = ", ".join(["self", *(["*"] if by_name and given else []), *given])
    types = {name: declaration.types[name] for name, each in declaration.fields() if each.init}
    code = _compiled(arguments, "\n    ".join(body or ["pass"])).replace(
        co_varnames=("self", *types), co_qualname=f"{kind.__qualname__}.__init__"
    )
    initialise = FunctionType(code, space)
    initialise.__defaults__ = None if by_name else tuple(defaults.values())
    initialise.__kwdefaults__ = defaults if by_name else {}
    initialise.__annotations__ = types
    return initialise


@cache
def _compiled(arguments: str, body: str) -> CodeType:
    space: dict[str, Any] = {}
    exec(f"def __init__({arguments}):\n    {body}", space)  # noqa: S102 - as the standard decorator does
    code: CodeType = space["__init__"].__code__
    return code


def _positional(_kind: type, declaration: Declaration) -> object:
    if declaration.options.get("kw_only"):
        return ()
    return tuple(name for name, each in declaration.fields() if each.init)


def _refuse_setting(_record: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_record: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(record: object) -> list[object]:
    return [getattr(record, name) for name in declarations[type(record)].types]


def _set_state(record: object, state: list[object]) -> None:
    for name, value in zip(declarations[type(record)].types, state, strict=True):
        object.__setattr__(record, name, value)


def _as_standard(name: str) -> OnDemand:
    def make(kind: type, declaration: Declaration) -> object:
        members = {"__annotations__": declaration.types, "__module__": kind.__module__, "__doc__": name}
        options = {key: value for key, value in declaration.options.items() if "slot" not in key}
        return getattr(standard(type(kind.__name__, (), members | declaration.defaults), **options), name)

    return OnDemand(name, make)


_EQUALITY = OnDemand("__eq__", _equality)
_HASH = OnDemand("__hash__", _hash)
_INITIALISER = OnDemand("__init__", _initialiser)
_ORDER: dict[str, Any] = {name: _ordering(name) for name in ("__lt__", "__le__", "__gt__", "__ge__")}
_POSITIONAL = OnDemand("__match_args__", _positional)
_FROZEN = {
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
    "__getstate__": _state,
    "__setstate__": _set_state,
}

_STRUCT: Final = type(msgspec.Struct)
_WITH: Final[Any] = msgspec.structs.replace

_PLAIN: Final = frozenset({object, Generic})
"""What a class of ours may come from."""

_ALWAYS: dict[str, Any] = {name: _as_standard(name) for name in AS_STANDARD}

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:
    dataclass, replace = record, replaced
