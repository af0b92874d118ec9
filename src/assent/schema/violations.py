"""Which keywords refuse a value, where, and why, in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assent.json import Json, Pointer, at_pointer, format_pointer
from assent.records import dataclass, replace
from assent.schema import wording
from assent.schema.checking import Checker, checker, checker_about, original_pointer, with_large_numbers
from assent.schema.dialect import Formats
from assent.schema.frozen import freeze
from assent.schema.model import Place, Reference, Schema, Trouble, reachable
from assent.schema.patterns import UnsupportedPattern, matches, pattern

if TYPE_CHECKING:  # it takes a while to import, and what is accepted needs no words
    from jsonschema_rs import ValidationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One keyword's refusal.

    `keyword` is the word of JSON Schema 2020-12, `at` where the author wrote it (in the dialect's spelling),
    `value_pointer` the part of the value it refuses; of a member or item that must not be there, that member.
    `causes`: of a union that no alternative accepts, what refuses the value in the closest alternative; of a
    name, what is wrong with it.
    """

    keyword: str
    value_pointer: Pointer
    at: Place
    message: str
    causes: tuple[Violation, ...] = ()

    @property
    def schema_pointer(self) -> Pointer:
        """Where the keyword stands in its document, `at.uri`."""
        return self.at.pointer

    def __str__(self) -> str:
        return f"{format_pointer(self.value_pointer) or 'the value'}: {self.message}"


def violations(schema: Schema, value: Json, *, formats: Formats = "annotate") -> Iterator[Violation]:
    """Everything the schema has against the value, in the order in which the validator meets it.

    NaN, which is no JSON, is refused as if it were null; an infinite float, which readers make of `1e400`, counts
    as a very large number. What the validator cannot apply is named by `unchecked`.

    Raises: RecursionError if a value that is refused is nested deeper than the validator can tell of (255).
    """
    compiled = checker(schema, formats=formats)
    if not compiled.accepts(value):
        yield from _violations(compiled, value)


def violations_once(schema: Schema, value: Json, *, formats: Formats = "annotate") -> Iterator[Violation]:
    """The same, maybe in another order, for a schema that is asked about few values.

    It is not compiled whole, but for this value alone, which it likely refuses.
    """
    yield from _violations(checker_about(schema, value, formats=formats), value)


def _violations(compiled: Checker, value: Json) -> Iterator[Violation]:
    value = with_large_numbers(value)
    seen: set[tuple[str, Pointer, Place, str]] = set()
    for error in compiled.errors(value):
        for violation in _explained(compiled, error, value):
            key = (violation.keyword, violation.value_pointer, violation.at, violation.message)
            if key not in seen:
                seen.add(key)
                yield violation


def accepts(schema: Schema, value: Json, *, formats: Formats = "annotate") -> bool:
    """Whether the schema refuses nothing about the value; quicker than asking for violations."""
    return checker(schema, formats=formats).accepts(value)


def accepts_once(schema: Schema, value: Json, *, formats: Formats = "annotate") -> bool:
    """The same, for a schema that is asked about few values."""
    return checker_about(schema, value, formats=formats).accepts(value)


def unchecked(schema: Schema) -> tuple[Trouble, ...]:
    """What no validator can apply: malformed keywords, dangling references, unreadable patterns."""
    return checker(schema).unchecked


