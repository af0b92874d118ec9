"""Whether a concrete request or response is one that a pact's request or response accepts.

Source: Pact specification, "Request matching" and "Response matching": be conservative in what you send
(requests admit nothing unexpected), liberal in what you accept (responses may hold more).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from assent.json import Json
from assent.pact.matchers import Reading, accepted
from assent.pact.model import (
    AbsentBody,
    Body,
    BytesBody,
    EmptyBody,
    ExpectedRequest,
    ExpectedResponse,
    JsonBody,
    RuleList,
)
from assent.pact.xml import NotXml, parse_xml, xml_mismatches
from assent.records import replace
from assent.schema import read, violations


def request_mismatches(expected: ExpectedRequest, actual: ExpectedRequest) -> Iterator[str]:
    """Why the actual request is not the expected one; nothing if it is."""
    if expected.method.upper() != actual.method.upper():
        yield f"method {actual.method} instead of {expected.method}"
    if not _text_accepted(expected.path, expected.rules.path, actual.path):
        yield f"path {actual.path!r} instead of {expected.path!r}"
    yield from _query_mismatches(expected, actual)
    yield from _header_mismatches(expected.headers, expected.rules.header, actual.headers)
    yield from _body_mismatches(expected.body, expected.rules.body, actual.body, closed=True)


def response_mismatches(expected: ExpectedResponse, actual: ExpectedResponse) -> Iterator[str]:
    """Why the actual response is not the expected one; nothing if it is."""
    if expected.status is not None and not status_accepted(expected, actual.status):
        yield f"status {actual.status} instead of {expected.status}"
    yield from _header_mismatches(expected.headers, expected.rules.header, actual.headers)
    yield from _body_mismatches(expected.body, expected.rules.body, actual.body, closed=False)


STATUS_CLASSES: Mapping[str, range] = {
    "info": range(100, 200),
    "success": range(200, 300),
    "redirect": range(300, 400),
    "clientError": range(400, 500),
    "serverError": range(500, 600),
    "nonError": range(100, 400),
    "error": range(400, 600),
}
"""The words of version 4's statusCode matcher."""


def status_accepted(expected: ExpectedResponse, status: int | None) -> bool:
    """Whether a status is the expected one, by its statusCode matcher if there is one."""
    for rule in expected.rules.status:
        for matcher in rule.matchers:
            named = matcher.attributes.get("status")
            if isinstance(named, str) and named in STATUS_CLASSES:
                return status in STATUS_CLASSES[named]
            if isinstance(named, list):
                return status in named
    return expected.status == status


def _text_accepted(expected: str | None, rules: Iterable[RuleList], actual: str | None) -> bool:
    rules = tuple(rules)
    if not rules:
        return expected == actual
    return _value_accepted(expected, rules, actual, closed=False)


def _value_accepted(expected: Json, rules: Iterable[RuleList], actual: Json, *, closed: bool) -> bool:
    schema = accepted(expected, rules, reading=Reading(closed=closed)).schema
    return not any(violations(read(schema, dialect="2020-12"), actual))


def _rule_accepts(expected: Json, rule: RuleList, actual: Json) -> bool:
    return _value_accepted(expected, (replace(rule, path=()),), actual, closed=False)


def _query_mismatches(expected: ExpectedRequest, actual: ExpectedRequest) -> Iterator[str]:
    wanted, found = _grouped(expected.query), _grouped(actual.query)
    for name, values in wanted.items():
        rules = expected.rules.query.get(name, ())
        if name not in found:
            yield f"query parameter {name!r} is missing"
        elif rules:
            padded = values + values[-1:] * (len(found[name]) - len(values))
            if not all(_text_accepted(e, rules, a) for e, a in zip(padded, found[name], strict=False)):
                yield f"query parameter {name!r} is {found[name]}"
        elif values != found[name]:
            yield f"query parameter {name!r} is {found[name]} instead of {values}"
    yield from (f"query parameter {name!r} is not expected" for name in found if name not in wanted)


def _grouped(pairs: Iterable[tuple[str, str | None]]) -> dict[str, list[str | None]]:
    table: dict[str, list[str | None]] = {}
    for name, value in pairs:
        table.setdefault(name, []).append(value)
    return table


