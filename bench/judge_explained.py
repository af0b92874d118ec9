"""Why the judge and openapi-core disagree: each kind with the clause that settles it."""

from __future__ import annotations

import re
from typing import NamedTuple


class Explained(NamedTuple):
    """Why the two disagree: on which side, what each says (regular expressions), who is right, and by which clause."""

    side: str
    ours: str
    theirs: str
    right: str
    clause: str
    why: str
    media: str = ""


EXPLAINED = (
    Explained(
        "response",
        "^$|not-judged",
        "KeyError",
        "assent",
        "OAS 3.1.1 §4.8.16, Responses Object",
        "an operation without `responses`: openapi-core raises KeyError, which is no verdict; no status is described, "
        "so there is nothing to break",
    ),
    Explained(
        "",
        "broken-format",
        "format|oneOf|anyOf",
        "both",
        "JSON Schema 2020-12 validation §7.2.1",
        "`format` is an annotation unless a validator is told to assert it: openapi-core asserts, we warn with "
        "broken-format (also where a union has no alternative left because of it)",
    ),
    Explained(
        "",
        "^$",
        "InvalidSchemaValue: format",
        "assent",
        "RFC 3339 §5.6, date-fullyear = 4DIGIT",
        "the year 0000 and the leap second are dates of the grammar; openapi-core asks Python's datetime, which "
        "begins in year 1",
    ),
    Explained(
        "",
        "^$|broken-format",
        "InvalidSchemaValue: type",
        "assent",
        "OAS 3.1.1 §4.8.26, XML Object",
        "XML has no types, so an element's text is read as its schema's type says and an empty element as an object "
        "without members; openapi-core leaves text",
        media="xml",
    ),
    Explained(
        "",
        "^$|broken-format",
        "InvalidSchemaValue: type",
        "assent",
        "RFC 6839 §3.1, the suffix +json",
        "application/json-patch+json is JSON; openapi-core does not read it as JSON",
        media=r"\+json",
    ),
    Explained(
        "",
        "^$|broken-format",
        "InvalidSchemaValue: type",
        "assent",
        "OAS 3.0.4 §4.7.14.2; OAS 3.1.1 §4.8.14.2",
        "octets are what a binary body holds; openapi-core holds bytes against `type: string`",
        media="octet-stream|image|pdf",
    ),
    Explained(
        "",
        "^$|broken-format",
        "InvalidSchemaValue: type",
        "assent",
        "RFC 7578 §4.2; OAS 3.1.1 §4.8.15.1",
        "a field's text is read as its property's type says; openapi-core leaves bytes or text where it has no "
        "character set",
        media="multipart|urlencoded",
    ),
    Explained(
        "",
        "^$|broken-format",
        "InvalidSchemaValue: type",
        "openapi-core, by the letter",
        "OAS 3.0.4 §4.7.24.1, nullable",
        "`nullable` beside `allOf` without `type` lets no null in; assent reads it as its authors mean it, on purpose",
        media="^application/json$",
    ),
    Explained(
        "request",
        "^$|not-judged",
        "MissingRequiredParameter",
        "assent",
        "OAS 3.1.1 §4.8.12.2; RFC 6570 §3.2.5, §3.2.7",
        "`label` and `matrix` values begin with `.` and `;` and may hold `=`: openapi-core's path finder does not "
        "match them and calls the parameter missing",
    ),
    Explained(
        "response",
        "invalid-response-body",
        "^$",
        "assent",
        "RFC 6839 §3.1, the suffix +json; RFC 9457",
        "application/problem+json is JSON, and its body breaks the schema; openapi-core does not read it as JSON",
        media=r"\+json",
    ),
    Explained(
        "request",
        "^$|not-judged",
        "RequestBodyValidationError/DeserializeError",
        "assent",
        "RFC 7578 §4; RFC 2046 §5.1",
        "a multipart body that only closes its boundary is a form without fields, as browsers send it, or a part "
        "whose style nobody can read, which we name as not-judged; openapi-core cannot take it apart",
    ),
    Explained(
        "request",
        "^$|not-judged",
        "ParameterValidationError/DeserializeError",
        "assent",
        "OAS 3.1.1 §4.8.12.2, style form",
        "a cookie with `explode: false` holds `name,value,…`: openapi-core reads cookies as exploded only",
    ),
    Explained(
        "request",
        "^$|not-judged|broken-format",
        "EmptyQueryParameterValue",
        "assent",
        "OAS 3.1.1 §4.8.12.2.1, allowEmptyValue",
        "allowEmptyValue is ignored where style is used, and `name=` is how form style writes the empty string, "
        "which the schema allows",
    ),
    Explained(
        "request",
        "invalid-parameter: (style|type)",
        "^$",
        "assent",
        "RFC 6570 §3.2.2; OAS 3.1.1 §4.8.12.3",
        "an object without explode is `name,value` in pairs: one word alone is no object; openapi-core takes it",
    ),
    Explained(
        "request",
        "invalid-request-body",
        "^$",
        "assent",
        "RFC 7578 §4.4; OAS 3.1.1 §4.8.15.1",
        "the part says it is application/json and holds another type than the property; openapi-core does not read "
        "parts by their own media type",
    ),
    Explained(
        "response",
        "^$|not-judged",
        "unevaluatedProperties|required|oneOf|anyOf",
        "assent",
        "OAS 3.0.4 §4.7.24.1; JSON Schema §9.4",
        "a required writeOnly property need not be in an answer (and readOnly not in a request); openapi-core wants "
        "it, so that no alternative is left. For 3.1 JSON Schema leaves it to the application",
    ),
    Explained(
        "request",
        "^$|not-judged",
        "InvalidSchemaValue: required",
        "assent",
        "OAS 3.1.1 §4.8.14.4",
        "each field of a form is a property of the object, also one that `properties` does not name; openapi-core "
        "drops it and then misses it",
    ),
    Explained(
        "request",
        "^$",
        "MediaTypeNotFound",
        "assent",
        "OAS 3.1.1 §4.8.8.2",
        "a concrete path goes before a template that matches as well: openapi-core takes the template's operation",
    ),
    Explained(
        "",
        "^$",
        "MissingData",
        "assent",
        "RFC 9110 §6.4",
        "content of no octets is content: the empty text is a valid text/html or text/plain",
    ),
)


def explained(side: str, own: str, theirs: str, media: str) -> Explained | None:
    """Why they disagree, if that is known."""
    for each in EXPLAINED:
        pairs = ((each.ours, own), (each.theirs, theirs), (each.media, media))
        if each.side in ("", side) and all(re.search(pattern, text) for pattern, text in pairs):
            return each
    return None
