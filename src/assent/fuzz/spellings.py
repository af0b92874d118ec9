"""One JSON value in other spellings: those that every reader takes, and those that RFC 8259 leaves to the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final

from assent.json import Json

DEEP: Final = 2_000
"""Arrays in arrays, more than most readers' stacks hold."""

_WHOLE: Final = re.compile(r"(?<=[\[ ,:])-?(?:0|[1-9][0-9]*)(?=[,}\] ])")


def equal_spellings(value: Json) -> Iterator[tuple[str, bytes]]:
    """Texts of the same value: white space (RFC 8259 §2), escapes (§7), and whole numbers with a fraction (§6).

    JSON Schema draws no line between `1` and `1.0`.
    """
    plain = json.dumps(value, ensure_ascii=False)
    yield "with white space", ("\r\n\t " + json.dumps(value, ensure_ascii=False, indent="\t") + "\n").encode()
    escaped = re.sub(r'"((?:[^"\\]|\\.)*)"', lambda match: '"' + _escaped(match[1]) + '"', plain)
    if escaped != plain:
        yield "with escaped letters", escaped.encode()
    with_point = _outside_texts(plain, lambda text: _WHOLE.sub(lambda match: match[0] + ".0", text))
    if with_point != plain:
        yield "with whole numbers that have a point", with_point.encode()


def odd_spellings(value: Json) -> Iterator[tuple[str, bytes]]:
    """Texts that a reader may refuse or take, but must not fail at: a byte order mark (RFC 8259 §8.1), half of a
    surrogate pair (§8.2), a name that comes twice (§4), and more depth or magnitude than it holds (§9).
    """
    plain = json.dumps(value, ensure_ascii=False)
    yield "after a byte order mark", b"\xef\xbb\xbf" + plain.encode()
    yield "of very many arrays in one another", b"[" * DEEP + b"]" * DEEP
    if not isinstance(value, dict) or not value:
        return
    name = next(iter(value))
    first = json.dumps({name: value[name]}, ensure_ascii=False)[1:-1]
    yield f"with {name!r} twice", f"{{{first}, {plain[1:]}".encode()
    for name, held in value.items():
        if isinstance(held, str):
            changed = json.dumps({**value, name: "\ud800"})
            yield f"with half of a surrogate pair in {name!r}", changed.encode()
            break
    for name, held in value.items():
        if isinstance(held, int | float) and not isinstance(held, bool):
            mark = "assent-very-large"
            changed = json.dumps({**value, name: mark}).replace(f'"{mark}"', "1e400")
            yield f"with 1e400 in {name!r}", changed.encode()
            break


def _escaped(inner: str) -> str:
    """The inside of a JSON string with its ASCII letters escaped; what is escaped already stays."""
    return re.sub(
        r"\\u[0-9a-fA-F]{4}|\\.|[A-Za-z]",
        lambda match: match[0] if match[0].startswith("\\") else f"\\u{ord(match[0]):04x}",
        inner,
    )


def _outside_texts(plain: str, change: Callable[[str], str]) -> str:
    parts = re.split(r'("(?:[^"\\]|\\.)*")', f" {plain} ")
    return "".join(part if part.startswith('"') else change(part) for part in parts)[1:-1]
