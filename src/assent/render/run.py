"""A run of `assent fuzz` as pictures: what of the description was reached, how long answers took, and the trend."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from assent.records import dataclass

WIDTH, HEIGHT, FOOT = 420, 110, 20
MOST_UNBROKEN: Final = 8
"""Constraints that no request broke and that one row names."""
KINDS: Final = (("valid", "allowed"), ("invalid", "forbidden"), ("unsure", "unsure"))
"""The kinds of requests in the JSON, and the words that people read."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart in its coordinates; `part` is the height of its marked lower end."""

    x: float
    width: float
    height: float
    part: float
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars over a line of labels, and what the chart says in a sentence."""

    title: str
    told: str
    bars: tuple[Bar, ...]
    most: str
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = FOOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One operation of the matrix; `cells` are the statuses with their counts, by the kind of request."""

    method: str
    path: str
    cells: tuple[tuple[tuple[str, int, str], ...], ...]
    parameters: str
    constraints: str
    times: str
    missing: str
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Everything that the page shows of a run besides its findings."""

    facts: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    rows: tuple[Row, ...]
    untested: tuple[tuple[str, str], ...]
    charts: tuple[Chart, ...]


def run_view(tree: Any) -> Run | None:
    """The run of a fuzz report's `run` member; None if it has not that form."""
    match tree:
        case {"requests": int(requests), "seconds": int() | float() as seconds, "coverage": dict(coverage)}:
            pass
        case _:
            return None
    operations = [it for it in _list(coverage, "operations") if "statuses" in it]
    total = coverage.get("total", len(operations))
    facts = [
        ("requests", f"{requests:,}"),
        ("seconds", f"{seconds:,.1f}"),
        ("operations reached", f"{len(operations):,} of {total:,}"),
        ("seed", str(tree.get("seed", ""))),
    ]
    if unreadable := tree.get("unreadable"):
        facts.append(("parts of the description that cannot be read", f"{len(unreadable):,}"))
    if gone := _list(tree, "gone"):
        facts.append(("gone since the last run", f"{len(gone):,}"))
    if "stopped" in tree:
        facts.append(("stopped early", str(tree["stopped"])))
    charts = [_times_of_all(operations), _slowest(operations), _trend(_list(tree, "history"))]
    return Run(
        facts=tuple(facts),
        needs=tuple(map(str, coverage.get("needs") or ())),
        rows=tuple(map(_row, operations)),
        untested=tuple(
            (f"{it['method']} {it['path']}", str(it["why"])) for it in _list(coverage, "untested")
        ),
        charts=tuple(chart for chart in charts if chart.bars),
    )


def _list(tree: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [it for it in tree.get(name) or () if isinstance(it, dict)]


def _row(operation: Mapping[str, Any]) -> Row:
    cells = []
    for kind, _ in KINDS:
        statuses = operation["statuses"].get(kind, {})
        cells.append(tuple((status, count, _family(status)) for status, count in statuses.items()))
    missing = operation.get("not_reached") or {}
    names, statuses = missing.get("parameters") or (), missing.get("statuses") or ()
    lacks = [f"no request had {', '.join(names)}"] if names else []
    lacks += [f"no answer had {', '.join(statuses)}"] if statuses else []
    lacks += map(str, (operation.get("not_judged") or ())[:3])
    if unbroken := missing.get("constraints") or ():
        more = f" and {len(unbroken) - MOST_UNBROKEN} more" if len(unbroken) > MOST_UNBROKEN else ""
        lacks.append(f"no request broke {', '.join(unbroken[:MOST_UNBROKEN])}{more}")
    times = operation.get("milliseconds") or {}
    reached = operation.get("parameters") or ()
    return Row(
        method=operation["method"],
        path=operation["path"],
        cells=tuple(cells),
        parameters=f"{len(reached)} of {len(reached) + len(names)}",
        constraints=str(len(operation.get("constraints_broken") or ())),
        times=f"{times['median']:g} / {times['most']:g}" if times else "",
        missing="; ".join(lacks),
        good=bool(operation.get("succeeded")),
    )


def _family(status: str) -> str:
    return f"s{status[0]}" if status != "0" else "s0"


def _times_of_all(operations: Sequence[Mapping[str, Any]]) -> Chart:
    """How many answers took how long, in steps of a tenth of a decade."""
    counts: dict[float, int] = {}
    for operation in operations:
        for upper, count in ((operation.get("milliseconds") or {}).get("counts") or {}).items():
            counts[float(upper)] = counts.get(float(upper), 0) + count
    steps = sorted(counts)
    if steps:
        steps = _without_gaps(steps[0], steps[-1])
    bars = _bars(
        [
            (counts.get(it, 0), 0, f"{it:.2g}", f"{counts.get(it, 0):,} answers up to {it:g} ms")
            for it in steps
        ]
    )
    return Chart(
        title="Response times",
        told="Answers by the milliseconds they took; each bar is a tenth of a decade.",
        bars=bars,
        most=f"{max(counts.values(), default=0):,}",
    )


def _without_gaps(least: float, most: float) -> list[float]:
    first, last = round(10 * math.log10(least)), round(10 * math.log10(most))
    return [float(f"{10 ** (step / 10):.3g}") for step in range(first, last + 1)]


def _slowest(operations: Sequence[Mapping[str, Any]]) -> Chart:
    """The 95th percentiles of the slowest operations."""
    timed = [
        (it["milliseconds"], f"{it['method']} {it['path']}") for it in operations if it.get("milliseconds")
    ]
    slow = sorted(timed, key=lambda pair: (-pair[0]["p95"], pair[1]))[:12]
    bars = _bars(
        [
            (
                times["p95"],
                times["median"],
                f"{times['p95']:g}",
                f"{name}: half within {times['median']:g} ms, 95 % within {times['p95']:g} ms",
            )
            for times, name in slow
        ]
    )
    names = ", ".join(name for _, name in slow[:3])
    told = (
        f"The slowest, from the left: {names}. Each bar is the 95th percentile, its filled part the median."
    )
    return Chart(
        title="Slowest operations", told=told, bars=bars, most=f"{slow[0][0]['p95']:g} ms" if slow else ""
    )


def _trend(history: Sequence[Mapping[str, Any]]) -> Chart:
    """Findings of the latest runs, with those that were new then."""
    rows = [
        (
            it["findings"],
            it["new"],
            str(it["started"])[5:10],
            f"{str(it['started'])[:16]}: {it['findings']} findings, {it['new']} of them new, {it['requests']:,} requests",
        )
        for it in history
    ]
    return Chart(
        title="Findings over time",
        told="Findings of each run, the latest on the right; the filled part was new then.",
        bars=_bars(rows) if len(rows) > 1 else (),
        most=str(max((row[0] for row in rows), default=0)),
    )


def _bars(rows: Sequence[tuple[float, float, str, str]]) -> tuple[Bar, ...]:
    """Bars for values with parts, labels and titles; labels are left out where they would not fit."""
    most = max((row[0] for row in rows), default=0)
    if not most:
        return ()
    step = WIDTH / len(rows)
    every = math.ceil(44 / step)
    return tuple(
        Bar(
            x=round(index * step + step * 0.1, 1),
            width=round(min(step * 0.8, 60), 1),
            height=round(HEIGHT * value / most, 1),
            part=round(HEIGHT * min(part, value) / most, 1),
            label=label if index % every == 0 else "",
            title=title,
        )
        for index, (value, part, label, title) in enumerate(rows)
    )
