"""Matcher paths: reading their several spellings, and how strongly one speaks about a place.

Source: Pact specification 2, "Matchers" (path expressions and weighting); later versions keep both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assent.pact.model import Path, RuleList, Step, Wildcard

STEP = re.compile(
    r"""
      \.(?P<name>[^.\[\]]+)             # .name  .*  .0
    | \[(?P<index>\d+)\]                # [0]
    | \[(?P<star>\*)\]                  # [*]
    | \[(?P<quote>['"])(?P<quoted>.*?)(?P=quote)\]   # ['a name']
    """,
    re.VERBOSE,
)


class PathError(ValueError):
    """A matcher path cannot be read; the message says from which character on."""


def parse_path(text: str) -> Path:
    """The steps of a matcher path below `$`. A path without `$` is one name (headers, query).

    Raises: PathError.
    """
    if not text.startswith("$"):
        return (text,)
    steps: list[Step] = []
    position = 1
    while position < len(text):
        match = STEP.match(text, position)
        if match is None:
            raise PathError(f"the path {text!r} cannot be read from character {position + 1} on")
        if match["star"] or match["name"] == "*":
            steps.append(Wildcard.ANY)
        elif match["quote"]:
            steps.append(match["quoted"])
        else:
            steps.append(match["index"] or match["name"])
        position = match.end()
    return tuple(steps)


def weight(path: Path, place: Sequence[str]) -> int:
    """How strongly a matcher path speaks about a place: 0 if not at all.

    A path speaks about the places below it as well ("cascading"). Each exact step doubles the weight, a
    wildcard keeps it, and a longer path outweighs a shorter one.
    """
    if len(path) > len(place):
        return 0
    product = 2
    for step, name in zip(path, place, strict=False):
        if isinstance(step, Wildcard):
            continue
        if step != name:
            return 0
        product *= 2
    return product * (len(path) + 1)


def strongest(rules: Iterable[RuleList], place: Sequence[str]) -> RuleList | None:
    """The rules that decide at a place; of equally strong ones the last written."""
    best: RuleList | None = None
    most = 0
    for rule in rules:
        strength = weight(rule.path, place)
        if strength and strength >= most:
            best, most = rule, strength
    return best


def speaks_of_unnamed_members(rules: Iterable[RuleList], place: Sequence[str]) -> bool:
    """Whether a path ends in a wildcard for the members of the object at this place."""
    return any(
        len(rule.path) == len(place) + 1 and rule.path[-1] is Wildcard.ANY and weight(rule.path[:-1], place)
        for rule in rules
    )
