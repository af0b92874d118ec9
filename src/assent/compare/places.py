"""Every place of an OpenAPI description where an edit can happen, and what compare says about an edit there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from assent.compare.schema_places import SCHEMA_PLACES
from assent.records import dataclass

EVERY = "2.0 3.0 3.1 3.2"
THREE = "3.0 3.1 3.2"
NEWER = "3.1 3.2"
LATEST = "3.2"
OLDEST = "2.0"

TALK = "nothing: words for people; nothing travels differently"
SAMPLE = "nothing: a sample value; what is allowed is said by the schema beside it"
SHELF = "nothing: a shelf for reuse; an edit is reported where what lies on it is used"
STYLE_RULES = "parameter-serialised-differently"
SECURITY_RULES = (
    "security-requirement-added security-requirement-dropped security-alternative-removed"
    " security-alternative-added credentials-moved"
)
STATUS_RULES = (
    "success-status-replaced success-status-added success-status-removed"
    " error-status-removed error-status-added"
)
PARAMETER_SCHEMA = "schema: the rules about schemas, for what travels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One keyword of one object of the standard.

    `versions` are the feature families that have it; `rules` the ids of the rules that can speak about an edit
    there; `nothing` says why an edit has no consequence, where none has. Exactly one of the two is filled.
    """

    object: str
    keyword: str
    versions: tuple[str, ...]
    rules: tuple[str, ...] = ()
    nothing: str = ""


Row: TypeAlias = tuple[str, str, str]
"""The keyword, the versions that have it, and either rule ids or `nothing: why`."""

