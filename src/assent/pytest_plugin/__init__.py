"""assent in pytest: tests made from a description, and the traffic of a team's own tests judged by it.

    @assent.parametrize("openapi.yaml")
    def test_the_provider(case, client):
        case.call(client)

    client = httpx.Client(transport=assent.httpx_transport("openapi.yaml"), base_url="http://localhost:8000")
    app.add_middleware(assent.asgi_middleware, api="openapi.yaml")
    app.wsgi_app = assent.wsgi_middleware(app.wsgi_app, "openapi.yaml")

Everything heavy is imported when it is first used: pytest starts as fast with this plugin as without it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from assent.judge.watch import Watch

__all__ = ["asgi_middleware", "httpx_transport", "parametrize", "wsgi_middleware"]

MARK = "assent_parametrize"
_Test = TypeVar("_Test", bound=Callable[..., Any])


def parametrize(
    api: Any,
    *,
    cases: int = 20,
    examples: int = 20,
    seed: int = 0,
    values: Mapping[str, Any] | None = None,
    auth: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    methods: Sequence[str] = (),
    base_path: str | None = None,
) -> Callable[[_Test], _Test]:
    """Run a test with an argument `case` for each operation and each of its generated requests.

    `api` is a path or URL of a description, a description as a dict, or what `assent.load` or `assent.read_api`
    gave. Of each operation come its examples and the first `cases` requests that vary one thing, and one test that
    lets hypothesis draw `examples` requests and shrink what fails. `values` are those of parameters by name (ids
    that exist), `auth` secrets by security scheme, `headers` are sent with each request. `include` and `exclude`
    are globs of paths. `base_path` is where the API is served instead of below its servers' paths.
    """
    options = {
        "cases": cases,
        "examples": examples,
        "seed": seed,
        "values": values or {},
        "auth": auth or {},
        "headers": headers or {},
        "include": include,
        "exclude": exclude,
        "methods": methods,
        "base_path": base_path,
    }
    mark: Callable[[_Test], _Test] = getattr(pytest.mark, MARK)(api, options)
    return mark


def httpx_transport(api: Any, inner: Any = None, *, fail: bool = True, base_path: str | None = None) -> Any:
    """A transport for `httpx.Client` and `httpx.AsyncClient` whose traffic is judged by the description.

    A test during which a response departs from it fails, unless `fail` is False; so does one whose wrong request
    was taken as good. What was met is told at the session's end. `inner` sends; over HTTP if it is not given.
    """
    from assent.judge.watch import httpx_transport as transport
    from assent.pytest_plugin.watching import watch_for

    return transport(watch_for(api, fail=fail, base_path=base_path), inner)


def asgi_middleware(app: Any, api: Any, *, fail: bool = True, base_path: str | None = None) -> Any:
    """The ASGI application with its traffic judged, as `httpx_transport` does."""
    from assent.judge.watch import asgi_middleware as middleware
    from assent.pytest_plugin.watching import watch_for

    return middleware(app, watch_for(api, fail=fail, base_path=base_path))


def wsgi_middleware(app: Any, api: Any, *, fail: bool = True, base_path: str | None = None) -> Any:
    """The WSGI application with its traffic judged, as `httpx_transport` does."""
    from assent.judge.watch import wsgi_middleware as middleware
    from assent.pytest_plugin.watching import watch_for

    return middleware(app, watch_for(api, fail=fail, base_path=base_path))


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("assent")
    group.addoption(
        "--assent-min-coverage",
        type=float,
        metavar="PERCENT",
        help="Fail the session if the tests met fewer of a description's operations.",
    )
    parser.addini("assent_openapi", "the description that the fixtures of assent use: a path or a URL")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARK}(api, options): made by @assent.parametrize")


def pytest_unconfigure() -> None:
    """Forget what this session watched; another may run in the same process."""
    watching = _loaded()
    if watching is not None:
        watching.forget()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    mark = metafunc.definition.get_closest_marker(MARK)
    if mark is not None:
        from assent.errors import AssentError
        from assent.pytest_plugin.cases import parameters

        try:
            found = parameters(*mark.args)
        except AssentError as error:
            pytest.fail(str(error), pytrace=False)
        metafunc.parametrize("case", found)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Fail a test during which the provider broke its description; draw the requests of a test by chance."""
    watching = _loaded()
    if watching is not None:
        watching.begin()
    done = yield
    watching = _loaded()  # the test itself may have made the first watch
    if watching is not None:
        watching.end(pyfuncitem.nodeid)
    return done


@pytest.hookimpl(tryfirst=True, specname="pytest_pyfunc_call")
def pytest_draw_by_chance(pyfuncitem: pytest.Function) -> object:
    """Take over the tests whose case is an operation's requests by chance."""
    if pyfuncitem.get_closest_marker(MARK) is None or not hasattr(pyfuncitem.funcargs["case"], "examples"):
        return None
    from assent.pytest_plugin.chance import run_by_chance

    names = pyfuncitem._fixtureinfo.argnames
    run_by_chance(pyfuncitem.obj, {name: pyfuncitem.funcargs[name] for name in names})
    return True


@pytest.fixture(scope="session")
def assent_api(request: pytest.FixtureRequest) -> Any:
    """The Api of the description that the ini option `assent_openapi` names."""
    from assent.pytest_plugin.watching import api_of

    return api_of(_configured(request.config))


@pytest.fixture(scope="session")
def assent_watch(request: pytest.FixtureRequest) -> Watch:
    """The watch of the description that `assent_openapi` names: what was met so far, and what was found."""
    from assent.pytest_plugin.watching import watch_for

    return watch_for(_configured(request.config), fail=True, base_path=None)


def _configured(config: pytest.Config) -> str:
    named: str = config.getini("assent_openapi")
    if not named:
        raise pytest.UsageError(
            "Name the description: assent_openapi = openapi.yaml, in pytest's configuration."
        )
    return named if "://" in named else str(config.rootpath / named)


def _loaded() -> Any:
    """The module that keeps the watches, if any test has made one."""
    import sys

    return sys.modules.get("assent.pytest_plugin.watching")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    watching = _loaded()
    lines = watching.summary() if watching is not None else []
    if lines:
        terminalreporter.section("assent")
        for line in lines:
            terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was met to xdist's controller, or hold it against the coverage that is asked for."""
    watching = _loaded()
    if watching is None:
        return
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["assent"] = watching.told()
        return
    least = session.config.getoption("--assent-min-coverage")
    if least is not None and watching.too_little(least) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker of xdist has met."""
    told = getattr(node, "workeroutput", {}).get("assent")
    if told:
        from assent.pytest_plugin.watching import hear_worker

        hear_worker(told)
