"""The parts of an ECMA-262 regular expression, as records, and the errors of reading one."""

from __future__ import annotations

from typing import TypeAlias

from assent.errors import AssentError
from assent.records import dataclass
from assent.schema.patterns.charsets import Ranges


@dataclass(eq=False)
class UnsupportedPattern(AssentError):
    """The pattern is not ECMA-262, or describes no regular language that assent can build.

    `construct` is the part at fault as it is written, `offset` its place in the pattern in characters.
    """

    pattern: str
    construct: str
    offset: int
    why: str

    def __str__(self) -> str:
        return f"{self.why}: {self.construct!r} at offset {self.offset} of the pattern {self.pattern!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chars:
    """One character out of a set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """One part after another; none at all matches the empty text."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Any one of the options."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """The item at least `least` and at most `most` times; None is without end."""

    item: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of the text (`^`)."""


@dataclass(frozen=True, slots=True)
class End:
    """The end of the text (`$`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What follows (or precedes) this place matches the item (or does not)."""

    item: Node
    ahead: bool
    negated: bool


Node: TypeAlias = Chars | Sequence | Choice | Repeat | Start | End | Look


def width(node: Node) -> tuple[int, int | None]:
    """The fewest and most characters that the part can take up; None is without end."""
    match node:
        case Chars():
            return 1, 1
        case Sequence(items=items):
            widths = [width(item) for item in items]
            most = [high for _, high in widths if high is not None]
            return sum(low for low, _ in widths), sum(most) if len(most) == len(widths) else None
        case Choice(options=options):
            widths = [width(option) for option in options]
            most = [high for _, high in widths if high is not None]
            return min(low for low, _ in widths), max(most) if len(most) == len(widths) else None
        case Repeat(item=item, least=least, most=times):
            low, high = width(item)
            if high == 0 or times == 0:
                return 0, 0
            return low * least, high * times if high is not None and times is not None else None
        case Start() | End() | Look():
            return 0, 0