OBJECTS: dict[str, tuple[Row, ...]] = {
    "OpenAPI Object": (
        ("openapi", THREE, "nothing: another way of writing; what it means is compared"),
        ("swagger", OLDEST, "nothing: another way of writing; what it means is compared"),
        ("$self", LATEST, "nothing: the document's own name; references that it moves are compared"),
        ("info", EVERY, TALK),
        ("jsonSchemaDialect", NEWER, "nothing: another way of writing schemas; what they mean is compared"),
        ("servers", THREE, "base-path-removed server-removed server-added"),
        ("host", OLDEST, "server-removed server-added"),
        ("basePath", OLDEST, "base-path-removed server-added"),
        ("schemes", OLDEST, "server-removed server-added"),
        ("consumes", OLDEST, "request-media-type-removed request-media-type-added"),
        ("produces", OLDEST, "response-media-type-removed response-media-type-added"),
        ("paths", EVERY, "operation-removed operation-added"),
        ("webhooks", NEWER, "webhook-removed webhook-added"),
        ("components", THREE, SHELF),
        ("definitions", OLDEST, SHELF),
        ("parameters", OLDEST, SHELF),
        ("responses", OLDEST, SHELF),
        ("securityDefinitions", OLDEST, SHELF),
        ("security", EVERY, SECURITY_RULES),
        ("tags", EVERY, TALK),
        ("externalDocs", EVERY, TALK),
    ),
    "Info Object": (
        ("title", EVERY, TALK),
        ("summary", NEWER, TALK),
        ("description", EVERY, TALK),
        ("termsOfService", EVERY, TALK),
        ("contact", EVERY, TALK),
        ("license", EVERY, TALK),
        ("version", EVERY, "nothing: judged by --check-version, which asks whether it fits the change"),
    ),
    "Contact Object": (("name", EVERY, TALK), ("url", EVERY, TALK), ("email", EVERY, TALK)),
    "License Object": (("name", EVERY, TALK), ("identifier", NEWER, TALK), ("url", EVERY, TALK)),
    "Server Object": (
        ("url", THREE, "base-path-removed server-removed server-added"),
        ("description", THREE, TALK),
        ("name", LATEST, TALK),
        ("variables", THREE, "base-path-removed server-removed server-added"),
    ),
    "Server Variable Object": (
        ("enum", THREE, "base-path-removed server-removed server-added"),
        ("default", THREE, "nothing: one of the values that may stand there, and those are compared"),
        ("description", THREE, TALK),
    ),
    "Components Object": (
        ("schemas", THREE, SHELF),
        ("responses", THREE, SHELF),
        ("parameters", THREE, SHELF),
        ("examples", THREE, SAMPLE),
        ("requestBodies", THREE, SHELF),
        ("headers", THREE, SHELF),
        ("securitySchemes", THREE, SHELF),
        ("links", THREE, SHELF),
        ("callbacks", THREE, SHELF),
        ("pathItems", NEWER, SHELF),
        ("mediaTypes", LATEST, SHELF),
    ),
    "Paths Object": (("/{path}", EVERY, "operation-removed operation-added"),),
    "Path Item Object": (
        ("$ref", EVERY, "operation-removed operation-added"),
        ("summary", THREE, TALK),
        ("description", THREE, TALK),
        *(
            (method, EVERY, "operation-removed operation-added")
            for method in ("get", "put", "post", "delete")
        ),
        *((method, EVERY, "operation-removed operation-added") for method in ("options", "head", "patch")),
        ("trace", THREE, "operation-removed operation-added"),
        ("query", LATEST, "operation-removed operation-added"),
        ("additionalOperations", LATEST, "operation-removed operation-added"),
        ("servers", THREE, "base-path-removed server-removed server-added"),
        ("parameters", EVERY, "parameter-removed parameter-added required-parameter-added"),
    ),
    "Operation Object": (
        ("tags", EVERY, "operation-tags-changed"),
        ("summary", EVERY, TALK),
        ("description", EVERY, TALK),
        ("externalDocs", EVERY, TALK),
        ("operationId", EVERY, "operation-id-changed"),
        ("consumes", OLDEST, "request-media-type-removed request-media-type-added"),
        ("produces", OLDEST, "response-media-type-removed response-media-type-added"),
        ("schemes", OLDEST, "server-removed server-added"),
        ("parameters", EVERY, "parameter-removed parameter-added required-parameter-added"),
        ("requestBody", THREE, "body-became-required body-removed body-added"),
        ("responses", EVERY, STATUS_RULES),
        ("callbacks", THREE, "callback-removed callback-added"),
        ("deprecated", EVERY, "deprecation-announced deprecation-withdrawn"),
        ("security", EVERY, f"{SECURITY_RULES} called-with-other-credentials"),
        ("servers", THREE, "base-path-removed server-removed server-added"),
        ("x-sunset", EVERY, "sunset-announced sunset-brought-forward sunset-postponed"),
        ("x-stability-level", EVERY, "stability-lowered stability-raised"),
    ),
    "External Documentation Object": (("description", EVERY, TALK), ("url", EVERY, TALK)),
    "Parameter Object": (
        ("name", EVERY, "parameter-removed parameter-added parameter-renamed"),
        ("in", EVERY, "parameter-moved"),
        ("description", EVERY, TALK),
        ("required", EVERY, "parameter-became-required parameter-became-optional"),
        ("deprecated", THREE, "deprecation-announced deprecation-withdrawn"),
        ("allowEmptyValue", EVERY, "empty-value-refused empty-value-allowed"),
        ("style", THREE, STYLE_RULES),
        ("explode", THREE, STYLE_RULES),
        ("allowReserved", THREE, "nothing: a reader decodes reserved characters, written either way"),
        ("collectionFormat", OLDEST, STYLE_RULES),
        ("schema", EVERY, PARAMETER_SCHEMA),
        ("content", THREE, STYLE_RULES),
        ("type", OLDEST, PARAMETER_SCHEMA),
        ("format", OLDEST, PARAMETER_SCHEMA),
        ("items", OLDEST, PARAMETER_SCHEMA),
        ("default", OLDEST, "default-changed"),
        ("enum", OLDEST, PARAMETER_SCHEMA),
        ("maximum", OLDEST, PARAMETER_SCHEMA),
        ("minimum", OLDEST, PARAMETER_SCHEMA),
        ("exclusiveMaximum", OLDEST, PARAMETER_SCHEMA),
        ("exclusiveMinimum", OLDEST, PARAMETER_SCHEMA),
        ("multipleOf", OLDEST, PARAMETER_SCHEMA),
        ("maxLength", OLDEST, PARAMETER_SCHEMA),
        ("minLength", OLDEST, PARAMETER_SCHEMA),
        ("pattern", OLDEST, PARAMETER_SCHEMA),
        ("maxItems", OLDEST, PARAMETER_SCHEMA),
        ("minItems", OLDEST, PARAMETER_SCHEMA),
        ("uniqueItems", OLDEST, PARAMETER_SCHEMA),
        ("example", THREE, SAMPLE),
        ("examples", THREE, SAMPLE),
        ("x-sunset", EVERY, "sunset-announced sunset-brought-forward sunset-postponed"),
        ("x-stability-level", EVERY, "stability-lowered stability-raised"),
    ),
    "Request Body Object": (
        ("description", THREE, TALK),
        ("content", THREE, "request-media-type-removed request-media-type-added"),
        ("required", THREE, "body-became-required body-became-optional"),
    ),
    "Media Type Object": (
        ("schema", THREE, PARAMETER_SCHEMA),
        ("itemSchema", LATEST, PARAMETER_SCHEMA),
        ("example", THREE, SAMPLE),
        ("examples", THREE, SAMPLE),
        ("encoding", THREE, "form-field-encoded-differently"),
        ("prefixEncoding", LATEST, "form-field-encoded-differently"),
        ("itemEncoding", LATEST, "form-field-encoded-differently"),
    ),
    "Encoding Object": tuple(
        (keyword, versions, "form-field-encoded-differently")
        for keyword, versions in (
            ("contentType", THREE),
            ("headers", THREE),
            ("style", THREE),
            ("explode", THREE),
            ("allowReserved", THREE),
            ("encoding", LATEST),
            ("prefixEncoding", LATEST),
            ("itemEncoding", LATEST),
        )
    ),
    "Responses Object": (
        ("default", EVERY, "error-status-removed error-status-added"),
        ("{status}", EVERY, STATUS_RULES),
    ),
    "Response Object": (
        ("summary", LATEST, TALK),
        ("description", EVERY, TALK),
        ("headers", EVERY, "header-removed required-header-removed header-added"),
        ("content", THREE, "response-media-type-removed response-media-type-added"),
        ("schema", OLDEST, PARAMETER_SCHEMA),
        ("examples", OLDEST, SAMPLE),
        ("links", THREE, "link-removed link-added"),
    ),
    "Callback Object": (("{expression}", THREE, "callback-removed callback-added"),),
    "Example Object": tuple(
        (keyword, versions, SAMPLE)
        for keyword, versions in (
            ("summary", THREE),
            ("description", THREE),
            ("value", THREE),
            ("externalValue", THREE),
            ("dataValue", LATEST),
            ("serializedValue", LATEST),
        )
    ),
    "Link Object": (
        ("operationRef", THREE, "link-changed"),
        ("operationId", THREE, "link-changed"),
        ("parameters", THREE, "link-changed"),
        ("requestBody", THREE, "link-changed"),
        ("description", THREE, TALK),
        ("server", THREE, "link-changed"),
    ),
    "Header Object": (
        ("description", EVERY, TALK),
        ("required", THREE, "header-became-optional header-became-required"),
        ("deprecated", THREE, "deprecation-announced deprecation-withdrawn"),
        ("style", THREE, "nothing: a header has one style, simple"),
        ("explode", THREE, "header-serialised-differently"),
        ("schema", THREE, PARAMETER_SCHEMA),
        ("content", THREE, "header-serialised-differently"),
        ("collectionFormat", OLDEST, "header-serialised-differently"),
        ("type", OLDEST, PARAMETER_SCHEMA),
        ("format", OLDEST, PARAMETER_SCHEMA),
        ("items", OLDEST, PARAMETER_SCHEMA),
        ("default", OLDEST, "nothing: a header that is absent means the same whatever is written here"),
        ("enum", OLDEST, PARAMETER_SCHEMA),
        ("maximum", OLDEST, PARAMETER_SCHEMA),
        ("minimum", OLDEST, PARAMETER_SCHEMA),
        ("maxLength", OLDEST, PARAMETER_SCHEMA),
        ("minLength", OLDEST, PARAMETER_SCHEMA),
        ("pattern", OLDEST, PARAMETER_SCHEMA),
        ("maxItems", OLDEST, PARAMETER_SCHEMA),
        ("minItems", OLDEST, PARAMETER_SCHEMA),
        ("uniqueItems", OLDEST, PARAMETER_SCHEMA),
        ("example", THREE, SAMPLE),
        ("examples", THREE, SAMPLE),
    ),
    "Tag Object": tuple(
        (keyword, versions, TALK)
        for keyword, versions in (
            ("name", EVERY),
            ("summary", LATEST),
            ("description", EVERY),
            ("externalDocs", EVERY),
            ("parent", LATEST),
            ("kind", LATEST),
        )
    ),
    "Reference Object": (
        ("$ref", EVERY, PARAMETER_SCHEMA),
        ("summary", NEWER, TALK),
        ("description", NEWER, TALK),
    ),
    "Security Scheme Object": (
        ("type", EVERY, "security-alternative-removed credentials-moved"),
        ("description", EVERY, TALK),
        ("name", EVERY, "credentials-moved"),
        ("in", EVERY, "credentials-moved"),
        ("scheme", THREE, "security-alternative-removed credentials-moved"),
        ("bearerFormat", THREE, TALK),
        ("flows", THREE, "authorisation-flow-changed"),
        ("openIdConnectUrl", THREE, "authorisation-flow-changed"),
        ("oauth2MetadataUrl", LATEST, "authorisation-flow-changed"),
        ("deprecated", LATEST, "deprecation-announced deprecation-withdrawn"),
        ("flow", OLDEST, "authorisation-flow-changed"),
        ("authorizationUrl", OLDEST, "authorisation-flow-changed"),
        ("tokenUrl", OLDEST, "authorisation-flow-changed"),
        ("scopes", OLDEST, "authorisation-flow-changed"),
    ),
    "OAuth Flows Object": (
        ("implicit", THREE, "authorisation-flow-changed"),
        ("password", THREE, "authorisation-flow-changed"),
        ("clientCredentials", THREE, "authorisation-flow-changed"),
        ("authorizationCode", THREE, "authorisation-flow-changed"),
        ("deviceAuthorization", LATEST, "authorisation-flow-changed"),
    ),
    "OAuth Flow Object": (
        ("authorizationUrl", THREE, "authorisation-flow-changed"),
        ("deviceAuthorizationUrl", LATEST, "authorisation-flow-changed"),
        ("tokenUrl", THREE, "authorisation-flow-changed"),
        ("refreshUrl", THREE, "authorisation-flow-changed"),
        ("scopes", THREE, "authorisation-flow-changed"),
    ),
    "Security Requirement Object": (
        ("{name}", EVERY, SECURITY_RULES),
        ("{scope}", EVERY, "security-scope-added security-scope-dropped"),
    ),
}


def places() -> Iterator[Place]:
    """Every place, in the order of the standard, schema keywords last."""
    for object_name, rows in (OBJECTS | SCHEMA_PLACES).items():
        for keyword, versions, consequence in rows:
            nothing = consequence.removeprefix("nothing: ") if consequence.startswith("nothing: ") else ""
            yield Place(
                object=object_name,
                keyword=keyword,
                versions=tuple(versions.split()),
                rules=() if nothing else tuple(consequence.split()),
                nothing=nothing,
            )
