"""Examples that are valid but for a `format`: the texts that break it are replaced, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from assent.json import Json, Pointer
from assent.schema.formats import follows, format_named
from assent.schema.model import Schema
from assent.schema.violations import accepts, innermost, violations
from assent.serve.realistic import with_texts
from assent.wire.views import View


def with_formats(value: Json, schema: Schema, within: View) -> Json:
    """The value with texts in place of those that break a format, as far as it stays valid."""
    if accepts(schema, value, formats="assert"):
        return value
    texts: dict[Pointer, str] = {}
    for refusal in violations(schema, value, formats="assert"):
        for broken in innermost(refusal):
            at = broken.value_pointer
            if broken.keyword == "format" and at not in texts:
                text = next(_candidates(*_at(value, within, at)), None)
                if text is not None:
                    texts[at] = text
    mended = with_texts(value, texts)
    return mended if accepts(schema, mended) else value


def _at(value: Json, within: View, pointer: Pointer) -> tuple[Json, View]:
    for token in pointer:
        if isinstance(value, dict):
            value, within = value[token], within.member(token)
        elif isinstance(value, list):
            value, within = value[int(token)], within.item(int(token))
    return value, within


def _candidates(value: Json, within: View) -> Iterator[str]:
    """Texts that follow the formats named there, those that keep what the author wrote first."""
    names = [name for one in within.schemas if isinstance(name := one.keywords.get("format"), str)]
    if not isinstance(value, str) or not names:
        return
    kept = (value.strip().strip('"'), f"https://example.com{value}", f"https://{value}")
    known = format_named(names[0])
    made = known.examples if known is not None else ()
    for text in (*kept, *made):
        if isinstance(text, str) and all(follows(name, text) for name in names):
            yield text
