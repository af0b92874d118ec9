"""Regular languages with the meaning that JSON Schema's `pattern` has: ECMA-262, found anywhere.

A `Regular` is one language (a pattern, a list of words, the integers of an interval as they are written). A
`Language` is an intersection of such, of complements of such, and of bounds on the length; its complement is
not a `Language`, so callers take unions apart. Everything is exact; questions take `Steps` and raise
`OutOfSteps` when these do not suffice, which callers turn into `Undecided`.
"""

from assent.schema.patterns.draw import Choices, count, draw, first_members, members, sampler
from assent.schema.patterns.language import (
    ANY_TEXT,
    Language,
    Regular,
    contains,
    language,
    matches,
    meet,
    of_length,
    pattern,
    within,
    without,
    words,
)
from assent.schema.patterns.numerals import booleans, integers, numbers
from assent.schema.patterns.product import is_empty, shortest_member
from assent.schema.patterns.spell import spell_out
from assent.schema.patterns.steps import OutOfSteps, Steps
from assent.schema.patterns.syntax import UnsupportedPattern

__all__ = [
    "ANY_TEXT",
    "Choices",
    "Language",
    "OutOfSteps",
    "Regular",
    "Steps",
    "UnsupportedPattern",
    "booleans",
    "contains",
    "count",
    "draw",
    "first_members",
    "integers",
    "is_empty",
    "language",
    "matches",
    "meet",
    "members",
    "numbers",
    "of_length",
    "pattern",
    "sampler",
    "shortest_member",
    "spell_out",
    "within",
    "without",
    "words",
]
