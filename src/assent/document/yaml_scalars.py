"""What YAML's scalars mean: YAML 1.2's JSON-compatible schema, and the tags that say so explicitly."""

from __future__ import annotations

import re
from sys import intern

from assent.document.numbers import fraction, integer
from assent.json import Json

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)").fullmatch
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?").fullmatch
_WORDS: dict[str, Json] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_DIGITS = frozenset("-0123456789")
_ABSENT = object()
_MOST_SHARED = 24
"""Characters of texts that are kept once however often they are written, as `string` and `object` are."""
_CORE = "tag:yaml.org,2002:"


def plain(text: str) -> Json:
    """What an untagged plain scalar means.

    Raises: ValueError for numbers that cannot be kept.
    Source: YAML 1.2.2 §10.2.2; `~`, empty and the capitalised words from §10.3.2.
    """
    found = _WORDS.get(text, _ABSENT)
    if found is not _ABSENT:
        return found  # type: ignore[return-value]  # the sentinel is excluded by the test above
    if text[0] in _DIGITS:
        if _INTEGER(text):
            return integer(text)
        if _FRACTION(text):
            return fraction(text)
    return intern(text) if len(text) < _MOST_SHARED else text


def tagged(text: str, tag: str) -> tuple[Json, str | None]:
    """What a scalar with an explicit tag means, and what is wrong with it, if anything is."""
    kind = tag.removeprefix(_CORE)
    if tag == "!" or kind == "str":
        return text, None
    if kind not in {"int", "float", "bool", "null"}:
        return (
            text,
            f"the tag {shown_tag(tag)} has no meaning in JSON, so the value is read as a string. Remove the tag.",
        )
    try:
        value = plain(text)
    except ValueError as error:
        return text, f"{error}."
    match kind, value:
        case ("int", int()) | ("float", float()) | ("bool", bool()) | ("null", None):
            if not (kind == "int" and isinstance(value, bool)):
                return value, None
        case "float", int():
            return (value, None) if not isinstance(value, bool) else (text, None)
        case _:
            pass
    return text, f"{text!r} is no {shown_tag(tag)}, so it is read as a string. Change the value or the tag."


def shown_tag(tag: str) -> str:
    return (
        "!!" + tag.removeprefix(_CORE)
        if tag.startswith(_CORE)
        else tag
        if tag.startswith("!")
        else f"!<{tag}>"
    )
