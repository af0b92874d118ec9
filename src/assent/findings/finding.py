"""What was found: one record for every engine, with the exchange that proves it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from assent.api.sides import Side
from assent.document.document import Location
from assent.findings.rule import Rule, Severity
from assent.json import Json, Pointer, digest, format_pointer
from assent.records import dataclass, field, replace
from assent.wire import Exchange, Request, Response, shortened

Age: TypeAlias = Literal["old", "new"]
"""Which of two descriptions."""

Identity: TypeAlias = tuple[str, str, str, str, str, str]
"""A finding at one operation: rule, side, method, path, place, subject."""


class Status(StrEnum):
    """What earlier runs say of a finding."""

    NEW = "new"
    KNOWN = "known"
    FLAKY = "flaky"


@dataclass(frozen=True, slots=True, order=True)
class OperationPlace:
    """Where in an operation something is.

    `method` is in capitals, `path` the template as the description writes it (for a webhook its name, for a callback
    its expression). `place` names the part in the order of the exchange, and is empty for the operation as a whole:
    `query limit`, `path id`, `header X-Id`, `cookie session`, `body`, `body application/json`, `security`,
    `status 200`, `status 200 header ETag`, `status 200 body application/json`. `subject` is the finding's subject as
    this operation knows it, where that differs from one operation to the next; it does not tell places apart.
    """

    method: str
    path: str
    place: str = ""
    subject: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return " ".join(part for part in (self.method, self.path, self.place) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why a receiver refuses a value: the keyword, where in the value, and where in the receiver's schema."""

    keyword: str
    value_pointer: Pointer = ()
    schema_pointer: Pointer = ()
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """An exchange that one side may send and the other refuses.

    It belongs to the finding's first operation. `value` is the JSON at the finding's place (a body, a parameter's
    value), and null where the finding is about the absence of something. `steps` are the exchanges that came
    before, where a sequence is needed. `refused_by` is null where the other side takes it and understands it
    differently.
    """

    request: Request | None = None
    response: Response | None = None
    value: Json = None
    accepted_by: Age | None = None
    refused_by: Age | None = None
    because: tuple[Because, ...] = ()
    steps: tuple[Exchange, ...] = ()


MOST_OF_BODY: Final = 64 * 1024
"""Bytes of an answer's body that a finding keeps."""


def brief(witness: Witness) -> Witness:
    """The witness with no more than the beginning of long answers; a value that was read from one is left out."""
    response = witness.response
    short = None if response is None else shortened(response, most=MOST_OF_BODY)
    steps = tuple(
        it if it.response is None else replace(it, response=shortened(it.response, most=MOST_OF_BODY))
        for it in witness.steps
    )
    value = witness.value if short is response else None
    return replace(witness, response=short, value=value, steps=steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An accepted finding's reason, owner, and the last day of the acceptance."""

    reason: str
    owner: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """A consumer that the finding lets down, with its interactions that show it."""

    name: str
    interactions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """What was announced about the thing that the finding is about: deprecated, its last day, its stability level.

    Where the thing is `gone`, this is what the old description had announced, else what the new one announces.
    """

    gone: bool
    deprecated: bool = False
    sunset: date | None = None
    stability: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cause, with every operation it reaches.

    `subject` is the name of the thing inside the place (a property's path, an enum value, a scope, the shape of an
    answer): with rule, side, operation and place it tells this finding from every other, and must hold no words of
    the message, no line, and no name of a component. `decided` is False where assent could not decide; the message
    then names the construct. `applied` says which policies changed the severity, in sentences. `extra` are members
    that an engine adds to the finding's JSON.
    """

    rule: Rule
    severity: Severity
    message: str
    operations: tuple[OperationPlace, ...] = ()
    side: Side | None = None
    subject: str = ""
    decided: bool = True
    old: Location | None = None
    new: Location | None = None
    witness: Witness | None = None
    waived: Waiver | None = None
    consumers: tuple[Consumer, ...] = ()
    lifecycle: Lifecycle | None = None
    status: Status | None = None
    applied: tuple[str, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """What stays the same when words, lines, the compared revisions or components' names change."""
        return digest([*min(identities(self))])


def fingerprints(finding: Finding) -> tuple[str, ...]:
    """One fingerprint per operation reached, in order of operation; the finding's own is the first.

    A finding that has come to reach another operation is still known by those of its earlier ones.
    """
    return tuple(digest([*identity]) for identity in sorted(identities(finding)))


def identities(finding: Finding) -> list[Identity]:
    """What its fingerprints are made of, one per operation reached: as telling as they are, and much quicker to have."""
    subjects = {_stable(place): place.subject or finding.subject for place in finding.operations}
    if not subjects:
        subjects = {("", "", _document_place(finding)): finding.subject}
    rule, side = finding.rule.id, str(finding.side or "")
    return [(rule, side, *place, subject) for place, subject in subjects.items()]


def _stable(place: OperationPlace) -> tuple[str, str, str]:
    """The place without the names of path parameters, which travel nowhere."""
    path = _without_names(place.path)
    if place.place.startswith("path "):
        names = [f"path {name}" for name in re.findall(r"\{([^{}/]*)\}", place.path)]
        if place.place in names:
            return place.method, path, f"path {names.index(place.place)}"
    return place.method, path, place.place


@lru_cache(maxsize=4096)  # findings share few paths
def _without_names(path: str) -> str:
    return re.sub(r"\{[^{}/]*\}", "{}", path)


def _document_place(finding: Finding) -> str:
    """For a finding that is about no operation and has no subject: where it stands in the document."""
    at = finding.new or finding.old
    if finding.subject or at is None:
        return ""
    return format_pointer(at.pointer)
