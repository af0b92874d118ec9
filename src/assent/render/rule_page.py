"""A rule's page in the documentation, and what `assent explain` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import fill

from assent.findings import Breaks, Case, Rule
from assent.json import Json
from assent.render.fences import fenced
from assent.wire import exchange_json

_NOTICED = {
    Breaks.NOBODY: "nobody by itself",
    Breaks.WIRE: "traffic",
    Breaks.SOURCE: "generated code",
    Breaks.WIRE | Breaks.SOURCE: "traffic and generated code",
}


def page(rule: Rule) -> str:
    """The rule's page, as Markdown."""
    return "\n".join([*_text_of(rule), *_cases_of(rule), _source_of(rule)])


def help_text(rule: Rule) -> str:
    """The rule's page without its cases, as Markdown: for tools that show it beside a finding."""
    return "\n".join([*_text_of(rule), _source_of(rule)])


def explanation(rule: Rule, *, width: int = 100) -> str:
    """What `assent explain` prints, as plain text."""
    parts = [
        f"{rule.id}: {rule.title}",
        _facts(rule),
        rule.why,
        f"Instead: {rule.instead}",
        f"Source: {rule.source}",
    ]
    text = "\n\n".join(fill(part, max(width, 40), break_long_words=False) for part in parts)
    for case in rule.cases:
        text += f"\n\n{_heading(case)}\n\n" + "\n\n".join(
            "\n".join(f"    {line}".rstrip() for line in [f"{name}:", *f"{body}".splitlines()])
            for name, body in _bodies(case)
        )
    return text + "\n"


def _text_of(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}\n"
    yield f"{rule.title}.\n"
    yield f"{_facts(rule)}\n"
    yield f"## Why\n\n{rule.why}\n"
    yield f"## What to do instead\n\n{rule.instead}\n"


def _cases_of(rule: Rule) -> Iterator[str]:
    for case in rule.cases:
        yield f"## {_heading(case)}\n"
        for name, body in _bodies(case):
            yield f"{name.capitalize()}:\n\n{fenced(body, 'yaml' if name != 'exchange' else 'json')}\n"


def _source_of(rule: Rule) -> str:
    return f"Source: {rule.source}. Since {rule.since}.\n"


def _facts(rule: Rule) -> str:
    profiles = "".join(
        f", {severity.value} under `--profile {profile}`"
        for profile, severity in sorted(rule.profiles.items())
    )
    return f"Reported by `assent {rule.engine}` as {rule.severity.value}{profiles}. Noticed by: {_NOTICED[rule.breaks]}."


def _heading(case: Case) -> str:
    kind = "Reported" if case.breaks else "Not reported"
    return f"{kind}: {case.shows}" if case.shows else kind


def _bodies(case: Case) -> Iterator[tuple[str, str]]:
    yield ("before" if case.after is not None else "description"), _text(case.before)
    if case.after is not None:
        yield "after", _text(case.after)
    if case.exchange is not None:
        yield "exchange", _text(exchange_json(case.exchange))


def _text(tree: Json) -> str:
    if isinstance(tree, str):
        return tree.strip("\n")
    return json.dumps(tree, ensure_ascii=False, indent=2)
