"""Lines, columns and the source line with a caret under it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from assent.document.document import Position
from assent.spared import regex

_BREAK = regex(r"\r\n|\n|\r")
_BREAK_IN_BYTES = regex(rb"\r\n|\n|\r")
_LF = regex("\n")
_WIDEST = 160


def line_starts(text: str) -> list[int]:
    """Where each line begins; CR, LF and CRLF end a line, and nothing else does, as editors count."""
    breaks = _BREAK if "\r" in text else _LF  # one letter is found faster than one of two
    return [0, *[match.end() for match in breaks.finditer(text)]]


def position_in(starts: list[int], offset: int) -> Position:
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def positions_of(raw: bytes, offsets: Iterable[int]) -> dict[int, Position]:
    """The positions of offsets in the bytes of a UTF-8 text, at which characters begin."""
    if b"\r" in raw and raw.count(b"\r") != raw.count(b"\r\n"):
        starts = [0, *[match.end() for match in _BREAK_IN_BYTES.finditer(raw)]]
        return {offset: _in_bytes(raw, starts, offset) for offset in offsets}
    found: dict[int, Position] = {}
    line, column, last = 1, 1, 0
    for offset in sorted(set(offsets)):
        passed = raw[last:offset]
        breaks = len(passed) - len(passed.replace(b"\n", b""))  # `count` looks at every byte and takes longer
        if breaks:
            line += breaks
            column, passed = 1, passed[passed.rindex(b"\n") + 1 :]
        column += len(passed.decode())
        last = offset
        found[offset] = line, column
    return found


def _in_bytes(raw: bytes, starts: list[int], offset: int) -> Position:
    line, _ = position_in(starts, offset)
    return line, len(raw[starts[line - 1] : offset].decode()) + 1


def position_of(text: str, offset: int) -> Position:
    """Line and column of an offset in code points, both counted from 1."""
    return position_in(line_starts(text[:offset]), offset)


def excerpt(text: str, line: int, column: int) -> str:
    """The source line and a caret under the column; long lines are cut around it."""
    starts = line_starts(text)
    if not 1 <= line <= len(starts):
        return ""
    end = starts[line] if line < len(starts) else len(text)
    source = text[starts[line - 1] : end].rstrip("\r\n")
    first = max(0, min(column - 1, len(source)) - _WIDEST // 2)
    shown = source[first : first + _WIDEST]
    shown = "".join(char if char.isprintable() or char == "\t" else "\ufffd" for char in shown)
    pad = "".join("\t" if char == "\t" else " " for char in shown[: column - 1 - first])
    return f"  {shown}\n  {pad}^"
