"""`assent fuzz`: a live provider, tested against its description."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from assent import __version__
from assent.cli import options
from assent.cli.choosing import CHOICES, as_json, choice, fixed_values, wanted_operations
from assent.cli.exits import Exit
from assent.cli.provider import connection, credentials_of, hooks_of, rates_of, sender_of
from assent.cli.recording import RECORDINGS, recorders
from assent.cli.shape import Door

if TYPE_CHECKING:  # the engine is imported when the command runs
    from datetime import datetime

    from assent.api import Api
    from assent.document import Description
    from assent.findings import Finding
    from assent.fuzz.history import Gone, Past
    from assent.fuzz.settings import Outcome

MOST_TOLD = 10
"""Operations that were not tested well and are named on the terminal."""


@click.command(
    "fuzz",
    cls=Door,
    examples=(
        ("assent fuzz openapi.yaml --url http://localhost:8000", "a running provider"),
        ("assent fuzz openapi.yaml --app shop.main:app", "an ASGI or WSGI application, in this process"),
        (
            "assent fuzz openapi.yaml --url https://test.example.com/v1 --safe --time 60",
            "reading only, one minute",
        ),
        ("assent fuzz openapi.yaml --url http://localhost:8000 --auth key=env:API_KEY", "with credentials"),
        (
            "assent fuzz openapi.yaml --url http://localhost:8000 --record run.har",
            "and keep every exchange, as HAR or as run.ndjson",
        ),
    ),
)
@options.spec()
@click.option(
    "--url", metavar="URL", help="Where the provider is served, with its base path. Only it is contacted."
)
@click.option("--app", metavar="MODULE:APP", help="An ASGI or WSGI application to test in this process.")
@click.option(
    "--requests", type=click.IntRange(1), default=1000, show_default=True, help="Requests to spend."
)
@click.option("--time", "seconds", type=click.FloatRange(0, min_open=True), help="Seconds to spend at most.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed tries the same requests.")
@choice()
@connection()
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every exchange: as HAR to a file FILE.har, else one a line.",
)
@click.option(
    "--write-tests",
    "tests",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a pytest file of the findings.",
)
@click.option(
    "--history",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep runs here, and tell what is new.",
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where an interrupted run is kept; the same command goes on from it.  [default: in --history DIR]",
)
@click.option("--fresh", is_flag=True, help="Begin anew, whatever an interrupted run has kept.")
@click.option("--fail-on-new", is_flag=True, help="With --history: only findings that are new fail the run.")
@click.option(
    "--verbose", is_flag=True, help="Print every finding whole, with its requests and how to send them again."
)
@options.formats(more=RECORDINGS)
@options.fail_on()
@options.access()
@options.config()
@options.color()
def command(spec: str, **given: Any) -> int:
    """Test a live provider against its description.

    Tries the description's examples, then each constraint's edges one at a time, then requests by chance, and
    judges every answer. Failures are sent again and made small. Requests and answers are written to --record, and
    `assent replay` judges them again.
    """
    from datetime import UTC, datetime

    from assent.api import read_api
    from assent.cli import reports, sources
    from assent.cli.console import progress, say
    from assent.findings import Input, Report, Section, Status, ordered
    from assent.fuzz.reporting import run_json, with_commands
    from assent.fuzz.running import Settings, fuzz
    from assent.fuzz.writing import as_tests

    config = sources.configuration(given["config"])
    fail_on = reports.fail_on_of(given["fail_on"], config.gate)
    description = sources.opened(spec, config, given)
    api = read_api(description)
    wanted, fixed = wanted_operations(given, api), fixed_values(given["fixed"], api)
    hooks = hooks_of(given["hooks"])
    with (
        sender_of(given) as send,
        recorders(given["record"], given["wanted"]) as (told, wanted_reports),
        progress(os.environ) as tell,
    ):
        formats = reports.wanted_or(wanted_reports, config.format)
        settings = Settings(
            requests=given["requests"],
            seconds=given["seconds"],
            seed=given["seed"],
            safe=given["safe"],
            wanted=wanted,
            fixed=fixed,
            credentials=credentials_of(given, api, base=send.base, hooks=hooks),
            any_credentials=given["any_credentials"],
            workers=given["workers"],
            rate=given["rate"],
            rates=rates_of(given["rates"], api),
            hooks=hooks,
            state=state_of(given),
            state_key=plan_of(given, description, send.base),
            told=told,
            progress=tell,
        )
        with ending_as_by_ctrl_c():
            outcome = fuzz(api, send, settings)
        provider = send.base
    tell_of(outcome, api)
    unreadable = tell_of_unreadable(description, api)
    now = datetime.now(UTC)
    base = urlsplit(provider).path.rstrip("/")
    findings = ordered(with_commands(it, description=spec, base=base) for it in outcome.findings)
    trend: tuple[Past, ...] = ()
    gone: tuple[Gone, ...] = ()
    if given["history"] is not None:
        findings, trend, gone = _remembered(findings, given, now, outcome)
    if given["tests"] is not None:
        reports.write_file(
            given["tests"], as_tests(findings, base=provider, description=spec, app=given["app"])
        )
    judged = reports.judged(findings, config.gate, today=now.date())
    told_entries = reports.told_entries(
        config.gate, judged, today=now.date(), commands=("fuzz", "replay"), whole=is_whole(given, outcome)
    )
    found = ordered((*judged, *told_entries))
    report = Report(
        tool=reports.TOOL,
        command="fuzz",
        sections=(Section(inputs=(Input("description", spec), Input("provider", provider)), findings=found),),
        extra={
            "run": run_json(outcome, api, seed=given["seed"], trend=trend, gone=gone, unreadable=unreadable)
        },
    )
    reports.write_reports(
        report,
        formats,
        color=given["color"],
        fail_on=fail_on,
        brief=not given["verbose"],
        sources=reports.texts_of([description]),
    )
    if outcome.stopped:
        kept = "; the same command goes on from here" if settings.state else ""
        say(f"assent: stopped early: {outcome.stopped}{kept}")
        return Exit.INTERRUPTED if outcome.interrupted else Exit.UNREACHABLE
    if outcome.hook_errors:
        return Exit.HOOK
    told_of = report.findings
    if given["fail_on_new"]:
        told_of = tuple(finding for finding in told_of if finding.status is Status.NEW)
    return reports.verdict(told_of, fail_on=fail_on)


def _remembered(
    findings: tuple[Finding, ...], given: dict[str, Any], now: datetime, outcome: Outcome
) -> tuple[tuple[Finding, ...], tuple[Past, ...], tuple[Gone, ...]]:
    """The findings with what the history says of them, the latest runs, and what is gone, which is told."""
    from assent.cli.console import say
    from assent.fuzz.history import remember
    from assent.json import digest

    chosen = as_json(given, CHOICES)
    compared = remember(
        given["history"],
        findings,
        started=now,
        requests=outcome.requests,
        seed=given["seed"],
        plan=digest([chosen]) if any(chosen.values()) else "",
        whole=not outcome.stopped,
    )
    for gone in compared.gone:
        say(f"assent: gone since the last run: {gone.rule}: {gone.message}")
    return compared.findings, compared.trend, compared.gone


def is_whole(given: dict[str, Any], outcome: Outcome) -> bool:
    """Whether the run could have found everything there is, so that accepted entries it has not met are stale."""
    return not outcome.stopped and not any(given[name] for name in (*CHOICES, "seconds"))


@contextmanager
def ending_as_by_ctrl_c() -> Iterator[None]:
    """SIGTERM, as a CI job's time limit sends it, ends the run as Ctrl-C does: with a report."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def tell_of(outcome: Outcome, api: Api) -> None:
    """Say what the run has done, what it could not do, and what the user's functions raised."""
    from assent.cli.console import say

    if outcome.resumed:
        say(f"assent: went on with an interrupted run: {outcome.resumed} answers of it were kept")
    say(
        f"assent: {outcome.requests} requests in {outcome.seconds:.1f} s, "
        f"{len(outcome.coverage.reached)} of {len(api.operations)} operations reached"
    )
    untested = list(outcome.coverage.untested.items())
    for key, why in untested[:MOST_TOLD]:
        say(f"assent: not tested well: {key.method} {key.path}: {why}")
    if len(untested) > MOST_TOLD:
        say(f"assent: and {len(untested) - MOST_TOLD} more operations, which the reports name")
    for need in outcome.coverage.needs():
        say(f"assent: for better coverage it needs {need}")
    for error in outcome.hook_errors:
        say(f"assent: {error}")


