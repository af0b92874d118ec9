"""Stand-ins for modules that other packages import and a short run never asks."""

from __future__ import annotations

import inspect
import sys
import typing

import pytest
import typing_extensions

from assent.cli import cleaned
from assent.spared import spared


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
