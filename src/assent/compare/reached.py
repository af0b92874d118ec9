"""What a cause reaches: the places, grouped by the unions on the way, since a union may let pass what a part refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from assent.compare.found import Cause, Doubt, Loosened
from assent.compare.proof import disproved
from assent.compare.tell import doubted, explained, is_closed, loosened, renamed_properties, unshown
from assent.compare.told import Told
from assent.compare.ways import Unions
from assent.findings import Finding, OperationPlace
from assent.records import dataclass, field, replace

MOST_WAYS: Final = 4
"""Ways of one kind that are kept as they are; of the others, what they are made of."""

MOST_TRIED: Final = 64
"""Other ways that are tried where the first are closed; then nobody knows whether one of the rest is open."""

Places: TypeAlias = dict[OperationPlace, OperationPlace]


@dataclass(slots=True)
class Group:
    """The first ways to a cause through the same alternatives, and the places of all of them.

    `closed` are ways through a union that takes, as a whole, all that its alternatives refuse. `more` are ways that
    few findings need, each with the place from where it leads on.
    """

    closed: bool = False
    ways: list[Told] = field(default_factory=list)
    more: list[tuple[Told, Told]] = field(default_factory=list)
    places: Places = field(default_factory=dict)

    def add(self, told: Told, subject: str, at: OperationPlace) -> None:
        """Take in one more place, which knows the cause by the subject."""
        self._reach(at, subject)
        if len(self.ways) < MOST_WAYS:
            self.ways.append(told)
        else:
            self.more.append((told, told))

    def add_alike(self, told: Told, subject: str, here: Told, at: OperationPlace) -> None:
        """Take in one more place, to which the same way leads from elsewhere."""
        self._reach(at, subject)
        if len(self.ways) < MOST_WAYS:
            self.ways.append(_from(told, here))
        else:
            self.more.append((told, here))

    def _reach(self, at: OperationPlace, subject: str) -> None:
        if at not in self.places:
            self.places[at] = replace(at, subject=subject)


def _from(told: Told, here: Told) -> Told:
    """The same way from elsewhere."""
    return replace(told, within=here.within, root=here.root, reader=here.reader)


@dataclass(slots=True, kw_only=True)
class Reached:
    """One cause, by the ways through unions."""

    groups: dict[tuple[Unions, bool], Group] = field(default_factory=dict)

    def group(self, unions: Unions, *, closed: bool) -> Group:
        """The ways that lead through the same alternatives."""
        group = self.groups.get((unions, closed))
        if group is None:
            group = self.groups[unions, closed] = Group(closed)
        return group

    def findings(self) -> Iterator[Finding]:
        """The one finding, with every place that it reaches, told by the way through the fewest unions.

        Where other alternatives take what is refused, it is a note.
        """
        groups = [group for _, group in sorted(self.groups.items(), key=lambda held: len(held[0][0]))]
        told = groups[0].ways[0]
        places = tuple({at: it for group in groups for at, it in group.places.items()}.values())
        match told.about:
            case Cause():
                yield from _settled(groups, places)
            case Doubt() as doubt:
                yield doubted(told, doubt, places)
            case Loosened() as less:
                yield loosened(told, less, places)
            case other:
                yield renamed_properties(told, other, places)


def _settled(groups: list[Group], places: tuple[OperationPlace, ...]) -> Iterator[Finding]:
    """The finding of the first way that shows it, with the places of all ways that no union closes.

    Where unions close all of them, the note that one does.
    """
    live = [group for group in groups if not group.closed]
    found = [it for group in live if (it := _first(group)) is not None]
    decided = [finding for finding in found if finding.decided]
    for first in (decided or found)[:1]:
        others = sorted({at for finding in (decided or found) for at in finding.operations})
        yield replace(first, operations=tuple(dict.fromkeys((first.operations[0], *others))))
    if not found:
        from assent.compare.covered import covered

        notes = (covered(group.ways[0], places) for group in groups)
        yield from [note for note in notes if note is not None][:1]


def _first(group: Group) -> Finding | None:
    """What the first way tells that leads to an exchange; else what one says that could not be decided."""
    undecided: Finding | None = None
    for told in group.ways:
        finding = _told_at(told, group.places)
        if finding is not None and finding.decided:
            return finding
        undecided = undecided or finding
    others = (_by_another_way(told, group.places) for told in group.ways)
    return undecided or next(filter(None, others), None) or _further(group)


def _further(group: Group) -> Finding | None:
    """What one of the other places tells, where what lies around the first ones is why nothing is refused there."""
    first = group.ways[0]
    assert isinstance(first.about, Cause)
    if not group.more or is_closed(first, first.about):
        return None
    for told, here in group.more[:MOST_TRIED]:
        if (finding := _told_at(_from(told, here), group.places)) is not None:
            return finding
    return unshown(first, first.about, tuple(group.places.values())) if group.more[MOST_TRIED:] else None


def _told_at(told: Told, places: Places) -> Finding | None:
    assert isinstance(told.about, Cause)
    at = told.within.at
    return explained(told, told.about, tuple(({at: places[at]} | places).values()))


def _by_another_way(told: Told, places: Places) -> Finding | None:
    """What is told of a cause that is closed on the first way to it, by the first of the others that is open."""
    assert isinstance(told.about, Cause)
    for number, other in enumerate(told.elsewhere()):
        if number == 0 and disproved(told, told.about):
            return None  # the whole refuses nothing for this reason, whatever the way
        if number == MOST_TRIED:
            return unshown(told, told.about, tuple(places.values()))
        if (finding := _told_at(other, places)) is not None:
            return finding
    return None
