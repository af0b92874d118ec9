"""Where findings about one described response belong."""

from __future__ import annotations

from assent.api.model import Operation, Response
from assent.findings import Because, Finding, OperationPlace, Rule, Severity, Side, Witness
from assent.json import Json
from assent.records import dataclass
from assent.wire import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where findings about one described response belong. `offered` are the media types it may come in."""

    operation: Operation
    response: Response
    request: Request
    offered: tuple[str, ...]

    def found(
        self,
        rule: Rule,
        message: str,
        *,
        part: str = "",
        subject: str = "",
        witness: Json = None,
        because: tuple[Because, ...] = (),
        severity: Severity | None = None,
        decided: bool = True,
    ) -> Finding:
        """A finding about a part of the response, as `body application/json`."""
        place = f"status {self.response.status} {part}".strip()
        shown = Witness(request=self.request, value=witness, because=because)
        return Finding(
            rule=rule,
            severity=severity or rule.severity,
            message=message,
            operations=(OperationPlace(self.operation.method, self.operation.path, place),),
            side=Side.RESPONSE,
            subject=subject,
            decided=decided,
            new=self.response.at,
            witness=shown if because or witness is not None else None,
        )
