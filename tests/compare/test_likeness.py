"""What two schemas have in common at a glance is what the decision finds, wherever only names of properties differ."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest

from assent.api import Side
from assent.compare import decide
from assent.compare.change import Options
from assent.compare.decide import Decider
from assent.compare.found import Found
from assent.compare.likeness import likeness
from assent.compare.rewriting import Marks
from assent.findings import Age, Profile
from assent.schema import Pool, read

NAMES = ("a", "b", "c")
SETS = [names for size in range(4) for names in combinations(NAMES, size)]


def closed(names: tuple[str, ...], required: tuple[str, ...], more: object) -> dict[str, Any]:
    properties = {name: {"type": "string", "readOnly": name == "c"} for name in names}
    further = {} if more is None else {"additionalProperties": more}
    return {"type": "object", "properties": properties, "required": list(required), **further}


def told(found: Found) -> tuple[object, ...]:
    return (
        [(it.violation.keyword, it.violation.message, it.value) for it in found.causes],
        [(it.construct, it.why) for it in found.doubts],
        [it.keyword for it in found.loosened],
        found.lost,
        found.gained,
    )


@pytest.mark.parametrize("profile", ["wire", "strict"])
@pytest.mark.parametrize("receiver", ["old", "new"])
@pytest.mark.parametrize("side", list(Side))
def test_what_differs_in_names_alone_is_decided_as_if_nobody_had_looked(
    side: Side, receiver: Age, profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    glances = 0
    for (before, after), required, more in product(
        product(SETS, SETS), ((), ("a",)), (None, False, True, {"type": "string"})
    ):
        pool = Pool()
        narrower, wider = (
            read(closed(names, required, more), dialect="openapi-3.0", pool=pool) for names in (before, after)
        )
        options = Options(profile=Profile(profile))
        quick = Decider(side, receiver, options, Marks(named=frozenset())).found(narrower, wider)
        alike = likeness(narrower, wider, quick.edges, tolerant=False)
        glances += alike == "other names" and more is False
        with monkeypatch.context() as patched:
            patched.setattr(decide, "likeness", lambda *_, **__: "different")
            slow = Decider(side, receiver, options, Marks(named=frozenset())).found(narrower, wider)
        assert told(quick) == told(slow), (before, after, required, more)
    assert glances > 10


TUPLES: list[list[dict[str, Any]]] = [
    [{}],
    [{"type": "string"}],
    [{"type": "integer"}],
    [{"type": "string"}, {"type": "string"}],
    [{"type": "string"}, {"enum": [1]}],
]


@pytest.mark.parametrize("receiver", ["old", "new"])
def test_tuples_whose_items_are_decided_one_by_one_differ_in_nothing_else(
    receiver: Age, monkeypatch: pytest.MonkeyPatch
) -> None:
    for before, after, rest in product(TUPLES, TUPLES, (None, False, {"type": "null"})):
        pool = Pool()
        narrower, wider = (
            read(
                {"prefixItems": items} | ({} if rest is None else {"items": rest}),
                dialect="2020-12",
                pool=pool,
            )
            for items in (before, after)
        )
        quick = Decider(Side.RESPONSE, receiver, Options(), Marks(named=frozenset())).found(narrower, wider)
        if len(before) == len(after):
            assert likeness(narrower, wider, quick.edges, tolerant=False) == "same"
        with monkeypatch.context() as patched:
            patched.setattr(decide, "likeness", lambda *_, **__: "different")
            slow = Decider(Side.RESPONSE, receiver, Options(), Marks(named=frozenset())).found(
                narrower, wider
            )
        assert told(quick) == told(slow), (before, after, rest)
