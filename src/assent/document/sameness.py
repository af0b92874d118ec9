"""Whether two descriptions are one and the same text, which is known before either is understood."""

from __future__ import annotations

import re
from typing import Final

from assent.document.description import Description

_AWAY: Final = rb"""["']?\s*:\s*["']?(?![#"'\s])"""
_ELSEWHERE: Final = re.compile(rb"\$(?:ref|dynamicRef|recursiveRef)" + _AWAY)
_OPERATION_ELSEWHERE: Final = re.compile(rb"operationRef" + _AWAY)
"""A reference that leaves its document. The first pattern begins with one letter, which is found fast."""

_DOLLAR: Final = re.compile(rb"\\(?:u0024|x24|U00000024)")
"""A dollar sign written as an escape, which may begin the name of a reference."""


def same_text(old: Description, new: Description) -> bool:
    """Whether both roots have the same text and lead to the same: they are one source, or refer to nothing outside."""
    uri = old.root.document.uri
    text = old.texts.get(uri)
    if text is None or text != new.texts.get(new.root.document.uri):
        return False
    return uri == new.root.document.uri or not leads_elsewhere(text)


def leads_elsewhere(text: bytes) -> bool:
    """Whether a reference in the text may name something outside of it."""
    return (
        _DOLLAR.search(text) is not None
        or _ELSEWHERE.search(text) is not None
        or (b"operationRef" in text and _OPERATION_ELSEWHERE.search(text) is not None)
    )
