"""Stand-ins for modules that other packages import and a short run never asks."""

from __future__ import annotations

import copy
import importlib
import inspect
import re
import sys
import typing
from pathlib import Path

import msgspec
import pytest
import typing_extensions

from assent.cli import cleaned
from assent.spared import called_later, spared


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    return "colorsys"


def test_a_stand_in_answers_what_is_known_and_loads_the_module_for_the_rest(unloaded: str) -> None:
    with spared({unloaded: {"ONE_THIRD": "known"}}):
        import colorsys
    assert type(colorsys).__name__ == "StandIn"
    assert unloaded not in sys.modules
    assert str(colorsys.ONE_THIRD) == "known"
    assert unloaded not in sys.modules
    assert colorsys.rgb_to_hsv(0, 0, 1)[2] == 1
    assert unloaded in sys.modules


def test_what_is_imported_by_name_loads_the_module_at_once(unloaded: str) -> None:
    with spared({unloaded: {}}):
        from colorsys import rgb_to_hsv
    assert rgb_to_hsv is vars(sys.modules[unloaded])["rgb_to_hsv"]


def test_a_module_that_is_loaded_stays_itself() -> None:
    with spared({"inspect": {"signature": None}}):
        assert sys.modules["inspect"] is inspect


def test_a_name_that_the_module_lacks_is_told_as_ever(unloaded: str) -> None:
    with spared({unloaded: {}}), pytest.raises(ImportError, match="no_such_name"):
        from colorsys import no_such_name  # type: ignore[attr-defined]  # noqa: F401


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        " One",
        "One\n\ntwo",
        "One\n  two\n    three",
        "One\ttwo",
        "One\n",
        "\n  One\n  two\n  ",
        "One\n\x0ctwo",
    ],
)
def test_help_is_cleaned_as_by_the_standard_library(text: str) -> None:
    assert cleaned(text) == inspect.cleandoc(text)


def test_msgspec_gets_the_types_that_typing_extensions_would_give() -> None:
    assert typing_extensions.NotRequired is typing.NotRequired
    assert typing_extensions.Required is typing.Required


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A module that compiles a pattern and names types as text."""
    text = """
from __future__ import annotations
import re
from typing import NamedTuple
WORD = re.compile("[a-z]+", re.IGNORECASE)
class Pair(NamedTuple):
    one: int | None
    other: Pair | None = None
"""
    (tmp_path / "fresh_for_sparing.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "fresh_for_sparing", raising=False)
    return "fresh_for_sparing"


def test_patterns_are_compiled_when_they_are_asked(fresh: str) -> None:
    with spared({}):
        module = importlib.import_module(fresh)
    assert type(module.WORD).__name__ == "LazyPattern"
    assert module.WORD.fullmatch("Word")
    assert module.WORD.fullmatch("W0rd") is None
    assert module.WORD.flags == re.compile("", re.IGNORECASE).flags
    assert isinstance(copy.copy(module.WORD), re.Pattern)


def test_afterwards_patterns_are_compiled_at_once(fresh: str) -> None:
    with spared({}):
        module = importlib.import_module(fresh)
    assert sys.modules["re"] is re
    assert isinstance(module.re.compile("a"), re.Pattern)


def test_types_named_as_text_are_evaluated_as_ever(fresh: str) -> None:
    with spared({}):
        module = importlib.import_module(fresh)
    assert typing.get_type_hints(module.Pair) == {"one": int | None, "other": module.Pair | None}
    assert not hasattr(typing, "compile")


def test_blocks_may_lie_within_one_another(fresh: str) -> None:
    with spared({}):
        with spared({}):
            pass
        module = importlib.import_module(fresh)
    assert type(module.WORD).__name__ == "LazyPattern"
    assert sys.modules["re"] is re
    assert not hasattr(typing, "compile")


def test_a_function_of_a_module_imports_it_when_it_is_called(unloaded: str) -> None:
    convert = called_later(unloaded, "rgb_to_hsv")
    assert unloaded not in sys.modules
    assert convert(0, 0, 1)[2] == 1


def test_what_msgspec_gets_is_there_once_somebody_asks() -> None:
    assert msgspec.json.schema(int) == {"type": "integer"}
    assert msgspec.inspect.type_info(int) == msgspec.inspect.IntType()
    assert msgspec.toml.decode("a = 1") == {"a": 1}
