"""A pattern written so that engines of other families read it with ECMA-262's meaning."""

from __future__ import annotations

from assent.schema.patterns.charsets import EVERYTHING, Ranges, without_surrogates
from assent.schema.patterns.parse import parse
from assent.schema.patterns.syntax import Chars, Choice, End, Look, Node, Repeat, Sequence, Start


def spell_out(pattern: str) -> str:
    """The pattern with every class, dot, escape and word boundary written as intervals and look-arounds.

    Raises: UnsupportedPattern for what assent cannot read.
    """
    return _spell(parse(pattern))


def _spell(node: Node) -> str:
    match node:
        case Chars(ranges=ranges):
            return _class(ranges)
        case Sequence(items=items):
            return "".join(_spell(item) for item in items)
        case Choice(options=options):
            return f"(?:{'|'.join(_spell(option) for option in options)})"
        case Repeat(item=item, least=least, most=most):
            return f"(?:{_spell(item)}){{{least},{'' if most is None else most}}}"
        case Start():
            return "^"
        case End():
            return "$"
        case Look(item=item, ahead=ahead, negated=negated):
            return f"(?{'' if ahead else '<'}{'!' if negated else '='}{_spell(item)})"


def _class(ranges: Ranges) -> str:
    if ranges == EVERYTHING:
        return r"[\s\S]"
    ranges = without_surrogates(ranges)  # other engines know no half characters
    if not ranges:
        return r"[^\s\S]"
    return "[" + "".join(_stretch(low, high) for low, high in ranges) + "]"


def _stretch(low: int, high: int) -> str:
    return _letter(low) if low == high else f"{_letter(low)}-{_letter(high)}"


def _letter(code: int) -> str:
    char = chr(code)
    return char if char.isascii() and char.isalnum() else f"\\u{{{code:x}}}"
