"""`assent mock`: serves descriptions, with answers that are proven valid."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assent.cli import options
from assent.cli.shape import Door
from assent.wire import Exchange, Request

if TYPE_CHECKING:  # the engine is imported when the command runs
    from assent.serve.provider import Mock
    from assent.serve.redaction import Secrets


@click.command(
    "mock",
    cls=Door,
    examples=(
        ("assent mock openapi.yaml", "at http://127.0.0.1:4010"),
        ("assent mock openapi.yaml --dynamic --seed 7", "other values for each request, the same each time"),
        ("assent mock openapi.yaml --state state.db", "what was created stays, also after a restart"),
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
@click.option("--stateful", is_flag=True, help="Remember what is created. POST /__assent/reset forgets.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Remember in this SQLite file, which survives a restart.",
)
@click.option(
    "--auth",
    "auths",
    multiple=True,
    metavar="SCHEME=env:VAR",
    help="The only secret that is right for a scheme, from an environment variable (user:password for basic); any "
    "is otherwise. Repeatable.",
)
@click.option("--strict", is_flag=True, help="Refuse requests for warnings too.")
@click.option("--strict-examples", is_flag=True, help="Refuse to start where an example is invalid.")
@click.option("--no-cors", is_flag=True, help="Send no CORS headers, answer no preflights.")
@click.option(
    "--base-path", "bases", multiple=True, metavar="PATH", help="Serve below PATH, not below `servers`."
)
@click.option(
    "--fault",
    default="",
    metavar="WHAT",
    help="error=RATE, cut=RATE, latency=LOW-HIGHms, normal(MEAN,DEVIATION)ms, lognormal(MEDIAN,SIGMA)ms or "
    "exponential(MEAN)ms; by commas.",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep the traffic: .har, or lines of JSON.",
)
@click.option("--watch", is_flag=True, help="Load again when a file that was read changes.")
@click.option("--old", metavar="SPEC", help="Tell in a header where this older revision would have refused.")
@click.option(
    "--pact",
    "pacts",
    multiple=True,
    metavar="FILE",
    help="Serve a consumer's interactions that are compatible.",
)
@click.option(
    "--callbacks",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Send callbacks to this host, and to no other.",
)
@options.access()
@options.config()
def command(specs: tuple[str, ...], **given: Any) -> int:
    """Serve a description as a provider that cannot lie.

    Answers are the description's examples where they are valid, else made from its schemas; each is checked before
    it leaves. `Prefer: code=404, example=NAME, dynamic=true` and `?__code=404` choose an answer.
    """
    from assent.cli.console import say
    from assent.cli.recording import recorder
    from assent.cli.serving import Watch, addresses, invalid_examples, served, told, unresolved
    from assent.serve.app import Application
    from assent.serve.faults import parse_faults
    from assent.serve.redaction import hidden
    from assent.serve.running import run

    faults = parse_faults(given["fault"])
    serving = served(specs, given)
    examples = invalid_examples(serving.mocks)
    if given["strict_examples"]:
        wrong = [text for text in examples if text is not None]
        if wrong:
            plural = "example" if len(wrong) == 1 else "examples"
            say(
                "\n".join([*wrong, f"assent: {len(wrong)} invalid {plural}, and --strict-examples was given"])
            )
            return 1
    with recorder(given["record"]) as record:
        secrets = _secrets(serving.mocks)

        def keep(exchange: Exchange) -> None:
            if record is not None:
                record(hidden(exchange, secrets))

        app = Application(
            mocks=serving.mocks,
            faults=faults,
            seed=given["seed"],
            seen=(keep,) if record is not None else (),
            hosts=frozenset(given["hosts"]),
            call=_called if given["hosts"] else None,
            not_called=lambda url: say(f"callback to {url} not sent: its host is none of --callbacks"),
            chores=told(chain(examples, unresolved(serving.descriptions))),
        )

        def reloaded(mocks: dict[str, Mock]) -> None:
            nonlocal secrets
            secrets = _secrets(mocks)
            app.replace(mocks, told(chain(invalid_examples(mocks), unresolved(serving.descriptions))))

        if given["watch"]:
            app.watch = Watch(served=serving, reloaded=reloaded, known=serving.files())
        run(
            app,
            host=given["host"],
            port=given["port"],
            ready=lambda server: say(
                f"assent: mocking at {addresses(serving.mocks, server.url)}; stop with Ctrl-C"
            ),
        )
    return 0


async def _called(request: Request) -> None:
    """Send a callback, and say what came of it."""
    import httpx

    from assent.cli.console import say

    try:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            answered = await client.request(
                request.method, request.url, headers=list(request.headers), content=request.body
            )
        say(f"callback {request.method} {request.url}: {answered.status_code}")
    except httpx.HTTPError as error:
        say(f"callback {request.method} {request.url}: {str(error) or type(error).__name__}")


def _secrets(mocks: Mapping[str, Mock]) -> Secrets:
    """Where the credentials of all descriptions stand."""
    from assent.serve.redaction import secrets_of

    return secrets_of(it for one in mocks.values() for it in one.prepared.api.security_schemes.values())
