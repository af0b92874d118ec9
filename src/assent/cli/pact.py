"""`assent pact`: consumers' pacts against a description, without running either side."""

from __future__ import annotations

import sys
from typing import Any

import click

from assent.cli import options
from assent.cli.shape import Door


@click.command(
    "pact",
    cls=Door,
    examples=(
        ("assent pact openapi.yaml pacts/", "every pact of a folder"),
        ("assent pact openapi.yaml 'pacts/web-*.json' --strict", "what may break fails too"),
        ("assent pact openapi.yaml web.json --format opc", "the openapi-pact-comparator's lines"),
        ("assent pact HEAD:openapi.yaml - < web.json", "a committed description, a pact from a pipe"),
    ),
)
@options.spec()
@click.argument("pacts", metavar="PACT...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "--strict",
    is_flag=True,
    help="Fail where the provider may send what a consumer refuses, and where something is undecided.",
)
@click.option("--opc", is_flag=True, help="Print the openapi-pact-comparator's lines on standard output.")
@options.formats()
@options.fail_on()
@options.access()
@options.config()
@options.color()
def command(spec: str, pacts: tuple[str, ...], **given: Any) -> int:
    """Check consumers' pacts against a description.

    Each interaction's request must be one the description accepts, and its response one that a provider within
    the description can send. Where the provider may also send what the consumer's matchers refuse, the interaction
    is at risk. A PACT is a file, a glob, a folder, a URL, REVISION:PATH, or `-`.
    """
    from datetime import UTC, datetime

    from assent.api import read_api
    from assent.cli import reports, sources
    from assent.cli.console import emit, say
    from assent.findings import Input, Report, Section, finding_json, ordered
    from assent.pact.comparator import comparator_lines
    from assent.pact.grouping import grouped
    from assent.pact.load import load_pacts
    from assent.pact.verify import strictly, verification_json, verify

    config = sources.configuration(given["config"])
    wanted = reports.wanted_or(given["wanted"], config.format)
    fail_on = reports.fail_on_of(given["fail_on"], config.gate)
    description = sources.opened(spec, config, given)
    api = read_api(description)
    read = list(
        load_pacts(
            pacts,
            access=sources.access_of(config, given),
            limits=sources.limits_of(config, given),
            stdin=sys.stdin.buffer,
        )
    )
    verified = list(verify(api, read))
    if given["strict"]:
        verified = [strictly(one) for one in verified]
    found = reports.judged(ordered(grouped(verified)), config.gate, today=datetime.now(UTC).date())
    say(f"assent: {len(verified)} interactions of {len(read)} pacts")
    report = Report(
        tool=reports.TOOL,
        command="pact",
        sections=(
            Section(
                inputs=(Input("description", spec), *(Input("pact", pact.source) for pact in read)),
                findings=found,
            ),
        ),
        extra={
            "interactions": [
                verification_json(one, [finding_json(finding) for finding in one.findings])
                for one in verified
            ]
        },
    )
    if given["opc"]:
        emit("".join(line + "\n" for line in comparator_lines(verified)))
    if wanted or not given["opc"]:
        reports.write_reports(
            report,
            wanted,
            color=given["color"],
            fail_on=fail_on,
            strict=given["strict"],
            sources=reports.texts_of([description]),
        )
    return reports.verdict(report.findings, fail_on=fail_on, strict=given["strict"])
