"""Every operation of real descriptions is answered, and an independent validator agrees with the answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.serve.making import mocked
from tests.serve.sweeping import sweep

from assent.api import read_api
from assent.document import load

SAMPLED = {
    "small/petstore-2.0.yaml": 1,
    "small/petstore-3.1.yaml": 1,
    "small/train-travel.yaml": 1,
    "box/2024-10-11-7c19019e.json": 30,
    "slack/slack_web_openapi_v2.2020-10-06-dfea73e0.json": 25,
    "twilio/twilio_api_v2010.2025-01-28-e88f6e55.json": 25,
    "github/2025-b.json": 120,
}


ARGUED = {
    "POST /bookings/{bookingId}/payment": "a required property is writeOnly: no answer may have it (OAS 3.1.1 §4.8.24)"
}
"""Where the independent validator is wrong, and why."""


@pytest.mark.parametrize("name", SAMPLED)
def test_a_sample_of_operations_is_answered_validly(name: str, shared: Path) -> None:
    provider = mocked(read_api(load(str(shared / "corpus" / name))))
    swept = list(sweep(provider, every=SAMPLED[name]))
    assert len(swept) >= 4
    wrong = [one for one in swept if (one.wrong or one.status >= 500) and one.operation not in ARGUED]
    assert wrong == []
