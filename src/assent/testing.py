"""A provider for tests: the mock of a description behind a real socket, or without any.

    with mock("openapi.yaml") as provider:
        requests.get(provider.url + "/pets")

    with httpx.Client(transport=mock_transport("openapi.yaml"), base_url="http://mock") as client:
        client.get("/pets")

A fixture for pytest is one line: `provider = mock_fixture("openapi.yaml")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.api import read_api
from assent.document import load
from assent.errors import UsageError
from assent.records import dataclass
from assent.serve.app import Application
from assent.serve.compose import SHAPES, Composer
from assent.serve.provider import Manners, mock as mock_of
from assent.serve.store import Store
from assent.wire import Exchange, Request

if TYPE_CHECKING:
    import httpx

__all__ = ["Provider", "mock", "mock_fixture", "mock_transport"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A mock that is served. `exchanges` holds what was asked and answered so far."""

    url: str
    exchanges: list[Exchange]
    app: Application

    def reset(self) -> None:
        """Forget the exchanges, and what a stateful mock remembers."""
        self.exchanges.clear()
        for one in self.app.mocks.values():
            if one.store is not None:
                one.store.clear()


@contextmanager
def mock(
    description: str | PathLike[str],
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    **options: Any,
) -> Iterator[Provider]:
    """The description's mock at a loopback address, in a thread of this process, while the context lasts.

    Options are those of `assent mock`: `dynamic`, `seed`, `shape`, `stateful`, `state` (a file), `cors`, `strict`
    and `base_path`. Port 0 takes any that is free.
    Raises: DescriptionError if the description cannot be loaded, UsageError if an option makes no sense.
    """
    from assent.serve.running import running

    exchanges: list[Exchange] = []
    app = _application(description, exchanges, **options)
    with running(app, host=host, port=port) as server:
        yield Provider(url=server.url, exchanges=exchanges, app=app)


def mock_transport(description: str | PathLike[str], **options: Any) -> httpx.BaseTransport:
    """The same as an httpx transport, with no socket and no thread.

    Raises: DescriptionError, UsageError.
    """
    import httpx

    app = _application(description, [], **options)

    def respond(request: httpx.Request) -> httpx.Response:
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw
        )
        target = request.url.raw_path.decode("latin-1")
        found = app.respond(Request(request.method, target, headers, request.read()))
        return httpx.Response(found.status, headers=list(found.headers), content=found.body)

    return httpx.MockTransport(respond)


def mock_fixture(
    description: str | PathLike[str], *, scope: Any = "session", **options: Any
) -> Callable[..., Iterator[Provider]]:
    """A pytest fixture that gives the `Provider`; put it into a module or a conftest under a name of your own."""
    import pytest

    @pytest.fixture(scope=scope)
    def provider() -> Iterator[Provider]:
        with mock(description, **options) as served:
            yield served

    return provider


def _application(
    description: str | PathLike[str],
    exchanges: list[Exchange],
    *,
    dynamic: bool = False,
    seed: int = 0,
    shape: str = "typical",
    stateful: bool = False,
    state: str | PathLike[str] | None = None,
    cors: bool = True,
    strict: bool = False,
    base_path: str | None = None,
) -> Application:
    if shape not in SHAPES:
        raise UsageError(f"There is no shape {shape!r}. Known: {', '.join(SHAPES)}.")
    provider = mock_of(
        read_api(load(fspath(description))),
        manners=Manners(dynamic=dynamic, cors=cors, strict=strict),
        composer=Composer(seed=seed, shape=shape),
        bases=None if base_path is None else (base_path.rstrip("/"),),
        store=Store(Path(state) if state is not None else None) if stateful or state is not None else None,
    )
    return Application(mocks={"": provider}, seed=seed, seen=(exchanges.append,))
