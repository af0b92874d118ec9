"""Schema → a compiled validator, with ECMA-262's meaning of patterns and assent's meaning of formats."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from assent.json import Json, Pointer
from assent.records import dataclass, field
from assent.schema.dialect import Formats
from assent.schema.formats import bounds, follows
from assent.schema.model import Schema, Trouble
from assent.schema.patterns import UnsupportedPattern, spell_out
from assent.schema.plain import Plain, plain, plain_about
from assent.spared import json

if TYPE_CHECKING:
    import jsonschema_rs

Answer = TypeVar("Answer")

STAND_IN = 0x10F800
"""Half characters (surrogates) become the private characters from here on, one for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """A compiled schema.

    `unchecked` are constructs that the validator cannot apply; values are checked against all the rest.
    `renamed` leads from the patterns of `patternProperties` as compiled back to those of the author.
    """

    plain: Plain
    validator: jsonschema_rs.Draft202012Validator
    unchecked: tuple[Trouble, ...]
    renamed: dict[str, str] = field(repr=False)

    def accepts(self, value: Json) -> bool:
        """Whether the value is valid.

        Raises: RecursionError if it is nested deeper than the validator takes (255).
        """
        return _asked(self.validator.is_valid, value)

    def errors(self, value: Json) -> list[jsonschema_rs.ValidationError]:
        """What the validator has against the value.

        Raises: RecursionError if it is nested deeper than the validator takes (255).
        """
        return _asked(lambda value: list(self.validator.iter_errors(value)), value)


def _asked(ask: Callable[[Json], Answer], value: Json) -> Answer:
    value = with_large_numbers(value)
    try:
        return ask(value)
    except UnicodeEncodeError:
        return ask(without_halves(value))
    except ValueError as error:
        raise RecursionError(str(error)) from error


def checker(schema: Schema, *, formats: Formats = "annotate") -> Checker:
    """The schema compiled; once per schema, for as long as its pool lives."""
    key = ("checker", id(schema), formats)
    known: tuple[Schema, Checker] | None = schema.pool.findings.get(key)
    if known is None:
        compiled = _compiled(plain(schema), formats)
        known = schema, compiled  # the schema is kept, so that its id stays its own
        schema.pool.findings[key] = known
    return known[1]


FEW: Final = 4
"""Validators of a schema for single values; where these are not enough, it is compiled whole."""


def checker_about(schema: Schema, value: Json, *, formats: Formats = "annotate") -> Checker:
    """A validator that says of this value what the whole schema does, compiled in a fraction of the time."""
    key = ("asked", id(schema), formats)
    known: tuple[Schema, set[object]] = schema.pool.findings.setdefault(key, (schema, set()))
    made = known[1]  # the schema is kept beside them, so that its id stays its own
    if len(made) == FEW:
        return checker(schema, formats=formats)
    compiled = _compiled(plain_about(schema, value), formats, once=True)
    made.add(compiled.validator)
    return compiled


def _compiled(whole: Plain, formats: Formats, *, once: bool = False) -> Checker:
    unchecked: list[Trouble] = []
    renamed: dict[str, str] = {}
    for part, written in whole.remarkable:
        unchecked.extend(part.troubles)
        _replace_patterns(part, written, unchecked, renamed)
    tree = whole.tree
    # Half of all schemas read the same as another, with other places.
    key, known = ("validator", _text_of(tree), formats, once), whole.root.pool.findings
    validator = known.get(key)
    if validator is None:
        validator = known[key] = _validator(tree, formats, once=once)
    return Checker(plain=whole, validator=validator, unchecked=tuple(unchecked), renamed=renamed)


def _text_of(tree: Json) -> bytes | str:
    """The same for equal trees in equal order."""
    try:
        return msgspec.json.encode(tree)
    except (TypeError, ValueError, OverflowError):  # half characters, numbers without end
        return json.dumps(tree)


def _validator(tree: Json, formats: Formats, *, once: bool) -> jsonschema_rs.Draft202012Validator:
    from assent.schema.validator import jsonschema_rs

    keywords: dict[str, Any] = {"format": _format} if formats == "assert" else {}
    if once:
        keywords["pattern"] = _pattern

    def compiled(tree: Json) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(
            tree,  # type: ignore[arg-type]  # an object or a boolean
            validate_formats=False,
            offline=True,
            keywords=keywords or None,
        )

    try:
        return compiled(tree)
    except ValueError:  # half characters, which it does not take; whatever else is wrong it says again
        return compiled(without_halves(tree))


