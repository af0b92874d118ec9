"""Real descriptions are read whole, without a crash."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.api import every_operation, read_api
from assent.document import load
from assent.schema.nodes import Pool

COUNTS = {
    "github/2025-a.json": (1030, 834),
    "github/2025-b.json": (1108, 901),
    "plaid/2025-11-19-68077a9a.yml": (319, 2144),
    "box/2024-10-11-7c19019e.json": (270, 225),
    "slack/slack_web_openapi_v2.2020-10-06-dfea73e0.json": (174, 48),
    "twilio/twilio_api_v2010.2025-01-28-e88f6e55.json": (197, 156),
    "adyen/CheckoutService-v71.2025-08-29-6c5e3151.json": (27, 221),
    "openai/2.3.0.json": (237, 898),
    "digitalocean/2025-05/specification/DigitalOcean-public.v2.yaml": (452, 0),
}
"""Operations and named schemas, as counted in the raw documents too."""

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@pytest.fixture(autouse=True)
def _less_garbage() -> Iterator[None]:
    """Large trees are not garbage; looking for some in them takes longer than reading them."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("name", COUNTS)
def test_every_operation_of_a_real_description_is_read(name: str, shared: Path) -> None:
    description = load(str(shared / "corpus" / name))
    api = read_api(description)
    assert (len(api.operations), len(api.schemas)) == COUNTS[name]
    raw = description.root.value
    assert isinstance(raw, dict)
    paths = raw["paths"]
    assert isinstance(paths, dict)
    assert len(api.operations) == sum(
        len(METHODS & item.keys()) for item in paths.values() if isinstance(item, dict)
    )
    assert api.problems() == []
    assert not api.unreadable
    for operation in every_operation(api):
        assert not operation.unreadable
        assert operation.responses


def test_small_descriptions_are_read(shared: Path) -> None:
    for path in sorted((shared / "corpus/small").iterdir()):
        api = read_api(load(str(path)))
        assert list(every_operation(api))
        assert [problem for problem in api.problems() if not problem.at.line] == []


def test_a_real_description_is_equal_to_itself_and_not_to_its_successor(shared: Path) -> None:
    pool = Pool()
    folder = shared / "corpus/adyen"
    old, new = (read_api(load(str(path)), pool=pool) for path in sorted(folder.iterdir()))
    again = read_api(load(str(min(folder.iterdir()))), pool=pool)
    assert old == again
    assert old != new


def test_the_petstores_of_the_corpus_differ_only_in_what_their_authors_wrote(shared: Path) -> None:
    pool = Pool()
    old, new = (
        read_api(load(str(shared / f"corpus/small/petstore-{version}.yaml")), pool=pool)
        for version in ("2.0", "3.1")
    )
    assert set(old.operations) == set(new.operations)
    different = [key.path for key in old.operations if old.operations[key] != new.operations[key]]
    # The newer one has a response more, and takes pictures as bytes where the older one takes a form.
    assert sorted(different) == ["/pet/{petId}", "/pet/{petId}/uploadImage"]
