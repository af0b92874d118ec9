"""A report for a terminal: findings by operation, each with its witness."""

from __future__ import annotations

from collections.abc import Iterator

from assent.document.document import Location
from assent.findings import Finding, Report, Section
from assent.json import format_pointer
from assent.render.excerpt import excerpt
from assent.render.extras import commands, facts, in_lines
from assent.render.options import Options
from assent.render.witness import Line, messages, told, window
from assent.render.words import (
    LONG,
    also_reached,
    by_operation,
    by_rule,
    headline,
    label,
    listed,
    one_line,
    place,
    plural,
    title,
)
from assent.spared import spared

with spared({}):  # of its patterns one is asked
    from textwrap import wrap

NARROWEST = 40
MOST_OPERATIONS = 6
NO_BREAK = "\u00a0"

_COLOURS = {"error": "1;31", "warning": "1;33", "note": "1;34", "undecided": "1;35", "waived": "2"}


def text(report: Report, options: Options) -> str:
    """The report as lines no wider than `options.width` where words can be broken, coloured if asked."""
    return "\n".join(_inert(line.rstrip()) for line in _report(report, options)) + "\n"


def _inert(line: str) -> str:
    """The line, not to be taken for a command by a CI that reads its log (GitHub: `::set-…` and `##[…]`)."""
    if line.lstrip().startswith("::"):
        line = line.replace("::", "\\u003a:", 1)
    return line.replace("##[", "\\u0023#[")


def _report(report: Report, options: Options) -> Iterator[str]:
    if options.brief and report.command == "fuzz":
        from assent.render.brief import is_brief

        if is_brief(report):
            yield from _brief(report, options)
            return
    for section in report.sections:
        if section.api or len(report.sections) > 1:
            yield _bold(title(section, report), options)
        yield from _inputs(section)
        for line in in_lines(section.extra):
            yield from _wrapped(one_line(line), options, "")
        yield ""
        for name, findings in by_operation(section.findings).items():
            if name or len(section.findings) != len(findings):
                yield _bold(name or "the description as a whole", options)
            for finding in findings:
                yield from _finding(finding, report, options)
                yield ""
        if len(report.sections) > 1:
            yield from _wrapped(f"{headline(section.findings, report.command)}.", options, "")
            yield ""
    if report.command == "fuzz":
        from assent.render.brief import run_lines

        yield from run_lines(report, options.width)
    else:
        for line in in_lines(report.extra):
            yield from _wrapped(one_line(line), options, "")
    if report.command == "compare" and len(report.findings) >= LONG:
        yield from _by_rule(report, options)
    yield _bold(f"{headline(report.findings, report.command)}.", options)


def _by_rule(report: Report, options: Options) -> Iterator[str]:
    """Where a long report has most to say: a line for each rule."""
    rows = by_rule(report.findings)
    widest = max(len(rule) for _, rule, _, _ in rows)
    yield _bold("By rule", options)
    for word, rule, number, reached in rows:
        about = f"in {plural(reached, 'operation')}" if reached else ""
        figures = f"{' ' * (9 - len(word))}  {rule:<{widest}}  {number:>6,}"
        room = options.width - len(f"  {word}{figures}  {about}")
        yield f"  {_coloured(word, _COLOURS[word], options)}{figures}{f'  {about}' if room >= 0 else ''}"
    yield ""


def _brief(report: Report, options: Options) -> Iterator[str]:
    from assent.render.brief import finding_lines, rest_lines, run_lines

    for section in report.sections:
        yield from _inputs(section)
    yield from run_lines(report, options.width)
    yield ""
    for word, head, message in finding_lines(report.findings, options.width):
        yield f"  {_coloured(word, _COLOURS[word], options)}  {head}"
        yield message
    yield from rest_lines(report.findings, options.width)
    yield _bold(f"{headline(report.findings, report.command)}.", options)


def _inputs(section: Section) -> Iterator[str]:
    longest = max((len(given.role) for given in section.inputs), default=0)
    for given in section.inputs:
        yield f"{given.role:<{longest}}  {one_line(given.source)}"


