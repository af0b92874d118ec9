"""From the words of `assent mock` and `assent proxy` to an application."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assent.api import Api, MediaType, read_api
from assent.api.model import every_operation
from assent.cli import sources
from assent.cli.console import say
from assent.errors import UsageError
from assent.serve.app import Application
from assent.serve.compose import Composer, fits
from assent.serve.faults import parse_faults
from assent.serve.provider import Manners, Mock, mock
from assent.serve.store import Store
from assent.wire import Exchange, exchange_json


def application(specs: Sequence[str], given: Mapping[str, Any]) -> tuple[Application, dict[str, Mock]]:
    """The application that serves the descriptions, and its mocks by prefix.

    Raises: UsageError, DescriptionError.
    """
    if not specs:
        raise UsageError("Name a description to serve.")
    config = sources.configuration(given["config"])
    remembers = given["stateful"]
    mocks: dict[str, Mock] = {}
    for prefix, source in map(_prefixed, specs):
        if prefix in mocks:
            raise UsageError(f"Two descriptions at {prefix or '/'}. Give each a prefix: /a=a.yaml /b=b.yaml.")
        api = read_api(sources.opened(source, config, given))
        mocks[prefix] = mock(
            api,
            manners=Manners(dynamic=given["dynamic"], cors=not given["no_cors"], strict=given["strict"]),
            composer=Composer(seed=given["seed"], shape=given["shape"]),
            bases=tuple(path.rstrip("/") for path in given["bases"]) or None,
            store=None
            if remembers is None
            else Store(None if remembers == ":memory:" else Path(remembers), scope=prefix),
        )
    record = given["record"]
    app = Application(
        mocks=mocks,
        faults=parse_faults(given["fault"]),
        seed=given["seed"],
        seen=(recorder(record),) if record else (),
    )
    return app, mocks


def recorder(file: Path) -> Callable[[Exchange], None]:
    """Writes each exchange to the file as a line of JSON.

    Raises: UsageError if the file cannot be written.
    """
    try:
        stream = file.open("a", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror}).") from error

    def record(exchange: Exchange) -> None:
        stream.write(json.dumps(exchange_json(exchange), ensure_ascii=False) + "\n")
        stream.flush()

    return record


def told_examples(mocks: Mapping[str, Mock]) -> int:
    """Tell of every example that no valid answer can be; how many there are."""
    count = 0
    for provider in mocks.values():
        for place, media in _answers(provider.prepared.api):
            for example in media.examples:
                if example.value is not None and not fits(media, example.value.value):
                    count += 1
                    name = f" {example.name!r}" if example.name else ""
                    say(f"{example.at}: the example{name} of {place} is invalid; answers are made instead")
    return count


def _answers(api: Api) -> Iterator[tuple[str, MediaType]]:
    for operation in every_operation(api):
        for status, response in operation.responses.items():
            for media in response.content.values():
                if media.examples:
                    yield f"{operation.method} {operation.path} {status}", media


def _prefixed(spec: str) -> tuple[str, str]:
    """`/prefix=source` as the two; a source alone is served at the root."""
    prefix, separator, source = spec.partition("=")
    if separator and prefix.startswith("/") and source:
        return prefix.rstrip("/"), source
    return "", spec
