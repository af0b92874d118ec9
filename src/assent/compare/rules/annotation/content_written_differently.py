"""A string holds another kind of content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assent.compare.case import answers
from assent.compare.change import Change, Extent, found
from assent.compare.part import Part
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="content-written-differently",
    title="A string holds another kind of content",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE,
    source="JSON Schema 2020-12 validation §8 contentEncoding, contentMediaType, contentSchema",
    since="0.1",
    why="The string is as valid as before, and means something else.",
    instead="Keep the encoding; offer the new one under another name.",
    cases=(
        Case(
            before=answers({"type": "string", "contentEncoding": "base64"}),
            after=answers({"type": "string", "contentEncoding": "base32"}),
            breaks=False,
        ),
        Case(
            before=answers({"type": "string", "contentEncoding": "base64"}),
            after=answers({"type": "string", "contentEncoding": "base64", "description": "Bytes"}),
            breaks=False,
        ),
    ),
)


WORDS: Final = ("contentEncoding", "contentMediaType", "contentSchema")


def check(change: Change[Part]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            for word in WORDS:
                before, after = old.annotation(word), new.annotation(word)
                if before != after:
                    yield found(RULE, change, f"{old.where}: `{word}` is another one.", Extent(subject=word))
        case _:
            return
