"""A run as a report: its findings with the commands that show them again, and what it covered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assent.api.model import Api
from assent.findings import Finding
from assent.fuzz.commands import curl_line, python_line, replay_line
from assent.fuzz.history import Gone, Past
from assent.fuzz.running import Outcome
from assent.fuzz.script import shell_script
from assent.json import Json
from assent.records import replace
from assent.wire import Exchange

LONGEST_LINE: Final = 8_000
"""Characters of a line that somebody may paste."""


def with_commands(finding: Finding, *, description: str = "", base: str = "") -> Finding:
    """The finding with a curl line and a Python line of its request, and, where a description is named, a line that
    judges the exchange again without a network, as `extra` members. Where steps come before the request, curl sends
    those too, a line each.
    """
    witness = finding.witness
    if witness is None or witness.request is None:
        return finding
    told = finding.extra.get("at_once")
    at_once = [it for it in told if isinstance(it, int)] if isinstance(told, list) else []
    again = curl_line(witness.request)
    if witness.steps:
        again = shell_script(witness.steps, witness.request, at_once=at_once)
    commands: dict[str, Json] = {"curl": again, "python": python_line(witness.request)}
    if description and description != "-" and witness.response is not None and not witness.response.cut:
        exchange = Exchange(witness.request, witness.response)
        line = replay_line(exchange, description=description, base=base)
        if len(line) <= LONGEST_LINE:
            commands["replay"] = line
    return replace(finding, extra={**finding.extra, **commands})


def run_json(
    outcome: Outcome,
    api: Api,
    *,
    seed: int,
    trend: Sequence[Past] = (),
    gone: Sequence[Gone] = (),
    unreadable: Sequence[str] = (),
) -> dict[str, Json]:
    """The report's member `run`: what was spent and reached, which parts of the description were `unreadable`, and,
    where runs are kept, those before and what is gone.
    """
    total = len(api.operations)
    tree: dict[str, Json] = {
        "requests": outcome.requests,
        "seconds": round(outcome.seconds, 3),
        "seed": seed,
        "operations": {"total": total, "reached": len(outcome.coverage.reached)},
        "coverage": outcome.coverage.tree(total),
    }
    if trend:
        tree["history"] = [
            {"started": it.started, "requests": it.requests, "findings": it.findings, "new": it.new}
            for it in trend
        ]
    if unreadable:
        tree["unreadable"] = [*unreadable]
    if gone:
        tree["gone"] = [{"rule": it.rule, "message": it.message, "since": it.since} for it in gone]
    if outcome.stopped:
        tree["stopped"] = outcome.stopped
    return tree