def _finding(finding: Finding, report: Report, options: Options) -> Iterator[str]:
    word = label(finding)
    known = f"  ({finding.status})" if finding.status else ""
    yield f"  {_coloured(word, _COLOURS[word], options)}  {finding.rule.id}{known}"
    if place(finding):
        yield from _wrapped(place(finding), options, "    ")
    yield from _wrapped(one_line(finding.message), options, "    ")
    for why in finding.applied:
        yield from _wrapped(one_line(why), options, "    ")
    if finding.waived:
        yield from _wrapped(_waiver(finding), options, "    ")
        return
    brief = word == "note" and report.command == "compare"
    yield from _others(finding, options, most=0 if brief else MOST_OPERATIONS)
    for consumer in finding.consumers:
        names = [one_line(it) for it in consumer.interactions]
        yield from _wrapped(f"lets down {one_line(consumer.name)}: {'; '.join(names)}", options, "    ")
    yield from _places(finding, options, brief=brief)
    if facts(finding.extra):
        yield from _wrapped(one_line(facts(finding.extra)), options, "    ")
    if not brief:
        yield from _witness(finding, options)
    for number, command in enumerate(commands(finding.extra)):
        yield from () if number else [""]
        yield f"    {command}"


def _others(finding: Finding, options: Options, *, most: int) -> Iterator[str]:
    others, more = also_reached(finding, most=most)
    if others:
        names = [it.replace(" ", NO_BREAK) for it in others]
        for line in _wrapped(f"also reaches {listed(names, more=more)}", options, "    "):
            yield line.replace(NO_BREAK, " ")
    elif more:
        yield f"    also reaches {plural(more, 'other operation')}"


def _waiver(finding: Finding) -> str:
    waiver = finding.waived
    if waiver is None:
        return ""
    owner = f", {one_line(waiver.owner)}" if waiver.owner else ""
    until = f", until {waiver.expires}" if waiver.expires else ""
    return f"accepted: {one_line(waiver.reason)}{owner}{until}"


def _places(finding: Finding, options: Options, *, brief: bool) -> Iterator[str]:
    both = [(age, at) for age, at in (("old", finding.old), ("new", finding.new)) if at]
    compared = finding.rule.engine == "compare"
    for age, at in both[-1:] if brief else both:
        lead = f"{age}  " if compared else ""
        parts = [f"{lead}{one_line(str(at))}", *filter(None, [one_line(format_pointer(at.pointer))])]
        if sum(map(len, parts)) + 6 <= options.width:
            parts = ["  ".join(parts)]
        for number, part in enumerate(parts):
            indent = "    " + (" " * len(lead) if number else "")
            yield f"{indent}{_coloured(part, '2', options)}"
    if not compared and both:
        yield from _source_line(both[-1][1], options)


def _source_line(at: Location, options: Options) -> Iterator[str]:
    found = excerpt(at, options.lines, before=0, behind=0, width=max(options.width - 12, NARROWEST))
    for line in found.lines if found else ():
        gutter = f"{line.number:>6} | "
        yield f"    {gutter}{line.text}"
        if line.column is not None:
            yield f"    {' ' * (len(gutter) - 2)}| {' ' * line.column}{_coloured('^', '1;31', options)}"


def _witness(finding: Finding, options: Options) -> Iterator[str]:
    shown = messages(finding)
    if finding.witness is None or not shown:
        return
    yield ""
    if told(finding.witness):
        yield f"    {told(finding.witness)}:"
    for number, message in enumerate(shown):
        if finding.witness.steps:
            yield f"    {message.title}:"
        elif number:
            yield "      |"
        for line in message.lines:
            yield from marked(line, options)


def marked(line: Line, options: Options) -> Iterator[str]:
    """The line of a message, and below it what is refused and why."""
    room = max(options.width - 8, NARROWEST)
    line = window(line, room)
    yield f"      | {_highlighted(line, options)}"
    if not line.why:
        return
    marker = " " * line.start + "^" * max(1, line.end - line.start)
    if len(marker) + 1 + len(line.why) <= room:
        yield f"      | {_coloured(f'{marker} {line.why}', '31', options)}"
        return
    yield f"      | {_coloured(marker, '31', options)}"
    for part in wrap(line.why, room - 2, break_long_words=True):
        yield f"      |   {_coloured(part, '31', options)}"


def _highlighted(line: Line, options: Options) -> str:
    if not line.why or not options.colour:
        return line.text
    marked = _coloured(line.text[line.start : line.end], "1;31", options)
    return line.text[: line.start] + marked + line.text[line.end :]


def _wrapped(words: str, options: Options, indent: str) -> Iterator[str]:
    room = max(options.width, NARROWEST)
    yield from wrap(
        words,
        room,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _bold(words: str, options: Options) -> str:
    return _coloured(words, "1", options)


def _coloured(words: str, code: str, options: Options) -> str:
    return f"\x1b[{code}m{words}\x1b[0m" if options.colour else words
