"""From the words of `assent mock` to an application, again whenever a description changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from assent.api import Api, Operation, read_api
from assent.api.model import every_operation
from assent.cli import sources
from assent.cli.console import say
from assent.config import Config
from assent.document import Description, Problem
from assent.document.references import DanglingReference
from assent.errors import DescriptionError, UsageError
from assent.records import dataclass, field
from assent.serve.compose import Composer, fits, refusals
from assent.serve.provider import Manners, Mock, mock
from assent.serve.running import set_aside_anew
from assent.serve.store import Store
from assent.wire import Request, Response


@dataclass(slots=True, kw_only=True)
class Served:
    """The mocks of a command by prefix, the descriptions they answer for, and what they remember."""

    specs: Sequence[str]
    given: Mapping[str, Any]
    config: Config
    mocks: dict[str, Mock] = field(default_factory=dict)
    descriptions: list[Description] = field(default_factory=list)
    stores: dict[str, Store] = field(default_factory=dict)

    def load(self) -> None:
        """Load every description anew; what was remembered stays.

        Raises: UsageError, DescriptionError. The mocks are then those of before.
        """
        mocks: dict[str, Mock] = {}
        descriptions: list[Description] = []
        for prefix, source in map(_prefixed, self.specs):
            if prefix in mocks:
                raise UsageError(
                    f"Two descriptions at {prefix or '/'}. Give each a prefix: /a=a.yaml /b=b.yaml."
                )
            description = sources.opened(source, self.config, self.given)
            if self.given["watch"]:
                self._follow(description)
            descriptions.append(description)
            mocks[prefix] = self._mock(prefix, read_api(description))
        self.mocks, self.descriptions = mocks, descriptions

    def _follow(self, description: Description) -> None:
        """Read every file of the description now, so that all can be watched.

        Raises: DanglingReference for a reference that leads nowhere, and did not do so in what is served.
        """
        known = {problem.message for served in self.descriptions for problem in _nowhere(served)}
        for problem in _nowhere(description):
            if self.mocks and problem.message not in known:
                raise DanglingReference(problem)

    def _mock(self, prefix: str, api: Api) -> Mock:
        given = self.given
        old = given["old"]
        return mock(
            api,
            manners=Manners(
                dynamic=given["dynamic"],
                cors=not given["no_cors"],
                strict=given["strict"],
                secrets=dict(map(_secret, given["auths"])),
            ),
            composer=Composer(seed=given["seed"], shape=given["shape"], strict=given["strict_examples"]),
            bases=tuple(path.rstrip("/") for path in given["bases"]) or None,
            store=self._store(prefix),
            agreed=self._agreed(api),
            older=read_api(sources.opened(old, self.config, given)) if old is not None else None,
        )

    def _store(self, prefix: str) -> Store | None:
        if not self.given["stateful"] and self.given["state"] is None:
            return None
        if prefix not in self.stores:
            self.stores[prefix] = Store(self.given["state"], scope=prefix)
        return self.stores[prefix]

    def _agreed(self, api: Api) -> Callable[[Request], Response | None] | None:
        if not self.given["pacts"]:
            return None
        from assent.cli.pacts import agreed
        from assent.pact.load import load_pacts

        access, limits = (
            sources.access_of(self.config, self.given),
            sources.limits_of(self.config, self.given),
        )
        return agreed(api, load_pacts(self.given["pacts"], access=access, limits=limits))

    def files(self) -> dict[Path, int]:
        """Every file read so far, with the time of its last change in nanoseconds; 0 where it is gone."""
        found: dict[Path, int] = {}
        for description in self.descriptions:
            for uri in description.documents:
                parts = urlsplit(uri)
                if parts.scheme == "file":
                    path = Path(unquote(parts.path))
                    found[path] = path.stat().st_mtime_ns if path.exists() else 0
        return found


def served(specs: Sequence[str], given: Mapping[str, Any]) -> Served:
    """The mocks that the command line asks for.

    Raises: UsageError, DescriptionError.
    """
    if not specs:
        raise UsageError("Name a description to serve.")
    found = Served(specs=specs, given=given, config=sources.configuration(given["config"]))
    found.load()
    return found


@dataclass(slots=True, kw_only=True)
class Watch:
    """Loads descriptions again when one of their files changes. `reloaded` is told the new mocks."""

    served: Served
    reloaded: Callable[[dict[str, Mock]], None]
    known: dict[Path, int] = field(default_factory=dict)

    def __call__(self) -> None:
        now = self.served.files()
        changed = [path for path, time in now.items() if self.known.get(path, time) != time]
        self.known = now
        if not changed:
            return
        names = ", ".join(path.name for path in changed)
        try:
            self.served.load()
        except DescriptionError as error:
            say(f"assent: {names} changed and does not load; what was loaded before is still served\n{error}")
            return
        self.known = {**self.served.files(), **now}
        self.reloaded(self.served.mocks)
        set_aside_anew()
        say(f"assent: {names} changed, and is served anew")


def addresses(mocks: Mapping[str, Mock], url: str) -> str:
    """Where the mocks are served, each below its prefix and the base paths of its servers."""
    return ", ".join(
        dict.fromkeys(
            url + prefix + _with_defaults(base, mock)
            for prefix, mock in mocks.items()
            for base in mock.prepared.bases or ("",)
        )
    )


def _with_defaults(base: str, mock: Mock) -> str:
    """The base path with the defaults of variables that may be anything, so that it can be called as it stands."""
    for server in mock.prepared.api.servers:
        for name, variable in server.variables.items():
            base = base.replace(f"{{{name}}}", variable.default)
    return base


def invalid_examples(mocks: Mapping[str, Mock]) -> Iterator[str | None]:
    """Each example that no valid answer can be, in words; None after each operation that was looked at."""
    for provider in mocks.values():
        for operation in every_operation(provider.prepared.api):
            yield from _invalid(operation)
            yield None


def unresolved(descriptions: Sequence[Description]) -> Iterator[str | None]:
    """Each reference that leads nowhere, in words: what stands there may be anything."""
    for description in descriptions:
        for problem in _nowhere(description):
            yield f"{problem}; anything is valid there"
        yield None


def _nowhere(description: Description) -> Iterator[Problem]:
    kinds = ("dangling-reference", "refused-reference")
    return (problem for problem in description.problems() if problem.kind in kinds)


def _invalid(operation: Operation) -> Iterator[str]:
    for status, response in operation.responses.items():
        for media in response.content.values():
            for example in media.examples:
                if example.value is not None and not fits(media, example.value.value):
                    name = f" {example.name!r}" if example.name else ""
                    place = f"{operation.method} {operation.path} {status}"
                    why = next((f" ({refusal})" for refusal in refusals(media, example.value.value)), "")
                    yield f"{example.at}: the example{name} of {place} is invalid{why}; answers are made instead"


def told(texts: Iterator[str | None]) -> Iterator[None]:
    """Say what there is to say, step by step."""
    for text in texts:
        if text is not None:
            say(text)
        yield


def _secret(text: str) -> tuple[str, str]:
    scheme, found, value = text.partition("=")
    if not scheme or not found:
        raise UsageError(f"--auth {text!r} is malformed. Write --auth SCHEME=env:VARIABLE.")
    if not value.startswith("env:"):
        return scheme, value
    name = value.removeprefix("env:")
    if name not in os.environ:
        raise UsageError(f"The environment variable {name} is not set.")
    return scheme, os.environ[name]


def _prefixed(spec: str) -> tuple[str, str]:
    """`/prefix=source` as the two; a source alone is served at the root."""
    prefix, separator, source = spec.partition("=")
    if separator and prefix.startswith("/") and source:
        return prefix.rstrip("/"), source
    return "", spec
