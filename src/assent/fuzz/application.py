"""An application in this process by its name, as servers of applications take it."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

from assent.errors import UsageError


def application(name: str) -> Any:
    """What `module:app` names, or what `module:make()` gives.

    Raises: UsageError if that is nothing, no application, or raises.
    """
    module, _, attribute = name.partition(":")
    try:
        app: Any = importlib.import_module(module)
        for part in (attribute or "app").removesuffix("()").split("."):
            app = getattr(app, part)
        app = app() if attribute.endswith("()") else app
    except (ImportError, AttributeError) as error:
        raise UsageError(f"{name!r} names no application: {error}. Write module:app.") from error
    except Exception as error:
        raise UsageError(f"{name!r} cannot be imported: {type(error).__name__}: {error}.") from error
    if not callable(app):
        raise UsageError(f"{name!r} is no application. Write module:app.")
    try:
        parameters = inspect.signature(app).parameters
    except (TypeError, ValueError):
        return app
    if not parameters:
        raise UsageError(f"{name!r} takes no request. If it makes the application, write {name}().")
    return app