def _replace_patterns(
    part: Schema, written: dict[str, Json], unchecked: list[Trouble], renamed: dict[str, str]
) -> None:
    def trouble(keyword: str, text: str) -> Trouble:
        why = "neither assent nor the validator can read the regular expression"
        return Trouble(construct=keyword, why=why, at=part.place_of(keyword), text=f"{keyword} {text}")

    own = part.keywords.get("pattern")
    if isinstance(own, str):
        spelled = portable(own)
        if spelled is None:
            del written["pattern"]
            unchecked.append(trouble("pattern", own))
        else:
            written["pattern"] = spelled
    named = written.get("patternProperties")
    if isinstance(named, dict):
        written["patternProperties"] = replaced = {}
        for text, held in named.items():
            spelled = portable(text)
            if spelled is None:
                unchecked.append(trouble("patternProperties", text))
                continue
            while spelled in replaced:  # another author's text for the same language
                spelled += "(?:)"
            replaced[spelled] = held
            renamed[spelled] = text


@lru_cache(4096)
def portable(text: str) -> str | None:
    """The pattern as the validator must read it to mean what ECMA-262 means; None if it cannot.

    The validator's dot matches carriage returns, and its word boundaries know letters beyond ASCII.
    """
    same = _matcher(text) is not None
    if same and "." not in text and "\\b" not in text and "\\B" not in text:
        return text
    try:
        spelled = spell_out(text)
    except UnsupportedPattern:
        return text if same else None
    return spelled if _matcher(spelled) is not None else text if same else None


@lru_cache(4096)
def _matcher(text: str) -> Callable[[Any], bool] | None:
    """The validator's own answer to whether something is no text or matches; None if it cannot read the pattern."""
    from assent.schema.validator import jsonschema_rs

    try:
        return jsonschema_rs.Draft202012Validator({"pattern": text}).is_valid
    except (jsonschema_rs.ValidationError, UnicodeEncodeError):
        return None


class _Pattern:
    """The keyword `pattern`, which takes as long to compile as twenty others: once for all schemas that have it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.matches = _matcher(text)

    def validate(self, instance: Any) -> None:
        if self.matches is None or not self.matches(instance):
            raise ValueError(self.text)


_patterns: Final = lru_cache(4096)(_Pattern)


def _pattern(_parent: dict[str, Any], text: Any, _path: list[str | int]) -> _Pattern:
    """The keyword's own for a pattern; which patterns can be read has been asked before."""
    return _patterns(text)


class _Format:
    """The keyword `format` as assent understands it."""

    def __init__(self, name: Any) -> None:
        self.name = name
        self.low, self.high = bounds(name)

    def validate(self, instance: Any) -> None:
        if type(instance) is int and self.low <= instance <= self.high:
            return  # as nearly always
        if not follows(self.name, instance):
            raise ValueError(self.name)


_formats: Final = lru_cache(1024)(_Format)


def _format(_parent: dict[str, Any], name: Any, _path: list[str | int]) -> _Format:
    """The keyword's own for a format; the validator asks for one at every place where it stands."""
    return _formats(name) if isinstance(name, str) else _Format(name)


def without_halves(value: Json) -> Json:
    """The value with surrogates, which no UTF-8 text can hold, as private characters, one for each."""
    match value:
        case str():
            if value.isascii() or not any("\ud800" <= char <= "\udfff" for char in value):
                return value
            return "".join(
                chr(ord(char) - 0xD800 + STAND_IN) if "\ud800" <= char <= "\udfff" else char for char in value
            )
        case list():
            return [without_halves(item) for item in value]
        case dict():
            return {str(without_halves(key)): without_halves(item) for key, item in value.items()}
        case _:
            return value


def with_large_numbers(value: Json) -> Json:
    """Infinite floats, which readers make of `1e400`, as integers no float can hold; the same object without."""
    if not _has_infinity(value):
        return value
    match value:
        case float():
            return 10**400 if value > 0 else -(10**400)
        case list():
            return [with_large_numbers(item) for item in value]
        case dict():
            return {key: with_large_numbers(item) for key, item in value.items()}
        case _:
            return value


def _has_infinity(value: Json) -> bool:
    todo = [value]
    for part in todo:  # grows while containers are met
        kind = type(part)
        if kind is dict:
            todo += part.values()  # type: ignore[union-attr]  # a dict, as its type says
        elif kind is list:
            todo += part  # type: ignore[arg-type]  # a list, as its type says
        elif kind is float and math.isinf(part):  # type: ignore[arg-type]  # a float, as its type says
            return True
    return False


def original_pointer(checker: Checker, path: list[str | int]) -> Pointer:
    """A path that the validator gives, as a pointer into the plain schema."""
    tokens = [str(token) for token in path]
    for number in range(1, len(tokens)):
        if tokens[number - 1] == "patternProperties":
            tokens[number] = checker.renamed.get(tokens[number], tokens[number])
    return tuple(tokens)
