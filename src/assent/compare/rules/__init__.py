"""The rules of compare, one a file; a folder holds those that are asked about one kind of thing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from assent.exports import modules_in
from assent.findings import Rule
from assent.records import dataclass

KINDS: Final = (
    "operation",
    "lifecycle",
    "scheme",
    "security",
    "status",
    "parameter",
    "body",
    "media",
    "response",
    "header",
    "part",
    "annotation",
    "schema",
)
"""The folders, in the order in which their rules are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A rule with what its file holds: `check` asks it about a change, `exhibit` makes a finding's witness.

    Rules about schemas that explain a refusal have no `check`: the keyword that refuses the witness picks them.
    """

    rule: Rule
    check: Callable[..., Any] | None = None
    exhibit: Callable[..., Any] | None = None


@cache
def asked(kind: str, differing: frozenset[str] | None = None) -> tuple[Asked, ...]:
    """The rules of one folder, by id; those that read none of what differs are not even loaded."""
    package = importlib.import_module(f"{__name__}.{kind}")
    reads: Mapping[str, tuple[str, ...]] = getattr(package, "READS", {})
    return tuple(
        _loaded(kind, name)
        for name in modules_in(package)
        if differing is None or name not in reads or not differing.isdisjoint(reads[name])
    )


@cache
def _loaded(kind: str, name: str) -> Asked:
    module = importlib.import_module(f"{__name__}.{kind}.{name}")
    return Asked(
        rule=module.RULE,
        check=getattr(module, "check", None),
        exhibit=getattr(module, "EXHIBIT", None),
    )


def named(kind: str, id: str) -> Rule:
    """The rule of one folder with that id; no other is loaded."""
    return _loaded(kind, id.replace("-", "_")).rule


def rules() -> Iterator[Rule]:
    """Every rule of compare, folder by folder."""
    for kind in KINDS:
        for each in asked(kind):
            yield each.rule
