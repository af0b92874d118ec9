"""What a JSON Schema validator says of a document, in plain words and at the value that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from assent.json import Json, Pointer, at_pointer, format_pointer
from assent.records import dataclass

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

MOST_CHARACTERS = 80
"""How much of a value a message shows."""

_DEFINITIONS = ("definitions", "$defs")
_UNEXPECTED = ("additionalProperties", "unevaluatedProperties")


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One thing that is wrong with an instance: where in it, and what. `keyword` is the one that refused, `name` the
    property it is about.
    """

    pointer: Pointer
    message: str
    keyword: str = ""
    name: str = ""

    def subject(self, met: Pointer) -> str:
        """What tells this complaint from others at the place where `met` ends: its keyword, and the name it is about."""
        return " ".join(filter(None, (self.keyword, self.name, format_pointer(self.pointer[len(met) :]))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An error of the validator. `told` is what its keyword has to say, `branches` the errors of each alternative."""

    keyword: str
    path: Pointer
    schema_path: tuple[str, ...]
    told: Mapping[str, Any]
    message: str
    branches: tuple[tuple[Refusal, ...], ...] = ()


def refusal(error: ValidationError) -> Refusal:
    """The validator's error as a record."""
    told: dict[str, Any] = dict(error.kind.as_dict())
    context: Sequence[Sequence[ValidationError]] = told.pop("context", ())
    return Refusal(
        keyword=error.kind.name,
        path=tuple(map(str, error.instance_path)),
        schema_path=tuple(map(str, error.schema_path)),
        told=told,
        message=str(error.message),
        branches=tuple(tuple(map(refusal, branch)) for branch in context if branch),
    )


def complaints(errors: Iterable[ValidationError], instance: Json, schema: Json) -> list[Complaint]:
    """What the errors amount to: alternatives are decided for the branch that was meant, echoes are left out."""
    leaves = [leaf for error in errors for leaf in _leaves(refusal(error))]
    blamed = {error.path for error in leaves if error.keyword not in _UNEXPECTED}
    found: dict[Complaint, None] = {}
    for error in leaves:
        for complaint in _read(error, instance, schema, blamed):
            found[complaint] = None
    return list(found)


def _leaves(error: Refusal) -> Iterator[Refusal]:
    """The errors that a person can act on: below alternatives, those of the branch that was meant."""
    branches = _branches(error)
    if not branches:
        yield error
        return
    if _only_missing(branches) or _only_choices(branches):
        yield error
        return
    for inner in min(branches, key=_distance):
        yield from _leaves(inner)


def _branches(error: Refusal) -> list[tuple[Refusal, ...]]:
    """The branches of a failed alternative without those for a Reference Object, which was not meant."""
    meant = [branch for branch in error.branches if not any(map(_asks_for_reference, branch))]
    return meant or list(error.branches)


def _asks_for_reference(error: Refusal) -> bool:
    return error.keyword == "required" and error.told["property"] == "$ref"


def _distance(branch: Sequence[Refusal]) -> tuple[int, int]:
    """How far a branch is from what was written: first how many of its fixed words differ, then how many errors."""
    leaves = [leaf for error in branch for leaf in _leaves(error)]
    fixed = sum(error.keyword in ("enum", "constant", "const", "type") for error in leaves)
    return fixed, len(leaves)


def _only_missing(branches: Sequence[Sequence[Refusal]]) -> bool:
    """Whether each branch only misses one property, as where either of two is needed."""
    return len(branches) > 1 and all(
        len(branch) == 1 and branch[0].keyword == "required" for branch in branches
    )


def _only_choices(branches: Sequence[Sequence[Refusal]]) -> bool:
    """Whether each branch wants another word at the same place, as where a word chooses the branch."""
    words = [{error.path for error in branch if error.keyword == "enum"} for branch in branches]
    return len(branches) > 1 and bool(set.intersection(*words))


def _read(error: Refusal, instance: Json, schema: Json, blamed: set[Pointer]) -> Iterator[Complaint]:
    path, told = error.path, error.told
    value = _value_at(instance, path)
    match error.keyword:
        case "required":
            yield Complaint(path, f"`{told['property']}` is missing.", "required", told["property"])
        case "additionalProperties" | "unevaluatedProperties":
            known = _known_names(error, schema)
            for name in told["unexpected"]:
                below = any(each[: len(path) + 1] == (*path, name) for each in blamed)
                if not below and not (name in known and path in blamed):
                    close = get_close_matches(name, known, n=1)
                    hint = f" Did you mean `{close[0]}`?" if close else ""
                    yield Complaint((*path, name), f"`{name}` is not known here.{hint}", error.keyword, name)
        case "enum":
            yield _not_one_of(path, told["options"], value)
        case "constant" | "const":
            yield Complaint(path, f"must be {told['expected_value']!r}, not {shown(value)}.", "const")
        case "type":
            types = " or ".join(f"{article(each)}" for each in told["types"])
            yield Complaint(path, f"{_it(path)} must be {types}, not {shown(value)}.", "type")
        case "pattern":
            yield Complaint(path, f"{shown(value)} does not match {told['pattern']!r}.", "pattern")
        case "format":
            yield Complaint(path, f"{shown(value)} is no {told['format']}.", "format")
        case "uniqueItems":
            yield Complaint(path, f"{_it(path)} holds the same item twice.", "uniqueItems")
        case "propertyNames":
            yield from _wrong_names(error, path)
        case _ if error.branches:
            yield from _no_branch(error, path, value)
        case _:
            yield Complaint(path, shortened(error.message), error.keyword)


def _not_one_of(path: Pointer, options: Sequence[Json], value: Json) -> Complaint:
    words = ", ".join(shown(each) for each in options)
    return Complaint(
        path,
        f"{_it(path)} must be {'one of ' if len(options) > 1 else ''}{words}, not {shown(value)}.",
        "enum",
    )


def _no_branch(error: Refusal, path: Pointer, value: Json) -> Iterator[Complaint]:
    branches = _branches(error)
    if _only_missing(branches):
        names = list(dict.fromkeys(f"`{branch[0].told['property']}`" for branch in branches))
        yield Complaint(path, f"{' or '.join(names)} is missing.", "required")
    elif _only_choices(branches):
        inner = [each for branch in branches for each in branch if each.keyword == "enum"]
        shared = set.intersection(
            *({each.path for each in branch if each.keyword == "enum"} for branch in branches)
        )
        place = min(shared)
        options = [option for each in inner if each.path == place for option in each.told["options"]]
        yield _not_one_of(place, list(dict.fromkeys(options)), _value_at(value, place[len(path) :]))
    else:
        yield Complaint(path, f"{shown(value)} fits none of the alternatives.", error.keyword)


def _wrong_names(error: Refusal, path: Pointer) -> Iterator[Complaint]:
    inner: ValidationError = error.told["error"]
    name = str(inner.instance)
    yield Complaint((*path, name), f"the name {shortened(str(inner.message))}.", "propertyNames")


def _known_names(error: Refusal, schema: Json) -> set[str]:
    """The property names that the definition which refused speaks of anywhere."""
    path = error.schema_path
    holder: Json = schema
    for mark in _DEFINITIONS:
        if mark in path[:-1] and isinstance(schema, dict):
            last = len(path) - 1 - path[::-1].index(mark)
            try:
                holder = at_pointer(schema, (mark, path[last + 1]))
            except LookupError:
                holder = schema
    return set(_names(holder))


def _names(schema: Json) -> Iterator[str]:
    stack = [schema]
    while stack:
        match stack.pop():
            case dict() as members:
                properties = members.get("properties")
                if isinstance(properties, dict):
                    yield from properties
                whole = members is schema and "$schema" in members
                stack += [each for key, each in members.items() if not whole or key not in _DEFINITIONS]
            case list() as items:
                stack += items
            case _:
                pass


def _it(path: Pointer) -> str:
    """What a message calls the value: its name, or that it is an item of a list."""
    if not path:
        return "it"
    return f"item {path[-1]}" if path[-1].isdecimal() and len(path[-1]) < 3 else f"`{path[-1]}`"


def _value_at(instance: Json, path: Pointer) -> Json:
    try:
        return at_pointer(instance, path)
    except LookupError:
        return None


def shown(value: Json) -> str:
    """A value as a message shows it: as JSON, shortened."""
    import json

    match value:
        case dict() | list() if len(value) > MOST_CHARACTERS:
            return article("object" if isinstance(value, dict) else "array")
        case _:
            return shortened(json.dumps(value, ensure_ascii=False, default=str))


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text, cut in its middle where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    tail = most // 3
    return f"{text[: most - tail - 1]}…{text[-tail:]}"


def article(type_: str) -> str:
    """The type with its article, as `an object`."""
    if type_ == "null":
        return "null"
    return f"{'an' if type_[:1] in 'aeio' else 'a'} {type_}"
