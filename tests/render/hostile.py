"""A report in which every text that can come from a description is hostile."""

from __future__ import annotations

from dataclasses import replace

from tests.findings.example import TOOL, findings

from assent.document.document import Location
from assent.findings import Because, Finding, Input, OperationPlace, Report, Section, Witness
from assent.findings.report import Known
from assent.wire import Request, Response

NASTY = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" ' `](javascript:alert(1)) ``` ~~~ | # \n"
    "::error::injected\n##[add-mask]x\n\x1b[31mred\x1b]0;title\x07 \x00 \u202egnp.exe \ud800 @octocat #1 -->]]>&amp;"
    " {{ 7 * 7 }} {% raw %} %0A::set-output name=x::y"
)


def hostile_finding() -> Finding:
    pointer = ("paths", NASTY)
    return replace(
        findings()[0],
        message=NASTY,
        subject=NASTY,
        operations=(
            OperationPlace("GET", f"/{NASTY}", f"header {NASTY}"),
            OperationPlace("PUT", NASTY, NASTY),
        ),
        new=Location(NASTY, pointer, Known({pointer: (1, 1)})),
        witness=Witness(
            request=Request("GET", f"http://x/{NASTY}", ((NASTY, NASTY),), NASTY.encode("utf-8", "replace")),
            response=Response(200, ((NASTY, NASTY),), b"\xff\x00"),
            value={NASTY: [NASTY]},
            because=(Because(keyword=NASTY, value_pointer=(NASTY, "0"), message=NASTY),),
        ),
        applied=(NASTY,),
    )


def hostile_report() -> Report:
    section = Section(api=NASTY, inputs=(Input("new", NASTY),), findings=(hostile_finding(),))
    return Report(tool=TOOL, command="compare", sections=(section,))
