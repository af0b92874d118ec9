"""JSON text to a tree: msgspec first, the standard library where msgspec refuses, so that it says why."""

from __future__ import annotations

import gc
import re
from typing import NoReturn

from assent.document.excerpt import excerpt, position_of
from assent.errors import LimitExceeded, ParseError
from assent.json import Json
from assent.spared import json, regex

_ESCAPES = regex(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


def read_json(raw: bytes, name: str, *, depth: int) -> Json:
    """The tree of a UTF-8 text; the last of equal keys wins (see `defects`).

    Raises: ParseError if it is not JSON, LimitExceeded if it nests deeper than `depth`.
    Source: RFC 8259.
    """
    import msgspec

    enabled = gc.isenabled()
    gc.disable()
    try:
        tree: Json = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        tree = _patiently(raw, name, depth)
    finally:
        if enabled:
            gc.enable()
    if too_deep(tree, depth):
        raise LimitExceeded(name, "levels of nesting", depth, "--max-depth")
    return tree


def too_deep(tree: Json, depth: int) -> bool:
    """Whether any path through the tree has more than `depth` containers.

    The collector knows which containers hold others, which finds the depth of 12 MB in 12 ms; a container that
    it does not track holds scalars only. For trees without sharing.
    """
    level: list[object] = [tree]
    for _ in range(depth):
        level = list(filter(gc.is_tracked, gc.get_referents(*level)))
        if not level:
            return False
    return True


def _patiently(raw: bytes, name: str, depth: int) -> Json:
    from assent.document.numbers import fraction, integer

    text = raw.decode()
    try:
        tree: Json = json.loads(
            text, parse_int=integer, parse_float=fraction, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        _refuse(text, *_advice(text, error), name)
    except RecursionError as error:
        raise LimitExceeded(name, "levels of nesting", depth, "--max-depth") from error
    except ValueError as error:
        _refuse(text, _where_number(text), f"{error}.", name)
    half = _half_character(text)
    if half is not None:
        _refuse(
            text, half, f"the escape {text[half : half + 6]} is half of a character. Write both halves.", name
        )
    return tree


def _half_character(text: str) -> int | None:
    """Where an escape names a surrogate without its other half; no such string can be printed or sent."""
    open_at: int | None = None
    end = 0
    for match in _ESCAPES.finditer(text):
        code = int(match[1] or "0", 16)
        follows = open_at is not None and match.start() == end
        if 0xDC00 <= code < 0xE000:
            if not follows:
                return match.start() if open_at is None else open_at
            open_at = None
            continue
        if open_at is not None:
            return open_at
        if 0xD800 <= code < 0xDC00:
            open_at, end = match.start(), match.end()
    return open_at


def _refuse_constant(word: str) -> NoReturn:
    msg = f"{word} is no JSON number"
    raise ValueError(msg)


def _where_number(text: str) -> int:
    """Where the number stands that could not be read: the first that fails."""
    from assent.document.numbers import fraction, integer

    token = re.compile(r'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)|-?[0-9][0-9.eE+\-]*', re.DOTALL)
    for match in token.finditer(text):
        word = match[0]
        if word.startswith('"'):
            continue
        try:
            if word.lstrip("-") in {"NaN", "Infinity"}:
                return match.start()
            if word.lstrip("-").isdigit():
                integer(word)
            else:
                fraction(word)
        except (ValueError, ArithmeticError):
            return match.start()
    return 0


def _advice(text: str, error: json.JSONDecodeError) -> tuple[int, str]:
    """Where the text stops being JSON, and what to do; Python's versions differ about commas."""
    at, why = error.pos, error.msg[:1].lower() + error.msg[1:]
    before = text[:at].rstrip()
    if not text.strip():
        return 0, "the text is empty. Write a description into it."
    if at >= len(text.rstrip()):
        return at, f"the text ends too early: {why}. Is it cut off?"
    if before.endswith(",") and text[at] in "}]":
        return len(before) - 1, "a comma stands after the last member. Remove it."
    if text[at] == ",":
        return at, "a comma stands after the last member, or where a value is due. Remove it."
    if error.msg == "Extra data":
        return at, "there is more after the end of the JSON value. Remove it, or is it several documents?"
    if text[at] == "'":
        return at, f"{why}. JSON strings stand in double quotes."
    if text.startswith(("//", "/*", "#"), at):
        return at, f"{why}. JSON has no comments; YAML has."
    return at, f"{why}."


def _refuse(text: str, offset: int, why: str, name: str) -> NoReturn:
    line, column = position_of(text, offset)
    raise ParseError(name, line, column, why, excerpt(text, line, column))
