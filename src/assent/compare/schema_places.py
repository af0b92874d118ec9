"""The places inside a Schema Object, and its helpers, where an edit can happen."""

from __future__ import annotations

EVERY = "2.0 3.0 3.1 3.2"
THREE = "3.0 3.1 3.2"
NEWER = "3.1 3.2"
LATEST = "3.2"

WIDTH = " schema-widened schema-narrowed"
TALK = "nothing: words for people; nothing travels differently"
INSIDE = "nothing: where other schemas lie; an edit is reported where one is used"
PROPERTY = " property-added property-removed required-property-added required-property-removed"
REQUIRED = " property-became-required property-became-optional"

SCHEMA_PLACES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Schema Object": (
        ("$ref", EVERY, "schema-renamed type-narrowed type-widened" + WIDTH),
        ("$id", NEWER, "nothing: a name for references; what they reach is compared"),
        ("$anchor", NEWER, "nothing: a name for references; what they reach is compared"),
        ("$dynamicAnchor", NEWER, "nothing: a name for references; what they reach is compared"),
        ("$dynamicRef", NEWER, "type-narrowed type-widened" + WIDTH),
        ("$defs", NEWER, INSIDE),
        ("$schema", NEWER, "nothing: another way of writing; what it means is compared"),
        ("$vocabulary", NEWER, "nothing: only a metaschema may use it"),
        ("$comment", NEWER, TALK),
        ("title", EVERY, "schema-title-changed"),
        ("description", EVERY, TALK),
        ("default", EVERY, "default-changed"),
        ("example", EVERY, TALK),
        ("examples", NEWER, TALK),
        ("externalDocs", EVERY, TALK),
        ("deprecated", THREE, "deprecation-announced deprecation-withdrawn"),
        ("readOnly", EVERY, "property-removed property-added"),
        ("writeOnly", THREE, "property-removed property-added"),
        ("type", EVERY, "type-narrowed type-widened" + WIDTH),
        ("nullable", "3.0", "null-refused null-allowed" + WIDTH),
        ("x-nullable", "2.0", "null-refused null-allowed" + WIDTH),
        (
            "enum",
            EVERY,
            "enum-value-removed enum-value-added value-set-narrowed value-set-widened" + WIDTH,
        ),
        ("const", NEWER, "enum-value-removed enum-value-added value-set-narrowed value-set-widened" + WIDTH),
        ("minimum", EVERY, "range-narrowed range-widened" + WIDTH),
        ("maximum", EVERY, "range-narrowed range-widened" + WIDTH),
        ("exclusiveMinimum", EVERY, "range-narrowed range-widened" + WIDTH),
        ("exclusiveMaximum", EVERY, "range-narrowed range-widened" + WIDTH),
        ("multipleOf", EVERY, "multiple-of-narrowed multiple-of-widened" + WIDTH),
        ("minLength", EVERY, "length-narrowed length-widened" + WIDTH),
        ("maxLength", EVERY, "length-narrowed length-widened" + WIDTH),
        ("pattern", EVERY, "pattern-narrowed pattern-widened" + WIDTH),
        (
            "format",
            EVERY,
            "format-narrowed format-widened range-narrowed range-widened format-changed" + WIDTH,
        ),
        ("contentEncoding", NEWER, "content-written-differently"),
        ("contentMediaType", NEWER, "content-written-differently"),
        ("contentSchema", NEWER, "content-written-differently"),
        ("minItems", EVERY, "item-count-narrowed item-count-widened" + WIDTH),
        ("maxItems", EVERY, "item-count-narrowed item-count-widened" + WIDTH),
        ("uniqueItems", EVERY, "unique-items-demanded unique-items-dropped" + WIDTH),
        ("items", EVERY, "type-narrowed type-widened" + WIDTH),
        ("prefixItems", NEWER, "type-narrowed type-widened" + WIDTH),
        ("unevaluatedItems", NEWER, "items-refused items-allowed" + WIDTH),
        ("contains", NEWER, "contained-items-narrowed contained-items-widened" + WIDTH),
        ("minContains", NEWER, "contained-items-narrowed contained-items-widened" + WIDTH),
        ("maxContains", NEWER, "contained-items-narrowed contained-items-widened" + WIDTH),
        ("properties", EVERY, "type-narrowed type-widened" + PROPERTY + WIDTH),
        ("required", EVERY, "required-property-added required-property-removed" + REQUIRED + WIDTH),
        (
            "additionalProperties",
            EVERY,
            "property-refused property-allowed type-narrowed type-widened" + WIDTH,
        ),
        ("patternProperties", NEWER, "type-narrowed type-widened" + WIDTH),
        ("unevaluatedProperties", NEWER, "property-refused property-allowed" + WIDTH),
        ("propertyNames", NEWER, "property-names-narrowed property-names-widened" + WIDTH),
        ("minProperties", EVERY, "property-count-narrowed property-count-widened" + WIDTH),
        ("maxProperties", EVERY, "property-count-narrowed property-count-widened" + WIDTH),
        ("dependentRequired", NEWER, "dependency-narrowed dependency-widened" + WIDTH),
        ("dependentSchemas", NEWER, "dependency-narrowed dependency-widened" + WIDTH),
        ("allOf", EVERY, "range-narrowed range-widened" + WIDTH),
        ("anyOf", THREE, "alternative-removed alternative-added" + WIDTH),
        ("oneOf", THREE, "alternative-removed alternative-added" + WIDTH),
        ("not", THREE, "exclusion-narrowed exclusion-widened" + WIDTH),
        ("if", NEWER, "condition-narrowed condition-widened" + WIDTH),
        ("then", NEWER, "condition-narrowed condition-widened" + WIDTH),
        ("else", NEWER, "condition-narrowed condition-widened" + WIDTH),
        ("discriminator", EVERY, "discriminator-changed"),
        ("xml", EVERY, "xml-written-differently"),
        (
            "x-extensible-enum",
            EVERY,
            "nothing: says how readers cope with new values; lowers enum-value-added",
        ),
        ("x-sunset", EVERY, "sunset-announced sunset-brought-forward sunset-postponed"),
        ("x-stability-level", EVERY, "stability-lowered stability-raised"),
    ),
    "Discriminator Object": (
        ("propertyName", THREE, "discriminator-changed"),
        ("mapping", THREE, "discriminator-changed"),
        ("defaultMapping", LATEST, "discriminator-changed"),
    ),
    "XML Object": tuple(
        (keyword, versions, "xml-written-differently")
        for keyword, versions in (
            ("name", EVERY),
            ("namespace", EVERY),
            ("prefix", EVERY),
            ("attribute", EVERY),
            ("wrapped", EVERY),
            ("nodeType", LATEST),
        )
    ),
}
