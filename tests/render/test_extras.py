"""What engines add to a report, as tables and in lines."""

from __future__ import annotations

from typing import Any

import pytest

from assent.json import Json
from assent.render.extras import MOST_ROWS, Table, brief, commands, facts, in_lines, tables

RUN: Json = {"requests": 2500, "seconds": 1.5, "operations": {"total": 7, "reached": 6}, "ended_early": None}
INTERACTIONS: list[Json] = [
    {"consumer": "web", "verdict": "at_risk"},
    {"consumer": "app", "verdict": "at_risk", "index": 1},
]


def test_figures_are_names_and_values() -> None:
    (table,) = tables({"run": RUN})
    assert table == Table(
        "run",
        (),
        (
            ("requests", "2,500"),
            ("seconds", "1.5"),
            ("operations", "total 7, reached 6"),
            ("ended early", ""),
        ),
    )


def test_records_inside_are_tables_of_their_own() -> None:
    inner: dict[str, Json] = {"total": 2, "operations": [{"path": "/a", "statuses": {"valid": {"200": 1}}}]}
    assert list(tables({"run": {"seed": 1, "coverage": inner}})) == [
        Table("run", (), (("seed", "1"),)),
        Table("run: coverage", (), (("total", "2"),)),
        Table("run: coverage: operations", ("path", "statuses"), (("/a", "valid (200 1)"),)),
    ]


def test_records_are_rows_under_all_the_names_they_have() -> None:
    (table,) = tables({"interactions": [*INTERACTIONS]})
    assert table.columns == ("consumer", "verdict", "index")
    assert table.rows == (("web", "at risk", ""), ("app", "at risk", "1"))


def test_a_table_of_very_many_rows_says_how_many_are_left_out() -> None:
    (table,) = tables({"exchanges": [{"n": number} for number in range(MOST_ROWS + 3)]})
    assert (len(table.rows), table.more) == (MOST_ROWS, 3)


def test_a_single_value_is_a_table_of_one_row() -> None:
    assert list(tables({"next_version": "2.0.0"})) == [
        Table("next version", (), (("next version", "2.0.0"),))
    ]


def test_lines_count_records_by_their_verdicts() -> None:
    extra: dict[str, Any] = {"run": {"requests": 3}, "interactions": INTERACTIONS, "next_version": "2.0.0"}
    assert list(in_lines(extra)) == ["run: requests 3", "interactions: 2 at risk", "next version: 2.0.0"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "yes"),
        (False, "no"),
        (None, ""),
        (1234567, "1,234,567"),
        ("at_risk", "at risk"),
        ("a b_c", "a b_c"),
        (["a", "b"], "a, b"),
        ([1, 2], "2 records"),
        ([{}], "1 record"),
        ([], ""),
    ],
)
def test_a_value_is_told_in_a_few_words(value: Any, expected: str) -> None:
    assert brief(value) == expected


def test_commands_are_told_as_they_are_typed_and_all_else_as_facts() -> None:
    extra: dict[str, Json] = {"about": "an order", "curl": "curl x", "times": 3, "python": "httpx.get('x')"}
    assert list(commands(extra)) == ["curl x", "httpx.get('x')"]
    assert facts(extra) == "about an order, times 3"
    assert facts({"at_once": [1, 2], "times": 3}) == "at once steps 2 and 3, times 3"
