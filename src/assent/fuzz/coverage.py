"""What of a description a run has reached, and what it has not, and why."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from assent.api.model import In, Operation, OperationKey
from assent.fuzz.constraints import constraints
from assent.fuzz.material import Material
from assent.fuzz.trial import Standing, Trial
from assent.json import Json, Pointer
from assent.records import dataclass, field


@dataclass(slots=True, kw_only=True)
class Reached:
    """How one operation was met: requests by what they are, statuses of each kind, parameters and keywords."""

    sent: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, dict[int, int]] = field(default_factory=dict)
    parameters: dict[str, None] = field(default_factory=dict)
    keywords: dict[str, None] = field(default_factory=dict)
    broken: set[Pointer] = field(default_factory=set)
    """Where the keywords stand that requests broke."""
    unjudged: dict[str, None] = field(default_factory=dict)
    times: Counter[int] = field(default_factory=Counter)
    """Answers by the milliseconds they took, in steps of a tenth of a decade."""

    @property
    def succeeded(self) -> bool:
        return any(200 <= status < 300 for statuses in self.statuses.values() for status in statuses)


class Coverage:
    """The coverage of one run."""

    def __init__(self) -> None:
        self.reached: dict[OperationKey, Reached] = {}
        self.untested: dict[OperationKey, str] = {}
        self.described: dict[OperationKey, Operation] = {}
        self.unbroken: dict[OperationKey, list[str]] = {}

    def add(self, trial: Trial) -> None:
        operation = trial.subject.operation
        if operation is None:
            return
        reached = self.reached.setdefault(operation.key, Reached())
        kind = trial.standing.value
        reached.sent[kind] = reached.sent.get(kind, 0) + 1
        statuses = reached.statuses.setdefault(kind, {})
        statuses[trial.status] = statuses.get(trial.status, 0) + 1
        seconds = trial.subject.exchange.seconds
        if seconds is not None and trial.response is not None:
            reached.times[_step(seconds)] += 1
        for key in trial.attempt.recipe.parameters:
            reached.parameters[f"{key.location} {key.name}"] = None
        for finding in trial.broken:
            if not finding.decided and len(reached.unjudged) < MOST_UNJUDGED:
                reached.unjudged[finding.message] = None
        if trial.standing is Standing.INVALID:
            for finding in trial.broken:
                reached.keywords[f"{finding.rule.id} {finding.subject}".strip()] = None
                if finding.new is not None:
                    reached.broken.add(finding.new.pointer)

    def name(self, materials: Iterable[Material]) -> None:
        """Say of each operation that was not reached, or never answered with success, what stood in the way."""
        for material in materials:
            key = material.operation.key
            self.described[key] = material.operation
            reached = self.reached.get(key)
            if reached is None:
                self.untested[key] = _listed(material.impossible or material.unwritten) or _BUDGET
                continue
            self.unbroken[key] = [it.name for it in constraints(material) if it.pointer not in reached.broken]
            if not reached.succeeded:
                reasons = (_why(reached), _listed(material.impossible), *list(reached.unjudged)[:1])
                self.untested[key] = "; ".join(filter(None, reasons))

    def tree(self, total: int) -> Json:
        """The coverage as JSON."""
        operations: list[Json] = []
        for key, reached in sorted(self.reached.items()):
            statuses: dict[str, Json] = {
                kind: {str(status): count for status, count in sorted(found.items())}
                for kind, found in sorted(reached.statuses.items())
            }
            operations.append(
                {
                    "method": key.method,
                    "path": key.path,
                    "sent": dict(sorted(reached.sent.items())),
                    "statuses": statuses,
                    "parameters": [*sorted(reached.parameters)],
                    "constraints_broken": [*sorted(reached.keywords)],
                    "milliseconds": _times(reached.times),
                    "not_reached": self._missing(key, reached),
                    "not_judged": [*reached.unjudged],
                    "succeeded": reached.succeeded,
                }
            )
        untested: list[Json] = [
            {"method": key.method, "path": key.path, "why": why} for key, why in sorted(self.untested.items())
        ]
        return {
            "operations": operations,
            "untested": untested,
            "needs": [*self.needs()],
            "total": total,
        }

    def needs(self) -> Iterator[str]:
        """What would make the coverage better: credentials, data, or a larger budget; nothing if all is well."""
        if locked := self._without(_CREDENTIALS):
            names = {
                need.name
                for operation in locked
                for requirement in operation.security
                for need in requirement.needs
            }
            given = (
                ", ".join(f"--auth {name}=env:…" for name in sorted(names)) or "--header Authorization=env:…"
            )
            yield f"credentials for {_operations(len(locked))}: {given}"
        if empty := self._without(_DATA):
            wanted = Counter(
                parameter.name
                for operation in empty
                for parameter in operation.parameters.values()
                if parameter.location is In.PATH
            )
            given = ", ".join(f"--set {name}=…" for name, _ in sorted(wanted.items(), key=_most_first)[:5])
            yield f"data for {_operations(len(empty))}: things that are there{', as ' + given if given else ''}"
        if late := self._without(_BUDGET):
            yield f"a larger budget for {_operations(len(late))}: --requests, --time"

    def _without(self, what: str) -> list[Operation]:
        """The operations that were not tested well for want of that."""
        return [self.described[key] for key, why in self.untested.items() if why.startswith(what)]

    def _missing(self, key: OperationKey, reached: Reached) -> Json:
        """The parameters that no request had, the described statuses that no answer had, and the constraints of
        parameters and the body that no request broke.
        """
        operation = self.described.get(key)
        if operation is None:
            return {"parameters": [], "statuses": [], "constraints": []}
        names = [f"{each.location} {each.name}" for each in operation.parameters]
        met = {status for found in reached.statuses.values() for status in found}
        statuses = [
            status
            for status in operation.responses
            if status != "default" and not any(_matches(status, code) for code in met)
        ]
        return {
            "parameters": [name for name in sorted(names) if name not in reached.parameters],
            "statuses": [*sorted(statuses)],
            "constraints": [*self.unbroken.get(key, ())],
        }


_CREDENTIALS: Final = "every answer was 401 or 403: it needs credentials (--auth)"
_DATA: Final = "nothing was found: it needs data, as values of path parameters (--set NAME=VALUE)"
_BUDGET: Final = "the budget was spent before its turn"
MOST_UNJUDGED: Final = 20
"""Reasons why requests of one operation could not be judged that are kept."""
STEPS: Final = 10
"""Steps of a decade of milliseconds in which times are counted."""


def _listed(reasons: Mapping[str, str]) -> str:
    return "; ".join(f"{part}: {text}" for part, text in list(reasons.items())[:2])


def _why(reached: Reached) -> str:
    statuses = {status for found in reached.statuses.values() for status in found}
    if statuses <= {401, 403}:
        return _CREDENTIALS
    if statuses <= {400, 404, 405, 410, 422}:
        return _DATA
    return f"it never succeeded; it answered {', '.join(map(_said, sorted(statuses)))}"


def _said(status: int) -> str:
    return str(status) if status else "nothing"


def _matches(described: str, status: int) -> bool:
    return described == str(status) or described.upper() == f"{status // 100}XX"


def _step(seconds: float) -> int:
    return math.floor(STEPS * math.log10(max(seconds * 1000, 0.1)))


def _times(times: Counter[int]) -> Json:
    """Median, 95th percentile and most, as the upper ends of their steps, with the counts of all steps."""
    every = sorted(times.elements())
    if not every:
        return None

    def upper(step: int) -> float:
        return float(f"{10 ** ((step + 1) / STEPS):.3g}")

    return {
        "median": upper(every[len(every) // 2]),
        "p95": upper(every[min(len(every) - 1, math.ceil(0.95 * len(every)) - 1)]),
        "most": upper(every[-1]),
        "counts": {str(upper(step)): count for step, count in sorted(times.items())},
    }


def _operations(number: int) -> str:
    return f"{number} operation{'' if number == 1 else 's'}"


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]
