"""Trouble on purpose is seeded, and only what the description allows."""

from __future__ import annotations

from random import Random

import pytest
from tests.serve.making import PETS, described, read

from assent.errors import UsageError
from assent.json import Json
from assent.serve.faults import MOST_WAIT, Faults, Latency, Trouble, parse_faults, trouble


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", Faults()),
        ("error=0.1", Faults(error=0.1)),
        (
            "error=1, cut=0.25,latency=20-200ms",
            Faults(error=1.0, cut=0.25, latency=Latency(first=20, second=200)),
        ),
        ("latency=5ms", Faults(latency=Latency(first=5, second=5))),
        (
            "latency=normal(100,20)ms,cut=1",
            Faults(cut=1.0, latency=Latency(shape="normal", first=100, second=20)),
        ),
        ("latency=lognormal(80, 0.5)ms", Faults(latency=Latency(shape="lognormal", first=80, second=0.5))),
        ("latency=exponential(40)ms", Faults(latency=Latency(shape="exponential", first=40))),
    ],
)
def test_faults_are_read_as_written(text: str, faults: Faults) -> None:
    assert parse_faults(text) == faults


@pytest.mark.parametrize(
    "text", ["error=2", "latency=fast", "burn", "cut=-1", "latency=normal(5)ms", "latency=exponential(5,5)ms"]
)
def test_what_is_no_fault_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="is no fault"):
        parse_faults(text)


def test_the_same_seed_brings_the_same_trouble() -> None:
    operation = next(iter(read(PETS).operations.values()))
    faults = Faults(error=0.3, cut=0.3, latency=Latency(first=1, second=9))
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


@pytest.mark.parametrize(
    ("latency", "least", "median", "most"),
    [
        (Latency(first=30, second=30), 30, 30, 30),
        (Latency(first=20, second=200), 20, 110, 200),
        (Latency(shape="normal", first=100, second=20), 0, 100, 250),
        (Latency(shape="lognormal", first=80, second=0.5), 0, 80, 2_000),
        (Latency(shape="exponential", first=40), 0, 40 * 0.693, 2_000),
        (Latency(shape="exponential", first=10_000_000), 0, MOST_WAIT, MOST_WAIT),
    ],
    ids=lambda it: it.shape if isinstance(it, Latency) else None,
)
def test_latency_follows_its_distribution(latency: Latency, least: float, median: float, most: float) -> None:
    chance = Random(3)
    drawn = sorted(latency.drawn(chance) for _ in range(4_000))
    assert least <= drawn[0]
    assert drawn[-1] <= most
    assert abs(drawn[2_000] - median) <= 0.1 * median
