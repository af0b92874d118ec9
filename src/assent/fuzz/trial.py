"""An attempt that was made: what was sent as its bytes say, and what came back."""

from __future__ import annotations

from enum import Enum
from urllib.parse import unquote

from assent.findings import Finding, Severity
from assent.fuzz.phases import Attempt
from assent.fuzz.sending import Failure
from assent.judge.judge import judge_request
from assent.judge.subject import Subject
from assent.records import dataclass
from assent.wire import Response


class Standing(Enum):
    """What the description says of a request: it allows it, it forbids it, or nothing certain."""

    VALID = "valid"
    INVALID = "invalid"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One attempt with its answer. `broken` is what the judge says of the request as it was sent."""

    attempt: Attempt
    subject: Subject
    broken: tuple[Finding, ...]
    standing: Standing
    failure: Failure | None = None
    authorised: bool = True

    @property
    def response(self) -> Response | None:
        return self.subject.response

    @property
    def status(self) -> int:
        """The answer's status; 0 if none came."""
        return self.response.status if self.response else 0

    @property
    def in_gets_place(self) -> bool:
        """Whether the request is a HEAD that the description's GET answers for (RFC 9110 §9.3.2)."""
        operation = self.subject.operation
        return self.subject.request.method == "HEAD" and operation is not None and operation.method == "GET"

    @property
    def spells_another_path(self) -> bool:
        """Whether the value of a path parameter spells a more concrete path, which goes first (OAS 3.1.1 §4.8.8.2)."""
        operation, paths = self.subject.operation, self.subject.prepared.api.paths
        texts = self.subject.sent.path.items()
        return operation is not None and any(
            operation.path.replace("{" + name + "}", unquote(text)) in paths.nodes for name, text in texts
        )

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300


def broken_by(subject: Subject, *, authorised: bool) -> tuple[Finding, ...]:
    """What the request departs in. Where the user gave no credentials, their absence is no news."""
    found = judge_request(subject)
    return tuple(it for it in found if authorised or it.rule.id != "missing-credentials")


def standing(broken: tuple[Finding, ...]) -> Standing:
    """What those findings make of the request."""
    if any(finding.severity is Severity.ERROR for finding in broken):
        return Standing.INVALID
    return Standing.UNSURE if broken else Standing.VALID
