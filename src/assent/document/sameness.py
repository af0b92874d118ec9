"""Whether two descriptions are one and the same text, which is known before either is understood."""

from __future__ import annotations

from re import Pattern
from typing import Final

from assent.document.description import Description
from assent.spared import regex

_NAMES: Final = (b"ref", b"dynamicRef", b"recursiveRef")
_REFERENCE: Final = b"(?:" + b"|".join(_NAMES) + rb""")["']?\s*:\s*["']?(?!["'\s])"""
_ELSEWHERE: Final = regex(_REFERENCE + rb"(?!#)")
"""A reference that leaves its document, after its dollar sign."""

_LINKED_ELSEWHERE: Final = regex(rb"""operationRef["']?\s*:\s*["']?(?![#"'\s])""")

_KINDS: Final = (
    rb"components/(?:schemas|responses|parameters|requestBodies|headers|examples|links|callbacks|pathItems|"
    rb"securitySchemes|mediaTypes)|definitions|parameters|responses"
)
_UNNAMED: Final = regex(_REFERENCE + rb"(?!#/(?:" + _KINDS + rb""")/[^/%"'\s]+["'\s])""")
"""A reference to anything but a whole component of its document: to a part of one, to a path, to an anchor."""

_DOLLARS: Final = (rb"\u0024", rb"\x24", rb"\U00000024")
"""A dollar sign written as an escape, which may begin the name of a reference."""

_ESCAPES: Final = (rb"\u00",)
"""How an escape begins that may write a letter or sign of a name."""

_ESCAPES_OF_YAML: Final = (*_ESCAPES, rb"\x", rb"\U0000", b"\\\n", b"\\\r")
"""The same in YAML, which may also break a name in two."""

_FEW: Final = 1 << 10
"""Backslashes beyond which searching for what follows them is faster."""


def same_text(old: Description, new: Description) -> bool:
    """Whether both roots have the same text and lead to the same: they are one source, or refer to nothing outside."""
    document = old.root.document
    text = old.texts.get(document.uri)
    if text is None or text != new.texts.get(new.root.document.uri):
        return False
    return document.uri == new.root.document.uri or not leads_elsewhere(text, is_json=document.is_json)


def leads_elsewhere(text: bytes, *, is_json: bool = False) -> bool:
    """Whether a reference in the text may name something outside of it."""
    if refers_elsewhere(text, escaped=escapes_names(text, is_json=is_json)):
        return True
    return b"operationRef" in text and _LINKED_ELSEWHERE.search(text) is not None


def refers_elsewhere(text: bytes, *, escaped: bool) -> bool:
    """Whether a reference that is not a link's may do so. `escaped`: whether names may have escapes."""
    return _has_escaped_dollar(text, escaped=escaped) or _has_reference(text, _ELSEWHERE, (b'ref": "#',))


def refers_to_components_alone(text: bytes, *, escaped: bool) -> bool:
    """Whether every reference but those of links surely names a whole component of the text, no part of one."""
    return not (_has_escaped_dollar(text, escaped=escaped) or _has_reference(text, _UNNAMED))


def escapes_names(text: bytes, *, is_json: bool = False) -> bool:
    """Whether there may be escapes that names may be written with, so that searching for a name may not find it.

    Each of some backslashes is looked at in a tenth of the time that searching for what follows them takes.
    """
    escapes = _ESCAPES if is_json else _ESCAPES_OF_YAML
    place = text.find(b"\\")
    for _ in range(_FEW):
        if place < 0:
            return False
        if text.startswith(escapes, place):
            return True
        place = text.find(b"\\", place + 2)
    return any(each in text for each in escapes)


def _has_escaped_dollar(text: bytes, *, escaped: bool) -> bool:
    return escaped and any(each in text for each in _DOLLARS)


def _has_reference(text: bytes, pattern: Pattern[bytes], others: tuple[bytes, ...] = ()) -> bool:
    """Whether the pattern matches after a dollar sign. These are rare, and `find` finds them without a look at each byte.

    `others` is how most of what the pattern does not match begins.
    """
    place = text.find(b"$") + 1
    while place:
        if (
            text.startswith(_NAMES, place)
            and not text.startswith(others, place)
            and pattern.match(text, place)
        ):
            return True
        place = text.find(b"$", place) + 1
    return False
