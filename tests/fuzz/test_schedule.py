"""The order of a run: what varies one thing comes before what is drawn, and nothing of the budget is left."""

from __future__ import annotations

import io

import pytest
from tests.fuzz.serving import serving

from assent.api import read_api
from assent.document import load
from assent.fuzz.phases import Attempt
from assent.fuzz.run import Run
from assent.fuzz.schedule import ENUMERATED, schedule
from assent.fuzz.sending import http_sender
from assent.fuzz.settings import Settings
from assent.wire import Request, Response

SPEC = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    get:
      parameters: [{name: n, in: query, schema: SCHEMA}]
      responses: {"200": {description: ok}, 4XX: {description: no}}
"""


def phases(schema: str, requests: int) -> list[str]:
    api = read_api(load("-", stdin=io.BytesIO(SPEC.replace("SCHEMA", schema).encode())))
    found: list[Attempt] = []

    def answer(_request: Request) -> Response:
        return Response(200)

    with serving(answer) as url, http_sender(url) as send:
        run = Run(api, send, Settings(requests=requests, safe=True))
        for attempt in schedule(run):
            found.append(attempt)
            if len(found) >= requests:
                break
        run.caller.close(finished=True)
    return [it.phase for it in found]


def test_requests_by_chance_come_after_rounds_that_vary_one_thing() -> None:
    schema = "{type: string, minLength: 2, maxLength: 9, pattern: '^[a-z]+$', enum: [ab, abc, abcd, abcde]}"
    found = phases(schema, 80)
    first = found.index("chance")
    assert set(found[:first]) == {"enumerated"}
    assert first == 2 * ENUMERATED + 2
    assert found.count("chance") > 5


@pytest.mark.parametrize("requests", [30, 60])
def test_an_operation_whose_variations_are_few_gets_requests_by_chance_at_once(requests: int) -> None:
    found = phases("{type: boolean}", requests)
    assert len(found) == requests
    assert "chance" in found
