"""`assent accept`: write down which findings a team has decided to live with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from assent.cli import options
from assent.cli.consumer_options import Comparing, consumer_options
from assent.cli.exits import Exit
from assent.cli.pairs import pair_options


@click.command(
    "accept",
    cls=Comparing,
    examples=(
        ('assent accept --base auto openapi.yaml --reason "agreed with mobile"', "all that fails now"),
        (
            'assent accept old.yaml new.yaml --rule property-removed --reason "never used" --expires 2031-12-31',
            "one rule's findings, for a while",
        ),
        (
            'assent accept old.yaml new.yaml --pacts pacts/ --reason "agreed with web"',
            "what lets known consumers down, too",
        ),
        (
            'assent accept --from fuzz.json --rule server-error --reason "SHOP-12" --expires 2031-12-31',
            "what another run has reported as JSON",
        ),
        ("assent accept --base auto --prune", "remove what has expired or is found no more"),
    ),
)
@pair_options
@click.option(
    "--from",
    "report",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="REPORT",
    help="Accept findings of this report (`-f json=REPORT`), as of a run of `fuzz`, instead of comparing.",
)
@click.option("--reason", metavar="TEXT", help="Why the team can live with it; shown with the finding.")
@click.option("--owner", metavar="NAME", default="", help="Who answers for it.")
@click.option(
    "--expires",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day on which it is accepted.",
)
@click.option(
    "--rule", "rules", metavar="ID", multiple=True, help="Accept only this rule's findings; repeatable."
)
@click.option(
    "--fingerprint", "prints", metavar="HEX", multiple=True, help="Accept only this finding; repeatable."
)
@click.option("--prune", is_flag=True, help="Remove entries that have expired or are found no more.")
@options.profile()
@options.fail_on()
@consumer_options
@options.access()
@options.config()
def command(
    specs: tuple[str, ...], base: str | None, reason: str | None, *, prune: bool, **given: Any
) -> int:
    """Accept the findings that fail a comparison, or a run of another command, with a reason.

    Writes an entry for each into the accepted file (`accepted` in the configuration, else assent.accepted.toml),
    which is reviewed like code. Accepted findings stay visible as waived; expired and stale entries are reported.
    """
    from datetime import UTC, datetime

    from assent.cli import accepting, sources
    from assent.cli.console import say
    from assent.errors import UsageError

    if not prune and not (reason or "").strip():
        raise UsageError('Say why: --reason "…". The reason is shown with the finding.')
    config = sources.configuration(given["config"])
    expires = given["expires"].date() if given["expires"] else None
    today = datetime.now(UTC).date()
    if expires is not None and expires < today:
        say(f"assent: {expires} is over: the entries will waive nothing")
    chosen = accepting.Chosen(
        reason=reason or "",
        owner=given["owner"],
        expires=expires,
        rules=given["rules"],
        fingerprints=given["prints"],
        prune=prune,
    )
    if given["report"] is not None:
        if specs or base:
            raise UsageError("Name either descriptions to compare or --from REPORT, not both.")
        accepting.accept_reported(given["report"], config, given, chosen, today=today)
        return Exit.FINE
    unloadable = accepting.accept_all(specs, base, config, given, chosen, today=today)
    return Exit.UNLOADABLE if unloadable else Exit.FINE
