"""The report as JSON text, by the published contract."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from assent.findings import Report, report_json
from assent.json import Json, spelled_alike
from assent.render.options import Options
from assent.spared import json

_SPELLED: Final = "[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
"""A pattern, compiled where a report has characters that cannot be printed: that takes as long as writing a short one."""
_NEVER_SPELLED: Final = bytes(range(0x7F))


def json_text(report: Report, _: Options) -> str:
    """The report by `docs/schema/report-1.json`."""
    return written(report_json(report))


def written(tree: Json) -> str:
    """Indented JSON, a line break at its end.

    Whatever its strings hold, it can be encoded as UTF-8 and printed: what steers a terminal is spelled by its number.
    """
    try:
        text = msgspec.json.format(_compact(tree), indent=2)
    except msgspec.DecodeError:  # it takes no lone surrogates
        return _spelled(json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"
    printable = text.translate(None, _NEVER_SPELLED).decode().isprintable()  # what is spelled is not
    return (text.decode() if printable else _spelled(text.decode())) + "\n"


def _compact(tree: Json) -> bytes:
    """The JSON as the standard library spells it."""
    text = spelled_alike(tree)
    if text is not None:
        return text
    return _spelled(json.dumps(tree, ensure_ascii=False, separators=(",", ":"), allow_nan=False)).encode()


def _spelled(text: str) -> str:
    return re.sub(_SPELLED, lambda found: f"\\u{ord(found[0]):04x}", text)
