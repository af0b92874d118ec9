"""Where findings about one described response belong."""

from __future__ import annotations

import json

from assent import wire
from assent.api.model import Operation, Response
from assent.findings import Because, Finding, OperationPlace, Rule, Severity, Side, Witness
from assent.json import Json
from assent.records import dataclass
from assent.wire.media import parse_media_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where findings about one described response belong.

    `status` is the one that is expected; `offered` are the media types the response may come in.
    """

    operation: Operation
    response: Response
    request: wire.Request
    status: int
    offered: tuple[str, ...]

    def found(
        self,
        rule: Rule,
        message: str,
        *,
        part: str = "",
        subject: str = "",
        witness: Json = None,
        answer: wire.Response | None = None,
        because: tuple[Because, ...] = (),
        severity: Severity | None = None,
        decided: bool = True,
    ) -> Finding:
        """A finding about a part of the response, as `body application/json`."""
        place = f"status {self.response.status} {part}".strip()
        shown = Witness(request=self.request, response=answer, value=witness, because=because)
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

    def answer(self, part: str, value: Json) -> wire.Response | None:
        """The response that has this value in that part, as it travels; None if it is neither JSON nor text."""
        kind, _, name = part.partition(" ")
        if kind == "header":
            return wire.Response(self.status, ((name, value),)) if isinstance(value, str) else None
        media = parse_media_type(name)
        if media is None or not (media.is_json or media.is_range or media.type == "text"):
            return None
        shown = "application/json" if media.is_range else name
        text = (
            value
            if media.type == "text" and isinstance(value, str)
            else json.dumps(value, ensure_ascii=False)
        )
        body = text.encode("utf-8", "surrogatepass")
        return wire.Response(self.status, (("Content-Type", shown),), body)
