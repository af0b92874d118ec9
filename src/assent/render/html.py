"""A report as one HTML file that needs no network: searched, filtered, printed, read on a phone."""

from __future__ import annotations

from base64 import b64encode
from difflib import SequenceMatcher
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from assent.document.document import Location
from assent.findings import Finding, Report, Section, verdict
from assent.json import format_pointer
from assent.records import dataclass
from assent.render.excerpt import Excerpt, excerpt
from assent.render.extras import Table, commands, facts, tables
from assent.render.options import Options
from assent.render.run import KINDS, run_view
from assent.render.witness import Line, messages, told
from assent.render.words import (
    also_reached,
    by_operation,
    counted,
    counted_by_rule,
    headline,
    label,
    one_line,
    place,
    plural,
    printable,
    title,
)

LINES_BEFORE = 2
LINES_BEHIND = 12
LONGEST_LINE = 160

LABELS = ("error", "warning", "note", "undecided", "waived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """The old or the new source around a finding: `lines` are (number, text, state) with a state of `place`,
    `changed`, `both` or nothing.
    """

    age: str
    where: str
    pointer: str
    lines: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A finding as the template shows it."""

    id: str
    finding: Finding
    label: str
    place: str
    panes: tuple[Pane, ...]
    witness: tuple[tuple[str, tuple[Line, ...]], ...]
    told: str
    others: tuple[str, ...]
    facts: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section as the template shows it: its findings by operation."""

    id: str
    title: str
    headline: str
    verdict: str
    section: Section
    groups: tuple[tuple[str, tuple[View, ...]], ...]
    tables: tuple[Table, ...]


def html(report: Report, options: Options) -> str:
    """The page. Whatever a description holds is shown as text; a policy in the page forbids every other script."""
    script, style = _file("report.js"), _file("report.css")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=DictLoader(
            {name: _file(name) for name in ("report.html", "finding.html", "table.html", "run.html")}
        ),
    )
    environment.filters["prose"] = prose
    environment.filters["plural"] = plural
    run = run_view(report.extra.get("run"))
    others = {name: value for name, value in report.extra.items() if name != "run" or run is None}
    labels = [label(finding) for finding in report.findings]
    page = environment.get_template("report.html").render(
        report=report,
        headline=headline(report.findings, report.command),
        counted=counted(report.findings),
        parts=[_part(number, section, report, options) for number, section in enumerate(report.sections)],
        filters=[(name, labels.count(name)) for name in LABELS if name in labels],
        sides=sorted({finding.side.value for finding in report.findings if finding.side}),
        tables=list(tables(others)),
        rules=counted_by_rule(report.findings, report.command),
        run=run,
        kinds=[words for _, words in KINDS],
        docs=options.docs.rstrip("/"),
        script=Markup(script),  # noqa: S704  ours, and the policy holds its hash
        style=Markup(style),  # noqa: S704  ours, and the policy holds its hash
        script_hash=_hash(script),
        style_hash=_hash(style),
    )
    return page.rstrip("\n") + "\n"


def prose(text: str) -> Markup:
    """A message with what stands between backticks as code."""
    parts = one_line(text).split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    tagged = (
        Markup("<code>{}</code>").format(it) if number % 2 else escape(it) for number, it in enumerate(parts)
    )
    return Markup().join(tagged)


def _part(number: int, section: Section, report: Report, options: Options) -> Part:
    used: dict[str, int] = {}
    groups = []
    for name, findings in by_operation(section.findings).items():
        views = []
        for finding in findings:
            used[finding.fingerprint] = used.get(finding.fingerprint, 0) + 1
            parts = [finding.fingerprint]
            parts += [str(number)] if len(report.sections) > 1 else []
            parts += [f"again{used[finding.fingerprint]}"] if used[finding.fingerprint] > 1 else []
            views.append(_view("-".join(parts), finding, report, options))
        groups.append((name or "The description as a whole", tuple(views)))
    return Part(
        id=f"api-{number}",
        title=title(section, report),
        headline=headline(section.findings, report.command),
        verdict=verdict(section.findings).value,
        section=section,
        groups=tuple(groups),
        tables=tuple(tables(section.extra)),
    )


def _view(name: str, finding: Finding, report: Report, options: Options) -> View:
    return View(
        id=name,
        finding=finding,
        label=label(finding),
        place=place(finding),
        panes=_panes(finding, report, options),
        witness=tuple((message.title, message.lines) for message in messages(finding)),
        told=told(finding.witness) if finding.witness else "",
        others=tuple(also_reached(finding)[0]),
        facts=facts(finding.extra),
        commands=tuple(commands(finding.extra)),
    )


def _panes(finding: Finding, report: Report, options: Options) -> tuple[Pane, ...]:
    compared = report.command == "compare"
    places = [("old", finding.old), ("new", finding.new)] if compared else [("", finding.new or finding.old)]
    shown = [
        (age, at, excerpt(at, options.lines, before=LINES_BEFORE, behind=LINES_BEHIND, width=LONGEST_LINE))
        for age, at in places
    ]
    excerpts = [it for _, _, it in shown]
    same = _same(excerpts[0], excerpts[-1]) if len(excerpts) > 1 else (set(), set())
    return tuple(
        _pane(age, at, found, same[number] if found and all(excerpts) else None)
        for number, (age, at, found) in enumerate(shown)
        if at or any(other for _, other, _ in shown)
    )


def _same(old: Excerpt | None, new: Excerpt | None) -> tuple[set[int], set[int]]:
    """Indices of the lines that both excerpts have."""
    before, after = ([line.text.strip() for line in it.lines] if it else [] for it in (old, new))
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return (
        {block.a + step for block in blocks for step in range(block.size)},
        {block.b + step for block in blocks for step in range(block.size)},
    )


def _pane(age: str, at: Location | None, found: Excerpt | None, same: set[int] | None) -> Pane:
    if at is None:
        return Pane(age=age, where="", pointer="", lines=())
    lines = []
    source = found.lines if found else ()
    indent = min((len(it.text) - len(it.text.lstrip()) for it in source if it.text.strip()), default=0)
    for number, line in enumerate(source):
        changed = same is not None and number not in same
        states = ["place"] if line.column is not None else []
        states += ["changed"] if changed else []
        lines.append((line.number, line.text[indent:], " ".join(states)))
    return Pane(age=age, where=str(at), pointer=format_pointer(at.pointer), lines=tuple(lines))


def _shown(value: Any) -> Any:
    """What the template writes: text without control characters."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _file(name: str) -> str:
    return resources.files("assent.render").joinpath("templates", name).read_text("utf-8")
