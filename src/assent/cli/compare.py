"""`assent compare`: what changed for whom, with proof."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from assent.cli import options
from assent.cli.against_options import against_options, confronting
from assent.cli.consumer_options import Comparing, consumer_options
from assent.cli.exits import Exit
from assent.cli.pairs import pair_options


@click.command(
    "compare",
    cls=Comparing,
    examples=(
        ("assent compare old.yaml new.yaml", "two files"),
        ("assent compare v1.2:openapi.yaml openapi.yaml", "a git tag with the work tree"),
        ("assent compare --base auto openapi.yaml", "a pull request, in CI"),
        ("assent compare --base auto", "every API of a monorepo, as assent.toml lists them"),
        ("assent compare old.yaml new.yaml -f text -f sarif=out.sarif", "two reports in one run"),
        (
            "assent compare old.yaml new.yaml --pacts pacts/",
            "and whom of your consumers each change lets down",
        ),
        (
            "assent compare old.yaml new.yaml --against https://staging.example.com/v1",
            "and whether a live provider really breaks",
        ),
    ),
)
@pair_options
@options.formats()
@options.fail_on()
@options.profile()
@options.strict()
@click.option(
    "--next-version", is_flag=True, help="Print the semantic version that the change deserves, and no text."
)
@click.option(
    "--check-version", is_flag=True, help="Also report an info.version that says less than the change does."
)
@consumer_options
@against_options
@options.oasdiff()
@options.access()
@options.config()
@options.color()
def command(specs: tuple[str, ...], base: str | None, **given: Any) -> int:
    """Say what changed between two revisions, and prove what breaks.

    Every break comes with a witness: an exchange that one revision allows and the other refuses. With --base, each
    SPEC is compared with itself at a git revision; without a SPEC, the [[api]] tables of the configuration are.
    """
    import gc

    gc.disable()  # one short run that keeps nearly all it makes: collecting costs a third of its time
    from assent.cli import comparing, reports, sources

    config = sources.configuration(given["config"])
    next_version = given["next_version"]
    wanted = given["wanted"] if next_version else reports.wanted_or(given["wanted"], config.format)
    with confronting(given) as confront:
        run = comparing.compare_all(
            specs, base, config, {**given, "confront": confront}, today=datetime.now(UTC).date()
        )
    report = comparing.report_of(run)
    if wanted or not next_version:
        reports.write_reports(
            report,
            wanted,
            color=given["color"],
            fail_on=run.fail_on,
            strict=run.strict,
            sources=reports.texts_of(run.descriptions),
        )
    if next_version:
        for line in comparing.next_versions(run):
            click.echo(line)
        return Exit.UNLOADABLE if run.unloadable else Exit.FINE
    return Exit.UNLOADABLE if run.unloadable else comparing.verdict(run)
