"""Two revisions at once: what an older description would have said of an answer, told in a header."""

from __future__ import annotations

from assent.findings import Finding, Severity
from assent.judge.judge import judge_subject
from assent.judge.prepared import Prepared
from assent.judge.subject import Subject
from assent.records import replace
from assent.serve.problems import MOST_FIELDS, in_a_header
from assent.wire import Exchange, Request, Response

HEADER = "Assent-Old-Refuses"
"""Names the rule and the place, one field for each cause: `invalid-response-body; /pets get 200`."""


def with_older_view(answer: Response, *, request: Request, older: Prepared) -> Response:
    """The answer with a header for each reason why the older description refuses the request or the answer."""
    exchange = Exchange(request, answer)
    causes = dict.fromkeys(in_a_header(it) for it in judge_subject(Subject(older, exchange)) if _refuses(it))
    fields = tuple((HEADER, cause) for cause in list(causes)[:MOST_FIELDS])
    return replace(answer, headers=(*answer.headers, *fields)) if fields else answer


def _refuses(finding: Finding) -> bool:
    return finding.decided and finding.severity is Severity.ERROR
