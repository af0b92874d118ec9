"""What a person reads in a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.findings.example import INPUTS, TOOL, checked, findings, fuzzed, monorepo, pacts, report, sources
from tests.render.hostile import hostile_report

from assent.document.document import Location
from assent.findings import Because, OperationPlace, Report, Witness, make_report
from assent.render import render
from assent.render.witness import Line, messages, window
from assent.wire import Request, Response

REPORTS: dict[str, Callable[[], Report]] = {
    "compare": report,
    "monorepo": monorepo,
    "fuzz": fuzzed,
    "check": checked,
    "pact": pacts,
    "hostile": hostile_report,
}


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [60, 100])
def test_the_text_is_as_it_was_read_and_found_good(
    name: str, width: int, snapshot: Callable[[str, str], None]
) -> None:
    snapshot(f"text/{name}-{width}.txt", render(REPORTS[name](), "text", width=width, sources=sources))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_words_are_wrapped_to_the_width(width: int) -> None:
    for line in render(report(), "text", width=width).splitlines():
        sentence = line.startswith("    ") and not line.lstrip().startswith(("|", "old", "new", "/"))
        assert len(line) <= width or not sentence


def test_colour_changes_nothing_but_the_colour() -> None:
    plain = render(report(), "text", sources=sources)
    coloured = render(report(), "text", sources=sources, colour=True)
    assert "\x1b[" not in plain
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_an_api_to_which_nothing_happened_says_so() -> None:
    text = render(make_report("compare", [], tool=TOOL, inputs=INPUTS), "text")
    assert text.endswith("Compatible: no findings.\n")


def many(number: int) -> Report:
    """Findings of one rule in as many operations."""
    from dataclasses import replace

    made = [replace(findings()[0], operations=(OperationPlace("GET", f"/{it}"),)) for it in range(number)]
    return make_report("compare", made, tool=TOOL, inputs=INPUTS)


def test_a_long_report_ends_with_how_many_there_are_of_each_rule() -> None:
    *_, heading, row, blank, last = render(many(20), "text", width=100).splitlines()
    assert heading == "By rule"
    assert row.split() == ["error", findings()[0].rule.id, "20", "in", "20", "operations"]
    assert (blank, last) == ("", "Breaking: 20 errors.")
    assert "By rule" not in render(many(3), "text")


@pytest.mark.parametrize("width", [40, 60])
def test_the_rows_of_a_long_report_stay_within_the_width(width: int) -> None:
    *_, row, _, _ = render(many(20), "text", width=width).splitlines()
    assert row.endswith("20")


def test_findings_are_parted_by_one_line() -> None:
    whole = Location("openapi.yaml", (), lambda pointers: dict.fromkeys(pointers, (1, 1)))
    from dataclasses import replace

    made = [replace(it, old=None, new=whole, witness=None) for it in many(2).findings]
    text = render(make_report("compare", made, tool=TOOL, inputs=INPUTS), "text", width=40)
    assert "\n\n\n" not in text


def shown(place: str, witness: Witness, *, path: str = "/orders") -> list[str]:
    """The marked parts of a witness of the first finding, at another place."""
    from dataclasses import replace

    found = replace(findings()[0], operations=(OperationPlace("GET", path, place),), witness=witness)
    return [
        line.text[line.start : line.end] for message in messages(found) for line in message.lines if line.why
    ]


BECAUSE = (Because(keyword="type"),)
URL = "http://h/v1/orders/7/items/8?limit=1&a%20b=2&deep[x]=3&flag"
PLACES = [
    ("query limit", "limit=1"),
    ("query a b", "a%20b=2"),
    ("query deep", "deep[x]=3"),
    ("query flag", "flag"),
    ("query missing", URL),
    ("path order", "7"),
    ("path item", "8"),
    ("path other", URL),
    ("header x-id", "X-Id: 5"),
    ("header X-Missing", f"GET {URL}"),
    ("cookie session", "Cookie: session=1"),
    ("", URL),
]


@pytest.mark.parametrize(("place", "expected"), PLACES)
def test_the_offending_part_of_a_request_is_marked(place: str, expected: str) -> None:
    request = Request("GET", URL, (("X-Id", "5"), ("Cookie", "session=1")))
    witness = Witness(request=request, because=BECAUSE)
    assert shown(place, witness, path="/orders/{order}/items/{item}") == [expected]


ANSWERS = [
    ("status 404", "404 Not Found"),
    ("status 404 header ETag", "ETag: x"),
    ("status 404 header Missing", "404 Not Found"),
    ("status 404 body application/json", "[1]"),
]


@pytest.mark.parametrize(("place", "expected"), ANSWERS)
def test_the_offending_part_of_a_response_is_marked(place: str, expected: str) -> None:
    witness = Witness(
        request=Request("GET", "/"), response=Response(404, (("ETag", "x"),), b"[1]"), because=BECAUSE
    )
    assert shown(place, witness) == [expected]


VALUES = [
    (b'{"a":{"b":[1,"x"]}}', ("a", "b", "1"), '"x"'),
    (b'{"a":{"b":[1,"x"]}}', ("a", "b"), '[1, "x"]'),
    (b'{"a":{"b":[1,"x"]}}', ("a", "c", "d"), "{"),
    (b'{"a":null}', ("a",), "null"),
    (b"{}", ("a",), "{}"),
    (b"5", (), "5"),
    (b"1e20", (), "1e+20"),
    (b"1e400", (), "Infinity"),
    (b"1234567890123456789012", (), "1234567890123456789012"),
    (rb'"\ud800"', (), r'"\ud800"'),
    (b"NaN", (), "NaN"),
    (b"not json", (), "not json"),
    (b"\xff\xfe", (), "(2 bytes)"),
    (b"", (), "(no body)"),
]


@pytest.mark.parametrize(("body", "pointer", "expected"), VALUES)
def test_the_offending_part_of_a_body_is_marked(body: bytes, pointer: tuple[str, ...], expected: str) -> None:
    witness = Witness(
        request=Request("GET", "/", (), body), because=(Because(keyword="k", value_pointer=pointer),)
    )
    assert shown("body application/json", witness) == [expected]


def test_a_long_body_is_cut_and_its_marks_are_kept() -> None:
    body = b"[" + b",".join(b'{"n":%d}' % number for number in range(10_000)) + b"]"
    because = (Because(keyword="maximum", value_pointer=("7000", "n")),)
    witness = Witness(request=Request("POST", "/", (), body), because=because)
    assert shown("body", witness) == ["7000"]
    from dataclasses import replace

    found = replace(findings()[0], operations=(OperationPlace("POST", "/", "body"),), witness=witness)
    text = render(make_report("compare", [found], tool=TOOL, inputs=INPUTS), "text")
    assert len(text.splitlines()) < 150
    assert "lines left out" in text


def test_a_value_of_any_depth_can_be_shown() -> None:
    body = b"[" * 900 + b"]" * 900
    witness = Witness(request=Request("POST", "/", (), body), because=BECAUSE)
    assert shown("body", witness) == ["["]


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_mark_far_to_the_right_can_be_seen(width: int) -> None:
    text = "".join(chr(97 + number % 26) for number in range(300))
    for start in (0, 5, 19, 100, 290):
        line = window(Line(text, start, start + 5, "why"), width)
        assert len(line.text) <= width
        assert line.text[line.start : line.end] == text[start : start + 5]


def test_a_long_report_counts_its_rules_in_markdown_and_on_the_page_too() -> None:
    rule = findings()[0].rule.id
    comment = render(many(20), "markdown")
    assert "<details><summary>By rule</summary>\n\n| | rule | findings | operations |" in comment
    assert f"error | <code>{rule}</code> | 20 | 20 |" in comment
    page = render(many(20), "html")
    assert "<h3>By rule " in page
    assert f'data-search="{rule}">{rule}</button></td><td>20</td><td>20</td></tr>' in page
    assert not any("By rule" in render(many(3), form) for form in ("markdown", "html"))
