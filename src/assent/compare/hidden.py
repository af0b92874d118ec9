"""Operations that one revision may hold though nobody can read them: they are not gone there, nor new in the other.

Imported where something cannot be read.
"""

from __future__ import annotations

from typing import Final

from assent.api import Api, PathItem, Unreadable
from assent.document.document import Location, Node
from assent.records import dataclass

PATHS: Final = "paths"
WEBHOOKS: Final = ("webhooks", "x-webhooks")

_INHERITED: Final = ("parameters", "servers")
"""Members of a path item that are told of where each operation inherits them."""
_ADDITIONAL: Final = "additionalOperations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What holds operations in one revision; `unreadable` is what may be some of them."""

    unreadable: tuple[Unreadable, ...]
    node: Node

    @property
    def at(self) -> Location:
        return self.node.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """The same in both revisions; None where it stands in one alone."""

    old: Holder | None
    new: Holder | None

    def hiding(self, method: str, *, from_new: bool) -> Holders | None:
        """The holders with what may be the operation that one revision lacks, or None if nothing may.

        What neither revision can read is no reason for a difference.
        """
        lacking, having = (self.new, self.old) if from_new else (self.old, self.new)
        known = () if having is None else having.unreadable
        gaps = [] if lacking is None else [gap for gap in lacking.unreadable if gap not in known]
        hidden = tuple(gap for gap in gaps if _may_be(gap, method))
        if lacking is None or not hidden:
            return None
        found = Holder(unreadable=hidden, node=lacking.node)
        rest = None if having is None else Holder(unreadable=(), node=having.node)
        return Holders(old=rest, new=found) if from_new else Holders(old=found, new=rest)


def _may_be(gap: Unreadable, method: str) -> bool:
    if gap.part in ("", _ADDITIONAL, PATHS, *WEBHOOKS):
        return True
    return gap.part.removeprefix(f"{_ADDITIONAL}/").upper() == method.upper()


def sections(old: Api, new: Api) -> tuple[Holders, Holders]:
    """What holds the paths of both, and what holds their webhooks."""
    return (
        Holders(old=_section(old, PATHS), new=_section(new, PATHS)),
        Holders(old=_section(old, *WEBHOOKS), new=_section(new, *WEBHOOKS)),
    )


def _section(api: Api, *names: str) -> Holder:
    return Holder(unreadable=tuple(gap for gap in api.unreadable if gap.part in names), node=api.node)


def holders(old: PathItem | None, new: PathItem | None, above: Holders | None) -> Holders:
    """The path items, or what stands `above` them where one is missing because nobody can read that."""
    if above is not None:
        for item, around in ((old, above.old), (new, above.new)):
            if item is None and around is not None and around.unreadable:
                return above
    return Holders(old=_holder(old), new=_holder(new))


def _holder(item: PathItem | None) -> Holder | None:
    if item is None:
        return None
    gaps = tuple(gap for gap in item.unreadable if not gap.part.startswith(_INHERITED))
    return Holder(unreadable=gaps, node=item.node)
