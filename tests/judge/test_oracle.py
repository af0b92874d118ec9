"""openapi-core as a second opinion on requests and answers made from a description, good and bad."""

from __future__ import annotations

import io
import warnings
from itertools import islice
from random import Random

import pytest

from assent.api import read_api
from assent.api.sides import Side
from assent.document import load
from assent.findings import Severity
from assent.judge import Subject, judge_request, judge_response, prepare
from assent.judge.case import PETS

EXPLAINED = {
    # Besides: a text/plain body of no characters is a body; openapi-core takes it for none.
    # OAS 3.1.1 §4.8.12.2: an empty value is a value; openapi-core refuses it unless allowEmptyValue, deprecated, is set.
    "ParameterValidationError/EmptyQueryParameterValue",
}


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import openapi_core  # noqa: F401 - its import warns


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [0, 1])
def test_both_accept_and_refuse_the_same(seed: int) -> None:
    from bench.judge import Core, exchanges

    description = load(
        "-",
        stdin=io.BytesIO(
            PETS.replace("paths:", "servers: [{url: 'http://pets.example'}]\npaths:", 1).encode()
        ),
    )
    tree = description.root.value
    assert isinstance(tree, dict)
    api = read_api(description)
    prepared, core = prepare(api), Core(tree)
    refused = accepted = 0
    for exchange in islice(exchanges(api, prepared, Random(seed)), 300):
        subject = Subject(prepared, exchange)
        for side in Side:
            if side is Side.RESPONSE and exchange.response is None:
                continue
            found = list(judge_request(subject) if side is Side.REQUEST else judge_response(subject))
            theirs = core.request(exchange) if side is Side.REQUEST else core.response(exchange)
            empty_text = not exchange.request.body and "RequestBody" in theirs
            if theirs in EXPLAINED or empty_text or any(it.rule.id in _ONLY_OURS for it in found):
                continue
            ours = any(it.severity is Severity.ERROR or it.rule.id in _THEIR_ERRORS for it in found)
            assert ours == bool(theirs), (exchange, [it.message for it in found], theirs)
            refused, accepted = refused + ours, accepted + (not ours)
    assert min(refused, accepted) > 30


_THEIR_ERRORS = frozenset({"broken-format", "read-only-sent"})
"""What openapi-core refuses and we only warn of: it asserts formats, and forbids what is marked."""

_ONLY_OURS = frozenset({"undocumented-request-body", "missing-response-header", "undocumented-error-status"})
"""What openapi-core does not look at."""
