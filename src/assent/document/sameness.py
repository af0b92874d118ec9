"""Whether two descriptions are one and the same text, which is known before either is understood."""

from __future__ import annotations

import re
from typing import Final

from assent.document.description import Description

_ELSEWHERE: Final = tuple(
    re.compile(name + rb"""["']?\s*:\s*["']?(?![#"'\s])""")
    for name in (rb"\$(?:ref|dynamicRef|recursiveRef)", rb"operationRef")
)
"""A reference that leaves its document. A pattern each, since one that begins with fixed letters is found fast."""

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
    return _DOLLAR.search(text) is not None or any(it.search(text) for it in _ELSEWHERE)
