"""What the set of documented statuses promises, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assent.api import Operation, Response
from assent.compare.align import align_responses, described_status, is_success, successes
from assent.compare.change import Within


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


def unexpected(status: str, sent: Mapping[str, Response], read: Mapping[str, Response]) -> str | None:
    """A status by that name or of that class, as its sender describes it, that its reader describes by neither."""
    return next(
        (
            code
            for code in _called(status)
            if described_status(code, sent) == status and code not in read and f"{code[:1]}XX" not in read
        ),
        None,
    )


def answers(within: Within) -> Sequence[tuple[Response, Response, str]]:
    """The responses in both revisions that stand at a place, each pair with a status by which one may meet the other."""
    if within.old is None or within.new is None:
        return ()
    old, new = within.old.responses, within.new.responses
    status = within.place.split()[1]
    return [
        (old[before], new[after], _meeting(before, after, old, new))
        for before, after in align_responses(old, new)
        if after == status
    ]


def _meeting(before: str, after: str, old: Mapping[str, Response], new: Mapping[str, Response]) -> str:
    """A status that is described under one name in the old revision and under the other in the new one."""
    codes = (code for status in (before, after) for code in _called(status))
    pair = (before, after)
    return next((it for it in codes if (described_status(it, old), described_status(it, new)) == pair), after)


def _called(status: str) -> Iterator[str]:
    """The statuses of that name or class; for `default`, a likely error and then all others."""
    if status == "default":
        yield "500"
        yield from map(str, (*range(400, 600), *range(200, 400), *range(100, 200)))
    elif status.endswith("XX"):
        yield from (f"{status[0]}{number:02}" for number in range(100))
    else:
        yield status


def no_body(status: str) -> bool:
    """Whether an answer of that status never has a body. Source: RFC 9110 §6.4.1."""
    return status.startswith("1") or status in ("204", "205", "304")


def listed(statuses: Iterable[str]) -> str:
    """The statuses for a sentence."""
    return ", ".join(statuses) or "nothing"
