"""Findings of several interactions: one line for one cause, with those whom it lets down and no other."""

from __future__ import annotations

from tests.pact.making import api_of, node

from assent.findings import Finding, Severity
from assent.json import Json
from assent.pact.case import PETS
from assent.pact.grouping import grouped
from assent.pact.read import read_pact
from assent.pact.verify import verify


def asking(description: str, **more: Json) -> dict[str, Json]:
    """A request that has no path in the description."""
    return {
        "description": description,
        "request": {"method": "GET", "path": "/dogs"},
        "response": {"status": 200},
        **more,
    }


def told(*interactions: Json) -> tuple[Finding, ...]:
    pact = read_pact(node({"consumer": {"name": "web"}, "interactions": list(interactions)}))
    return grouped(each.findings for each in verify(api_of(PETS), [pact]))


def test_what_several_interactions_meet_is_told_once() -> None:
    (finding,) = told(asking("one"), asking("another"))
    assert [consumer.interactions for consumer in finding.consumers] == [("one", "another")]


def test_what_is_pending_is_not_told_as_failing() -> None:
    failing, pending = told(asking("now"), asking("later", pending=True))
    assert (failing.severity, failing.consumers[0].interactions) == (Severity.ERROR, ("now",))
    assert (pending.severity, pending.consumers[0].interactions) == (Severity.NOTE, ("later",))
