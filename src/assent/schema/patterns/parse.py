"""ECMA-262 regular expressions, read as with the `u` flag but forgiving what Annex B forgives."""

from __future__ import annotations

import re

from assent.records import dataclass, field
from assent.schema.patterns.charsets import (
    DIGITS,
    LAST,
    LINE_ENDS,
    SPACES,
    WORD,
    Ranges,
    complement,
    unicode_property,
    union,
)
from assent.schema.patterns.syntax import (
    Chars,
    Choice,
    End,
    Look,
    Node,
    Repeat,
    Sequence,
    Start,
    UnsupportedPattern,
)
from assent.spared import regex

MOST_NESTING = 60
_COUNT = regex(r"\{(\d+)(,(\d*))?\}", re.ASCII)
_GROUP_NAME = regex(r"\(\?<(?![=!])([^>]*)>")
_CLASS_ESCAPES: dict[str, Ranges] = {
    "d": DIGITS,
    "D": complement(DIGITS),
    "w": WORD,
    "W": complement(WORD),
    "s": SPACES,
    "S": complement(SPACES),
}
_CONTROLS = {"f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_LOOKS = {"(?=": (True, False), "(?!": (True, True), "(?<=": (False, False), "(?<!": (False, True)}


def parse(pattern: str) -> Node:
    """The pattern's parts.

    Raises: UnsupportedPattern for what ECMA-262 does not allow, and for back-references.
    Source: ECMA-262 §22.2.1 and annex B.1.2.
    """
    reader = _Reader(pattern=pattern)
    node = _choice(reader)
    if reader.at < len(pattern):
        raise reader.refuse(")", "nothing is open here")
    return node


@dataclass(slots=True, kw_only=True)
class _Reader:
    pattern: str
    at: int = 0
    nesting: int = field(default=0)

    def peek(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def next(self) -> str:
        if self.at >= len(self.pattern):
            raise self.refuse("", "the pattern ends too early")
        self.at += 1
        return self.pattern[self.at - 1]

    def refuse(self, construct: str, why: str, *, at: int | None = None) -> UnsupportedPattern:
        offset = self.at if at is None else at
        return UnsupportedPattern(pattern=self.pattern, construct=construct, offset=offset, why=why)


def _choice(reader: _Reader) -> Node:
    options = [_sequence(reader)]
    while reader.take("|"):
        options.append(_sequence(reader))
    return options[0] if len(options) == 1 else Choice(options=tuple(options))


def _sequence(reader: _Reader) -> Node:
    items: list[Node] = []
    while reader.at < len(reader.pattern) and not reader.peek("|") and not reader.peek(")"):
        items.append(_quantified(reader))
    return items[0] if len(items) == 1 else Sequence(items=tuple(items))


def _quantified(reader: _Reader) -> Node:
    begin = reader.at
    item = _atom(reader)
    counts = _quantifier(reader)
    if counts is None:
        return item
    least, most = counts
    written = reader.pattern[begin : reader.at]
    reader.take("?")
    if isinstance(item, Start | End) or (isinstance(item, Look) and not item.ahead):
        raise reader.refuse(written, "an assertion cannot be repeated", at=begin)
    if most is not None and most < least:
        raise reader.refuse(written, "the counts are out of order", at=begin)
    if reader.peek("*") or reader.peek("+") or reader.peek("?"):
        raise reader.refuse(reader.pattern[begin : reader.at + 1], "nothing to repeat", at=begin)
    if (least, most) == (1, 1):
        return item
    return Repeat(item=item, least=least, most=most)


def _quantifier(reader: _Reader) -> tuple[int, int | None] | None:
    if reader.take("*"):
        return 0, None
    if reader.take("+"):
        return 1, None
    if reader.take("?"):
        return 0, 1
    found = _COUNT.match(reader.pattern, reader.at) if reader.peek("{") else None
    if not found:
        return None
    if max(len(found[1]), len(found[3] or "")) > 18:
        raise reader.refuse(found[0], "a count is too large")
    reader.at = found.end()
    if found[2] is None:
        return int(found[1]), int(found[1])
    return int(found[1]), int(found[3]) if found[3] else None


def _atom(reader: _Reader) -> Node:
    begin = reader.at
    match reader.next():
        case ".":
            return Chars(ranges=complement(LINE_ENDS))
        case "^":
            return Start()
        case "$":
            return End()
        case "(":
            reader.at = begin
            return _group(reader)
        case "[":
            return Chars(ranges=_class(reader, begin))
        case "\\":
            return _escape(reader, begin)
        case "*" | "+" | "?" as sign:
            raise reader.refuse(sign, "nothing to repeat", at=begin)
        case "{" if _COUNT.match(reader.pattern, begin):
            raise reader.refuse("{", "nothing to repeat", at=begin)
        case letter:
            return _one(ord(letter))


def _one(code: int) -> Chars:
    return Chars(ranges=((code, code),))


def _group(reader: _Reader) -> Node:
    begin = reader.at
    reader.nesting += 1
    if reader.nesting > MOST_NESTING:
        raise reader.refuse("(", f"groups are nested more than {MOST_NESTING} deep")
    look = next((sign for sign in ("(?<=", "(?<!", "(?=", "(?!") if reader.peek(sign)), None)
    named = _GROUP_NAME.match(reader.pattern, begin) if reader.peek("(?<") else None
    if look:
        reader.at += len(look)
    elif named and named[1]:
        reader.at = named.end()
    elif reader.take("(?:"):
        pass
    elif reader.peek("(?"):
        raise reader.refuse(reader.pattern[begin : begin + 4], "no group of ECMA-262", at=begin)
    else:
        reader.at += 1
    inner = _choice(reader)
    if not reader.take(")"):
        raise reader.refuse("(", "this group is never closed", at=begin)
    reader.nesting -= 1
    if look:
        ahead, negated = _LOOKS[look]
        return Look(item=inner, ahead=ahead, negated=negated)
    return inner


def _escape(reader: _Reader, begin: int) -> Node:
    letter = reader.next()
    if letter in _CLASS_ESCAPES:
        return Chars(ranges=_CLASS_ESCAPES[letter])
    if letter in "pP":
        return Chars(ranges=_property(reader, begin, negated=letter == "P"))
    if letter in "bB":
        return _boundary(negated=letter == "B")
    if letter in "123456789" or (letter == "k" and reader.peek("<")):
        raise reader.refuse("\\" + letter, "a back-reference is not regular", at=begin)
    return _one(_character_escape(reader, letter, begin))


def _boundary(*, negated: bool) -> Node:
    def look(*, ahead: bool, negated: bool) -> Look:
        return Look(item=Chars(ranges=WORD), ahead=ahead, negated=negated)

    ends = (look(ahead=False, negated=False), look(ahead=True, negated=not negated))
    begins = (look(ahead=False, negated=True), look(ahead=True, negated=negated))
    return Choice(options=(Sequence(items=ends), Sequence(items=begins)))


def _character_escape(reader: _Reader, letter: str, begin: int) -> int:
    if letter in _CONTROLS:
        return _CONTROLS[letter]
    if letter == "0" and not reader.pattern[reader.at : reader.at + 1].isdigit():
        return 0
    if letter == "c" and re.match("[A-Za-z]", reader.pattern[reader.at : reader.at + 1]):
        return ord(reader.next()) % 32
    if letter == "x":
        return _hexadecimal(reader, 2, begin)
    if letter == "u":
        return _unicode_escape(reader, begin)
    if letter.isascii() and letter.isalnum():
        raise reader.refuse("\\" + letter, "no escape of ECMA-262", at=begin)
    return ord(letter)


def _hexadecimal(reader: _Reader, digits: int, begin: int) -> int:
    text = reader.pattern[reader.at : reader.at + digits]
    if not re.fullmatch(f"[0-9A-Fa-f]{{{digits}}}", text):
        raise reader.refuse(reader.pattern[begin : reader.at], "an escape lacks hexadecimal digits", at=begin)
    reader.at += digits
    return int(text, 16)


def _unicode_escape(reader: _Reader, begin: int) -> int:
    braces = re.compile(r"\{([0-9A-Fa-f]+)\}").match(reader.pattern, reader.at)
    if braces:
        reader.at = braces.end()
        code = int(braces[1], 16)
        if code > LAST:
            raise reader.refuse("\\u" + braces[0], "no such code point", at=begin)
        return code
    code = _hexadecimal(reader, 4, begin)
    trail = re.compile(r"\\u(D[C-F][0-9A-F]{2})", re.IGNORECASE).match(reader.pattern, reader.at)
    if 0xD800 <= code <= 0xDBFF and trail:
        reader.at = trail.end()
        return 0x10000 + (code - 0xD800) * 0x400 + int(trail[1], 16) - 0xDC00
    return code


def _property(reader: _Reader, begin: int, *, negated: bool) -> Ranges:
    found = re.compile(r"\{(\w+)(?:=(\w+))?\}").match(reader.pattern, reader.at)
    if not found:
        raise reader.refuse(reader.pattern[begin : reader.at], "a property lacks its name", at=begin)
    reader.at = found.end()
    ranges = unicode_property(found[1], found[2])
    if ranges is None:
        written = reader.pattern[begin : reader.at]
        raise reader.refuse(written, "a property of Unicode whose characters assent does not know", at=begin)
    return complement(ranges) if negated else ranges


def _class(reader: _Reader, begin: int) -> Ranges:
    negated = reader.take("^")
    ranges: list[tuple[int, int]] = []
    while not reader.take("]"):
        if reader.at >= len(reader.pattern):
            raise reader.refuse("[", "this class is never closed", at=begin)
        first_at = reader.at
        first = _class_member(reader)
        if not reader.peek("-") or reader.peek("-]"):
            ranges.extend(first)
            continue
        reader.at += 1
        last = _class_member(reader)
        ranges.extend(_between(reader, first, last, first_at))
    return complement(ranges) if negated else union(ranges)


def _between(reader: _Reader, first: Ranges, last: Ranges, begin: int) -> Ranges:
    single = len(first) == len(last) == 1 and first[0][0] == first[0][1] and last[0][0] == last[0][1]
    if not single:
        return (*first, (45, 45), *last)  # annex B: a hyphen beside a class escape stands for itself
    if first[0][0] > last[0][0]:
        raise reader.refuse(reader.pattern[begin : reader.at], "a range is out of order", at=begin)
    return ((first[0][0], last[0][0]),)


def _class_member(reader: _Reader) -> Ranges:
    begin = reader.at
    letter = reader.next()
    if letter != "\\":
        return ((ord(letter), ord(letter)),)
    letter = reader.next()
    if letter in _CLASS_ESCAPES:
        return _CLASS_ESCAPES[letter]
    if letter in "pP":
        return _property(reader, begin, negated=letter == "P")
    code = 8 if letter == "b" else _character_escape(reader, letter, begin)
    return ((code, code),)
