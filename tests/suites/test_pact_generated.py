"""Interactions made from real descriptions: none is incompatible with the description that it was made from."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from tests.pact.making import answering, match

from assent.api import read_api
from assent.document import load
from assent.json import Json
from assent.pact.verify import Compatibility
from assent.schema.values import MINIMAL

SAMPLED = {
    "small/petstore-2.0.yaml": 1,
    "small/train-travel.yaml": 1,
    "small/vercel-3.1.json": 2,
    "box/2024-10-11-7c19019e.json": 8,
    "twilio/twilio_api_v2010.2023-01-13-268b6d15.json": 8,
    "openai/2.3.0.json": 16,
}
"""Descriptions of the corpus, and of how many operations one is taken."""


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """`bench/pact.py`, which makes the interactions for the whole corpus as well."""
    path = Path(__file__).parents[2] / "bench" / "pact.py"
    described = importlib.util.spec_from_file_location("bench_pact", path)
    assert described
    assert described.loader
    module = importlib.util.module_from_spec(described)
    sys.modules["bench_pact"] = module
    described.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "every"), SAMPLED.items(), ids=SAMPLED.keys())
def test_what_a_careful_consumer_relies_on_is_compatible(
    shared: Path, bench: ModuleType, name: str, every: int
) -> None:
    api = read_api(load(str(shared / "corpus" / name)))
    tally = bench.Tally()
    found = Counter(
        each.verdict for each in bench.verdicts(api, shape=bench.CAREFUL, tally=tally, every=every)
    )
    assert found.keys() == {Compatibility.COMPATIBLE}
    assert tally.read > tally.unread


def test_a_careful_consumer_takes_null_where_it_may_come_and_leaves_out_what_may_be_missing(
    bench: ModuleType,
) -> None:
    schema: Json = {
        "type": "object",
        "required": ["name", "ids", "owner"],
        "properties": {
            "name": {"type": ["string", "null"]},
            "tag": {"type": "string"},
            "ids": {"type": "array", "items": {"type": "integer"}},
            "owner": {"oneOf": [{"type": "string"}, {"type": "object"}]},
        },
    }
    api = answering(schema)
    (written,) = bench.generated(api, shape=bench.CAREFUL, tally=(tally := bench.Tally()))
    assert set(written["response"]["body"]["content"]) == {"name", "ids"}
    assert written["response"]["matchingRules"]["body"] == {
        "$": match("type") | {"combine": "AND"},
        "$['name']": {"combine": "OR", "matchers": [{"match": "type"}, {"match": "null"}]},
        "$['ids']": match("type") | {"combine": "AND"},
        "$['ids'][*]": match("type") | {"combine": "AND"},
    }
    assert tally.unread == 1


def test_who_relies_on_a_value_that_may_be_null_is_at_risk(bench: ModuleType) -> None:
    schema: Json = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": ["string", "null"]}},
    }
    tally = bench.Tally()
    (literal,) = bench.verdicts(answering(schema), shape=MINIMAL, tally=tally)
    assert literal.verdict is Compatibility.AT_RISK


def test_a_risk_of_a_generated_interaction_has_a_witness(shared: Path, bench: ModuleType) -> None:
    api = read_api(load(str(shared / "corpus" / "openai" / "2.3.0.json")))
    risky = [
        each
        for each in bench.verdicts(api, shape=bench.FULL, tally=bench.Tally(), every=24)
        if each.verdict is Compatibility.AT_RISK
    ]
    assert risky
    assert all(finding.witness is not None for each in risky for finding in each.findings if finding.decided)