def tell_of_unreadable(description: Description, api: Api) -> list[str]:
    """Say what of the description was not tested: what could not be read, and where the provider is the client."""
    from assent.api import Origin, every_operation
    from assent.cli.console import say
    from assent.render.words import plural

    told = sorted({str(it) for it in (*api.problems(), *description.problems())})
    for text in told[:MOST_TOLD]:
        say(f"assent: not tested, for it cannot be read: {text}")
    if len(told) > MOST_TOLD:
        say(f"assent: and {len(told) - MOST_TOLD} more parts, which the reports name")
    others = sum(it.origin is not Origin.PATH for it in every_operation(api))
    if others:
        say(
            f"assent: not tested: {plural(others, 'operation')} of webhooks and callbacks, where the provider calls"
        )
    return told


def state_of(given: dict[str, Any]) -> Path | None:
    """The file that an interrupted run is kept in; emptied if the run is to begin anew."""
    state: Path | None = given["state"]
    if state is None and given["history"] is not None:
        state = given["history"] / "state.ndjson"
    if state is not None and given["fresh"]:
        state.unlink(missing_ok=True)
    return state


def plan_of(given: dict[str, Any], description: Description, base: str) -> str:
    """A name of all that decides what is sent, but the budget: a run goes on only if it is the same."""
    from assent.json import digest

    chosen = as_json(given, ("seed", *CHOICES, "fixed", "workers", "requests"))
    texts = [hashlib.sha256(text).hexdigest() for _, text in sorted(description.texts.items())]
    return digest([__version__, base, chosen, [*texts], given["hooks"]])
