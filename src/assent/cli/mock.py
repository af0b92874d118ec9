"""`assent mock`: serves descriptions, with answers that are proven valid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from assent.cli import options
from assent.cli.shape import Door


@click.command(
    "mock",
    cls=Door,
    examples=(
        ("assent mock openapi.yaml", "at http://127.0.0.1:4010"),
        ("assent mock openapi.yaml --dynamic --seed 7", "other values for each request, the same each time"),
        ("assent mock openapi.yaml --stateful state.db", "what was created stays, also after a restart"),
        ("assent mock /pets=pets.yaml /shops=shops.yaml", "several descriptions below prefixes"),
        ("assent mock openapi.yaml --fault error=0.1,latency=20-200ms", "a provider on a bad day"),
    ),
)
@options.spec(many=True)
@click.option("--host", default="127.0.0.1", help="The address to listen at.  [default: 127.0.0.1]")
@click.option("--port", default=4010, type=click.IntRange(0, 65535), help="[default: 4010]")
@click.option("--dynamic", is_flag=True, help="Make values anew for each request, by --seed and the request.")
@click.option("--seed", default=0, help="What dynamic values and faults depend on.  [default: 0]")
@click.option(
    "--shape",
    type=click.Choice(("minimal", "typical", "maximal", "edge")),
    default="typical",
    help="How large generated values are.  [default: typical]",
)
@click.option(
    "--stateful",
    is_flag=False,
    flag_value=":memory:",
    default=None,
    metavar="[FILE]",
    help="Remember what is created; in memory, or in an SQLite file. POST /__assent/reset forgets.",
)
@click.option("--strict", is_flag=True, help="Refuse requests for warnings too.")
@click.option("--strict-examples", is_flag=True, help="Refuse to start where an example is invalid.")
@click.option("--no-cors", is_flag=True, help="Send no CORS headers, answer no preflights.")
@click.option(
    "--base-path", "bases", multiple=True, metavar="PATH", help="Serve below PATH, not below `servers`."
)
@click.option(
    "--fault", default="", metavar="WHAT", help="error=RATE, cut=RATE, latency=LOW-HIGHms; by commas."
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    help="Append every exchange to this file, for `assent replay`.",
)
@options.access()
@options.config()
def command(specs: tuple[str, ...], **given: Any) -> int:
    """Serve a description as a provider that cannot lie.

    Answers are the description's examples where they are valid, else made from its schemas; each is checked before
    it leaves. `Prefer: code=404, example=NAME, dynamic=true` and `?__code=404` choose an answer.
    """
    import uvicorn

    from assent.cli.console import say
    from assent.cli.serving import application, told_examples

    app, mocks = application(specs, given)
    wrong = told_examples(mocks)
    if wrong and given["strict_examples"]:
        say(f"assent: {wrong} invalid examples, and --strict-examples was given")
        return 1
    bases = ", ".join(prefix or "/" for prefix in mocks)
    say(f"assent: mocking {len(mocks)} descriptions ({bases}) at http://{given['host']}:{given['port']}")
    uvicorn.run(app, host=given["host"], port=given["port"], log_level="warning", server_header=False)
    return 0
