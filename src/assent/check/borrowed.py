"""openapi-spec-validator's own keyword checks and schema files, without the libraries that we never let it use.

Its checks are functions over a `SchemaPath`, and ours run them over a cursor of our own. What it imports beside them,
to read files, follow references and hold values against schemas in Python, takes longer than checking a small
description and decides nothing here. So its modules are loaded under our own import function, which gives stand-ins
for those libraries. Nothing is put among the interpreter's modules: whoever imports the package gets it whole.
"""

from __future__ import annotations

import builtins
import json
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

PACKAGE = "openapi_spec_validator"

REPLACED = (
    "jsonschema",
    "jsonschema_path",
    "openapi_schema_validator",
    f"{PACKAGE}.schemas",
    f"{PACKAGE}.settings",
)
"""What is not imported: our cursor, jsonschema-rs and assent's rule for defaults do its work."""


class Refusal(Exception):
    """What the checks raise of jsonschema's `ValidationError`: the words, and the path to what they are about."""

    def __init__(self, message: str, path: Iterable[str | int] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.absolute_path = deque(path)


class StandIn(ModuleType):
    """A module in which every name is a class that does nothing, but for the error that checks are made of."""

    def __getattr__(self, name: str) -> type:
        return Refusal if name == "ValidationError" else type(name, (Exception,), {})


@cache
def folder_of(package: str) -> Path:
    """The folder of an installed package, which is not imported for it.

    Raises: ModuleNotFoundError if it is not installed.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    return Path(spec.origin).parent


@cache
def borrowed(name: str) -> ModuleType:
    """A module of openapi-spec-validator, with stand-ins for what it would import from elsewhere."""
    file = folder_of(PACKAGE).joinpath(*name.split(".")[1:]).with_suffix(".py")
    code = SourceFileLoader(name, str(file)).get_code(name)
    module = ModuleType(name)
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
    if code is not None:
        exec(code, vars(module))  # noqa: S102 - the code of a package that we depend on, as importing runs it
    return module


def _import(
    name: str, globals: Any = None, locals: Any = None, fromlist: Sequence[str] = (), level: int = 0
) -> Any:
    """What an import statement of the package's modules gives."""
    if any(name == each or name.startswith(f"{each}.") for each in REPLACED):
        return StandIn(name)
    if not name.startswith(PACKAGE):
        return builtins.__import__(name, globals, locals, fromlist, level)
    if folder_of(PACKAGE).joinpath(*name.split(".")[1:]).is_dir():
        return SimpleNamespace(**{each: borrowed(f"{name}.{each}") for each in fromlist})
    return borrowed(name)


def keyword_checks(version: str) -> dict[str, Any]:
    """The checks for that version of OpenAPI by what they look at (`path`, `schema`, …), new for each run."""
    name = f"OpenAPIV{version.replace('.', '') if version != '2.0' else '2'}SpecValidator"
    validator = getattr(borrowed(f"{PACKAGE}.validation.validators"), name)
    registry: dict[str, Any] = borrowed(f"{PACKAGE}.validation.registries").KeywordValidatorRegistry(
        validator.keyword_validators
    )
    return registry


def refusal(message: str, path: Iterable[str | int]) -> Exception:
    """An error as the checks give it, for what we look at in their stead."""
    error: Exception = borrowed(f"{PACKAGE}.validation.exceptions").OpenAPIValidationError(message, path)
    return error


@cache
def official_schema(version: str) -> dict[str, Any]:
    """The official schema of that version of OpenAPI."""
    file = folder_of(PACKAGE) / "resources" / "schemas" / f"v{version}" / "schema.json"
    schema: dict[str, Any] = json.loads(file.read_bytes())
    return schema


@cache
def meta_schemas() -> dict[str, dict[str, Any]]:
    """The meta-schemas of JSON Schema's drafts and of OpenAPI's dialects, with their vocabularies, by `$id`."""
    known: dict[str, dict[str, Any]] = {}
    for package in ("jsonschema_specifications", "openapi_schema_validator"):
        for file in sorted(folder_of(package).joinpath("schemas").rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                schema = json.loads(file.read_bytes())
                known[schema.get("$id", schema.get("id", "")).rstrip("#")] = schema
    return known
