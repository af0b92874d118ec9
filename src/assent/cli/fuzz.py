"""`assent fuzz`: a live provider, tested against its description."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assent.cli import options
from assent.cli.exits import Exit
from assent.cli.shape import Door
from assent.errors import UsageError
from assent.wire import Exchange, write_ndjson

if TYPE_CHECKING:  # the engine is imported when the command runs
    from datetime import datetime

    from assent.api import Operation
    from assent.findings import Finding
    from assent.fuzz.credentials import Credentials
    from assent.fuzz.sending import Sender


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
            "assent fuzz openapi.yaml --url http://localhost:8000 --record run.ndjson",
            "and keep every exchange",
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
@click.option("--safe", is_flag=True, help="Use only methods that change nothing: GET, HEAD, OPTIONS, QUERY.")
@click.option("--include", multiple=True, metavar="GLOB", help="Test only paths like this; repeatable.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out paths like this; repeatable.")
@click.option(
    "--method", "methods", multiple=True, metavar="METHOD", help="Test only this method; repeatable."
)
@click.option("--tag", "tags", multiple=True, help="Test only operations with this tag; repeatable.")
@click.option(
    "--operation", "ids", multiple=True, metavar="ID", help="Test only this operationId; repeatable."
)
@click.option(
    "--auth",
    "auths",
    multiple=True,
    metavar="SCHEME=env:VAR",
    help="The secret of a security scheme, from an environment variable (user:password for basic); repeatable.",
)
@click.option(
    "--any-credentials",
    is_flag=True,
    help="The provider takes any credentials of the right form, as a mock does.",
)
@click.option("--rate", type=click.FloatRange(0, min_open=True), help="Requests a second at most.")
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="NAME=VALUE",
    help="Send this header with every request; env:VAR takes the value from the environment. Repeatable.",
)
@click.option(
    "--set", "fixed", multiple=True, metavar="NAME=VALUE", help="The value of a parameter; repeatable."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds to wait for one answer.",
)
@click.option("--insecure", is_flag=True, help="Do not verify the provider's certificate.")
@click.option("--ca", type=click.Path(exists=True, dir_okay=False), help="Certificates to trust, in PEM.")
@click.option("--proxy", metavar="URL", help="Send through this proxy.")
@click.option(
    "--record", type=click.Path(dir_okay=False, path_type=Path), help="Write every exchange, one a line."
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
@click.option("--fail-on-new", is_flag=True, help="With --history: only findings that are new fail the run.")
@options.formats()
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
    wanted = reports.wanted_or(given["wanted"], config.format)
    fail_on = reports.fail_on_of(given["fail_on"], config.gate)
    description = sources.opened(spec, config, given)
    api = read_api(description)
    with sender_of(given) as send, recorder(given["record"]) as told, progress(os.environ) as tell:
        settings = Settings(
            requests=given["requests"],
            seconds=given["seconds"],
            seed=given["seed"],
            safe=given["safe"],
            wanted=wanted_operations(given),
            fixed=fixed_values(given["fixed"]),
            credentials=credentials_of(given["auths"], given["headers"]),
            any_credentials=given["any_credentials"],
            rate=given["rate"],
            told=told,
            progress=tell,
        )
        outcome = fuzz(api, send, settings)
        provider = send.base
    say(
        f"assent: {outcome.requests} requests in {outcome.seconds:.1f} s, "
        f"{len(outcome.coverage.reached)} of {len(api.operations)} operations reached"
    )
    for key, why in outcome.coverage.untested.items():
        say(f"assent: not tested well: {key.method} {key.path}: {why}")
    now = datetime.now(UTC)
    findings = ordered(with_commands(finding) for finding in outcome.findings)
    if given["history"] is not None:
        findings = _remembered(findings, given, now, outcome.requests)
    if given["tests"] is not None:
        reports.write_file(given["tests"], as_tests(findings, base=provider))
    found = reports.judged(findings, config.gate, today=now.date())
    report = Report(
        tool=reports.TOOL,
        command="fuzz",
        sections=(Section(inputs=(Input("description", spec), Input("provider", provider)), findings=found),),
        extra={"run": run_json(outcome, api, seed=given["seed"])},
    )
    reports.write_reports(
        report, wanted, color=given["color"], fail_on=fail_on, sources=reports.texts_of([description])
    )
    if outcome.stopped:
        say(f"assent: stopped early: {outcome.stopped}")
        return Exit.UNREACHABLE
    told_of = report.findings
    if given["fail_on_new"]:
        told_of = tuple(finding for finding in told_of if finding.status is Status.NEW)
    return reports.verdict(told_of, fail_on=fail_on)


def _remembered(
    findings: tuple[Finding, ...], given: dict[str, Any], now: datetime, requests: int
) -> tuple[Finding, ...]:
    """The findings with what the history says of them; what is gone is told."""
    from assent.cli.console import say
    from assent.fuzz.history import remember

    compared = remember(given["history"], findings, started=now, requests=requests, seed=given["seed"])
    for gone in compared.gone:
        say(f"assent: gone since the last run: {gone.rule}: {gone.message}")
    return compared.findings


def sender_of(given: dict[str, Any]) -> Sender:
    """The sender to the provider that the options name.

    Raises: UsageError unless exactly one is named.
    """
    from assent.fuzz.sending import SendOptions, app_sender, http_sender

    if (given["url"] is None) == (given["app"] is None):
        raise UsageError("Name the provider: either --url URL or --app MODULE:APP.")
    verify: bool | str = given["ca"] or not given["insecure"]
    send = SendOptions(timeout=given["timeout"], verify=verify, proxy=given["proxy"])
    return http_sender(given["url"], send) if given["url"] else app_sender(given["app"], send)


def credentials_of(auths: Sequence[str], headers: Sequence[str]) -> Credentials:
    """The credentials that the options name.

    Raises: UsageError if an option is malformed, or its environment variable is not set.
    """
    from assent.fuzz.credentials import Credentials

    by_scheme = {}
    for text in auths:
        name, value = _pair(text, "--auth")
        if not value.startswith("env:"):
            raise UsageError(
                f"--auth {name}=…: secrets come from the environment. Write {name}=env:VARIABLE."
            )
        by_scheme[name] = _from_environment(value)
    sent = [_pair(text, "--header") for text in headers]
    return Credentials(
        by_scheme=by_scheme,
        headers=tuple((name, _from_environment(value)) for name, value in sent),
    )


def fixed_values(texts: Sequence[str]) -> dict[str, Any]:
    """Values of parameters by name; a value that is JSON is taken as such."""
    import json

    fixed = {}
    for text in texts:
        name, value = _pair(text, "--set")
        try:
            fixed[name] = json.loads(value)
        except ValueError:
            fixed[name] = value
    return fixed


def wanted_operations(given: dict[str, Any]) -> Callable[[Operation], bool]:
    """Which operations the options choose."""
    methods = {method.upper() for method in given["methods"]}

    def wanted(operation: Operation) -> bool:
        return (
            (not given["include"] or any(fnmatchcase(operation.path, glob) for glob in given["include"]))
            and not any(fnmatchcase(operation.path, glob) for glob in given["exclude"])
            and (not methods or operation.method in methods)
            and (not given["tags"] or bool(set(given["tags"]) & set(operation.tags)))
            and (not given["ids"] or operation.operation_id in given["ids"])
        )

    return wanted


@contextmanager
def recorder(file: Path | None) -> Iterator[Callable[[Exchange], None]]:
    """Writes exchanges to the file as they happen, if there is one.

    Raises: UsageError if the file cannot be written.
    """
    if file is None:
        yield lambda _exchange: None
        return
    try:
        out = file.open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror}).") from error
    with out:
        yield lambda exchange: out.writelines(write_ndjson([exchange]))


def _pair(text: str, option: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name:
        raise UsageError(f"{option} {text!r} is malformed. Write {option} NAME=VALUE.")
    return name, value


def _from_environment(value: str) -> str:
    if not value.startswith("env:"):
        return value
    name = value.removeprefix("env:")
    if name not in os.environ:
        raise UsageError(f"The environment variable {name} is not set.")
    return os.environ[name]
