"""`assent proxy`: stands before a real provider, passes everything through, and judges it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from assent.cli import options
from assent.cli.exits import Exit
from assent.cli.recording import RECORDINGS, recorders
from assent.cli.shape import Door


@click.command(
    "proxy",
    cls=Door,
    examples=(
        ("assent proxy openapi.yaml --upstream http://localhost:8000", "at http://127.0.0.1:4020"),
        (
            "assent proxy openapi.yaml --upstream http://localhost:8000 --mode refuse",
            "what departs from the description does not pass",
        ),
        (
            "assent proxy openapi.yaml --upstream https://test.example.com/v1 --record run.har -f junit=run.xml",
            "keep the traffic, and report when it is stopped",
        ),
    ),
)
@options.spec()
@click.option("--upstream", required=True, metavar="URL", help="The provider. Only it is ever contacted.")
@click.option("--host", default="127.0.0.1", help="The address to listen at.  [default: 127.0.0.1]")
@click.option("--port", default=4020, type=click.IntRange(0, 65535), help="[default: 4020]")
@click.option(
    "--mode",
    type=click.Choice(("report", "refuse")),
    default="report",
    help="Whether what departs from the description passes.  [default: report]",
)
@click.option(
    "--base-path",
    "bases",
    multiple=True,
    metavar="PATH",
    help="Where the upstream serves the API, instead of below its servers' paths; / for the root. Repeatable.",
)
@click.option(
    "--timeout",
    default=30.0,
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="How long to wait for the upstream to connect, or to say more.  [default: 30]",
)
@click.option(
    "--max-judged",
    default=8 * 1024 * 1024,
    type=click.IntRange(0),
    metavar="BYTES",
    help="The largest body to judge; larger ones pass unjudged.  [default: 8 MiB]",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep the traffic: .har, or lines of JSON.",
)
@options.formats(more=RECORDINGS)
@options.fail_on()
@options.access()
@options.config()
@options.color()
def command(spec: str, **given: Any) -> int:
    """Judge the traffic between clients and a real provider.

    Every byte passes as it came. Findings are told as they show, each cause once; when the proxy is stopped with
    Ctrl-C it writes the reports and says how much of the description was met.
    """
    from assent.api import read_api
    from assent.cli import reports, sources
    from assent.cli.console import say
    from assent.cli.proxying import report_of, tell, told_coverage
    from assent.judge import prepare
    from assent.records import replace
    from assent.serve.forward import Limits, Proxy, Seen
    from assent.serve.running import run
    from assent.serve.traffic import Traffic

    config = sources.configuration(given["config"])
    fail_on = reports.fail_on_of(given["fail_on"], config.gate)
    description = sources.opened(spec, config, given)
    bases = [path.rstrip("/") for path in given["bases"]] or None
    prepared = prepare(read_api(description), bases=bases)
    traffic = Traffic(
        prepared=prepared,
        fresh=tell,
        unjudged=lambda seen: say(
            f"not judged: {seen.exchange.request.method} {seen.exchange.request.url}: {seen.unjudged}"
        ),
    )
    with recorders(given["record"], given["wanted"], anew=False) as (record, wanted):
        formats = reports.wanted_or(wanted, config.format)

        def keep(seen: Seen) -> None:
            said = [f"{finding.rule.id}: {finding.message}" for finding in seen.findings]
            unjudged = [f"not judged, and cut off here: {seen.unjudged}"] if seen.unjudged else []
            record(replace(seen.exchange, comment=" ".join([*said, *unjudged])))

        failures: list[str] = []

        def failed(why: str) -> None:
            if why not in failures:
                failures.append(why)
                say(f"assent: {why}")

        proxy = Proxy(
            prepared=prepared,
            upstream=given["upstream"],
            refuse=given["mode"] == "refuse",
            limits=Limits(timeout=given["timeout"], judged=given["max_judged"]),
            seen=(keep, traffic.add),
            failed=failed,
        )
        run(
            proxy,
            host=given["host"],
            port=given["port"],
            ready=lambda server: say(f"assent: {server.url} passes to {proxy.upstream}; stop with Ctrl-C"),
        )
    told_coverage(traffic)
    report = report_of(traffic, config.gate, spec=spec, upstream=proxy.upstream)
    reports.write_reports(
        report, formats, color=given["color"], fail_on=fail_on, sources=reports.texts_of([description])
    )
    if failures and not traffic.exchanges:
        return Exit.UNREACHABLE
    return reports.verdict(report.findings, fail_on=fail_on)
