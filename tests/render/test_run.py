"""A run of fuzz in the HTML report: what was reached, how long answers took, and the trend, without any network."""

from __future__ import annotations

import re

from assent.findings import Finding, Report, Section, Tool
from assent.json import Json
from assent.render import render
from assent.render.run import run_view

RUN: dict[str, Json] = {
    "requests": 1200,
    "seconds": 2.5,
    "seed": 7,
    "operations": {"total": 2, "reached": 1},
    "coverage": {
        "operations": [
            {
                "method": "GET",
                "path": "/<script>",
                "sent": {"valid": 3, "invalid": 2},
                "statuses": {"valid": {"200": 3}, "invalid": {"0": 1, "422": 1}},
                "parameters": ["query limit"],
                "constraints_broken": ["invalid-parameter minimum"],
                "milliseconds": {"median": 1.26, "p95": 5.01, "most": 5.01, "counts": {"1.26": 3, "5.01": 1}},
                "not_reached": {"parameters": ["query page"], "statuses": ["404"]},
                "succeeded": True,
            }
        ],
        "untested": [{"method": "POST", "path": "/b", "why": "the budget was spent before its turn"}],
        "needs": ["a larger budget for 1 operation: --requests, --time"],
        "total": 2,
    },
    "history": [
        {"started": "2026-01-01T03:17:00", "requests": 10, "findings": 4, "new": 4},
        {"started": "2026-01-02T03:17:00", "requests": 10, "findings": 3, "new": 0},
    ],
}


def page(run: Json) -> str:
    findings: tuple[Finding, ...] = ()
    report = Report(
        tool=Tool("assent", "0"), command="fuzz", sections=(Section(findings=findings),), extra={"run": run}
    )
    return render(report, "html")


def test_the_matrix_shows_statuses_by_the_kind_of_request_and_what_was_not_reached() -> None:
    text = re.sub(r"\s+", " ", page(RUN))
    assert "&lt;script&gt;" in text
    assert '<span class="status s2">200 <b>3</b></span>' in text
    assert '<span class="status s0">no answer <b>1</b></span>' in text
    assert "no request had query page; no answer had 404" in text
    assert "1 of 2" in text
    assert "the budget was spent before its turn" in text
    assert "a larger budget for 1 operation" in text


def test_the_charts_are_drawn_inside_the_page() -> None:
    text = page(RUN)
    assert text.count("<svg") == 3
    assert "2026-01-01T03:17: 4 findings, 4 of them new, 10 requests" in text
    assert not re.search(r"(src|href)=\"https?:", text)
    assert "style=" not in text, "the page's policy forbids it"


def test_steps_between_times_are_filled_up() -> None:
    view = run_view(RUN)
    assert view is not None
    times = view.charts[0]
    assert [bar.title for bar in times.bars][:2] == ["3 answers up to 1.26 ms", "0 answers up to 1.58 ms"]
    assert max(bar.height for bar in times.bars) == times.height


def test_one_run_has_no_trend_and_a_run_of_another_form_is_a_table() -> None:
    assert page({**RUN, "history": []}).count("<svg") == 2
    assert run_view({"exchanges": 3}) is None
    assert "exchanges" in page({"exchanges": 3})
