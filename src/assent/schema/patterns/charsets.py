"""Sets of code points as sorted intervals, and the named sets of ECMA-262 and Unicode."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Code points as closed intervals, sorted and apart from one another."""

LAST = sys.maxunicode
EVERYTHING: Ranges = ((0, LAST),)
SURROGATES: Ranges = ((0xD800, 0xDFFF),)
DIGITS: Ranges = ((48, 57),)
WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
LINE_ENDS: Ranges = ((10, 10), (13, 13), (0x2028, 0x2029))
# ECMA-262 §12.2, §12.3: WhiteSpace and LineTerminator.
SPACES: Ranges = (
    (9, 13),
    (32, 32),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The set that holds every given interval."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def complement(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Every code point that is in none of the intervals."""
    gaps: list[tuple[int, int]] = []
    next_low = 0
    for low, high in union(ranges):
        if low > next_low:
            gaps.append((next_low, low - 1))
        next_low = high + 1
    if next_low <= LAST:
        gaps.append((next_low, LAST))
    return tuple(gaps)


def without_surrogates(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The part that can stand in a JSON text encoded as UTF-8."""
    return complement((*complement(ranges), *SURROGATES))


_CATEGORY_NAMES = {
    "Cased_Letter": "LC",
    "Close_Punctuation": "Pe",
    "Connector_Punctuation": "Pc",
    "Control": "Cc",
    "cntrl": "Cc",
    "Currency_Symbol": "Sc",
    "Dash_Punctuation": "Pd",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Enclosing_Mark": "Me",
    "Final_Punctuation": "Pf",
    "Format": "Cf",
    "Initial_Punctuation": "Pi",
    "Letter": "L",
    "Letter_Number": "Nl",
    "Line_Separator": "Zl",
    "Lowercase_Letter": "Ll",
    "Mark": "M",
    "Combining_Mark": "M",
    "Math_Symbol": "Sm",
    "Modifier_Letter": "Lm",
    "Modifier_Symbol": "Sk",
    "Nonspacing_Mark": "Mn",
    "Number": "N",
    "Open_Punctuation": "Ps",
    "Other": "C",
    "Other_Letter": "Lo",
    "Other_Number": "No",
    "Other_Punctuation": "Po",
    "Other_Symbol": "So",
    "Paragraph_Separator": "Zp",
    "Private_Use": "Co",
    "Punctuation": "P",
    "punct": "P",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Spacing_Mark": "Mc",
    "Surrogate": "Cs",
    "Symbol": "S",
    "Titlecase_Letter": "Lt",
    "Unassigned": "Cn",
    "Uppercase_Letter": "Lu",
}
_CATEGORIES = {"LC", *_CATEGORY_NAMES.values()} - {"digit"}

_BINARY: dict[str, Callable[[str], bool]] = {
    "Lowercase": str.islower,
    "Lower": str.islower,
    "Uppercase": str.isupper,
    "Upper": str.isupper,
}


def unicode_property(name: str, value: str | None) -> Ranges | None:
    r"""The set that `\p{name}` or `\p{name=value}` means; None if Python's tables cannot tell.

    Scripts and most binary properties are not in `unicodedata`; the version of Unicode is Python's.
    Source: ECMA-262 §22.2.1, tables 67 to 70.
    """
    if value is not None:
        return _category(value) if name in {"General_Category", "gc"} else None
    if name in _BINARY:
        return _where(name)
    match name:
        case "Any":
            return EVERYTHING
        case "ASCII":
            return ((0, 127),)
        case "ASCII_Hex_Digit" | "AHex":
            return ((48, 57), (65, 70), (97, 102))
        case "Assigned":
            return complement(_category("Cn") or ())
        case "White_Space" | "space":
            return union((*(pair for pair in SPACES if pair[0] != 0xFEFF), (0x85, 0x85)))
        case _:
            return _category(name)


def _category(name: str) -> Ranges | None:
    short = _CATEGORY_NAMES.get(name, name)
    if short not in _CATEGORIES:
        return None
    if short == "LC":
        return union(pair for part in ("Lu", "Ll", "Lt") for pair in _by_category().get(part, ()))
    return union(pair for part, ranges in _by_category().items() if part.startswith(short) for pair in ranges)


@cache
def _by_category() -> dict[str, list[tuple[int, int]]]:
    import unicodedata

    found: dict[str, list[tuple[int, int]]] = {}
    low, current = 0, unicodedata.category("\0")
    for code in range(1, LAST + 1):
        category = unicodedata.category(chr(code))
        if category != current:
            found.setdefault(current, []).append((low, code - 1))
            low, current = code, category
    found.setdefault(current, []).append((low, LAST))
    return found


@cache
def _where(name: str) -> Ranges:
    test = _BINARY[name]
    return union((code, code) for code in range(LAST + 1) if test(chr(code)))
