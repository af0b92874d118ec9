"""The HTML report: by its text, and as a person meets it in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.findings.example import INPUTS, TOOL, checked, findings, fuzzed, monorepo, pacts, report, sources
from tests.render.browser import Page, browser, installed
from tests.render.hostile import hostile_report
from tests.render.test_formats import many

from assent.findings import OperationPlace, Report, make_report
from assent.render import render
from assent.render.html import prose

REPORTS: dict[str, Callable[[], Report]] = {
    "compare": report,
    "monorepo": monorepo,
    "fuzz": fuzzed,
    "check": checked,
    "pact": pacts,
    "hostile": hostile_report,
    "empty": lambda: make_report("compare", [], tool=TOOL, inputs=INPUTS),
}
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Reader(HTMLParser):
    """Collects tags, attributes and ids, and holds that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture(params=REPORTS)
def page_text(request: pytest.FixtureRequest) -> str:
    return render(REPORTS[request.param](), "html", sources=sources)


def test_the_page_is_well_formed_and_its_ids_are_unique(page_text: str) -> None:
    reader = read(page_text)
    assert len(reader.ids) == len(set(reader.ids))


def test_the_page_fetches_nothing(page_text: str) -> None:
    links = read(page_text).links
    assert all(link.startswith("#") or link == "data:," for link in links)
    assert "url(" not in page_text
    assert "@import" not in page_text


def test_nothing_in_a_report_can_be_markup_in_the_page() -> None:
    plain = read(render(report(), "html", sources=sources))
    hostile = read(render(hostile_report(), "html", sources=sources))
    assert hostile.tags <= plain.tags
    assert hostile.attributes <= plain.attributes
    assert "img" not in hostile.tags


def test_the_policy_of_the_page_allows_its_own_script_and_no_other(page_text: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page_text)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1] or "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert page_text.count("<script") == 1
    assert " style=" not in page_text
    assert not re.search(r"<[^>]* on[a-z]+=", page_text.split("<script>")[0].split("</style>")[1])


def test_old_and_new_source_stand_side_by_side() -> None:
    text = render(report(), "html", sources=sources)
    one = text[text.index("The largest ") : text.index("The value ")]
    assert re.search(r'class="pane old".*maximum: 100.*class="pane new".*maximum: 50', one, re.DOTALL)
    assert "It is not in the new description." in text


def test_the_page_can_be_made_without_the_texts() -> None:
    text = render(report(), "html")
    read(text)
    assert "main:openapi.yaml:15:13" in text


def test_words_between_backticks_are_code() -> None:
    assert prose("a `<b>` c ` d") == "a <code>&lt;b&gt;</code> c ` d"


def test_alike_findings_can_be_told_apart_by_their_links() -> None:
    alike = make_report("compare", [*findings(), *findings()], tool=TOOL, inputs=INPUTS)
    reader = read(render(alike, "html"))
    assert len(reader.ids) == len(set(reader.ids))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    program = installed()
    if program is None:
        pytest.skip("no Chromium is installed to open the report in")
    with browser(program, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def visible(page: Page) -> list[str]:
    """The fingerprints of the findings that can be seen."""
    seen = page.evaluate(
        "[...document.querySelectorAll('.finding')].filter(it => it.checkVisibility()).map(it => it.id)"
    )
    assert isinstance(seen, list)
    return seen


def opened(page: Page, tmp_path: Path, given: Report, *, fragment: str = "") -> None:
    path = tmp_path / "report.html"
    path.write_text(render(given, "html", sources=sources), encoding="utf-8")
    page.events.clear()
    page.open(path.as_uri() + fragment)


def test_a_person_searches_filters_and_opens_a_finding(page: Page, tmp_path: Path) -> None:
    by_rule = {it.rule.id: it.fingerprint for it in findings()}
    opened(page, tmp_path, report())
    assert sorted(visible(page)) == sorted(by_rule.values())

    page.press("/")
    page.type("post QUANTITY")
    assert visible(page) == [by_rule["property-became-required"]]
    assert page.evaluate("document.getElementById('shown').textContent") == "1 of 7 findings"
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.operation')].filter(it => it.checkVisibility()).length"
        )
        == 1
    )

    page.press("Escape")
    page.click(".chip.error")
    page.click(".chip.note")
    left = {name for name, it in by_rule.items() if it in visible(page)}
    assert left == {"pattern-changed", "enum-value-added", "property-removed", "operation-removed"}
    assert page.evaluate("document.querySelector('.chip.error').getAttribute('aria-pressed')") == "false"

    page.evaluate("document.getElementById('side').focus()")
    page.evaluate(
        "(it => { it.value = 'response'; it.dispatchEvent(new Event('change')); })(document.getElementById('side'))"
    )
    assert visible(page) == [by_rule["enum-value-added"]]

    selector = f"[id='{by_rule['enum-value-added']}'] summary"
    page.click(selector)
    assert page.evaluate("document.querySelector('.finding[open] mark').textContent") == '"lost"'
    assert page.evaluate("document.querySelector('.finding[open] .pane.new').checkVisibility()") is True

    page.evaluate(
        "(it => { it.value = 'nothing is like this'; it.dispatchEvent(new Event('input')); })(document.getElementById('search'))"
    )
    assert visible(page) == []
    page.click("#clear")
    assert len(visible(page)) == 7
    assert complaints(page) == []


