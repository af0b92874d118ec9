"""A user's own functions in a run: around each call, as oracles, for values, and for credentials.

A hooks file marks plain functions; nothing happens when it is imported:

    from assent.fuzz.hooks import after_call, before_call, credentials, oracle, values

    @before_call
    def tenant(request, operation):
        return replace(request, headers=(*request.headers, ("X-Tenant", "7")))
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, Final, TypeAlias, TypeVar

from assent.api.model import Operation
from assent.errors import UsageError
from assent.json import Json
from assent.records import dataclass, field
from assent.wire import Exchange, Headers, Request

BeforeCall: TypeAlias = Callable[[Request, Operation], Request | None]
"""Gives the request that is sent instead; None leaves it as it is. Its URL is a path with a query."""
AfterCall: TypeAlias = Callable[[Exchange, Operation], object]
"""Told of each exchange; what it returns is not looked at."""
Oracle: TypeAlias = Callable[[Exchange, Operation], "str | Iterable[str] | None"]
"""Says what is wrong with an exchange, if anything is."""
Values: TypeAlias = Callable[[Random], Json]
"""Makes a value; the same for the same state of the random source."""
OwnCredentials: TypeAlias = Callable[[Operation, bool], Headers | None]
"""The headers that authorise calls. The second argument: the ones before were refused, or nothing was asked yet."""

Function = TypeVar("Function", bound=Callable[..., Any])

_MARK: Final = "__assent_hook__"
_KINDS: Final = ("before", "after", "oracles", "credentials", "parameters", "schemas", "formats")
MOST_ERRORS: Final = 20
"""Different errors of hooks that are kept."""


def before_call(function: Function) -> Function:
    """Mark a `BeforeCall`."""
    return _marked(function, "before_call", {})


def after_call(function: Function) -> Function:
    """Mark an `AfterCall`."""
    return _marked(function, "after_call", {})


def oracle(function: Function) -> Function:
    """Mark an `Oracle`; its findings bear the function's name."""
    return _marked(function, "oracle", {})


def credentials(function: Function) -> Function:
    """Mark an `OwnCredentials`. What it returns is a secret: it is in no report."""
    return _marked(function, "credentials", {})


def values(
    *, parameter: str | None = None, schema: str | None = None, format: str | None = None
) -> Callable[[Function], Function]:
    """Mark a `Values` for the parameters of a name, for the schema component of a name, or for a `format`.

    Raises: UsageError unless exactly one is named.
    """
    named = {"parameter": parameter, "schema": schema, "format": format}
    if sum(name is not None for name in named.values()) != 1:
        msg = "Name one of parameter, schema and format: values(parameter='bookId')."
        raise UsageError(msg)
    return lambda function: _marked(function, "values", named)


def _marked(function: Function, kind: str, named: dict[str, str | None]) -> Function:
    setattr(function, _MARK, (kind, named))
    return function


@dataclass(frozen=True, slots=True, kw_only=True)
class HookError:
    """What a hook raised: its name, the line of the user's file where it happened, and the error."""

    hook: str
    where: str
    error: str

    def __str__(self) -> str:
        return f"{self.where}: the hook {self.hook} raised {self.error}"


