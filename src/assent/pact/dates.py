"""Java date and time patterns, as pacts write them, as ECMA-262 regular expressions.

Source: java.text.SimpleDateFormat and java.time.format.DateTimeFormatter, "Patterns".
"""

from __future__ import annotations

import re

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

HOUR_24 = "(?:[01][0-9]|2[0-3])"
SIXTY = "[0-5][0-9]"
OFFSET = f"[+-]{HOUR_24}"


class UnknownPattern(ValueError):
    """A letter of the pattern has no meaning known here."""


def _alternatives(words: list[str]) -> str:
    return "(?:" + "|".join(words) + ")"


def _year(count: int) -> str:
    return "[0-9]{2}" if count == 2 else f"[0-9]{{{max(count, 4)},}}"


def _month(count: int) -> str:
    if count >= 4:
        return _alternatives(MONTHS)
    if count == 3:
        return _alternatives([month[:3] for month in MONTHS])
    return "(?:0[1-9]|1[0-2])" if count == 2 else "(?:0?[1-9]|1[0-2])"


def _two(padded: str, bare: str) -> dict[bool, str]:
    return {True: padded, False: bare}


NUMBERS = {
    "d": _two("(?:0[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|[12][0-9]|3[01])"),
    "H": _two(HOUR_24, "(?:[01]?[0-9]|2[0-3])"),
    "k": _two("(?:0[1-9]|1[0-9]|2[0-4])", "(?:0?[1-9]|1[0-9]|2[0-4])"),
    "h": _two("(?:0[1-9]|1[0-2])", "(?:0?[1-9]|1[0-2])"),
    "K": _two("(?:0[0-9]|1[01])", "(?:0?[0-9]|1[01])"),
    "m": _two(SIXTY, "[0-5]?[0-9]"),
    "s": _two(SIXTY, "[0-5]?[0-9]"),
    "w": _two("[0-5][0-9]", "[0-5]?[0-9]"),
    "D": _two("[0-3]?[0-9]{1,2}", "[0-3]?[0-9]{1,2}"),
}


def _field(letter: str, count: int) -> str:
    if letter in NUMBERS:
        return NUMBERS[letter][count >= 2]
    match letter:
        case "y" | "u" | "Y":
            return _year(count)
        case "M" | "L":
            return _month(count)
        case "E" | "e" | "c":
            return _alternatives(DAYS if count >= 4 else [day[:3] for day in DAYS])
        case "a":
            return "(?:AM|PM|am|pm)"
        case "G":
            return "(?:AD|BC)"
        case "S" | "n":
            return f"[0-9]{{{count}}}" if letter == "S" else "[0-9]{1,9}"
        case "z" | "v" | "V" | "O":
            return r"[A-Za-z][A-Za-z0-9_+\-/: ]*"
        case "Z":
            return f"(?:{OFFSET}:?{SIXTY}|Z)" if count < 5 else f"(?:{OFFSET}:{SIXTY}|Z)"
        case "X" | "x":
            digits = {1: f"{OFFSET}(?:{SIXTY})?", 2: f"{OFFSET}{SIXTY}"}.get(count, f"{OFFSET}:{SIXTY}")
            return f"(?:Z|{digits})" if letter == "X" else digits
        case _:
            raise UnknownPattern(f"the date pattern's letter {letter!r} is not known")


def date_pattern(pattern: str) -> str:
    """An anchored regular expression for the texts that a Java date pattern prints.

    Raises: UnknownPattern for a letter with no meaning, or an unclosed quotation.
    """
    parts: list[str] = []
    position = 0
    while position < len(pattern):
        letter = pattern[position]
        if letter == "'":
            close = pattern.find("'", position + 1)
            if close < 0:
                raise UnknownPattern("the date pattern's quotation is not closed")
            parts.append(re.escape(pattern[position + 1 : close]) or "'")
            position = close + 1
        elif letter.isascii() and letter.isalpha():
            count = len(pattern[position:]) - len(pattern[position:].lstrip(letter))
            parts.append(_field(letter, count))
            position += count
        else:
            parts.append({"[": "(?:", "]": ")?"}.get(letter) or re.escape(letter))
            position += 1
    return "^" + "".join(parts) + "$"


ISO_PATTERNS = {
    "date": "yyyy-MM-dd",
    "time": "HH:mm:ss",
    "timestamp": "yyyy-MM-dd'T'HH:mm:ssXXX",
    "datetime": "yyyy-MM-dd'T'HH:mm:ssXXX",
}
"""What a date matcher without a pattern asks for."""
