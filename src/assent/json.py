"""JSON values, JSON Pointers (RFC 6901), canonical bytes and digests."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, Final, TypeAlias

import msgspec

from assent.spared import json

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""Any JSON value. Object keys are strings; integers keep their digits."""

Pointer: TypeAlias = tuple[str, ...]
"""A JSON Pointer as its unescaped reference tokens; `()` is the whole document. Array indices are decimal."""

_encode: Final = msgspec.json.Encoder().encode
_encode_ordered: Final = msgspec.json.Encoder(order="deterministic").encode
_KINDS: Final = frozenset({dict, list, tuple, str, int, bool, float, type(None)})
_DEEPEST: Final = 1000


def format_pointer(tokens: Iterable[str | int]) -> str:
    """The pointer's text, as in `/paths/~1pets/get`; empty for the whole document."""
    return "".join(map(_token, tokens))


@lru_cache(maxsize=1 << 14)
def _token(token: str | int) -> str:
    """A step of a pointer. Few steps are taken over and over."""
    return "/" + str(token).replace("~", "~0").replace("/", "~1")


def parse_pointer(text: str) -> Pointer:
    """The reference tokens of a JSON Pointer's text.

    Raises: ValueError if the text is neither empty nor starts with `/`, or has a bare `~`.
    Source: RFC 6901 §3, §4.
    """
    if not text:
        return ()
    if not text.startswith("/"):
        msg = f"{text!r} is no JSON Pointer: it must be empty or start with '/'."
        raise ValueError(msg)
    if "~" not in text:
        return tuple(text[1:].split("/"))
    tokens = []
    for part in text[1:].split("/"):
        if "~" in part:
            if "~" in part.replace("~0", "").replace("~1", ""):
                msg = f"{text!r} is no JSON Pointer: '~' must be written '~0'."
                raise ValueError(msg)
            part = part.replace("~1", "/").replace("~0", "~")
        tokens.append(part)
    return tuple(tokens)


def at_pointer(tree: Json, tokens: Iterable[str]) -> Json:
    """The value that the pointer names.

    Raises: LookupError if there is none.
    Source: RFC 6901 §4.
    """
    for token in tokens:
        match tree:
            case dict():
                tree = tree[token]
            case list():
                if not token.isascii() or not token.isdigit() or (token[0] == "0" and token != "0"):
                    msg = f"{token!r} is no array index"
                    raise LookupError(msg)
                tree = tree[int(token)]
            case _:
                msg = f"a scalar has no member {token!r}"
                raise LookupError(msg)
    return tree


def with_part(tree: Json, tokens: Pointer, part: Json) -> Json:
    """The value with another one where the pointer leads, if it leads anywhere; what it came from stays as it is."""
    if not tokens:
        return part
    first, rest = tokens[0], tokens[1:]
    if isinstance(tree, dict):
        return {key: with_part(held, rest, part) if key == first else held for key, held in tree.items()}
    assert isinstance(tree, list)
    return [with_part(held, rest, part) if i == int(first) else held for i, held in enumerate(tree)]


def walk(tree: Json, at: Pointer = ()) -> Iterator[tuple[Pointer, Json]]:
    """Every value of the tree with its pointer, parents first, in document order."""
    stack: list[tuple[Pointer, Json]] = [(at, tree)]
    while stack:
        pointer, value = stack.pop()
        yield pointer, value
        if isinstance(value, dict):
            stack.extend(((*pointer, key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            stack.extend(((*pointer, str(i)), value[i]) for i in range(len(value) - 1, -1, -1))


def encoded(value: Json, *, ordered: bool = False) -> bytes | None:
    """The value as JSON, members in their order or by name; None for half characters and numbers that are too large."""
    try:
        return _encode_ordered(value) if ordered else _encode(value)
    except (TypeError, ValueError, OverflowError):
        return None


def spelled_alike(value: Json, *, ordered: bool = False) -> bytes | None:
    """The value without spaces as the standard library spells it, in a tenth of the time; None where msgspec may differ.

    That is where the value has more than JSON's own kinds, halves of characters, or a number that is spelled in two
    ways (1e+20, 1e20). The collector knows what containers hold, which finds all values of a level at once.
    """
    level: list[object] = [value]
    for _ in range(_DEEPEST):
        kinds = set(map(type, level))
        if not kinds <= _KINDS:
            return None
        if float in kinds:
            numbers = [it for it in level if type(it) is float]
            if f"[{','.join(map(repr, numbers))}]".encode() != _encode(numbers):
                return None
        level = gc.get_referents(*level)  # none of texts and numbers
        if not level:
            return encoded(value, ordered=ordered)
    return None


def equal(one: Json, other: Json) -> bool:
    """Whether two values are the same in JSON: `1` is `1.0`, and `true` is not `1`, which Python takes for equal.

    Source: JSON Schema 2020-12 Core §4.2.2.
    """
    if one != other:
        return False
    text = encoded(one, ordered=True)
    if text is not None and text == encoded(other, ordered=True):  # as nearly always
        return True
    stack = [(one, other)]
    while stack:
        one, other = stack.pop()
        if isinstance(one, bool) is not isinstance(other, bool):
            return False
        if isinstance(one, dict) and isinstance(other, dict):
            stack += ((held, other[key]) for key, held in one.items())
        elif isinstance(one, list) and isinstance(other, list):
            stack += zip(one, other, strict=True)
    return True


def canonical(value: Json) -> bytes:
    """One spelling for equal values: sorted keys, no spaces, UTF-8, integers where a number is whole."""
    if type(value) is list and set(map(type, value)) == {str} and (text := encoded(value)) is not None:
        return text  # as nearly always
    whole = _whole(value)
    text = spelled_alike(whole, ordered=True)
    return _spelled(whole) if text is None else text


def _spelled(value: Json) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def digest(value: Json) -> str:
    """A short stable name for a value: 16 hexadecimal digits of SHA-256 over its canonical bytes."""
    return str(_sha256()(canonical(value)).hexdigest()[:16])


@cache
def _sha256() -> Any:
    """SHA-256 out of a module of its own, as `random` of the standard library takes SHA-512: hashlib loads OpenSSL."""
    for module in ("_sha2", "_sha256"):  # Python 3.12 and newer; 3.11
        with suppress(ImportError):
            return import_module(module).sha256
    from hashlib import sha256

    return sha256


def _whole(value: Json) -> Json:
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [_whole(item) for item in value]
        case dict():
            return {key: _whole(item) for key, item in value.items()}
        case _:
            return value
