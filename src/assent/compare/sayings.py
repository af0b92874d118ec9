"""What schemas say beside what they allow: where it differs, the rules about it are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Final, TypeAlias

from assent.compare.change import Change
from assent.compare.collect import Collector, Gathered
from assent.compare.known import Differing
from assent.compare.lift import words_of
from assent.compare.part import LASTING, Part, lasting
from assent.compare.positions import is_mere_reference, meant
from assent.compare.proof import exchange_with
from assent.compare.rules import asked
from assent.compare.rules.annotation import READS
from assent.compare.smallest import smallest
from assent.compare.told import Told, whole_of
from assent.document.document import Location
from assent.findings import Age, Finding, OperationPlace, Severity, Witness
from assent.json import Json, equal
from assent.records import dataclass, field, replace
from assent.schema import Place, Schema
from assent.schema.model import Reference, conjuncts

SAYINGS: Final = frozenset(chain(LASTING, *READS.values()))
"""Annotations that some rule asks about."""

_LASTING: Final = frozenset(LASTING)

Heard: TypeAlias = tuple[tuple[Gathered, str], ...]
"""What the rules found at the end of a way, each with the subject that an operation knows it by."""


@dataclass(slots=True)
class Said:
    """A way to a part where annotations differ; `heard` is what was found there, by media type."""

    told: Told
    heard: dict[str, Heard] = field(default_factory=dict)


class Sayings:
    """Asks the rules about annotations, and about each way to them once for each media type."""

    def __init__(
        self, collector: Collector, locate: Callable[[Place, Age], Location], differing: Differing
    ) -> None:
        self._collector = collector
        self._locate = locate
        self._differing = differing
        self._silent: dict[tuple[int, int], bool] = {}
        self._kept: list[Schema] = []  # so that their ids stay their own

    def differ(self, old: Schema, new: Schema) -> bool:
        """Whether the two say something else that some rule asks about."""
        pair = (id(old), id(new))
        silent = self._silent.get(pair)
        if silent is None:
            silent = self._silent[pair] = self._says_same(old, new)
            self._kept += (old, new)
        return not silent

    def _says_same(self, old: Schema, new: Schema) -> bool:
        """Two references say the same where they do so themselves, and what they refer to does, which many refer to."""
        if is_mere_reference(old) and is_mere_reference(new):
            one, other, targets = _own(old), _own(new), (_target(old), _target(new))
            if one and other and not any(map(is_mere_reference, targets)):
                return equal(one, other) and not self.differ(*targets)
        return equal(_sayings(old), _sayings(new))

    def hear(self, said: Said, here: Told) -> None:
        """What is said at the end of the way, for the operation and the root schemas of `here`."""
        heard = said.heard.get(here.media)
        if heard is None:
            end = said.told.path[-1]
            told = replace(said.told, within=here.within, root=here.root, reader=here.reader)
            said.heard[here.media] = self.ask(told, end.narrower, end.wider)
            return
        at = here.within.at
        for gathered, subject in heard:
            place = OperationPlace(at.method, at.path, at.place, subject)
            gathered.places.setdefault(place, place)

    def ask(self, here: Told, narrower: Schema, wider: Schema) -> Heard:
        """Asks the rules about what decides nothing."""
        old, new = (narrower, wider) if here.decider.receiver == "new" else (wider, narrower)
        heard: list[tuple[Gathered, str]] = []
        for finding in self._found(here, old, new):
            subject = f"{here.subject} {finding.subject}".strip()
            gathered = self._collector.add(_known(finding, subject), partial(_shown, here, finding))
            heard.append((gathered, subject))
        return tuple(heard)

    def _found(self, here: Told, old: Schema, new: Schema) -> Iterator[Finding]:
        """What the rules of each kind find, where there is something to ask them about."""
        around = partial(
            Part,
            words=words_of([edge.step for edge in here.path]),
            among=here.among,
            whole=whole_of(here.within.place),
            optional=here.optional,
            media=here.media,
        )

        def part(schema: Schema, at: Place, age: Age) -> Part:
            return around(schema=schema, at=self._locate(at, age), used_at=self._locate(schema.at, age))

        one, other = meant(old), meant(new)
        change = Change(old=part(old, one.at, "old"), new=part(new, other.at, "new"), within=here.within)
        yield from self._asked("annotation", change)
        if _tells_how_long_it_lasts(old) or _tells_how_long_it_lasts(new):
            one, other = lasting(one, other)
            change = Change(old=part(old, one.at, "old"), new=part(new, other.at, "new"), within=here.within)
            yield from self._asked("lifecycle", change)

    def _asked(self, kind: str, change: Change[Part]) -> Iterator[Finding]:
        for each in asked(kind, self._differing(kind, change.old, change.new)):
            if each.check is not None:
                yield from each.check(change)


def _target(schema: Schema) -> Schema:
    reference: Reference = schema.keywords["$ref"]
    return reference.target


def _own(schema: Schema) -> dict[str, Json]:
    """What the schema itself says that decides nothing."""
    source = schema.source
    if not isinstance(source, dict):
        return {}
    return {name: source[name] for name in SAYINGS.intersection(source)}


def _sayings(schema: Schema) -> list[Json]:
    """What the schema says that decides nothing, itself and by all that it is composed of."""
    return [meant(schema).annotation("title"), *filter(None, map(_own, conjuncts(schema)))]


def _tells_how_long_it_lasts(schema: Schema) -> bool:
    """Whether rules about a lifecycle have anything to read."""
    return any(isinstance(it.source, dict) and not _LASTING.isdisjoint(it.source) for it in conjuncts(schema))


def _shown(here: Told, finding: Finding) -> Witness | None:
    """The exchange with the sender's smallest value, for breaks by how a value is written; of all else, none is refused."""
    if finding.severity is not Severity.ERROR:
        return None
    return exchange_with(here.within, smallest(here.root, here.decider), here.decider)


def _known(finding: Finding, subject: str) -> Finding:
    """The finding with the subject that its operation knows it by; its own names what it is about wherever it is met."""
    return replace(finding, operations=tuple(replace(place, subject=subject) for place in finding.operations))
