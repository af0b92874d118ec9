"""What of a description a run has reached, and what it has not, and why."""

from __future__ import annotations

from collections.abc import Iterable

from assent.api.model import OperationKey
from assent.fuzz.material import Material
from assent.fuzz.trial import Standing, Trial
from assent.json import Json
from assent.records import dataclass, field


@dataclass(slots=True, kw_only=True)
class Reached:
    """How one operation was met: requests by what they are, statuses of each kind, parameters and keywords."""

    sent: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, dict[int, int]] = field(default_factory=dict)
    parameters: dict[str, None] = field(default_factory=dict)
    keywords: dict[str, None] = field(default_factory=dict)

    @property
    def succeeded(self) -> bool:
        return any(200 <= status < 300 for statuses in self.statuses.values() for status in statuses)


class Coverage:
    """The coverage of one run."""

    def __init__(self) -> None:
        self.reached: dict[OperationKey, Reached] = {}
        self.untested: dict[OperationKey, str] = {}

    def add(self, trial: Trial) -> None:
        operation = trial.subject.operation
        if operation is None:
            return
        reached = self.reached.setdefault(operation.key, Reached())
        kind = trial.standing.value
        reached.sent[kind] = reached.sent.get(kind, 0) + 1
        statuses = reached.statuses.setdefault(kind, {})
        statuses[trial.status] = statuses.get(trial.status, 0) + 1
        for key in trial.attempt.recipe.parameters:
            reached.parameters[f"{key.location} {key.name}"] = None
        if trial.standing is Standing.INVALID:
            for finding in trial.broken:
                reached.keywords[f"{finding.rule.id} {finding.subject}".strip()] = None

    def name(self, materials: Iterable[Material]) -> None:
        """Say of each operation that was not reached, or never answered with success, what stood in the way."""
        for material in materials:
            key = material.operation.key
            reached = self.reached.get(key)
            if reached is None:
                why = "; ".join(f"{part}: {text}" for part, text in list(material.impossible.items())[:2])
                self.untested[key] = why or "the budget was spent before its turn"
            elif not reached.succeeded:
                self.untested[key] = _why(reached)

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
                    "constraints_broken": len(reached.keywords),
                    "succeeded": reached.succeeded,
                }
            )
        untested: list[Json] = [
            {"method": key.method, "path": key.path, "why": why} for key, why in sorted(self.untested.items())
        ]
        return {"operations": operations, "untested": untested, "total": total}


def _why(reached: Reached) -> str:
    statuses = {status for found in reached.statuses.values() for status in found}
    if statuses <= {401, 403}:
        return "every answer was 401 or 403: it needs credentials (--auth)"
    if statuses <= {404, 410, 400, 422}:
        return "nothing was found: it needs data, as values of path parameters (--set NAME=VALUE)"
    return f"it never succeeded; it answered {', '.join(map(str, sorted(statuses)))}"