@dataclass(slots=True, kw_only=True, eq=False)
class Hooks:
    """The functions of one hooks module, in its order, and what they have raised so far."""

    before: tuple[BeforeCall, ...] = ()
    after: tuple[AfterCall, ...] = ()
    oracles: tuple[Oracle, ...] = ()
    credentials: OwnCredentials | None = None
    parameters: dict[str, Values] = field(default_factory=dict)
    schemas: dict[str, Values] = field(default_factory=dict)
    formats: dict[str, Values] = field(default_factory=dict)
    errors: list[HookError] = field(default_factory=list)

    def before_call(self, request: Request, operation: Operation) -> Request:
        """The request as the hooks want it; one that raises leaves it as it is."""
        for hook in self.before:
            changed = self.ask(hook, request, operation)
            if isinstance(changed, Request):
                request = changed
            elif changed is not None:
                self._note(
                    hook, _place_of(hook), f"nothing, but returned {type(changed).__name__}, no Request"
                )
        return request

    def after_call(self, exchange: Exchange, operation: Operation) -> None:
        for hook in self.after:
            self.ask(hook, exchange, operation)

    def complaints(self, exchange: Exchange, operation: Operation) -> list[tuple[str, str]]:
        """What the own oracles say, each with the oracle's name."""
        found: list[tuple[str, str]] = []
        for hook in self.oracles:
            said = self.ask(lambda *given, hook=hook: _listed(hook(*given)), exchange, operation, of=hook)
            found += [(_name(hook), text) for text in said or ()]
        return found

    def ask(self, hook: Callable[..., Any], *given: object, of: Callable[..., Any] | None = None) -> Any:
        """What the hook returns; None if it raises, and the error is kept with its place."""
        try:
            return hook(*given)
        except Exception as error:  # noqa: BLE001 - a user's function may raise anything, and the run goes on
            self._note(of or hook, _place_in(error, of or hook), f"{type(error).__name__}: {error}")
            return None

    def _note(self, hook: Callable[..., Any], where: str, error: str) -> None:
        noted = HookError(hook=_name(hook), where=where, error=error)
        if noted not in self.errors and len(self.errors) < MOST_ERRORS:
            self.errors.append(noted)


NO_HOOKS: Final = Hooks()


def load_hooks(source: str) -> Hooks:
    """The hooks of a Python file, or of a module.

    Raises: UsageError, with the file and line, if it cannot be imported or marks nothing.
    """
    module = _imported(source)
    found = Hooks()
    for hook in vars(module).values():
        mark = getattr(hook, _MARK, None)
        if mark is None or getattr(hook, "__module__", None) != module.__name__:
            continue
        match mark:
            case "before_call", _:
                found.before = (*found.before, hook)
            case "after_call", _:
                found.after = (*found.after, hook)
            case "oracle", _:
                found.oracles = (*found.oracles, hook)
            case "credentials", _:
                found.credentials = hook
            case "values", named:
                for table, kind in (
                    (found.parameters, "parameter"),
                    (found.schemas, "schema"),
                    (found.formats, "format"),
                ):
                    if named[kind] is not None:
                        table[named[kind]] = hook
    if not any(getattr(found, it) for it in _KINDS):
        raise UsageError(f"{source}: no hooks in it. Mark functions with assent.fuzz.hooks, as @before_call.")
    return found


def _imported(source: str) -> ModuleType:
    if source.endswith(".py") and not Path(source).is_file():
        raise UsageError(f"{source}: there is no such file.")
    try:
        if not source.endswith(".py"):
            return importlib.import_module(source)
        spec = importlib.util.spec_from_file_location("assent_hooks", source)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    except Exception as error:
        where = _place_in(error, None) or source
        raise UsageError(f"{where}: the hooks cannot be loaded: {type(error).__name__}: {error}") from error
    return module


def _listed(said: str | Iterable[str] | None) -> list[str]:
    if said is None:
        return []
    return [said] if isinstance(said, str) else [str(text) for text in said]


def _name(hook: Callable[..., Any]) -> str:
    return getattr(hook, "__name__", type(hook).__name__)


def _place_in(error: Exception, hook: Callable[..., Any] | None) -> str:
    """The user's line that raised: the last one of the hook's own file, `file:line`."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    own = getattr(getattr(hook, "__code__", None), "co_filename", None)
    theirs = [it for it in frames if it.filename == own] if own else []
    last = theirs or [it for it in frames if it.filename != __file__ and "importlib" not in it.filename]
    return f"{last[-1].filename}:{last[-1].lineno}" if last else _place_of(hook)


def _place_of(hook: Callable[..., Any] | None) -> str:
    code = getattr(hook, "__code__", None)
    return f"{code.co_filename}:{code.co_firstlineno}" if code else ""
