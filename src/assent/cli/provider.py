"""What a live provider needs: its address, certificates, credentials, rates, and a user's own functions."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from assent.cli.options import Decorator
from assent.errors import UsageError

if TYPE_CHECKING:  # the engine is imported when the command runs
    from assent.api import Api
    from assent.fuzz.credentials import Credentials
    from assent.fuzz.hooks import Hooks
    from assent.fuzz.sending import Sender, SendOptions
    from assent.fuzz.tokens import Tokens

_AUTH: Final = (
    click.option(
        "--auth",
        "auths",
        multiple=True,
        metavar="SCHEME=env:VAR",
        help="The secret of a security scheme, from an environment variable (user:password for basic); "
        "SCHEME=client:ID_VAR:SECRET_VAR gets OAuth 2.0 tokens by client credentials. Repeatable.",
    ),
    click.option(
        "--token-url",
        metavar="URL",
        help="Where tokens are asked for, if not at the description's token URL on the provider's own host.",
    ),
    click.option("--scope", "scopes", multiple=True, help="A scope to ask for with client:; repeatable."),
    click.option(
        "--any-credentials",
        is_flag=True,
        help="The provider takes any credentials of the right form, as a mock does.",
    ),
    click.option(
        "--header",
        "headers",
        multiple=True,
        metavar="NAME=VALUE",
        help="Send this header with every request; env:VAR takes the value from the environment. Repeatable.",
    ),
    click.option(
        "--hooks",
        metavar="FILE.py|MODULE",
        help="Your own Python functions: before and after calls, oracles, values, credentials.",
    ),
)

_SENDING: Final = (
    click.option("--workers", type=click.IntRange(1, 64), default=1, help="Requests under way at once."),
    click.option("--rate", type=click.FloatRange(0, min_open=True), help="Requests a second at most."),
    click.option(
        "--rate-of",
        "rates",
        multiple=True,
        metavar="OPERATION=RATE",
        help="Requests a second at most for an operationId, or for 'METHOD /path'; repeatable.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0, min_open=True),
        default=10.0,
        show_default=True,
        help="Seconds to wait for one answer.",
    ),
    click.option(
        "--retries",
        type=click.IntRange(0, 20),
        default=1,
        show_default=True,
        help="Times to try again when no connection can be made, or an idle one was closed.",
    ),
    click.option("--insecure", is_flag=True, help="Do not verify the provider's certificate."),
    click.option("--ca", type=click.Path(exists=True, dir_okay=False), help="Certificates to trust, in PEM."),
    click.option(
        "--cert",
        type=click.Path(exists=True, dir_okay=False),
        help="The client's own certificate, in PEM, with its key unless --key is given.",
    ),
    click.option("--key", type=click.Path(exists=True, dir_okay=False), help="The key of --cert, in PEM."),
    click.option("--proxy", metavar="URL", help="Send through this proxy."),
)


def connection() -> Decorator[Any]:
    """The options of credentials and of sending."""

    def decorate(command: Any) -> Any:
        for option in reversed((*_AUTH, *_SENDING)):
            command = option(command)
        return command

    return decorate


def send_options(given: dict[str, Any]) -> SendOptions:
    """How to send, by the options.

    Raises: UsageError if --key comes without --cert.
    """
    from assent.fuzz.sending import SendOptions

    if given["key"] and not given["cert"]:
        raise UsageError("--key is the key of a certificate. Give --cert as well.")
    certificate = tuple(file for file in (given["cert"], given["key"]) if file)
    verify: bool | str = given["ca"] or not given["insecure"]
    return SendOptions(
        timeout=given["timeout"],
        verify=verify,
        certificate=certificate,
        proxy=given["proxy"],
        retries=given["retries"],
    )


def sender_of(given: dict[str, Any]) -> Sender:
    """The sender to the provider that the options name.

    Raises: UsageError unless exactly one is named.
    """
    from assent.fuzz.sending import app_sender, http_sender

    if (given["url"] is None) == (given["app"] is None):
        raise UsageError("Name the provider: either --url URL or --app MODULE:APP.")
    send = send_options(given)
    if given["url"]:
        return http_sender(given["url"], send)
    _import_from_here()
    return app_sender(given["app"], send)


def _import_from_here() -> None:
    """Modules are looked for in the current folder first, as servers of applications do."""
    if "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))


def hooks_of(source: str | None) -> Hooks:
    """The user's own functions; none without `--hooks`."""
    from assent.fuzz.hooks import NO_HOOKS, load_hooks

    if source is None:
        return NO_HOOKS
    _import_from_here()
    return load_hooks(source)


