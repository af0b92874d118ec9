"""Whoever an edit of a description lets down is named: as many consumers as checking each interaction again finds.

All edits of compare's own list of places can be asked: `PYTHONPATH=. python tests/laws/test_affected_mutations.py`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pytest
from tests.compare.mutations import Mutation, Tree, mutations
from tests.pact.making import node

from assent.api import Api, read_api
from assent.compare.compare import compare
from assent.compare.places import places
from assent.document import load
from assent.json import Json
from assent.pact.affected import affected, with_consumers
from assent.pact.model import Pact
from assent.pact.read import read_pact
from assent.pact.verify import Verification, Verifier
from assent.schema import Pool

RANKS = ("compatible", "at_risk", "undecided", "incompatible")
EVERY = 31
"""Of so many edits one is asked in the default run."""

JSON: dict[str, Json] = {"Content-Type": "application/json"}


def asking(
    description: str,
    *,
    body: Json = None,
    key: str = "Bearer x",
    query: str = "",
    answer: Mapping[str, Json] = MappingProxyType({}),
) -> Json:
    """One interaction with the only operation of the mutated description."""
    request: dict[str, Json] = {"method": "POST", "path": "/v1/pets/7", "query": query}
    request["headers"] = {"Authorization": key}
    if body is not None:
        request |= {"body": body, "headers": {"Authorization": key, **JSON}}
    return {"description": description, "request": request, "response": {"status": 200, **answer}}


def expecting(body: Json, *words: str) -> dict[str, Json]:
    """A response body, matched by type from its root on, or by the words given."""
    rules: dict[str, Json] = {"$": {"matchers": [{"match": word} for word in words or ("type",)]}}
    return {"headers": JSON, "body": body, "matchingRules": {"body": rules}}


def consumers() -> Iterator[Pact]:
    """Each reads something else, so that no edit can let all of them down unnoticed."""
    bodies: dict[str, Json] = {
        "objects": {"a": 1, "name": "Rex"},
        "names": {"name": "Rex"},
        "texts": "Rex",
        "numbers": 7,
        "lists": [1, 2],
    }
    sent: dict[str, Json] = {"an object": {"a": 1}, "a text": "Rex", "a number": 7, "a list": [1, 1]}
    written: dict[str, list[Json]] = {
        "statuses": [asking("all is well"), asking("nothing there", answer={"status": 404})],
        "queries": [asking("few", query="limit=5"), asking("all", query="limit=all")],
        "totals": [asking("expects a total", answer={"headers": {"X-Total": "3"}})],
        "senders": [asking(f"sends {kind}", body=value) for kind, value in sent.items()],
    }
    for name, body in bodies.items():
        literal: dict[str, Json] = {"headers": JSON, "body": body}
        written[name] = [
            asking(f"matches {name}", answer=expecting(body)),
            asking(f"literally {name}", answer=literal),
        ]
    for name, interactions in written.items():
        yield read_pact(node({"consumer": {"name": name}, "interactions": interactions}))


PACTS = list(consumers())


def api_of(tree: Tree, pool: Pool | None = None) -> Api:
    return read_api(load("-", stdin=io.BytesIO(json.dumps(tree).encode())), pool=pool)


def alone(tree: Tree) -> dict[tuple[str, str], Verification]:
    """Every interaction checked by itself against the description, which nothing else has touched."""
    found = {}
    api = api_of(tree)
    for pact in PACTS:
        for interaction in pact.interactions:
            verification = Verifier(api).verify(interaction)
            found[interaction.consumer, interaction.description] = verification
    return found


def let_down(edit: Mutation) -> set[tuple[str, str]]:
    """By brute force: the interactions whose verdict is worse after the edit."""
    before, after = alone(edit.before), alone(edit.after)
    return {
        key
        for key in before
        if RANKS.index(after[key].verdict.value) > RANKS.index(before[key].verdict.value)
    }


def named(edit: Mutation) -> set[tuple[str, str]]:
    """By the findings of the comparison: the interactions that they name."""
    pool = Pool()
    old, new = api_of(edit.before, pool), api_of(edit.after, pool)
    found = with_consumers(compare(old, new), affected(old, new, PACTS))
    return {
        (consumer.name, each)
        for finding in found
        for consumer in finding.consumers
        for each in consumer.interactions
    }


def edits(version: str) -> list[Mutation]:
    return [edit for place in places() if version in place.versions for edit in mutations(place, version)]


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1", "3.2"])
def test_the_consumers_that_findings_name_are_those_that_checking_again_finds(version: str) -> None:
    sample = edits(version)[int(version[-1]) :: EVERY]
    found = {edit.words: (let_down(edit), named(edit)) for edit in sample}
    assert {words: pair for words, pair in found.items() if pair[0] != pair[1]} == {}
    assert any(pair[0] for pair in found.values())


def main() -> int:
    wrong = 0
    for version in ("2.0", "3.0", "3.1", "3.2"):
        total = touching = untold = 0
        for edit in edits(version):
            expected, found = let_down(edit), named(edit)
            total += 1
            touching += bool(expected)
            untold += bool(expected) and _told_by_pact_alone(edit)
            if found != expected:
                wrong += 1
                print("WRONG", edit.words, expected ^ found)
        print(
            f"{version}: {total} edits, {touching} let somebody down, {untold} with a finding of the pact's own",
            flush=True,
        )
    return wrong


def _told_by_pact_alone(edit: Mutation) -> bool:
    """Whether some interaction is let down by what no finding of the comparison explains."""
    pool = Pool()
    old, new = api_of(edit.before, pool), api_of(edit.after, pool)
    found = with_consumers(compare(old, new), affected(old, new, PACTS))
    own = [finding for finding in found if finding.rule.engine == "pact"]
    if own and "-v" in sys.argv:
        print(edit.words, [(it.rule.id, it.message) for it in own][:2])
    return bool(own)


if __name__ == "__main__":
    sys.exit(main())
