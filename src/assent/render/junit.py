"""A report as JUnit XML: a suite per API, a test case per finding, failed where the run fails."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assent.findings import Finding, Report, Section
from assent.findings.policy import failing, undecided
from assent.json import format_pointer
from assent.records import replace
from assent.render.anchor import anchor
from assent.render.options import Options
from assent.render.text import marked
from assent.render.witness import messages, told
from assent.render.words import label, one_line, operation, place, printable


def junit(report: Report, options: Options) -> str:
    """A test case per finding: failed if it fails the run, skipped if it is waived, else passed with its text."""
    options = replace(options, colour=False)
    failed = {id(it) for it in failing(report.findings, options.fail_on)}
    if options.strict:
        failed |= {id(it) for it in undecided(report.findings)}
    suites = [line for section in report.sections for line in _suite(section, report, options, failed)]
    tests = sum(max(1, len(section.findings)) for section in report.sections)
    head = _element("testsuites", name=report.tool.name, tests=str(tests), failures=str(len(failed)))
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(section: Section, report: Report, options: Options, failed: set[int]) -> Iterator[str]:
    yield "  " + _element(
        "testsuite",
        name=section.api or f"{report.tool.name} {report.command}",
        tests=str(max(1, len(section.findings))),
        failures=str(sum(id(it) in failed for it in section.findings)),
        errors="0",
        skipped=str(sum(it.waived is not None for it in section.findings)),
    )
    if not section.findings:
        yield "    " + _element("testcase", classname=report.command, name="no findings", empty=True)
    for finding in section.findings:
        where = operation(finding.operations[0]) if finding.operations else "description"
        name = " ".join(part for part in (finding.rule.id, place(finding), one_line(finding.subject)) if part)
        at = anchor(finding, section)
        yield "    " + _element("testcase", classname=where, name=name, file=at.path, line=str(at.line))
        yield from _outcome(finding, options, failed=id(finding) in failed)
        yield "    </testcase>"
    yield "  </testsuite>"


def _outcome(finding: Finding, options: Options, *, failed: bool) -> Iterator[str]:
    message = one_line(finding.message)
    if finding.waived:
        yield "      " + _element("skipped", message=f"accepted: {finding.waived.reason}", empty=True)
        return
    body = escape("\n".join(_told(finding, options)), quote=False)
    if failed:
        opening = _element("failure", type=finding.rule.id, message=message)
        yield f"      {opening}{body}</failure>"
    else:
        yield f"      <system-out>{body}</system-out>"


def _told(finding: Finding, options: Options) -> Iterator[str]:
    yield f"{label(finding)}: {one_line(finding.message)}"
    yield from (one_line(why) for why in finding.applied)
    for age, at in (("old", finding.old), ("new", finding.new)):
        if at:
            yield printable(f"{age}: {at} {format_pointer(at.pointer)}")
    if finding.witness:
        yield told(finding.witness)
        for message in messages(finding):
            yield message.title
            for line in message.lines:
                yield from marked(line, options)
    yield f"why: {finding.rule.why}"
    yield f"instead: {finding.rule.instead}"


def _element(tag: str, /, *, empty: bool = False, **attributes: str) -> str:
    told = "".join(f' {key}="{escape(one_line(value))}"' for key, value in attributes.items())
    return f"<{tag}{told}{' /' if empty else ''}>"