def innermost(violation: Violation) -> Iterator[Violation]:
    """The violations at the bottom of a union's closest alternative; the violation itself if it has none."""
    if not violation.causes:
        yield violation
    for cause in violation.causes:
        yield from innermost(cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """An error with what is needed to word it: the schema, the keyword in it, and the part of the value."""

    compiled: Checker
    error: ValidationError
    schema: Schema
    keyword: str
    value: Json
    pointer: Pointer
    root: Json
    base: int
    """Tokens of the validator's paths that lead to `root`: none, but for names, which are values of their own."""

    def says(self, message: str, *, pointer: Pointer | None = None, keyword: str | None = None) -> Violation:
        word = keyword or self.keyword
        return Violation(
            keyword=word,
            value_pointer=self.pointer if pointer is None else pointer,
            at=self.schema.place_of(word),
            message=message,
        )


def _explained(compiled: Checker, error: ValidationError, root: Json, base: int = 0) -> Iterator[Violation]:
    from jsonschema_rs import ValidationErrorKind as Kind

    pointer = tuple(str(token) for token in error.instance_path[base:])
    path = original_pointer(compiled, error.schema_path)
    if isinstance(error.kind, Kind.PropertyNames):
        yield _bad_name(compiled, error, path, pointer)
        return
    schema, keyword = _holder(compiled, path)
    value = at_pointer(root, pointer)
    refusal = _Refusal(
        compiled=compiled,
        error=error,
        schema=schema,
        keyword=keyword,
        value=value,
        pointer=pointer,
        root=root,
        base=base,
    )
    match error.kind:
        case Kind.AnyOf() as union if schema.origins.get("anyOf") in {"nullable", "x-nullable"}:
            for inner in union.context[1]:  # the first alternative is the null that nobody wrote
                yield from _explained(compiled, inner, root, base)
        case Kind.AnyOf() | Kind.OneOfNotValid() as union:
            yield _union(refusal, union.context)
        case Kind.FalseSchema() | Kind.AdditionalProperties() | Kind.UnevaluatedProperties():
            yield from _unwelcome(refusal)
        case Kind.UnevaluatedItems():
            yield refusal.says("has items that nothing in the schema allows")
        case Kind.Required() as missing:
            yield _missing(refusal, missing.property)
        case _:
            yield refusal.says(_message(refusal))


def _holder(compiled: Checker, path: Pointer) -> tuple[Schema, str]:
    """The schema that holds the keyword, and the keyword; of a schema `false`, the one around it."""
    if not path:
        return compiled.plain.root, "false"
    schema, used = compiled.plain.innermost(path[:-1])
    return schema, path[used]


def _bad_name(compiled: Checker, error: ValidationError, path: Pointer, pointer: Pointer) -> Violation:
    from jsonschema_rs import ValidationErrorKind as Kind

    assert isinstance(error.kind, Kind.PropertyNames)
    inner = error.kind.error
    name = str(inner.instance)
    schema = _naming(compiled, path)
    root: Json = name
    for token in reversed(
        [str(token) for token in inner.instance_path]
    ):  # where the validator says the name is
        root = {token: root}
    causes = tuple(_explained(compiled, inner, root))
    why = f": {causes[0].message}" if causes else ""
    return Violation(
        keyword="propertyNames",
        value_pointer=(*pointer, name),
        at=schema.place_of("propertyNames"),
        message=f"the name {wording.shown(name)} is not allowed{why}",
        causes=causes,
    )


def _naming(compiled: Checker, path: Pointer) -> Schema:
    """The schema whose `propertyNames` refuses a name.

    Where a reference leads on from there, the validator's path begins at its target: then it is the first that leads to it.
    """
    if "propertyNames" in path:
        return _holder(compiled, path[: len(path) - path[::-1].index("propertyNames")])[0]
    target, _ = compiled.plain.innermost(path[:2])
    for schema in reachable(compiled.plain.root):
        names = schema.keywords.get("propertyNames")
        if names is not None and any(it is target for it in reachable(names)):
            return schema
    return compiled.plain.root


def _missing(refusal: _Refusal, name: str) -> Violation:
    if refusal.keyword == "dependentRequired":
        having = [
            key
            for key, needed in refusal.schema.keywords["dependentRequired"].items()
            if name in needed and isinstance(refusal.value, dict) and key in refusal.value
        ]
        return refusal.says(f"must have the property {name!r}, because it has {wording.listed(having)}")
    return refusal.says(f"lacks the required property {name!r}")


def _unwelcome(refusal: _Refusal) -> Iterator[Violation]:
    """A member or item where none may be, or a schema that holds nothing."""
    held = refusal.schema.keywords
    match refusal.keyword:
        case "additionalProperties" if isinstance(refusal.value, dict):
            for name in refusal.value:
                if name not in held.get("properties", {}) and not any(
                    _is_match(text, name) for text in held.get("patternProperties", {})
                ):
                    yield refusal.says(
                        f"the property {name!r} is not allowed", pointer=(*refusal.pointer, name)
                    )
        case "unevaluatedProperties":
            unexpected = getattr(refusal.error.kind, "unexpected", None) or list(_dict(refusal.value))
            for name in unexpected:
                yield refusal.says(f"the property {name!r} is not allowed", pointer=(*refusal.pointer, name))
        case "properties" | "patternProperties" if refusal.pointer:
            yield refusal.says(f"the property {refusal.pointer[-1]!r} is not allowed")
        case "items" | "prefixItems" | "unevaluatedItems":
            yield refusal.says("this item is not allowed")
        case _:
            yield refusal.says("no value is allowed here")


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _is_match(text: str, name: str) -> bool:
    try:
        return matches(pattern(text), name)
    except UnsupportedPattern:
        return False


def _called(branch: Schema) -> str:
    """The name that an alternative is referred to by; empty where it is written out."""
    reference = branch.keywords.get("$ref")
    return reference.text.rpartition("/")[2] if isinstance(reference, Reference) else ""


def _message(refusal: _Refusal) -> str:
    held: Any = refusal.schema.keywords.get(refusal.keyword)
    value = refusal.value
    match refusal.keyword:
        case "type":
            return wording.type_message(held, value)
        case "enum":
            return wording.enum_message(held, value)
        case "const":
            return f"must be {wording.shown(held)}, but is {wording.shown(value)}"
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" as keyword:
            return wording.bound_message(keyword, held, value)
        case (
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" as keyword
        ):
            return wording.size_message(keyword, held, value)
        case "pattern":
            return f"must match the pattern {held}, but is {wording.shown(value)}"
        case "format":
            return wording.format_message(held, value)
        case "uniqueItems":
            return _twins(value)
        case "contains" | "minContains" | "maxContains":
            return _contains(refusal)
        case "oneOf":
            alternatives: Any = refusal.error.kind
            fitting = [i for i, errors in enumerate(alternatives.context) if not errors]
            return wording.many_message(fitting, [_called(branch) for branch in held])
        case "not":
            return f"must not fit the schema under `not`, but {wording.shown(value)} does"
        case _:
            return refusal.error.message


def _twins(value: Json) -> str:
    seen: dict[Any, int] = {}
    for index, item in enumerate(value if isinstance(value, list) else []):
        first = seen.setdefault(freeze(item), index)
        if first != index:
            return f"items must be distinct, but items {first} and {index} are both {wording.shown(item)}"
    return "items must be distinct"


def _contains(refusal: _Refusal) -> str:
    held = refusal.schema.keywords
    inner = checker(held["contains"])
    found = sum(inner.accepts(item) for item in refusal.value) if isinstance(refusal.value, list) else 0
    return wording.contains_message(held.get("minContains", 1), held.get("maxContains"), found)


def _union(refusal: _Refusal, context: list[list[ValidationError]]) -> Violation:
    best = _closest(refusal, context)
    causes = (
        tuple(
            cause
            for error in context[best]
            for cause in _explained(refusal.compiled, error, refusal.root, refusal.base)
        )
        if best is not None
        else ()
    )
    said = refusal.says(wording.union_message(len(context), best, causes[0].message if causes else ""))
    return replace(said, causes=causes)


def _closest(refusal: _Refusal, branches: list[list[ValidationError]]) -> int | None:
    """The alternative that the author or the value points at; else the one with least and deepest trouble."""
    if not branches:
        return None
    named = _discriminated(refusal)
    if named is not None and named < len(branches):
        return named
    depth = refusal.base + len(refusal.pointer)
    return min(range(len(branches)), key=lambda index: (*_distance(branches[index], depth), index))


def _distance(errors: list[ValidationError], depth: int) -> tuple[int, int, int, int]:
    """How far a value at a depth is from an alternative: wrong type, wrong tags, number of errors, their depth."""
    from jsonschema_rs import ValidationErrorKind as Kind

    kinds = [(error.kind, len(error.instance_path)) for error in errors]
    wrong_types = [kind for kind, deep in kinds if isinstance(kind, Kind.Type) and deep == depth]
    if any(kind.types == ["null"] for kind in wrong_types):
        return 2, 0, 0, 0
    tags = sum(isinstance(kind, Kind.Constant | Kind.Enum) and deep == depth + 1 for kind, deep in kinds)
    return min(len(wrong_types), 1), tags, len(errors), -max((deep for _, deep in kinds), default=0)


def _discriminated(refusal: _Refusal) -> int | None:
    """The alternative that the discriminator names.

    Source: OpenAPI 3.1.1 §4.8.25 Discriminator Object.
    """
    hint = refusal.schema.annotation("discriminator")
    name = hint.get("propertyName") if isinstance(hint, dict) else hint
    tag = _dict(refusal.value).get(name) if isinstance(name, str) else None
    if not isinstance(tag, str):
        return None
    mapping = hint.get("mapping") if isinstance(hint, dict) else None
    target = mapping.get(tag, tag) if isinstance(mapping, dict) else tag
    for index, branch in enumerate(refusal.schema.keywords.get(refusal.keyword, ())):
        reference = branch.keywords.get("$ref")
        if isinstance(reference, Reference):
            if target == reference.text or target == reference.text.rsplit("/", 1)[-1]:
                return index
            branch = reference.target
        member = branch.keywords.get("properties", {}).get(name)
        if member is not None and tag in (*member.keywords.get("enum", ()), member.keywords.get("const")):
            return index
    return None
