"""`assent check`: everything that is wrong with descriptions."""

from __future__ import annotations

import os
from typing import Any

import click

from assent.cli import options
from assent.cli.exits import Exit
from assent.cli.shape import Door


@click.command(
    "check",
    cls=Door,
    examples=(
        ("assent check openapi.yaml", "one description"),
        ("assent check apis/", "every description in a folder"),
        ("assent check HEAD~1:openapi.yaml", "as a git revision has it"),
        ("curl -s https://example.com/openapi.json | assent check -", "from standard input"),
        ("assent check openapi.yaml -f text -f sarif=check.sarif", "two reports in one run"),
    ),
)
@options.spec(many=True)
@options.formats()
@options.fail_on()
@options.access()
@options.config()
@options.color()
def command(specs: tuple[str, ...], **given: Any) -> int:
    """Find everything that is wrong with a description.

    Runs the official schemas and openapi-spec-validator, and looks for what they do not see: dangling references,
    duplicate keys, ambiguous paths, examples that their schema refuses, constraints that no value meets, and more.
    `assent explain RULE` tells about each. Without a SPEC, the [[api]] tables of the configuration are checked.
    """
    from datetime import UTC, datetime

    from assent.check import check
    from assent.cli import reports, sources
    from assent.cli.console import progress, say
    from assent.config import Gate
    from assent.errors import DescriptionError
    from assent.findings import Input, Report, Section, ordered
    from assent.records import replace

    config = sources.configuration(given["config"])
    wanted = reports.wanted_or(given["wanted"], config.format)
    fail_on = reports.fail_on_of(given["fail_on"], config.gate)
    today = datetime.now(UTC).date()
    several = list(dict.fromkeys(sources.each_source(specs, config)))
    sections, descriptions, unloadable = [], [], False
    for source in several:
        try:
            description = sources.opened(source, config, given)
        except DescriptionError as error:
            say(f"assent: {error}")
            unloadable = True
            continue
        with progress(os.environ) as tell:
            found = ordered(check(description, progress=tell))
        descriptions.append(description)
        gate: Gate = config.gate
        sections.append(
            Section(
                api=source if len(several) > 1 else "",
                inputs=(Input("description", description.root.document.name),),
                findings=reports.judged(found, gate, today=today),
            )
        )
    if unloadable and not sections:
        return Exit.UNLOADABLE
    if sections:
        met = [finding for section in sections for finding in section.findings]
        whole = not unloadable and (not specs or not config.apis)
        over = reports.told_entries(config.gate, met, today=today, commands=("check",), whole=whole)
        sections[-1] = replace(sections[-1], findings=ordered((*sections[-1].findings, *over)))
    report = Report(tool=reports.TOOL, command="check", sections=tuple(sections))
    reports.write_reports(
        report, wanted, color=given["color"], fail_on=fail_on, sources=reports.texts_of(descriptions)
    )
    return Exit.UNLOADABLE if unloadable else reports.verdict(report.findings, fail_on=fail_on)
