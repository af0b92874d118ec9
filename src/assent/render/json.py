"""The report as JSON text, by the published contract."""

from __future__ import annotations

import json
import re

import msgspec

from assent.findings import Report, report_json
from assent.json import Json
from assent.render.options import Options

_SPELLED = re.compile("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(report: Report, _: Options) -> str:
    """The report by `docs/schema/report-1.json`."""
    return written(report_json(report))


def written(tree: Json) -> str:
    """Indented JSON, a line break at its end.

    Whatever its strings hold, it can be encoded as UTF-8 and printed: what steers a terminal is spelled by its number.
    """
    spelled = _spelled(json.dumps(tree, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    try:
        return msgspec.json.format(spelled, indent=2) + "\n"  # five times as fast as the standard library
    except msgspec.DecodeError:  # it takes no lone surrogates
        return _spelled(json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def _spelled(text: str) -> str:
    return _SPELLED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
