"""The lines of a description around a place, for those who read a finding without the file at hand."""

from __future__ import annotations

from collections.abc import Sequence

from assent.document.document import Location
from assent.records import dataclass
from assent.render.options import SourceLines
from assent.render.words import printable


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a text with its number; `column` is where the place begins, counted from 0, on its own line."""

    number: int
    text: str
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    file: str
    lines: tuple[SourceLine, ...]


def excerpt(
    at: Location | None, source: SourceLines, *, before: int, behind: int, width: int
) -> Excerpt | None:
    """The lines around the place, none longer than `width`: as many as `before` above it, and below it the lines
    that belong to it, which are indented more, up to `behind`, then as many as `before` again.

    None where the text is not at hand or has no such line.
    """
    lines = source(at.file) if at else None
    if at is None or lines is None:
        return None
    line, column = at.position
    if not 1 <= line <= len(lines):
        return None
    indent = _indent(lines[line - 1])
    last = line
    while last < min(len(lines), line + behind) and (
        not lines[last].strip() or _indent(lines[last]) > indent
    ):
        last += 1
    last = min(len(lines), last + before)
    first = max(1, line - before)
    return Excerpt(
        at.file, tuple(_line(lines, number, line, column, width) for number in range(first, last + 1))
    )


def _line(lines: Sequence[str], number: int, place: int, column: int, width: int) -> SourceLine:
    text = lines[number - 1].rstrip()
    if number != place:
        return SourceLine(
            number, printable(text if len(text) <= width else text[: width - 1] + "…").expandtabs(4)
        )
    at = min(column - 1, len(text))
    begin = 0 if len(text) <= width else max(0, at - width // 3)
    head = ("…" if begin else "") + printable(text[begin:at]).expandtabs(4)
    tail = printable(text[at : begin + width]) + ("…" if begin + width < len(text) else "")
    return SourceLine(number, head + tail, len(head))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
