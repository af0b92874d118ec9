"""Comments on pull requests, release notes, and the pages of rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from tests.findings.example import INPUTS, REQUIRED, TOOL, fuzzed, monorepo, report
from tests.render.hostile import NASTY, hostile_report
from tests.render.test_formats import many

from assent.findings import Breaks, Case, Report, Severity, make_report
from assent.render import render
from assent.render.fences import escaped, fenced
from assent.render.markdown import measure
from assent.render.rule_page import explanation, page
from assent.wire import Exchange, Request

REPORTS: dict[str, Callable[[], Report]] = {
    "compare": report,
    "monorepo": monorepo,
    "fuzz": fuzzed,
    "hostile": hostile_report,
}


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", ["markdown", "changelog"])
def test_the_comment_is_as_it_was_read_and_found_good(
    name: str, form: str, snapshot: Callable[[str, str], None]
) -> None:
    snapshot(f"{form}/{name}.md", render(REPORTS[name](), form))


def test_every_api_has_its_own_hidden_marker() -> None:
    text = render(monorepo(), "markdown")
    assert text.startswith("<!-- assent:compare:shop -->\n")
    assert "\n<!-- assent:compare:stock -->\n" in text


@pytest.mark.parametrize("number", [1, 50, 150, 700, 3_000])
def test_a_comment_fits_whatever_the_number_of_findings(number: int) -> None:
    text = render(many(number), "markdown")
    assert measure(text) <= 65_536
    findings = text.replace("<summary>By rule</summary>", "")
    told = findings.count("<summary>") + len(re.findall("^- ", text, re.MULTILINE))
    more = re.search(r"^([\d,]+) findings? more: see", text, re.MULTILINE)
    assert told + (int(more[1].replace(",", "")) if more else 0) == number
    assert text.count("<details") == text.count("</details>")


def test_what_is_most_severe_is_told_first_and_in_full() -> None:
    text = render(many(700), "markdown")
    assert text.index("❌") < text.index("⚠️")
    assert measure(text) > 60_000


@pytest.mark.parametrize("number", [1, 30, 300])
def test_a_comment_about_many_apis_fits(number: int) -> None:
    one = monorepo().sections[0]
    sections = tuple(replace(one, api=f"api-{index}") for index in range(number))
    text = render(Report(tool=TOOL, command="compare", sections=sections), "markdown")
    assert measure(text) <= 65_536


def test_a_comment_fits_also_where_one_finding_would_fill_it() -> None:
    huge = replace(report().findings[0], message="x" * 70_000)
    text = render(make_report("compare", [huge], tool=TOOL, inputs=INPUTS), "markdown")
    assert measure(text) <= 65_536
    assert "1 finding more" in text


def test_nothing_in_a_report_can_be_markup_in_a_comment() -> None:
    text = render(hostile_report(), "markdown")
    outside = re.sub(r"^(`{3,})[a-z]*\n.*?\n\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    tags = set(re.findall(r"</?[a-z]+", outside))
    assert tags <= {
        f"{it}{tag}" for it in ("<", "</") for tag in ("details", "summary", "b", "code", "br", "sub")
    }
    assert not re.search("@(?!\u2060)|#(?=[0-9])|://", unescape(outside))
    assert outside.count("<!--") == outside.count("-->") == 1
    assert "](" not in outside


def test_words_between_backticks_stay_code_and_all_others_are_plain() -> None:
    assert escaped("a `b*c` d_e") == "a <code>b&#42;c</code> d_e"
    assert escaped("odd ` one") == "odd &#96; one"
    assert escaped("# no heading") == "&#35; no heading"
    assert escaped("1. no list") == "&#49;. no list"


def test_a_fence_is_longer_than_any_in_the_text() -> None:
    assert fenced("a ```` b").startswith("`````\n")
    assert fenced(NASTY).splitlines()[0] == "````"


def test_release_notes_tell_accepted_breaks_as_breaks() -> None:
    text = render(report(), "changelog")
    breaking, _, others = text.partition("### Changes to look at")
    assert "The operation DELETE /orders/{id} is gone." in breaking
    assert "no longer deprecated" in others


RULES = {
    "compare": REQUIRED,
    "judge": replace(
        REQUIRED,
        id="undocumented-status",
        engine="replay",
        breaks=Breaks.NOBODY,
        severity=Severity.WARNING,
        cases=(Case(before={"openapi": "3.1.0"}, exchange=Exchange(Request("GET", "/")), breaks=True),),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rules_page_is_made_from_the_rule(name: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"rules/{name}.md", page(RULES[name]))
    snapshot(f"rules/{name}.txt", explanation(RULES[name], width=80))


def test_an_underscore_inside_a_word_is_left_alone() -> None:
    assert escaped("snake_case _x_ __init__") == "snake_case &#95;x&#95; &#95;&#95;init&#95;&#95;"


def test_only_the_first_errors_are_opened() -> None:
    text = render(many(40, severity=Severity.ERROR), "markdown")
    assert 0 < text.count("<details open>") <= 3


def test_only_a_comparison_speaks_of_old_and_new_places() -> None:
    both = many(1)
    finding = both.findings[0]
    judging = replace(finding, rule=replace(finding.rule, engine="pact"))
    other = replace(both, sections=(replace(both.sections[0], findings=(judging,)),))
    told = re.compile(r"\bold (`|<code>)")
    assert told.search(render(both, "markdown"))
    assert not told.search(render(other, "markdown"))
