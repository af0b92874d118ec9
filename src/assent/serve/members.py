"""The members that a body's schemas name, nested ones too, and which of them a body has.

A member is written with dots, `owner.login`; `[]` stands for each item of an array and `*` for each member of an object
whose names the schemas leave open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from assent.json import Json
from assent.wire.views import View

Members: TypeAlias = dict[str, "Members"]
"""What lies below a place, by name, `[]` and `*`."""

MOST_MEMBERS = 500
"""Members of one body that are counted, those that lie highest first."""

MOST_DEPTH = 8
MOST_PARTS = 20_000
"""Parts of one body that are looked at."""

ITEMS, OTHERS = "[]", "*"


def described_members(within: View, *, without: str | None = None) -> Members:
    """What the schemas of a value name, worked out once; a schema met again inside of itself is not opened again.

    Members that carry the mark `without` are left out, as `writeOnly: true` where a provider answers.
    """
    word = f"members without {without}"
    known = within.noted.get(word)
    if not isinstance(known, dict):
        known = {}
        left = MOST_MEMBERS
        level: list[tuple[Members, View, frozenset[tuple[int, ...]]]] = [(known, within, frozenset())]
        for _ in range(MOST_DEPTH):
            below: list[tuple[Members, View, frozenset[tuple[int, ...]]]] = []
            for found, view, above in level:
                key = tuple(id(schema) for schema in view.roots)
                if key in above:
                    continue
                for name, part in _parts(view):
                    if without is not None and part.marked(without) is not None:
                        continue
                    if name not in found:
                        left -= 1
                        if left < 0:
                            break
                    below.append((found.setdefault(name, {}), part, above | {key}))
            level = below
        within.noted[word] = known
    return known


def _parts(view: View) -> Iterator[tuple[str, View]]:
    """The places right below: named members, what stands for others, and items."""
    for name in view.names:
        yield name, view.member(name)
    others = view.member("\0")  # a name that no author gives
    if others.roots:
        yield OTHERS, others
    for item in view.items:
        if item.roots:
            yield ITEMS, item


def names_of(members: Members, at: str = "") -> Iterator[str]:
    """The members as they are written; places without a name of their own only lead to others."""
    for name, below in members.items():
        here = at + name if name == ITEMS or not at else f"{at}.{name}"
        if name not in (ITEMS, OTHERS):
            yield here
        yield from names_of(below, here)


def seen_members(value: Json, members: Members) -> dict[str, None]:
    """Those of the members that the value has, as they are written."""
    seen: dict[str, None] = {}
    todo: list[tuple[Json, Members, str]] = [(value, members, "")]
    for _ in range(MOST_PARTS):
        if not todo:
            break
        here, below, at = todo.pop()
        match here:
            case dict():
                for name, member in here.items():
                    known = name if name in below else OTHERS
                    if known not in below:
                        continue
                    path = f"{at}.{known}" if at else known
                    if known != OTHERS:
                        seen[path] = None
                    if below[known] and isinstance(member, dict | list):
                        todo.append((member, below[known], path))
            case list() if ITEMS in below:
                todo.extend((item, below[ITEMS], at + ITEMS) for item in here[:MOST_PARTS])
            case _:
                pass
    return seen