def rates_of(texts: Sequence[str], api: Api) -> dict[str, float]:
    """Rates by operationId or `METHOD /path`.

    Raises: UsageError if there is no such operation, or the rate is none.
    """
    names = {f"{key.method} {key.path}" for key in api.operations}
    names |= {it.operation_id for it in api.operations.values() if it.operation_id}
    rates = {}
    for text in texts:
        name, _, value = text.rpartition("=")
        try:
            rates[name] = float(value)
        except ValueError:
            rates[name] = 0.0
        if not 0 < rates[name] < float("inf"):
            raise UsageError(f"--rate-of {text!r} is malformed. Write OPERATION=REQUESTS-A-SECOND.")
        if name not in names:
            raise UsageError(f"--rate-of: the description has no operation {name!r}.")
    return rates


def credentials_of(
    given: dict[str, Any], api: Api, *, base: str, hooks: Hooks, other: Api | None = None
) -> Credentials:
    """The credentials that the options name, by the schemes of one description, or of another one too.

    Raises: UsageError if an option is malformed, its environment variable is not set, or there is no such scheme.
    """
    from assent.fuzz.credentials import Credentials

    schemes = {*api.security_schemes, *(other.security_schemes if other else ())}
    by_scheme: dict[str, str] = {}
    tokens: dict[str, Tokens] = {}
    for text in given["auths"]:
        name, value = pair(text, "--auth")
        if name not in schemes:
            known = ", ".join(sorted(schemes)) or "none"
            raise UsageError(
                f"--auth {name}=…: the description has no such security scheme. It has: {known}."
            )
        kind, _, rest = value.partition(":")
        match kind, rest.split(":"):
            case "env", [variable]:
                by_scheme[name] = environment(variable)
            case "client", [client, secret]:
                values = environment(client), environment(secret)
                tokens[name] = _tokens(name, *values, given, api, base=base)
            case _:
                raise UsageError(
                    f"--auth {name}=…: secrets come from the environment. Write {name}=env:VARIABLE, or "
                    f"{name}=client:ID_VARIABLE:SECRET_VARIABLE."
                )
    sent = [pair(text, "--header") for text in given["headers"]]
    return Credentials(
        by_scheme=by_scheme,
        headers=tuple((name, _from_environment(value)) for name, value in sent),
        tokens=tokens,
        hooks=hooks,
    )


def _tokens(name: str, client: str, secret: str, given: dict[str, Any], api: Api, *, base: str) -> Tokens:
    """The tokens of a scheme, from where the description or the user says."""
    from assent.fuzz.tokens import Tokens, http_post, token_url

    described = [
        flow.token_url
        for operation in api.operations.values()
        for requirement in operation.security
        for need in requirement.needs
        if need.name == name and need.scheme is not None
        for flow in need.scheme.flows.values()
        if flow.token_url
    ]
    return Tokens(
        url=token_url(described[0] if described else None, given["token_url"], base=base),
        client=client,
        secret=secret,
        scopes=tuple(given["scopes"]),
        post=http_post(send_options(given)),
    )


def pair(text: str, option: str) -> tuple[str, str]:
    """The name and the value of `NAME=VALUE`. Raises: UsageError if it is not of that form."""
    name, found, value = text.partition("=")
    if not found or not name:
        raise UsageError(f"{option} {text!r} is malformed. Write {option} NAME=VALUE.")
    return name, value


def environment(name: str) -> str:
    """The variable's value. Raises: UsageError if it is not set."""
    if name not in os.environ:
        raise UsageError(f"The environment variable {name} is not set.")
    return os.environ[name]


def _from_environment(value: str) -> str:
    return environment(value.removeprefix("env:")) if value.startswith("env:") else value