def complaints(page: Page) -> list[str]:
    """What the browser had to say, and what it fetched from elsewhere."""
    page.evaluate("1")
    told = [
        str(it) for it in page.events if it.get("method") in {"Log.entryAdded", "Runtime.exceptionThrown"}
    ]
    asked = [
        it["params"]["request"]["url"]
        for it in page.events
        if it.get("method") == "Network.requestWillBeSent"
    ]
    return told + [url for url in asked if not url.startswith(("file:", "data:"))]


def test_a_link_to_a_finding_opens_it(page: Page, tmp_path: Path) -> None:
    wanted = findings()[0].fingerprint
    opened(page, tmp_path, report(), fragment=f"#{wanted}")
    assert page.evaluate("document.querySelector('.finding[open]').id") == wanted


def test_hostile_text_does_nothing_in_a_browser(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, hostile_report())
    page.click("#open")
    assert page.evaluate("document.images.length + document.scripts.length") == 1
    assert complaints(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_fits_a_phone_and_a_desk_by_day_and_by_night(
    page: Page, tmp_path: Path, width: int, scheme: str
) -> None:
    page.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 720
    )
    page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    for given in (report(), hostile_report(), monorepo()):
        opened(page, tmp_path, given)
        page.click("#open")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate(CONTRAST) == []
    page.call("Emulation.clearDeviceMetricsOverride")


CONTRAST = """
(() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const part = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const ground = (it) => {
    for (; it; it = it.parentElement) {
      const [r, g, b, a = 1] = channels(getComputedStyle(it).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const it of document.querySelectorAll("body *")) {
    const own = [...it.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !it.checkVisibility() || it.closest("script, .hidden, .skip")) continue;
    const [one, two] = [light(channels(getComputedStyle(it).color)), light(ground(it))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < 4.5) poor.push(`${it.tagName}.${it.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(poor)];
})()
"""


def test_thousands_of_findings_are_searched_while_one_types(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, many(600))
    page.press("/")
    page.type("/things/599")
    assert len(visible(page)) == 1


def test_a_rule_of_a_long_report_is_searched_for_by_its_name(page: Page, tmp_path: Path) -> None:
    first, *others = findings()
    more = [replace(first, operations=(OperationPlace("GET", f"/{it}"),)) for it in range(12)]
    opened(page, tmp_path, make_report("compare", [*more, *others], tool=TOOL, inputs=INPUTS))
    assert len(visible(page)) == 12 + len(others)
    page.click(".matrix summary")
    page.click(f"[data-search='{others[0].rule.id}']")
    assert visible(page) == [others[0].fingerprint]


def test_no_row_is_empty_behind_the_mark_of_a_witness(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, report())
    page.click("#open")
    gaps = page.evaluate(
        "[...document.querySelectorAll('.messages .line.why')].map(it => {"
        " const [box, next] = [it.getBoundingClientRect(), it.nextElementSibling];"
        " const whole = it.lastElementChild.getBoundingClientRect();"
        " return [box.height - whole.height, next ? next.getBoundingClientRect().top - box.bottom : 0]; })"
    )
    assert isinstance(gaps, list)
    assert gaps
    assert all(abs(gap) < 2 for pair in gaps for gap in pair)


@pytest.mark.parametrize("media", ["screen", "print"])
def test_the_number_of_a_line_far_down_stays_in_one_piece_before_its_text(
    page: Page, tmp_path: Path, media: str
) -> None:
    opened(page, tmp_path, report())
    page.call("Emulation.setEmulatedMedia", media=media)
    page.evaluate("document.querySelectorAll('.finding').forEach(it => it.open = true)")
    page.evaluate("document.querySelectorAll('.number').forEach(it => it.textContent = '1172202')")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.number')].map(it => [it.scrollWidth - it.clientWidth, it.clientHeight,"
        " parseFloat(getComputedStyle(it).lineHeight)])"
    )
    page.call("Emulation.setEmulatedMedia", media="")
    assert isinstance(sizes, list)
    assert sizes
    assert all(over <= 0 and height < 2 * line for over, height, line in sizes)
