"""What the traffic through a proxy showed: findings by cause, and how much of the description it met."""

from __future__ import annotations

from collections.abc import Callable

from assent.api.model import OperationKey
from assent.findings import Finding
from assent.json import Json
from assent.judge.checking import Opinion
from assent.judge.prepared import Prepared
from assent.judge.subject import Body, Subject
from assent.records import dataclass, field, replace
from assent.serve.forward import Seen
from assent.serve.members import described_members, names_of, seen_members
from assent.wire.parameters import Nothing


@dataclass(slots=True, kw_only=True)
class Met:
    """How one operation was met: requests, answers by status, parameters sent, and members of bodies by side."""

    requests: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    parameters: dict[str, None] = field(default_factory=dict)
    fields: dict[str, None] = field(default_factory=dict)
    known_fields: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Traffic:
    """What was seen so far. `fresh` is told of each cause when it shows first, `unjudged` of what was too large."""

    prepared: Prepared
    fresh: Callable[[Finding], None] = lambda _: None
    unjudged: Callable[[Seen], None] = lambda _: None
    exchanges: int = 0
    first: dict[str, Finding] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    met: dict[OperationKey, Met] = field(default_factory=dict)

    def add(self, seen: Seen) -> None:
        """Take one exchange into account."""
        self.exchanges += 1
        if seen.unjudged:
            self.unjudged(seen)
        for name in dict.fromkeys(self._named(finding) for finding in seen.findings):
            self.times[name] = self.times.get(name, 0) + 1
        self._meet(Subject(self.prepared, seen.exchange))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each cause, with the number of exchanges that showed it."""
        return tuple(
            replace(it, extra={**it.extra, "exchanges": self.times[name]}) for name, it in self.first.items()
        )

    def _named(self, finding: Finding) -> str:
        name = finding.fingerprint
        if name not in self.first:
            self.first[name] = finding
            self.fresh(finding)
        return name

    def _meet(self, subject: Subject) -> None:
        if subject.operation is None:
            return
        met = self.met.setdefault(subject.operation.key, Met())
        met.requests += 1
        if subject.response is not None:
            status = subject.response.status
            met.statuses[status] = met.statuses.get(status, 0) + 1
        for heard in subject.parameters:
            if not isinstance(heard.reading, Nothing):
                parameter = heard.plan.parameter
                met.parameters[f"{parameter.location.value} {parameter.name}"] = None
        _meet_fields(met, "request", subject.request_body)
        _meet_fields(met, "response", subject.response_body)

    def coverage(self) -> dict[str, Json]:
        """How much of the description the traffic met, as JSON."""
        api = self.prepared.api
        operations: list[Json] = []
        for key, met in sorted(self.met.items()):
            described = api.operations[key]
            parameters = [f"{one.location.value} {one.name}" for one in described.parameters.values()]
            operations.append(
                {
                    "method": key.method,
                    "path": key.path,
                    "requests": met.requests,
                    "statuses": {str(status): count for status, count in sorted(met.statuses.items())},
                    "statuses_not_seen": [
                        one
                        for one in described.responses
                        if not _answered(one, met, list(described.responses))
                    ],
                    "parameters_not_seen": [one for one in parameters if one not in met.parameters],
                    "fields": {"described": len(met.known_fields), "seen": len(met.fields)},
                    "fields_not_seen": [one for one in met.known_fields if one not in met.fields],
                }
            )
        untouched: list[Json] = [" ".join(key) for key in api.operations if key not in self.met]
        return {
            "exchanges": self.exchanges,
            "total": len(api.operations),
            "reached": len(self.met),
            "operations": operations,
            "not_reached": untouched,
        }


def _answered(described: str, met: Met, every: list[str]) -> bool:
    """Whether an answer was seen that this response describes: the status itself, its class, or what is left."""
    for status in met.statuses:
        exact, family = str(status), f"{status // 100}XX"
        chosen = next((one for one in (exact, family, "default") if one in every), None)
        if chosen == described:
            return True
    return False


def _meet_fields(met: Met, side: str, body: Body | None) -> None:
    """The members that a body has, nested ones too, of those that its schema names."""
    if body is None or not isinstance(body.opinion, Opinion):
        return
    hidden = "readOnly" if side == "request" else "writeOnly"
    described = described_members(body.plan.check.within, without=hidden)
    for name in names_of(described):
        met.known_fields[f"{side} {name}"] = None
    if len(met.fields) < len(met.known_fields):
        for name in seen_members(body.opinion.value, described):
            met.fields[f"{side} {name}"] = None
