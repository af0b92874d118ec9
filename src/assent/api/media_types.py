"""Names of media types and media-type ranges in one spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from assent.spared import regex

_PARAMETER = regex(r';\s*([^\s=;]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^;]*))?')
_TOKEN = regex(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@lru_cache(maxsize=1024)
def normalised(name: str) -> str:
    """The media type or range in one spelling for equal meanings.

    Type, subtype and names of parameters are in lower case, parameters are sorted, spaces and needless quotes are
    gone; a `charset` is in lower case too, since it alone is known to ignore case.
    Few are named over and over.
    Source: RFC 9110 §8.3.1.
    """
    essence, _, rest = name.partition(";")
    if not rest:
        return essence.strip().lower()
    parameters = []
    for key, value in _PARAMETER.findall(";" + rest):
        text = _unquoted(value.strip())
        key = key.lower()
        parameters.append(f"{key}={_quoted(text.lower() if key == 'charset' else text)}")
    return ";".join((essence.strip().lower(), *sorted(parameters)))


def is_media_type(name: str) -> bool:
    """Whether a key is written as a media type or range at all."""
    type_, slash, subtype = name.partition(";")[0].strip().partition("/")
    return bool(slash and _TOKEN.fullmatch(type_) and _TOKEN.fullmatch(subtype))


def is_form(name: str) -> bool:
    """Whether bodies of the (normalised) media type are made of fields by name."""
    return name.startswith(("application/x-www-form-urlencoded", "multipart/form-data"))


def is_json(name: str) -> bool:
    """Whether bodies of the (normalised) media type are one JSON text."""
    essence = name.partition(";")[0]
    return essence.endswith(("/json", "+json"))


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == '"' and value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def _quoted(value: str) -> str:
    if _TOKEN.fullmatch(value):
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
