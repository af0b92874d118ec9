"""A run: attempts from every operation in turn until the budget is spent, failures sent again and made small."""

from __future__ import annotations

from assent.api.model import Api
from assent.errors import UnreachableProvider
from assent.findings import Finding, Status
from assent.fuzz.causes import Known
from assent.fuzz.phases import enumerated
from assent.fuzz.run import Run, Spent, Stopped
from assent.fuzz.schedule import schedule
from assent.fuzz.sending import Sender
from assent.fuzz.settings import Outcome, Settings
from assent.records import replace

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
            if run.leaves_out(attempt):
                continue
            run.offer(attempt)
            if run.requests % 50 == 0:
                count = len(run.ledger.entries())
                run.settings.progress(f"requests sent, {count} findings", run.requests, run.settings.requests)
        run.drain()
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


def first_contact(run: Run) -> None:
    """One simple request to each operation: is anybody there, and is it the provider that is described?"""
    statuses: list[int] = []
    answered = False
    for material in run.materials:
        for attempt in enumerated(material):
            trial = run.take(attempt)
            if trial.failure is not None and trial.failure.kind == "refused" and not answered:
                raise UnreachableProvider(run.base, trial.failure.why)
            answered = answered or trial.failure is None
            statuses.append(trial.status)
            break
    missing = sum(status in (404, 0) for status in statuses)
    if len(statuses) >= 3 and missing >= 0.95 * len(statuses) and 404 in statuses:
        why = (
            f"{missing} of {len(statuses)} operations answered 404. Is the base URL right, with its base path? "
            f"The description's servers are {', '.join(server.url for server in run.prepared.api.servers)}."
        )
        raise UnreachableProvider(run.base, why)


def finished(entry: Known) -> Finding:
    """The finding with how often it was met, and what was tried."""
    return replace(
        entry.finding,
        status=entry.finding.status or Status.NEW,
        extra={**entry.finding.extra, "times": entry.times, "about": entry.trial.attempt.about},
    )
