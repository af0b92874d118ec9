from __future__ import annotations

import json
from typing import Any

from tests.pact.making import answering, api_of, node

from assent.api import Api
from assent.json import Json
from assent.pact.case import PETS
from assent.pact.comparator import comparator_lines
from assent.pact.read import read_pact
from assent.pact.verify import verify


def lines(api: Api, *interactions: Json) -> list[Any]:
    pact = read_pact(node({"consumer": {"name": "web"}, "interactions": list(interactions)}))
    return [json.loads(line) for line in comparator_lines(verify(api, [pact]))]


def asked(path: str, *, status: int = 200, **more: Json) -> Json:
    return {
        "description": "it",
        "request": {"method": "GET", "path": path, **more},
        "response": {"status": status},
    }


def test_a_pact_is_a_line_and_an_empty_list_where_all_is_well() -> None:
    assert lines(api_of(PETS), asked("/pets/7"), asked("/pets/8")) == [[]]


def test_a_path_that_is_unknown_has_the_tools_own_shape() -> None:
    ((found,),) = lines(api_of(PETS), asked("/pets/7"), asked("/dogs"))
    assert found == {
        "code": "request.path-or-method.unknown",
        "message": "No path of the description matches /dogs.",
        "mockDetails": {
            "interactionDescription": "it",
            "interactionState": "[none]",
            "location": "[root].interactions[1].request.path",
            "value": None,
        },
        "specDetails": {
            "location": found["specDetails"]["location"],
            "pathMethod": None,
            "pathName": None,
            "value": None,
        },
        "type": "error",
    }


def test_a_body_names_the_place_in_the_interaction_and_the_value() -> None:
    api = answering({"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer"}}}})
    response: Json = {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"a": ["x"]}}
    ((found,),) = lines(api, {"request": {"method": "GET", "path": "/"}, "response": response})
    assert found["code"] == "response.body.incompatible"
    assert found["mockDetails"]["location"] == "[root].interactions[0].response.body.a.0"
    assert (found["specDetails"]["pathMethod"], found["specDetails"]["pathName"]) == ("get", "/")


def test_a_query_parameter_that_is_unknown_is_a_warning_at_its_name() -> None:
    ((found,),) = lines(api_of(PETS), asked("/pets/7", query="nosuch=1"))
    assert (found["code"], found["type"]) == ("request.query.unknown", "warning")
    assert found["mockDetails"]["location"] == "[root].interactions[0].request.query.nosuch"
