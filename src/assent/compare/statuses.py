"""What the set of documented statuses promises, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assent.api import Operation, Response
from assent.compare.align import is_success, successes


def lost(old: Operation, new: Operation) -> tuple[list[str], list[str]]:
    """The documented successes that may not come any more, and those that still may."""
    before = [status for status in successes(old.responses) if status != "default"]
    kept = [status for status in before if _may_come(status, new.responses)]
    return [status for status in before if status not in kept], kept


def gained(old: Operation, new: Operation) -> list[str]:
    """The documented successes that the old description did not promise."""
    if successes(old.responses) in ([], ["default"]):
        return []
    after = [status for status in successes(new.responses) if status != "default"]
    return [status for status in after if not _may_come(status, old.responses, whole=True)]


def errors_missing(described: Operation, elsewhere: Operation) -> list[str]:
    """The error statuses that one revision describes and the other does not, by name, class or `default`."""
    errors = [status for status in described.responses if not is_success(status)]
    known = elsewhere.responses
    return [status for status in errors if status not in known and f"{status[:1]}XX" not in known]


def _may_come(status: str, responses: Mapping[str, Response], *, whole: bool = False) -> bool:
    """Whether the status is described; a class also where one of it is, unless the `whole` class is asked for."""
    if status in responses or f"{status[:1]}XX" in responses:
        return True
    if status.endswith("XX") and not whole:
        return any(other[:1] == status[:1] for other in responses)
    return successes(responses) == ["default"]


def no_body(status: str) -> bool:
    """Whether an answer of that status never has a body. Source: RFC 9110 §6.4.1."""
    return status.startswith("1") or status in ("204", "205", "304")


def listed(statuses: Iterable[str]) -> str:
    """The statuses for a sentence."""
    return ", ".join(statuses) or "nothing"
