"""Records know where they stand, and mappings are read on demand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pytest
from tests.api.making import EVERYTHING, PETSTORES

from assent.api import Api, Lazy, every_operation, read_api
from assent.api.lazy import LazyKeys
from assent.document import Location, Node, load


def records(value: object) -> Iterator[object]:
    """Every record of the model inside a value; callbacks' operations are left to `every_operation`."""
    if isinstance(value, Node | Location | Lazy):
        return
    if dataclasses.is_dataclass(value):
        yield value
        for each in dataclasses.fields(value):
            yield from records(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from records(held)
    elif isinstance(value, tuple):
        for held in value:
            yield from records(held)


@pytest.mark.parametrize("name", ["2.0", "3.0", "everything"])
def test_every_record_stands_somewhere(name: str) -> None:
    read = read_api(load(str(EVERYTHING if name == "everything" else PETSTORES[name])))
    found = [*records(read), *(record for each in every_operation(read) for record in records(each))]
    found += [record for item in read.paths.values() for record in records(item)]
    promised = [it for each in every_operation(read) for it in each.responses.values()]
    found += [record for response in promised for record in records(response)]
    placed = [record for record in found if hasattr(record, "at")]
    assert len(placed) > 30
    for record in placed:
        assert isinstance(record.at, Location)
        assert record.at.file.endswith(".yaml")
        assert record.at.line >= 1


def test_a_schema_of_a_parameter_of_2_0_stands_at_the_parameter() -> None:
    read = read_api(load(str(PETSTORES["2.0"])))
    parameter = next(iter(next(iter(read.operations.values())).parameters.values()))
    assert parameter.schema is not None
    assert parameter.schema.at == parameter.at


def lazy(values: dict[str, int], node: Node) -> tuple[Lazy[str, int], list[str]]:
    asked: list[str] = []

    def read(key: str, _node: Node) -> int:
        asked.append(key)
        return values[key]

    return Lazy(dict.fromkeys(values, node), read), asked


@pytest.fixture
def node() -> Node:
    return load(str(PETSTORES["3.0"])).root


def test_a_value_is_read_when_it_is_asked_for_and_once(node: Node) -> None:
    mapping, asked = lazy({"a": 1, "b": 2}, node)
    assert list(mapping) == ["a", "b"]
    assert len(mapping) == 2
    assert "a" in mapping
    assert repr(mapping) == "Lazy('a', 'b')"
    assert asked == []
    assert mapping["a"] + mapping["a"] == 2
    assert asked == ["a"]


def test_keys_may_be_listed_when_they_are_asked_for_and_once(node: Node) -> None:
    asked: list[str] = []

    def nodes() -> dict[str, Node]:
        asked.append("all")
        return {"a": node}

    mapping = LazyKeys(nodes, lambda key, _node: key.upper())
    assert asked == []
    assert mapping == Lazy({"a": node}, lambda key, _node: key.upper())
    assert list(mapping.items()) == [("a", "A")]
    assert asked == ["all"]


def test_lazy_mappings_are_equal_as_mappings_are(node: Node) -> None:
    one, _ = lazy({"a": 1, "b": 2}, node)
    other, _ = lazy({"b": 2, "a": 1}, node)
    third, _ = lazy({"a": 1, "b": 3}, node)
    fewer, _ = lazy({"a": 1}, node)
    assert one == other
    assert one != third
    assert one != fewer
    assert one == {"a": 1, "b": 2}
    assert one == MappingProxyType({"a": 1, "b": 2})
    assert one != 5


def test_apis_have_no_hash_but_can_be_compared() -> None:
    read: Api = read_api(load(str(PETSTORES["3.0"])))
    with pytest.raises(TypeError):
        hash(read)
