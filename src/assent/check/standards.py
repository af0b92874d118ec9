"""The official JSON Schemas of OpenAPI, as openapi-spec-validator ships them, compiled once by jsonschema-rs."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.check.survey import Kind
from assent.json import Json

if TYPE_CHECKING:
    from jsonschema_rs import Validator

DEFINITIONS: dict[str, dict[Kind, str]] = {
    "2.0": {
        Kind.HEADER: "header",
        Kind.ITEMS: "primitivesItems",
        Kind.OPERATION: "operation",
        Kind.PARAMETER: "parameter",
        Kind.PATHS: "paths",
        Kind.PATH_ITEM: "pathItem",
        Kind.RESPONSE: "response",
        Kind.RESPONSES: "responses",
        Kind.SCHEMA: "schema",
    },
    "3.0": {
        Kind.CALLBACK: "Callback",
        Kind.COMPONENTS: "Components",
        Kind.ENCODING: "Encoding",
        Kind.EXAMPLE: "Example",
        Kind.HEADER: "Header",
        Kind.LINK: "Link",
        Kind.MEDIA_TYPE: "MediaType",
        Kind.OPERATION: "Operation",
        Kind.PARAMETER: "Parameter",
        Kind.PATHS: "Paths",
        Kind.PATH_ITEM: "PathItem",
        Kind.REQUEST_BODY: "RequestBody",
        Kind.RESPONSE: "Response",
        Kind.RESPONSES: "Responses",
        Kind.SCHEMA: "Schema",
        Kind.SECURITY_SCHEME: "SecurityScheme",
    },
    "3.1": {
        Kind.CALLBACK: "callbacks",
        Kind.COMPONENTS: "components",
        Kind.ENCODING: "encoding",
        Kind.EXAMPLE: "example",
        Kind.HEADER: "header",
        Kind.LINK: "link",
        Kind.MEDIA_TYPE: "media-type",
        Kind.OPERATION: "operation",
        Kind.PARAMETER: "parameter",
        Kind.PATHS: "paths",
        Kind.PATH_ITEM: "path-item",
        Kind.REQUEST_BODY: "request-body",
        Kind.RESPONSE: "response",
        Kind.RESPONSES: "responses",
        Kind.SECURITY_SCHEME: "security-scheme",
    },
}
DEFINITIONS["3.2"] = DEFINITIONS["3.1"]
"""What the official schemas call each kind of object."""

DIALECTS: dict[str, str] = {
    "3.1": "https://spec.openapis.org/oas/3.1/dialect/base",
    "3.2": "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
}
"""The dialect of schemas that name none. Source: OAS 3.1.1 §4.8.24, OAS 3.2.0 §4.24."""

DRAFT_4 = "http://json-schema.org/draft-04/schema"
"""What openapi-spec-validator holds the schemas of 2.0 and 3.0 against, with types of OpenAPI."""


def import_validator() -> types.ModuleType:
    """openapi-spec-validator, told to use jsonschema-rs and never the network.

    It reads its settings from environment variables through pydantic, and imports requests to fetch references;
    both take longer than checking a small description, and neither may decide a verdict. So where nobody has
    imported it before, it finds its settings made here, and no requests.
    """
    name = "openapi_spec_validator"
    if name not in sys.modules:
        sys.modules[f"{name}.settings"] = _settings_module(name)
        schema_name = "openapi_schema_validator"
        if schema_name not in sys.modules:
            sys.modules[f"{schema_name}.settings"] = _settings_module(schema_name)
        blocked = "requests" not in sys.modules
        if blocked:
            sys.modules["requests"] = None  # type: ignore[assignment]  # None makes importing it an ImportError
        try:
            import openapi_spec_validator
        finally:
            if blocked:
                del sys.modules["requests"]
        return openapi_spec_validator
    return sys.modules[name]


def _settings_module(package: str) -> types.ModuleType:
    settings = types.SimpleNamespace(
        resolved_cache_maxsize=4096,
        schema_validator_backend="jsonschema-rs",
        compiled_validator_cache_max_size=128,
    )
    module: Any = types.ModuleType(f"{package}.settings")
    module.OpenAPISpecValidatorSettings = lambda: settings
    module.get_schema_validator_backend = lambda: settings.schema_validator_backend
    module.get_resolved_cache_maxsize = lambda: settings.resolved_cache_maxsize
    module.OpenAPISchemaValidatorSettings = lambda: settings
    module.get_settings = lambda: settings
    module.reset_settings_cache = lambda: None
    return module  # type: ignore[no-any-return]  # a module, whose attributes are set above


@cache
def official_schema(version: str) -> dict[str, Any]:
    """The official schema of that version of OpenAPI, from openapi-spec-validator's files.

    Read as JSON, since its own reader takes it for YAML and needs many times as long.
    """
    package = import_validator().__file__ or ""
    file = Path(package).parent / "resources" / "schemas" / f"v{version}" / "schema.json"
    schema: dict[str, Any] = json.loads(file.read_bytes())
    return schema


@cache
def schema_of(version: str, kind: Kind) -> dict[str, Json] | None:
    """The official schema for one kind of object; None if that version's has none."""
    whole = official_schema(version)
    if kind is Kind.OPENAPI:
        return whole
    name = DEFINITIONS[version].get(kind)
    held = "definitions" if "definitions" in whole else "$defs"
    if name is None or name not in whole[held]:
        return None
    return {"$schema": whole["$schema"], held: whole[held], "$ref": f"#/{held}/{name}"}


@cache
def validator_of(version: str, kind: Kind) -> Validator | None:
    """The compiled official schema for one kind of object; None if that version's has none."""
    import jsonschema_rs

    schema = schema_of(version, kind)
    return None if schema is None else jsonschema_rs.validator_for(schema)


@cache
def dialect_validator(dialect: str) -> tuple[Validator, Json] | None:
    """The meta-schema of a JSON Schema dialect, compiled and as it is; None if nobody here knows the dialect."""
    import jsonschema_rs

    import_validator()
    from openapi_schema_validator._specifications import REGISTRY
    from referencing.exceptions import NoSuchResource

    fetch: Callable[[str], Any] = REGISTRY.contents
    try:
        meta = fetch(dialect.rstrip("#"))
    except NoSuchResource:
        return None
    return jsonschema_rs.validator_for(meta, retriever=fetch), meta
