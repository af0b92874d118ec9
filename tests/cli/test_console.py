"""Colour and progress are for people at a terminal, unless somebody says otherwise."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from assent.cli.console import emit, progress, wants_color, width


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize(
    ("choice", "terminal", "env", "colored"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"FORCE_COLOR": "0"}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", False, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_the_option_then_the_environment_then_the_terminal(
    choice: str, terminal: bool, env: Mapping[str, str], colored: bool
) -> None:
    stream = Terminal() if terminal else io.StringIO()
    assert wants_color(choice, stream, env) is colored


@pytest.mark.parametrize(("columns", "found"), [("80", 80), ("10", 40), ("900", 140)])
def test_the_width_stays_readable(columns: str, found: int) -> None:
    assert width({"COLUMNS": columns}) == found


def test_progress_is_shown_on_a_terminal_and_wiped_away() -> None:
    stream = Terminal()
    with progress({}, stream) as show:
        show("paths", 1, 2000)
    assert "paths 1 of 2,000" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(("terminal", "env"), [(False, {}), (True, {"CI": "true"}), (True, {"TERM": "dumb"})])
def test_progress_is_silent_where_nobody_looks(terminal: bool, env: Mapping[str, str]) -> None:
    stream = Terminal() if terminal else io.StringIO()
    with progress(env, stream) as show:
        show("paths", 1, 2)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("text", "written"), [("a", "a\n"), ("a\n", "a\n"), ("", "")])
def test_a_report_ends_with_one_newline(text: str, written: str) -> None:
    stream = io.StringIO()
    emit(text, stream)
    assert stream.getvalue() == written


def test_a_report_to_a_reader_that_has_gone_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[bool] = []
    monkeypatch.setattr("assent.cli.stop_writing", lambda: stopped.append(True))
    emit("a", Gone())
    assert stopped == [True]
