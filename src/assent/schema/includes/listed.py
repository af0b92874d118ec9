"""What is left of values that are listed: each tested, or told by lists and types alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from assent.schema.frozen import Frozen, sort_key, thaw
from assent.schema.includes.clash import Branch, subject
from assent.schema.includes.evaluate import every, holds, negated
from assent.schema.includes.forms import Constants, Literal
from assent.schema.includes.outcomes import Unknown, unknown
from assent.schema.nodes import And, Bottom, Cycle, Node, Not, OneOfValues, Opaque, Or, Top, Types

if TYPE_CHECKING:
    from assent.schema.includes.search import Search


@lru_cache(4096)
def in_order(values: frozenset[Frozen]) -> tuple[Frozen, ...]:
    """The values, the smallest first."""
    return tuple(sorted(values, key=sort_key))


def constants(goal: Sequence[Literal], branch: Branch, search: Search) -> Constants | Unknown | None:
    """The finitely many values left, each tested against the whole goal."""
    assert branch.finite is not None
    left = branch.finite - branch.excluded
    known = _left_by_choices(left, branch)
    if known is not None:
        search.spend(len(left))
        return Constants(values=in_order(known), type=branch.type) if known else None
    held, doubtful = list[Frozen](), False
    for frozen in in_order(left):
        search.spend()
        value = thaw(frozen)
        truth = every(
            truth if wanted else negated(truth)
            for truth, wanted in ((holds(node, value, search.follows), wanted) for node, wanted in goal)
        )
        if truth:
            held.append(frozen)
        doubtful = doubtful or truth is None
    if not held and doubtful:
        return _untestable(branch)
    return Constants(values=tuple(held), type=branch.type) if held else None


def _left_by_choices(values: frozenset[Frozen], branch: Branch) -> frozenset[Frozen] | None:
    """Those of the values that the branch leaves, where nothing in it but lists of values and types tells them apart."""
    for node in branch.seen:
        if type(node) not in _ABOUT_VALUES and subject(node) in (None, branch.type):
            return None
    for (node, wanted), _ in branch.splits:
        held = _among(values, node, branch.type)
        if held is None:
            return None
        values = held if wanted else values - held
    return values


_ABOUT_VALUES: Final = frozenset([Top, Bottom, Not, And, Or, Cycle, Types, OneOfValues])
"""Nodes that leave nothing to be tested once lists of values and choices have been heeded."""


def _among(values: frozenset[Frozen], node: Node, type: str) -> frozenset[Frozen] | None:
    """Those of the values, all of one type, that are in the node's set, where lists and types alone tell it."""
    match node:
        case OneOfValues():
            return values & node.values
        case Types() if type != "number":
            return values if type in node.names else frozenset()
        case Not():
            held = _among(values, node.part, type)
            return None if held is None else values - held
        case And() | Or():
            several = [_among(values, part, type) for part in node.parts]
            known = [it for it in several if it is not None]
            if len(known) < len(several):
                return None
            return (frozenset.intersection if isinstance(node, And) else frozenset.union)(*known)
        case _:
            return values if subject(node) not in (None, type) else None


def _untestable(branch: Branch) -> Unknown:
    for node in branch.seen:
        if isinstance(node, Opaque):
            return unknown(node.construct, node.why, node.where)
    return unknown("enum", "nobody can tell whether one of its values is allowed")
