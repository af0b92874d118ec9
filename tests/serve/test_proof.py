"""Answers that are proven by their form: what the judge said of the first one holds for the next."""

from __future__ import annotations

import pytest
from tests.serve.making import answering, mocked

from assent.json import Json
from assent.judge import judge
from assent.judge.judge import judge_response
from assent.judge.subject import Subject
from assent.serve import choice
from assent.serve.answer import answer
from assent.serve.compose import Made, written
from assent.serve.proof import valid
from assent.wire import Exchange, Request, Response

WORDY: Json = {
    "type": "object",
    "required": ["id", "name", "tags"],
    "properties": {
        "id": {"type": "integer", "maximum": 1000},
        "name": {"type": ["string", "boolean", "number"], "maxLength": 4},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
    },
}


@pytest.mark.parametrize("media", ["application/json", "application/xml"])
def test_every_dynamic_answer_is_one_the_judge_accepts(media: str) -> None:
    provider = mocked(answering({media: {"schema": WORDY}}), dynamic=True)
    for number in range(300):
        request = Request("GET", f"/x?n={number}")
        found = answer(provider, request)
        assert found.status == 200
        assert not [it for it in judge(provider.prepared, Exchange(request, found)) if it.side == "response"]
    assert 0 < len(provider.forms) < 300


@pytest.mark.parametrize("media", ["application/json", "application/xml"])
def test_the_judge_is_asked_once_for_a_form_and_the_schema_every_time(media: str) -> None:
    provider = mocked(answering({media: {"schema": WORDY}}))
    subject = Subject(provider.prepared, Exchange(Request("GET", "/x")))
    assert subject.operation is not None
    described = choice.success(subject.operation)
    assert described is not None
    kind = described.response.content[media]
    asked: list[Response] = []

    def by_judge(whole: Response) -> bool:
        asked.append(whole)
        return not list(judge_response(subject.answered(whole)))

    def said(value: Json) -> bool:
        made = written(kind, value, again=False)
        assert isinstance(made, Made)
        whole = Response(200, (("Content-Type", made.content_type),), made.body)
        return valid(whole, provider=provider, subject=subject, media=kind, made=made, judge=by_judge)

    assert said({"id": 1, "name": "a", "tags": ["b"]})
    assert said({"id": 2, "name": "Rex", "tags": ["c d"]})
    assert len(asked) == 1
    assert not said({"id": 1001, "name": "a", "tags": ["b"]})
    assert not said({"id": 1, "name": "Roberta", "tags": ["b"]})
    assert len(asked) == 1


@pytest.mark.parametrize("text", ["true", "7", "1e3", " a", "a ", "\r", "é", "null", "<b>", ""])
def test_text_that_xml_may_read_as_something_else_is_read_back(text: str) -> None:
    schema: Json = {"type": "object", "properties": {"name": {"type": ["string", "number", "null"]}}}
    provider = mocked(answering({"application/xml": {"schema": schema}}))
    subject = Subject(provider.prepared, Exchange(Request("GET", "/x")))
    assert subject.operation is not None
    described = choice.success(subject.operation)
    assert described is not None
    media = described.response.content["application/xml"]
    seen: list[bytes] = []

    def by_judge(whole: Response) -> bool:
        seen.append(whole.body)
        return True

    for said in ("abc", text):
        made = written(media, {"name": said}, again=False)
        assert isinstance(made, Made)
        whole = Response(200, (("Content-Type", "application/xml"),), made.body)
        assert valid(whole, provider=provider, subject=subject, media=media, made=made, judge=by_judge)
    assert len(seen) == 2
