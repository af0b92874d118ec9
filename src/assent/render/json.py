"""The report as JSON text, by the published contract."""

from __future__ import annotations

import json
import re

from assent.findings import Report, report_json
from assent.json import Json
from assent.render.options import Options

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(report: Report, _: Options) -> str:
    """The report by `docs/schema/report-1.json`."""
    return written(report_json(report))


def written(tree: Json) -> str:
    """Indented JSON that can be encoded as UTF-8 whatever its strings hold, a line break at its end."""
    text = json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
