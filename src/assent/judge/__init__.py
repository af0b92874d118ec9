"""How one exchange departs from a description."""

from __future__ import annotations

from assent.judge.judge import RULES, judge, judge_request, judge_response, judge_subject
from assent.judge.prepared import Prepared, prepare
from assent.judge.subject import Subject

__all__ = [
    "RULES",
    "Prepared",
    "Subject",
    "judge",
    "judge_request",
    "judge_response",
    "judge_subject",
    "prepare",
]
