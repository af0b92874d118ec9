"""A run: attempts from every operation in turn until the budget is spent, failures sent again and made small."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from assent.api.model import Api
from assent.api.servers import base_paths
from assent.errors import UnreachableProvider
from assent.findings import Finding, Status, brief
from assent.fuzz.causes import Known
from assent.fuzz.phases import Attempt, enumerated
from assent.fuzz.run import Run, Spent, Stopped
from assent.fuzz.schedule import schedule
from assent.fuzz.sending import Sender
from assent.fuzz.settings import Outcome, Settings
from assent.fuzz.trial import Trial
from assent.records import replace
from assent.wire.media import parse_media_type

__all__ = ["Outcome", "Settings", "fuzz"]


def fuzz(api: Api, send: Sender, settings: Settings | None = None) -> Outcome:
    """Test a live provider against its description.

    Raises: UnreachableProvider if nobody answers, or nearly every answer is 404, as with a wrong base URL.
    SourceError if the settings' state cannot be written.
    """
    run = Run(api, send, settings or Settings())
    stopped, interrupted = "", False
    try:
        first_contact(run)
        for attempt in schedule(run):
            run.tell_anew()
            if run.leaves_out(attempt):
                continue
            run.offer(attempt)
            run.settings.progress(_doing(run, attempt), run.requests, run.settings.requests)
        run.drain()
        run.tell_anew()
    except Spent:
        pass
    except Stopped as end:
        stopped = str(end)
    except KeyboardInterrupt:
        stopped, interrupted = "it was interrupted", True
    except BaseException:
        run.caller.close(finished=False)
        raise
    if not interrupted:
        run.rest()
    run.caller.close(finished=not stopped)
    findings = [finished(entry) for entry in run.ledger.entries()]
    run.coverage.name(run.materials)
    return Outcome(
        findings=tuple(findings),
        requests=run.requests,
        seconds=run.caller.seconds,
        coverage=run.coverage,
        stopped=stopped,
        interrupted=interrupted,
        resumed=run.caller.resumed,
        hook_errors=tuple(run.settings.hooks.errors),
    )


WIDEST: Final = 36
"""Characters of a path in the line of progress, which has to fit a terminal's line."""


def _doing(run: Run, attempt: Attempt) -> str:
    """What the run is at, for a person who watches it: the operation, the speed, and what was found."""
    operation, found = attempt.material.operation, run.ledger.count
    speed = run.requests / run.caller.seconds if run.caller.seconds else 0.0
    findings = "finding" if found == 1 else "findings"
    path = operation.path if len(operation.path) <= WIDEST else f"…{operation.path[1 - WIDEST :]}"
    return f"{operation.method} {path}: {speed:.0f} requests/s, {found} {findings}; sent"


MANY: Final = 20
"""Operations after which it is clear enough that the provider is another one."""


def first_contact(run: Run) -> None:
    """One simple request to each operation: is anybody there, and is it the provider that is described?

    Raises: UnreachableProvider if nobody is, or nearly every answer is as if the operation were not there.
    """
    lost: list[str] = []
    asked, answered = 0, False
    try:
        for material in run.materials:
            for attempt in enumerated(material):
                trial = run.take(attempt)
                if trial.failure is not None and trial.failure.kind == "refused" and not answered:
                    raise UnreachableProvider(run.base, trial.failure.why)
                answered = answered or trial.failure is None
                asked += 1
                lost += _as_if_elsewhere(trial)
                break
            if asked == MANY:
                _is_described(run, lost, asked)
    finally:
        if answered:
            _is_described(run, lost, asked)


def _is_described(run: Run, lost: list[str], asked: int) -> None:
    """Raises: UnreachableProvider if nearly all of these operations answered as if they were not there."""
    if asked < 3 or len(lost) < 0.95 * asked:
        return
    said = ", ".join(f"{lost.count(word)} {word}" for word in sorted(set(lost)))
    why = (
        f"{len(lost)} of {asked} operations answered as if they were not there ({said}). "
        "Is the base URL right, with its base path? "
        f"The description's servers are {', '.join(server.url for server in run.prepared.api.servers)}"
        f"{_tried_there(run)}."
    )
    raise UnreachableProvider(run.base, why)


def _as_if_elsewhere(trial: Trial) -> list[str]:
    """What an answer says that comes from somebody else than the operation: 404 or 405, a redirect that is not
    described, or a web page where none is described, as servers of single-page applications give for every path.
    """
    response = trial.response
    if response is None:
        return []
    if trial.status in (404, 405):
        return [str(trial.status)]
    told = trial.attempt.material.operation.responses
    if 300 <= trial.status < 400 and trial.status != 304 and not {str(trial.status), "3XX"} & told.keys():
        return ["a redirect"]
    page = parse_media_type(response.header("content-type") or "")
    described = trial.attempt.material.operation.responses.values()
    html = page is not None and page.essence == "text/html"
    if trial.accepted and html and not any("text/html" in it.content for it in described):
        return ["a web page"]
    return []


def _tried_there(run: Run) -> str:
    """What to try instead: the provider's address with the base path of the description's servers."""
    address = urlsplit(run.base)
    paths = [
        path for path in base_paths(run.prepared.api.servers) if path and path != address.path.rstrip("/")
    ]
    return f"; try --url {address.scheme}://{address.netloc}{paths[0]}" if paths else ""


def finished(entry: Known) -> Finding:
    """The finding with how often it was met, and what was tried."""
    witness = entry.finding.witness
    return replace(
        entry.finding,
        witness=None if witness is None else brief(witness),
        status=entry.finding.status or Status.NEW,
        extra={**entry.finding.extra, "times": entry.times, "about": entry.trial.attempt.about},
    )
