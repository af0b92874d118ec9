"""`--against URL` and what it needs: credentials, values, time, and leave to change something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from assent.errors import UsageError
from assent.records import replace

if TYPE_CHECKING:  # the engine is imported when a provider is asked
    from collections.abc import Sequence

    from assent.document import Description
    from assent.findings import Finding

_OPTIONS: Final = (
    click.option(
        "--against",
        metavar="URL",
        help="Send each break's request to the provider served there, with its base path, and say whether it really "
        "breaks. Only that host is contacted.",
    ),
    click.option(
        "--send-unsafe",
        is_flag=True,
        help="With --against, also send requests that may change something (POST, PUT, PATCH, DELETE, …).",
    ),
    click.option(
        "--auth",
        "auths",
        multiple=True,
        metavar="SCHEME=env:VAR",
        help="With --against: the secret of a security scheme, from an environment variable; repeatable.",
    ),
    click.option(
        "--header",
        "headers",
        multiple=True,
        metavar="NAME=VALUE",
        help="With --against: a header of every request; env:VAR takes the value from the environment. Repeatable.",
    ),
    click.option(
        "--set",
        "fixed",
        multiple=True,
        metavar="NAME=VALUE",
        help="With --against: the value of a path parameter; repeatable.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0, min_open=True),
        default=10.0,
        show_default=True,
        help="With --against: seconds to wait for one answer.",
    ),
    click.option(
        "--insecure", is_flag=True, help="With --against: do not verify the provider's certificate."
    ),
    click.option(
        "--ca",
        type=click.Path(exists=True, dir_okay=False),
        help="With --against: certificates to trust, in PEM.",
    ),
    click.option("--proxy", metavar="URL", help="With --against: send through this proxy."),
)

_REST: Final[dict[str, Any]] = {
    **dict.fromkeys(("cert", "key", "token_url", "hooks")),
    "retries": 1,
    "scopes": (),
}
"""What only a fuzz run needs."""


def against_options(command: Any) -> Any:
    """The options, as `assent compare` takes them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def confronting(given: Mapping[str, Any]) -> Iterator[Any]:
    """A function from findings to findings that know what the live provider does; None where none was named.

    Raises: UsageError for options that need --against.
    """
    if not given.get("against"):
        lone = [
            name for name in ("auths", "headers", "fixed", "send_unsafe", "ca", "proxy") if given.get(name)
        ]
        if lone and "against" in given:
            raise UsageError(
                "--auth, --header, --set, --send-unsafe, --ca and --proxy go with --against URL."
            )
        yield None
        return
    from assent.cli.against import confronted, provider
    from assent.cli.provider import credentials_of, hooks_of, pair, send_options
    from assent.fuzz.sending import http_sender

    options = {**_REST, **given}
    with http_sender(given["against"], send_options(options)) as send:

        def confront(
            findings: Sequence[Finding], old: Description, new: Description, *, pairs: int
        ) -> tuple[Finding, ...]:
            if pairs != 1:
                raise UsageError(
                    "--against asks one provider, so name one API: OLD and NEW, or one SPEC with --base."
                )
            live = provider(old, new, send, unsafe=bool(given["send_unsafe"]))
            credentials = credentials_of(
                options, live.old, base=send.base, hooks=hooks_of(None), other=live.new
            )
            fixed = dict(pair(text, "--set") for text in given["fixed"])
            return tuple(confronted(findings, replace(live, credentials=credentials, fixed=fixed)))

        yield confront
