"""Trouble on purpose is seeded, and only what the description allows."""

from __future__ import annotations

from random import Random

import pytest
from tests.serve.making import PETS, described, read

from assent.errors import UsageError
from assent.json import Json
from assent.serve.faults import Faults, Trouble, parse_faults, trouble


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", Faults()),
        ("error=0.1", Faults(error=0.1)),
        ("error=1, cut=0.25,latency=20-200ms", Faults(error=1.0, cut=0.25, latency=(20, 200))),
        ("latency=5ms", Faults(latency=(5, 5))),
    ],
)
def test_faults_are_read_as_written(text: str, faults: Faults) -> None:
    assert parse_faults(text) == faults


@pytest.mark.parametrize("text", ["error=2", "latency=fast", "burn", "cut=-1"])
def test_what_is_no_fault_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="is no fault"):
        parse_faults(text)


def test_the_same_seed_brings_the_same_trouble() -> None:
    operation = next(iter(read(PETS).operations.values()))
    faults = Faults(error=0.3, cut=0.3, latency=(1, 9))
    runs = [
        [trouble(faults, chance, operation) for _ in range(50)]
        for chance in (Random(1), Random(1), Random(2))
    ]
    assert runs[0] == runs[1] != runs[2]


def test_only_described_errors_happen() -> None:
    operation: Json = {
        "responses": {"200": {"description": ""}, "4XX": {"description": ""}, "503": {"description": ""}}
    }
    one = next(iter(described(operation).operations.values()))
    found = {trouble(Faults(error=1.0), Random(seed), one).status for seed in range(20)}
    assert found == {"400", "503"}
    fine = next(iter(described({"responses": {"200": {"description": ""}}}).operations.values()))
    assert trouble(Faults(error=1.0), Random(0), fine) == Trouble()
