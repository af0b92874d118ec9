"""That a witness shows what its finding is about: one revision takes it, the other does not."""

from __future__ import annotations

import pytest

from assent.compare.case import answers, event, responds, sends
from assent.compare.compare import compare_descriptions
from assent.document import from_tree
from assent.findings import Finding, Witness
from assent.json import Json
from assent.wire import Request, Response

WORD: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}


def found(old: Json, new: Json, rule: str) -> list[Finding]:
    """What the rule says of two descriptions."""
    return [it for it in compare_descriptions(from_tree(old), from_tree(new)) if it.rule.id == rule]


def witness(old: Json, new: Json, rule: str) -> Witness:
    (finding,) = found(old, new, rule)
    assert finding.witness is not None
    return finding.witness


def request(old: Json, new: Json, rule: str) -> Request:
    shown = witness(old, new, rule).request
    assert shown is not None
    return shown


def response(old: Json, new: Json, rule: str) -> Response:
    shown = witness(old, new, rule).response
    assert shown is not None
    return shown


@pytest.mark.parametrize(
    ("wider", "narrower", "sent"),
    [
        ("application/*", "application/json", "application/xml"),
        ("*/*", "application/*", "text/plain"),
        ("text/*", "text/plain", "text/example"),
        ("application/*+json", "application/json", "application/vnd.example+json"),
    ],
)
def test_a_range_that_narrows_is_shown_by_a_media_type_that_is_no_longer_in_it(
    wider: str, narrower: str, sent: str
) -> None:
    old, new = sends(WORD, media=wider), sends(WORD, media=narrower)
    assert request(old, new, "request-media-type-removed").header("content-type") == sent


def test_a_listener_is_shown_a_media_type_that_only_the_wider_range_has() -> None:
    def sending(media: str) -> Json:
        return event({"requestBody": {"required": True, "content": {media: {"schema": WORD}}}})

    shown = request(sending("application/json"), sending("application/*"), "request-media-type-added")
    assert shown.header("content-type") == "application/xml"


def test_a_schema_within_a_range_is_shown_by_the_media_type_that_it_is_about() -> None:
    old = sends(WORD, content={"application/json": {"schema": NUMBER}, "application/*": {"schema": WORD}})
    new = sends(WORD, content={"application/json": {"schema": NUMBER}, **xml(NUMBER)})
    assert request(old, new, "type-narrowed").header("content-type") == "application/xml"


def xml(schema: Json) -> dict[str, Json]:
    return {"application/xml": {"schema": schema}}


def test_a_client_that_asks_for_a_media_type_that_is_gone_is_shown_asking() -> None:
    both: Json = {"application/json": {"schema": WORD}, "application/xml": {"schema": WORD}}
    old, new = responds({"200": {"content": both}}), answers(WORD)
    assert request(old, new, "response-media-type-removed").header("accept") == "application/xml"


def test_a_media_type_that_is_gone_is_shown_by_one_that_the_client_does_not_know() -> None:
    both: Json = {"application/json": {"schema": WORD}, "text/plain": {"schema": WORD}}
    old = responds({"200": {"content": {"application/json": {}, "application/xml": {}}}})
    shown = response(old, responds({"200": {"content": both}}), "response-media-type-removed")
    assert shown.header("content-type") == "text/plain"
