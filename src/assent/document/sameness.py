"""Whether two descriptions are one and the same text, which is known before either is understood."""

from __future__ import annotations

from re import Pattern
from typing import Final

from assent.document.description import Description
from assent.spared import regex

_REFERENCE: Final = rb"""(?:ref|dynamicRef|recursiveRef)["']?\s*:\s*["']?(?!["'\s])"""
_ELSEWHERE: Final = (
    regex(_REFERENCE + rb"(?!#)"),
    regex(rb"""operationRef["']?\s*:\s*["']?(?![#"'\s])"""),
)
"""A reference that leaves its document, after its dollar sign; one of a link."""

_KINDS: Final = (
    rb"components/(?:schemas|responses|parameters|requestBodies|headers|examples|links|callbacks|pathItems|"
    rb"securitySchemes|mediaTypes)|definitions|parameters|responses"
)
_UNNAMED: Final = regex(_REFERENCE + rb"(?!#/(?:" + _KINDS + rb""")/[^/%"'\s]+["'\s])""")
"""A reference to anything but a whole component of its document: to a part of one, to a path, to an anchor."""

_DOLLARS: Final = (rb"\u0024", rb"\x24", rb"\U00000024")
"""A dollar sign written as an escape, which may begin the name of a reference."""

_FEW: Final = 256
"""Backslashes beyond which searching for what follows them is faster."""


def same_text(old: Description, new: Description) -> bool:
    """Whether both roots have the same text and lead to the same: they are one source, or refer to nothing outside."""
    uri = old.root.document.uri
    text = old.texts.get(uri)
    if text is None or text != new.texts.get(new.root.document.uri):
        return False
    return uri == new.root.document.uri or not leads_elsewhere(text)


def leads_elsewhere(text: bytes) -> bool:
    """Whether a reference in the text may name something outside of it."""
    reference, of_link = _ELSEWHERE
    if _has_escaped_dollar(text) or _has_reference(text, reference):
        return True
    return b"operationRef" in text and of_link.search(text) is not None


def refers_to_components_alone(text: bytes) -> bool:
    """Whether every reference but those of links surely names a whole component of the text, no part of one."""
    return not (_has_escaped_dollar(text) or _has_reference(text, _UNNAMED))


def _has_escaped_dollar(text: bytes) -> bool:
    """Whether there is one. Each of a few backslashes is looked at in a tenth of the time that searching for it takes."""
    place = text.find(b"\\")
    for _ in range(_FEW):
        if place < 0:
            return False
        if text.startswith(_DOLLARS, place):
            return True
        place = text.find(b"\\", place + 1)
    return any(each in text for each in _DOLLARS)


def _has_reference(text: bytes, pattern: Pattern[bytes]) -> bool:
    """Whether the pattern matches after a dollar sign. These are rare, and `find` finds them without a look at each byte."""
    place = text.find(b"$") + 1
    while place:
        if pattern.match(text, place):
            return True
        place = text.find(b"$", place) + 1
    return False