def _header_mismatches(
    expected: Iterable[tuple[str, str]],
    rules: Mapping[str, tuple[RuleList, ...]],
    actual: Iterable[tuple[str, str]],
) -> Iterator[str]:
    found: dict[str, str] = {}
    for name, value in actual:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    wanted: dict[str, str] = {}
    for name, value in expected:
        key = name.lower()
        wanted[key] = f"{wanted[key]}, {value}" if key in wanted else value
    for name, value in wanted.items():
        if name not in found:
            yield f"header {name} is missing"
        elif name in rules:
            if not _text_accepted(value, rules[name], found[name]):
                yield f"header {name} is {found[name]!r}"
        elif not _same_header(name, value, found[name]):
            yield f"header {name} is {found[name]!r} instead of {value!r}"


def _same_header(name: str, expected: str, actual: str) -> bool:
    """Media types agree if type and stated parameters do; other headers letter by letter but for white space."""
    if name not in {"content-type", "accept"}:
        return _spaceless(expected) == _spaceless(actual)
    (essence, *wanted), (other, *found) = (_spaceless(text).split(";") for text in (expected, actual))
    return essence == other and set(map(_charset_folded, wanted)) <= set(map(_charset_folded, found))


def _charset_folded(parameter: str) -> str:
    """The names of character sets are the same in any case (RFC 9110 §8.3.2)."""
    return parameter.lower() if parameter.lower().startswith("charset=") else parameter


def _anchored(rule: RuleList) -> RuleList:
    """A regular expression over a whole text body must match all of it."""
    matchers = tuple(
        replace(one, attributes={**one.attributes, "regex": f"^(?:{one.attributes['regex']})$"})
        if one.match == "regex" and "regex" in one.attributes
        else one
        for one in rule.matchers
    )
    return replace(rule, matchers=matchers)


def _spaceless(value: str) -> str:
    """White space after a comma or a semicolon has no meaning."""
    return re.sub(r"\s*([,;])\s*", r"\1", value.strip())


def _body_mismatches(
    expected: Body, rules: tuple[RuleList, ...], actual: Body, *, closed: bool
) -> Iterator[str]:
    match expected:
        case AbsentBody():
            return
        case EmptyBody():
            if not isinstance(actual, EmptyBody | AbsentBody):
                yield "the body is not empty"
        case JsonBody(value=None):
            absent = isinstance(actual, EmptyBody | AbsentBody)
            if not absent and not (isinstance(actual, JsonBody) and actual.value is None):
                yield "the body is not null"
        case JsonBody(value=value):
            if not isinstance(actual, JsonBody):
                yield "the body is no JSON"
            elif not _value_accepted(value, rules, actual.value, closed=closed):
                yield f"the body is {json.dumps(actual.value)[:200]}"
        case BytesBody():
            yield from _bytes_mismatches(expected, rules, actual, closed=closed)


def _bytes_mismatches(
    expected: BytesBody, rules: tuple[RuleList, ...], actual: Body, *, closed: bool
) -> Iterator[str]:
    if not isinstance(actual, BytesBody):
        yield "the body is missing"
        return
    if _is_xml(expected):
        try:
            wanted, found = parse_xml(expected.content), parse_xml(actual.content)
        except NotXml as wrong:
            yield f"the body is no XML: {wrong}"
            return
        yield from xml_mismatches(wanted, found, rules, accepts=_rule_accepts, closed=closed)
    elif rules:
        texts = expected.content.decode("utf-8", "replace"), actual.content.decode("utf-8", "replace")
        if not _text_accepted(texts[0], [_anchored(rule) for rule in rules], texts[1]):
            yield "the body does not match"
    elif expected.content != actual.content:
        yield "the body differs"


def _is_xml(body: BytesBody) -> bool:
    """By its content type; without one, by the first bytes."""
    essence = (body.content_type or "").partition(";")[0].strip().lower()
    if not essence:
        return body.content.lstrip().startswith(b"<?xml")
    return essence in {"application/xml", "text/xml"} or essence.endswith("+xml")
