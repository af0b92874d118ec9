"""`assent replay`: recorded traffic, judged by a description without any network."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from assent.cli import options
from assent.cli.shape import Door
from assent.errors import SourceError, UsageError
from assent.wire import Exchange, read_recorded


@click.command(
    "replay",
    cls=Door,
    examples=(
        ("assent replay openapi.yaml traffic.har", "what a browser or a proxy recorded"),
        (
            "assent replay openapi.yaml run.ndjson --base-path /v2",
            "traffic of a server with another base path",
        ),
        (
            "assent replay openapi.yaml traffic.har --webhook newPet=/hooks/pets",
            "with the webhooks that a consumer got",
        ),
        ("assent replay openapi.yaml report.json", "the witnesses of an earlier report"),
        ("assent replay openapi.yaml - --host api.example.com < all.har", "one host's part of a recording"),
    ),
)
@options.spec()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "--base-path",
    "bases",
    metavar="PATH",
    multiple=True,
    help="Where the API was served, instead of below its servers' paths; / for the root. Repeatable.",
)
@click.option(
    "--host", "hosts", metavar="HOST", multiple=True, help="Judge only exchanges with this host; repeatable."
)
@click.option(
    "--webhook",
    "webhooks",
    metavar="NAME=URL",
    multiple=True,
    help="Where a consumer listens for this webhook: a URL, or a path at any host. Repeatable.",
)
@options.formats()
@options.fail_on()
@options.access()
@options.config()
@options.color()
def command(spec: str, files: tuple[str, ...], **given: Any) -> int:
    """Judge recorded traffic by a description.

    A FILE is HAR, one exchange a line as JSON, or a report of assent whose witnesses are judged again; `-` is
    standard input. Each cause is told once, with the first exchange that shows it.
    """
    from datetime import UTC, datetime

    from assent.api import read_api
    from assent.cli import reports, sources
    from assent.cli.console import say
    from assent.findings import Input, Report, Section, ordered
    from assent.judge import prepare
    from assent.judge.replay import replay

    config = sources.configuration(given["config"])
    wanted = reports.wanted_or(given["wanted"], config.format)
    fail_on = reports.fail_on_of(given["fail_on"], config.gate)
    description = sources.opened(spec, config, given)
    api = read_api(description)
    bases = [path.rstrip("/") for path in given["bases"]] or None
    prepared = prepare(api, bases=bases, webhooks=listeners(given["webhooks"]))
    done = replay(prepared, recorded(files, hosts=frozenset(given["hosts"])))
    if not done.exchanges:
        raise SourceError(", ".join(files), "there is no exchange to judge.", "Mind --host, if it was given.")
    say(
        f"assent: {done.exchanges} exchanges judged, {len(done.reached)} of {len(api.operations)} operations met"
    )
    today = datetime.now(UTC).date()
    found = reports.judged(ordered(done.findings), config.gate, today=today, told=("replay",))
    inputs = (Input("description", spec), *(Input("traffic", file) for file in files))
    report = Report(
        tool=reports.TOOL,
        command="replay",
        sections=(Section(inputs=inputs, findings=found),),
        extra={
            "run": {
                "exchanges": done.exchanges,
                "operations": {"total": len(api.operations), "reached": len(done.reached)},
            }
        },
    )
    reports.write_reports(
        report, wanted, color=given["color"], fail_on=fail_on, sources=reports.texts_of([description])
    )
    return reports.verdict(report.findings, fail_on=fail_on)


def listeners(texts: Sequence[str]) -> dict[str, str]:
    """Where consumers listen, by the webhook's name.

    Raises: UsageError if one is malformed.
    """
    where = {}
    for text in texts:
        name, found, url = text.partition("=")
        if not name or not found or not url.startswith(("/", "http://", "https://")):
            raise UsageError(f"--webhook {text!r} is malformed. Write --webhook NAME=URL or NAME=/path.")
        where[name] = url
    return where


def recorded(files: Sequence[str], *, hosts: frozenset[str]) -> Iterator[Exchange]:
    """The exchanges of the files, of these hosts if any are named.

    Raises: SourceError if a file cannot be had, ParseError if it is no recording.
    """
    for file in files:
        try:
            text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise SourceError(file, error.strerror or "it cannot be read") from error
        for exchange in read_recorded(text, name=file):
            if not hosts or (urlsplit(exchange.request.url).hostname or "") in hosts:
                yield exchange
