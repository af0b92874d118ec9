"""Two revisions at once: what an older description would have said of an answer, told in a header."""

from __future__ import annotations

from collections.abc import Iterator

from assent.findings import Finding, Severity
from assent.judge.judge import judge_subject
from assent.judge.prepared import Prepared
from assent.judge.subject import Subject
from assent.records import replace
from assent.wire import Exchange, Request, Response

HEADER = "Assent-Old-Refuses"
"""Names the rule and the place, one field for each cause: `invalid-response-body; /pets get 200`."""

MOST_FIELDS = 10


def with_older_view(answer: Response, *, request: Request, older: Prepared) -> Response:
    """The answer with a header for each reason why the older description refuses the request or the answer."""
    exchange = Exchange(request, answer)
    causes = dict.fromkeys(_named(it) for it in judge_subject(Subject(older, exchange)) if _refuses(it))
    fields = tuple((HEADER, cause) for cause in list(causes)[:MOST_FIELDS])
    return replace(answer, headers=(*answer.headers, *fields)) if fields else answer


def _refuses(finding: Finding) -> bool:
    return finding.decided and finding.severity is Severity.ERROR


def _named(finding: Finding) -> str:
    return "; ".join(_parts(finding))


def _parts(finding: Finding) -> Iterator[str]:
    yield finding.rule.id
    yield f"side={finding.side}" if finding.side else "side=request"
    message = finding.message.encode("ascii", "backslashreplace").decode()
    yield " ".join(message.split()).replace('"', "'")
