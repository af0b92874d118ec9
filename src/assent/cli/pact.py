"""`assent pact`: consumers' pacts against a description, without running either side."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from assent.cli import options
from assent.cli.shape import Door

if TYPE_CHECKING:  # the engine is imported when it runs
    from assent.cli.options import Wanted
    from assent.findings import Report, Section
    from assent.pact.coverage import Coverage
    from assent.pact.verify import Verification


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
@click.option(
    "--unused", is_flag=True, help="Tell instead what of the description no consumer touches, with a table."
)
@options.formats(more=("opc",))
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
    from assent.findings import Input, Section, ordered
    from assent.pact.comparator import comparator_lines
    from assent.pact.coverage import coverage
    from assent.pact.grouping import grouped
    from assent.pact.load import load_pacts
    from assent.pact.verify import strictly, verify

    config = sources.configuration(given["config"])
    wanted = reports.wanted_or(given["wanted"], config.format)
    lines = [each for each in wanted if each.format == "opc"]
    wanted = [each for each in wanted if each.format != "opc"]
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
    if given["unused"]:
        write_unused(coverage(api, read), given["wanted"])
        return 0
    verified = list(verify(api, read))
    if given["strict"]:
        verified = [strictly(one) for one in verified]
    found = reports.judged(
        ordered(grouped(one.findings for one in verified)),
        config.gate,
        today=datetime.now(UTC).date(),
        told=("pact",),
    )
    say(f"assent: {len(verified)} interactions of {len(read)} pacts")
    inputs = (Input("description", spec), *(Input("pact", pact.source) for pact in read))
    section = Section(inputs=inputs, findings=found)
    report = with_interactions(section, verified, in_full=any(it.format == "json" for it in wanted))
    for each in lines:
        text = "".join(line + "\n" for line in comparator_lines(verified))
        emit(text) if each.file is None else reports.write_file(each.file, text)
    if wanted or not lines:
        reports.write_reports(
            report,
            wanted,
            color=given["color"],
            fail_on=fail_on,
            strict=given["strict"],
            sources=reports.texts_of([description]),
        )
    return reports.verdict(report.findings, fail_on=fail_on, strict=given["strict"])


def with_interactions(section: Section, verified: Sequence[Verification], *, in_full: bool) -> Report:
    """The report with `interactions`; their findings, whose lines take time to find, only `in_full`."""
    from assent.cli import reports
    from assent.findings import Report, Section, finding_json
    from assent.findings.report import located
    from assent.pact.verify import verification_json

    alone = tuple(Section(findings=one.findings if in_full else ()) for one in verified)
    # Located together, since each document answers once for all that is asked of it.
    known = located(Report(tool=reports.TOOL, command="pact", sections=(section, *alone)))
    told = [
        verification_json(one, [finding_json(finding) for finding in own.findings])
        for one, own in zip(verified, known.sections[1:], strict=True)
    ]
    return Report(
        tool=reports.TOOL, command="pact", sections=known.sections[:1], extra={"interactions": [*told]}
    )


def write_unused(found: Coverage, wanted: Sequence[Wanted]) -> None:
    """The coverage in each format that is wanted, to its file or to standard output.

    Raises: UsageError for formats that show findings.
    """
    from assent.cli import reports
    from assent.cli.console import emit
    from assent.cli.options import Wanted
    from assent.errors import UsageError

    for each in wanted or (Wanted("text"),):
        if each.format not in ("text", "json"):
            raise UsageError(f"--unused writes text and json, and not {each.format}.")
        text = unused_text(found, as_json=each.format == "json")
        emit(text) if each.file is None else reports.write_file(each.file, text)


def unused_text(found: Coverage, *, as_json: bool) -> str:
    """The coverage of a description by its consumers: a table, then what nobody touches."""
    if as_json:
        return json.dumps(found.json(), ensure_ascii=False, indent=2) + "\n"
    lines = [f"{'':<12} {'reached':>8} {'described':>10}"]
    lines += [f"{kind:<12} {reached:>8} {total:>10}" for kind, (reached, total) in found.counts.items()]
    lines += ["", "Touched by no consumer:", *(f"  {one}" for one in found.unused)]
    return "\n".join(lines) + "\n"
