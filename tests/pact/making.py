"""Short ways to make pacts and Apis for tests."""

from __future__ import annotations

import io
from typing import Any

from assent.api import Api, read_api
from assent.document import Document, Node, from_tree, load
from assent.json import Json
from assent.pact.model import Interaction
from assent.pact.read import read_interaction
from assent.pact.verify import Verification, Verifier
from assent.schema import Pool


def node(value: Any) -> Node:
    """The root of a document that holds the value; every position is 1:1."""
    return Document("memory:pact", "pact.json", value, lambda wanted: dict.fromkeys(wanted, (1, 1))).root


def interaction(written: Json) -> Interaction:
    return read_interaction(node(written), consumer="web", provider="pets", index=0)


def api_of(text: str, *, pool: Pool | None = None) -> Api:
    return read_api(load("-", stdin=io.BytesIO(text.encode())), pool=pool)


def answering(schema: Json, **response: Json) -> Api:
    """An Api with `GET /` answering JSON of that schema."""
    described: dict[str, Json] = {
        "description": "",
        "content": {"application/json": {"schema": schema}},
        **response,
    }
    return read_api(
        from_tree(
            {
                "openapi": "3.1.0",
                "info": {"title": "t", "version": "1"},
                "paths": {"/": {"get": {"responses": {"200": described}}}},
            }
        )
    )


def verified(api: Api, written: Json) -> Verification:
    return Verifier(api).verify(interaction(written))


def expecting(body: Json, rules: Json = None, **response: Json) -> dict[str, Json]:
    """An interaction with `GET /` that expects the JSON body, matched by version 3 rules."""
    expected: dict[str, Json] = {
        "status": 200,
        "headers": {"Content-Type": "application/json"},
        "body": body,
        **response,
    }
    if rules is not None:
        expected["matchingRules"] = {"body": rules}
    return {"description": "it", "request": {"method": "GET", "path": "/"}, "response": expected}


def match(word: str, **attributes: Json) -> dict[str, Json]:
    """A path's rules with one matcher."""
    return {"matchers": [{"match": word, **attributes}]}
