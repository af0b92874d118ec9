"""The official JSON Schemas of OpenAPI, as openapi-spec-validator ships them, compiled once by jsonschema-rs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assent.check.borrowed import meta_schemas, official_schema
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
    from assent.schema.validator import jsonschema_rs

    schema = schema_of(version, kind)
    return None if schema is None else jsonschema_rs.validator_for(schema)


@cache
def dialect_validator(dialect: str) -> tuple[Validator, Json] | None:
    """The meta-schema of a JSON Schema dialect, compiled and as it is; None if nobody here knows the dialect."""
    from assent.schema.validator import jsonschema_rs

    known = meta_schemas()
    meta = known.get(dialect.rstrip("#"))
    if meta is None:
        return None
    return jsonschema_rs.validator_for(meta, retriever=lambda uri: known[uri.rstrip("#")]), meta
