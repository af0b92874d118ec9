"""The consumers of a comparison: their pacts, read once, and whom each finding lets down."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assent.cli import sources
from assent.config import Config
from assent.document import Description
from assent.errors import UsageError
from assent.findings import Finding

if TYPE_CHECKING:  # the engine is imported when there are pacts
    from assent.pact.model import Pact


def known_consumers(config: Config, given: Mapping[str, Any]) -> tuple[Pact, ...]:
    """The pacts that `--pacts` names.

    Raises: DescriptionError if one cannot be read; UsageError for --consumer-severity without pacts.
    """
    if not given.get("pacts"):
        if given.get("consumer_severity"):
            raise UsageError(
                "--consumer-severity needs to know the consumers: name their pacts with --pacts."
            )
        return ()
    from assent.pact.load import load_pacts

    return tuple(
        load_pacts(
            given["pacts"],
            access=sources.access_of(config, given),
            limits=sources.limits_of(config, given),
            stdin=sys.stdin.buffer,
        )
    )


def concerning(pacts: Iterable[Pact], api: str, *, others: Iterable[str]) -> tuple[Pact, ...]:
    """The pacts to hold against an API: where a pact's provider is one of the run's APIs by name, only those."""
    names = {name.casefold() for name in (api, *others) if name}
    return tuple(
        pact
        for pact in pacts
        if pact.provider.casefold() not in names or pact.provider.casefold() == api.casefold()
    )


def told_by_consumer(
    findings: Iterable[Finding], old: Description, new: Description, pacts: Sequence[Pact]
) -> Iterator[Finding]:
    """The findings of a comparison with whom each lets down, and what lets somebody down that none of them tells."""
    if not pacts:
        yield from findings
        return
    from assent.api import read_api
    from assent.cli.console import say
    from assent.pact.affected import affected, with_consumers
    from assent.schema import Pool

    pool = Pool()
    victims = list(affected(read_api(old, pool=pool), read_api(new, pool=pool), pacts))
    total = sum(len(pact.interactions) for pact in pacts)
    say(f"assent: {len(victims)} of {total} interactions of {len(pacts)} pacts fare worse")
    yield from with_consumers(findings, victims)
