"""A report as Markdown for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from assent.findings import Finding, Report, Section
from assent.json import format_pointer
from assent.records import replace
from assent.render.extras import commands, in_lines
from assent.render.fences import code, escaped, fenced
from assent.render.options import Options
from assent.render.text import marked
from assent.render.witness import messages, told
from assent.render.words import (
    also_reached,
    counted_by_rule,
    headline,
    label,
    operation,
    place,
    plural,
    title,
)

LONGEST_COMMENT = 65_536
"""Characters that GitHub takes in a comment."""

MOST_OPERATIONS = 20
MOST_OPENED = 3
WIDTH = 96

_SIGNS = {"error": "❌", "warning": "⚠️", "note": "ℹ️", "undecided": "❔", "waived": "☑️"}


def markdown(report: Report, options: Options) -> str:
    """The report as a comment of at most `options.longest` characters (65,536), with a hidden marker per API.

    Most severe findings first; those for which there is no room are told in a line each, then by their number.
    """
    room = options.longest or LONGEST_COMMENT
    heads = [_head(section, report) for section in report.sections]
    foot = f"\n<sub>{escaped(f'{report.tool.name} {report.tool.version}')}</sub>\n"
    room -= sum(map(measure, heads)) + measure(foot) + 200 * len(report.sections)
    parts = []
    for number, (section, head) in enumerate(zip(report.sections, heads, strict=True)):
        share = room // (len(report.sections) - number)
        body = _body(section, replace(options, width=WIDTH, colour=False), share)
        room -= measure(body)
        parts.append(head + body)
    return "\n".join(parts) + foot


def marker(report: Report, section: Section) -> str:
    """The hidden line by which a comment about this API is found again and replaced."""
    name = quote(section.api, errors="surrogatepass").replace("--", "%2D%2D")
    return f"<!-- assent:{report.command}:{name} -->"


def measure(text: str) -> int:
    """How much room the text takes: UTF-16 code units, the strictest way in which comments are measured."""
    return len(text.encode("utf-16-le")) // 2


def _head(section: Section, report: Report) -> str:
    about = title(section, report)
    extra = report.extra if section is report.sections[0] else {}
    told = "".join(f"\n{escaped(line)}\n" for line in (*in_lines(section.extra), *in_lines(extra)))
    heading = f"### {headline(section.findings, report.command)}"
    rows = _by_rule(counted_by_rule(section.findings, report.command))
    return f"{marker(report, section)}\n{heading}\n\n{escaped(about)}\n{told}{rows}"


def _by_rule(rows: Sequence[tuple[str, str, str, str]]) -> str:
    """Where a long report has most to say: a table that opens."""
    if not rows:
        return ""
    lines = "".join(
        f"| {_SIGNS[word]} {word} | {code(rule)} | {number} | {reached} |\n"
        for word, rule, number, reached in rows
    )
    head = "| | rule | findings | operations |\n|---|---|--:|--:|\n"
    return f"\n<details><summary>By rule</summary>\n\n{head}{lines}\n</details>\n"


def _body(section: Section, options: Options, room: int) -> str:
    findings = sorted(section.findings, key=lambda it: it.waived is not None)
    brief = [_brief(it) for it in findings]
    shown = list(
        _fitting(
            (_finding(it, options, opened=number < MOST_OPENED) for number, it in enumerate(findings)),
            brief,
            room,
        )
    )
    lines = "".join(shown)
    kept = len(shown)
    room -= measure(lines)
    if kept < len(findings):
        room -= measure("\n")
        lines += "\n"
    while kept < len(findings) and measure(brief[kept]) <= room:
        lines += brief[kept]
        room -= measure(brief[kept])
        kept += 1
    if kept < len(findings):
        lines += f"\n{plural(len(findings) - kept, 'finding')} more: see the full report.\n"
    return lines


def _fitting(full: Iterable[str], brief: list[str], room: int) -> Iterator[str]:
    """The findings that can be shown in full if all others are to have a line, or in half of the room if not."""
    lines = sum(map(measure, brief))
    told = lines <= room // 2
    if not told:
        room, lines = room // 2, 0
    for text, line in zip(full, brief, strict=True):
        room -= measure(text)
        lines -= measure(line) if told else 0
        if room < lines:
            return
        yield text


def _brief(finding: Finding) -> str:
    return f"- {_summary(finding)}\n"


def _summary(finding: Finding) -> str:
    word = label(finding)
    where = f"<b>{escaped(operation(finding.operations[0]))}</b> " if finding.operations else ""
    known = f" ({finding.status})" if finding.status else ""
    return f"{_SIGNS[word]} {word}{known}: {where}{escaped(finding.message)} ({code(finding.rule.id)})"


def _finding(finding: Finding, options: Options, *, opened: bool) -> str:
    parts = "\n\n".join(_details(finding, options))
    state = " open" if opened and label(finding) == "error" else ""
    return f"\n<details{state}><summary>{_summary(finding)}</summary>\n\n{parts}\n\n</details>\n"


def _details(finding: Finding, options: Options) -> Iterator[str]:
    facts = [escaped(place(finding))] if place(finding) else []
    for age, at in (("old", finding.old), ("new", finding.new)):
        if at:
            lead = f"{age} " if finding.rule.engine == "compare" else ""
            facts.append(f"{lead}{code(str(at))} {code(format_pointer(at.pointer))}")
    if facts:
        yield "<br>".join(facts)
    others, more = also_reached(finding, most=MOST_OPERATIONS)
    if others:
        yield f"Also reaches {_list(map(code, others))}{f' and {more:,} more' if more else ''}."
    for consumer in finding.consumers:
        yield f"Lets down <b>{escaped(consumer.name)}</b>: {escaped('; '.join(consumer.interactions))}"
    if finding.waived:
        owner = f", {finding.waived.owner}" if finding.waived.owner else ""
        until = f", until {finding.waived.expires}" if finding.waived.expires else ""
        yield escaped(f"Accepted: {finding.waived.reason}{owner}{until}")
    yield from (escaped(why) for why in finding.applied)
    if finding.witness:
        lines = (line for message in messages(finding) for line in (*message.lines, None))
        shown = [part for line in lines for part in (marked(line, options) if line else [""])]
        yield f"{told(finding.witness).capitalize() or 'Shown by'}:"
        yield fenced("\n".join(part.removeprefix("      | ").rstrip() for part in shown).strip(), "http")
    typed = list(commands(finding.extra))
    if typed:
        yield fenced("\n".join(typed), "sh")
    yield f"{escaped(finding.rule.why)} {escaped(finding.rule.instead)}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
