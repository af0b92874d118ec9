"""What a rule is asked about: one thing in two revisions, where it stands, and who receives it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Generic, Protocol, TypeVar

from assent.api import Api, Operation, Origin, Side
from assent.document.document import Location
from assent.findings import Age, Finding, Lifecycle, OperationPlace, Profile, Rule, Severity
from assent.json import Json
from assent.records import dataclass, field
from assent.schema.dialect import Formats


class Described(Protocol):
    """Whatever a description says somewhere: it knows where."""

    @property
    def at(self) -> Location: ...


T_co = TypeVar("T_co", bound=Described, covariant=True)
Extended = TypeVar("Extended", bound=Described)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How strictly to compare.

    `profile` decides whether readers are tolerant and senders closed; `formats` whether `format` is asserted or is
    an annotation; `seed` and `attempts` bound the search for a witness where inclusion is undecided.
    """

    profile: Profile = Profile.WIRE
    formats: Formats = "assert"
    seed: int = 0
    attempts: int = 16

    @property
    def tolerant(self) -> bool:
        """Whether readers ignore what they do not know and senders send only what is described."""
        return self.profile is not Profile.STRICT


DEFAULTS = Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Where a change stands: the operation in both revisions, and the two descriptions.

    `place` names the part of the operation as `OperationPlace.place` does. `receiver` is the revision whose reader
    has to cope: in a request the new provider, in a response the old client; the other way round for webhooks and
    callbacks, where the provider calls and the client answers. Without an operation, a change is of what holds them.
    """

    old_api: Api
    new_api: Api
    old: Operation | None
    new: Operation | None
    place: str = ""
    side: Side | None = None
    options: Options = DEFAULTS

    @property
    def operation(self) -> Operation:
        """The operation as it is now, or as it was where it is gone."""
        operation = self.new or self.old
        assert operation is not None
        return operation

    @property
    def swapped(self) -> bool:
        """Whether the provider sends the request: a webhook or a callback."""
        return self.operation.origin is not Origin.PATH

    @property
    def receiver(self) -> Age:
        """The revision that receives what travels on this side."""
        return "new" if (self.side is not Side.RESPONSE) != self.swapped else "old"

    @property
    def at(self) -> OperationPlace:
        return OperationPlace(self.operation.method, self.operation.path, self.place)

    @property
    def places(self) -> tuple[OperationPlace, ...]:
        """The place, unless the change is of what holds operations and none is known to be among them."""
        return () if self.old is None and self.new is None else (self.at,)

    def on(self, side: Side | None, place: str) -> Within:
        """The same operation, at another of its parts."""
        return Within(
            old_api=self.old_api,
            new_api=self.new_api,
            old=self.old,
            new=self.new,
            place=place,
            side=side,
            options=self.options,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Generic[T_co]):
    """One thing in two revisions: `old` is None where it is new, `new` is None where it is gone."""

    old: T_co | None
    new: T_co | None
    within: Within

    @property
    def pair(self) -> tuple[T_co, T_co] | None:
        """Both, where it stands in both revisions."""
        return None if self.old is None or self.new is None else (self.old, self.new)

    @property
    def added(self) -> T_co | None:
        """The new one, where there was none."""
        return self.new if self.old is None else None

    @property
    def removed(self) -> T_co | None:
        """The old one, where it is gone."""
        return self.old if self.new is None else None

    @property
    def demanded(self) -> bool:
        """Whether the new revision receives this, so that a new demand breaks and a dropped one does not."""
        return self.within.receiver == "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What narrows a finding down beyond its change: see the fields of `Finding` of the same names."""

    subject: str = ""
    severity: Severity | None = None
    side: Side | None = None
    old: Location | None = None
    new: Location | None = None
    lifecycle: Lifecycle | None = None
    decided: bool = True
    extra: Mapping[str, Json] = field(default_factory=dict)


def found(
    rule: Rule,
    change: Change[Described],
    message: str,
    extent: Extent | None = None,
    *,
    place: str | None = None,
) -> Finding:
    """The finding that the rule makes of the change, at the place of the change unless another is given."""
    extent = extent or Extent()
    within = change.within
    return Finding(
        rule=rule,
        severity=extent.severity or rule.severity,
        message=message,
        operations=within.places if place is None else within.on(within.side, place).places,
        side=extent.side or within.side,
        subject=extent.subject,
        old=extent.old or (change.old.at if change.old is not None else None),
        new=extent.new or (change.new.at if change.new is not None else None),
        lifecycle=extent.lifecycle,
        decided=extent.decided,
        extra=extent.extra,
    )


def announced(old: Mapping[str, Json], *, deprecated: bool, gone: bool) -> Lifecycle:
    """What extensions (`x-sunset`, `x-stability-level`) and `deprecated` announced about a thing."""
    stability = old.get("x-stability-level")
    return Lifecycle(
        gone=gone,
        deprecated=deprecated,
        sunset=sunset(old),
        stability=stability if isinstance(stability, str) else "",
    )


def sunset(extensions: Mapping[str, Json]) -> date | None:
    """The announced last day, from `x-sunset` (a day, or a date and time); None if there is none to read."""
    written = extensions.get("x-sunset")
    if not isinstance(written, str):
        return None
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None
