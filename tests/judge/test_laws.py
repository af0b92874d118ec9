"""What is made from a description and written to the wire, the judge takes; what breaks it in one place, it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from assent.api import Api, read_api
from assent.api.sides import Side
from assent.document import load
from assent.findings import Severity
from assent.json import Json
from assent.judge import Subject, judge_request, judge_response, prepare
from assent.judge.prepared import Prepared
from assent.schema.values import Unsatisfiable, draw
from assent.schema.views import View as Seen, viewed
from assent.schema.violations import accepts
from assent.wire import Exchange, Response
from assent.wire.building import Content, Values, write_request, write_response
from assent.wire.styles import Unwritable

SMALL = (
    "petstore-2.0.yaml",
    "petstore-3.1.yaml",
    "parameters-style.yaml",
    "train-travel.yaml",
    "schema-circular.yaml",
)
EACH = 12


@pytest.fixture(scope="module", params=SMALL)
def api(request: pytest.FixtureRequest, shared: Path) -> Api:
    return read_api(load(str(shared / "corpus" / "small" / request.param)))


def made(schema: object, side: Side, random: Random) -> Json:
    hidden = "readOnly" if side is Side.REQUEST else "writeOnly"
    return draw(viewed(schema, Seen(typed=True, closed=True, without=hidden)), random, formats="assert")  # type: ignore[arg-type]  # a Schema


def good_requests(api: Api, prepared: Prepared) -> Iterator[Exchange]:
    random = Random(0)
    for key in api.operations:
        operation = prepared.plan(key).operation
        base = "https://host.example" + ("" if not operation.servers else _path(operation.servers[0].url))
        for _ in range(EACH):
            try:
                parameters = {
                    it.key: made(it.schema.schema, Side.REQUEST, random)
                    for it in operation.parameters.values()
                    if it.schema is not None and (it.required or random.random() < 0.5)
                }
                content = None
                if operation.request_body and operation.request_body.content:
                    media = random.choice(list(operation.request_body.content.values()))
                    value = made(media.schema.schema, Side.REQUEST, random) if media.schema else "a"
                    content = Content(media=media, value=value)
                yield Exchange(
                    write_request(operation, Values(parameters=parameters, content=content), base=base)
                )
            except (Unwritable, Unsatisfiable):
                continue


def _path(url: str) -> str:
    from assent.api.servers import base_path

    return base_path(url)


def test_a_good_request_is_taken(api: Api) -> None:
    prepared = prepare(api)
    count = 0
    for exchange in good_requests(api, prepared):
        found = [
            it
            for it in judge_request(Subject(prepared, exchange))
            if it.severity is not Severity.NOTE and it.rule.id != "missing-credentials"
        ]
        assert not found, (exchange.request, [it.message for it in found])
        count += 1
    assert count >= EACH


def test_a_good_answer_is_taken_and_one_that_its_schema_refuses_is_not(api: Api) -> None:
    prepared, random = prepare(api), Random(1)
    for key in api.operations:
        plan = prepared.plan(key)
        request = next(iter(good_requests(_only(api, key), prepared)), None)
        if request is None:
            continue
        for status, described in plan.operation.responses.items():
            for media in described.content.values():
                if media.schema is None or "json" not in media.name:
                    continue
                code = 200 if status == "default" else int(status.replace("X", "0"))
                for value in _values(media.schema.schema, random):
                    answer = write_response(code, content=Content(media=media, value=value))
                    answer = Response(answer.status, answer.headers, answer.body)
                    subject = Subject(prepared, Exchange(request.request, answer))
                    rules = {it.rule.id for it in judge_response(subject)}
                    # what is only written does not exist in an answer, required or not
                    valid = accepts(viewed(media.schema.schema, Seen(without="writeOnly")), value)
                    if prepared.plan(key).response(code) is described:
                        assert ("invalid-response-body" not in rules) is valid, (key, value)


def _values(schema: object, random: Random) -> Iterator[Json]:
    try:
        for _ in range(3):
            value = made(schema, Side.RESPONSE, random)
            yield value
            yield from (None, 7, "text", [value], {"x": value})
    except Unsatisfiable:
        return


def _only(api: Api, key: object) -> Api:
    from dataclasses import replace

    from assent.api.lazy import Lazy

    nodes = {name: node for name, node in api.operations.nodes.items() if name == key}
    return replace(api, operations=Lazy(nodes, lambda name, _node: api.operations[name]))
