"""Reading what a team has written for oasdiff: its severity levels, and the findings that it ignores.

Source: oasdiff 1.15, `oasdiff checks`, and its messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache

from assent.api.sides import Side
from assent.errors import UsageError
from assent.findings.finding import Finding, OperationPlace, Waiver
from assent.findings.policy import Override
from assent.findings.rule import Severity
from assent.records import dataclass, replace

LEVELS = {"err": Severity.ERROR, "warn": Severity.WARNING, "info": Severity.NOTE, "none": None}

_WORDS = {
    "length": "(max|min)-length",
    "item-count": "(max|min)-items",
    "contained-items": "((max|min)-)?contains",
    "range": "(exclusive-)?(max|min)",
}
"""What oasdiff calls the bounds that each of our families of rules is about."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which of our rules say what one of oasdiff's checks says, on which side and in which places."""

    rules: tuple[str, ...]
    side: Side | None = None
    place: str = "*"


_SCHEMA: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((rf"{words}-.*", (f"{name}-narrowed", f"{name}-widened")) for name, words in _WORDS.items()),
    ("pattern-property-.*", ("property-refused", "property-allowed", "property-names-*")),
    ("pattern-.*", ("pattern-narrowed", "pattern-widened")),
    ("property-names-.*", ("property-names-narrowed", "property-names-widened")),
    ("became-nullable", ("null-allowed", "type-widened")),
    ("became-not-nullable", ("null-refused", "type-narrowed")),
    ("became-enum", ("value-set-narrowed", "enum-value-removed", "value-refused")),
    ("(x-extensible-)?enum-value-added", ("enum-value-added", "value-allowed", "value-set-widened")),
    ("(x-extensible-)?enum-value-removed", ("enum-value-removed", "value-refused", "value-set-narrowed")),
    ("const-.*", ("value-set-*", "value-allowed", "value-refused", "enum-value-*")),
    ("(any|one)-of-added", ("alternative-added", "schema-widened")),
    ("(any|one)-of-removed", ("alternative-removed", "schema-narrowed")),
    ("all-of-.*", ("schema-narrowed", "schema-widened")),
    ("(list-of-)?types?-(changed|generalized|specialized|narrowed|widened)", ("type-*", "format-*")),
    ("default-value-.*", ("default-changed",)),
    ("discriminator-.*", ("discriminator-changed",)),
    ("dependent-.*", ("dependency-narrowed", "dependency-widened")),
    ("(if|then|else)-.*", ("condition-narrowed", "condition-widened")),
    (
        "(prefix|unevaluated)-items-.*",
        ("items-refused", "items-allowed", "schema-narrowed", "schema-widened"),
    ),
    ("unevaluated-properties-.*", ("property-refused", "property-allowed")),
    ("content-.*", ("content-written-differently",)),
)
"""What comes after the place in a check's id, and our rules; the side tells a break from a relief."""

_PARTS = "body|property|parameter-property|parameter|read-only-property|write-only-property|header-property"

_OTHERS: tuple[tuple[str, Meaning], ...] = (
    ("api-(path-)?removed-.*", Meaning(("operation-removed",))),
    ("endpoint-added", Meaning(("operation-added",))),
    ("webhook-added", Meaning(("webhook-added",))),
    ("webhook-removed", Meaning(("webhook-removed",))),
    ("endpoint-reactivated", Meaning(("deprecation-withdrawn",))),
    (".*-reactivated", Meaning(("deprecation-withdrawn",))),
    ("endpoint-deprecated.*|.*-deprecated(-.*)?", Meaning(("deprecation-announced",))),
    ("api-sunset-date-changed-too-small|.*-sunset-date-changed-.*", Meaning(("sunset-brought-forward",))),
    (".*sunset-date-too-small|.*sunset-parse", Meaning(("sunset-announced", "deprecation-announced"))),
    (".*sunset-deleted", Meaning(("sunset-postponed",))),
    ("api-stability-decreased", Meaning(("stability-lowered",))),
    ("api-tag-.*", Meaning(("operation-tags-changed",))),
    ("api-operation-id-.*", Meaning(("operation-id-changed",))),
    ("api-schema-removed", Meaning(("schema-renamed",))),
    ("api(-global)?-security-added", Meaning(("security-requirement-added", "security-alternative-added"))),
    (
        "api(-global)?-security-removed",
        Meaning(("security-requirement-dropped", "security-alternative-removed")),
    ),
    ("api(-global)?-security-scope-added", Meaning(("security-scope-added",))),
    ("api(-global)?-security-scope-removed", Meaning(("security-scope-dropped",))),
    ("api-security-component-.*", Meaning(("authorisation-flow-changed", "credentials-moved"))),
    ("new-(optional-.*parameter.*|.*default-parameter.*)", Meaning(("parameter-added",), Side.REQUEST)),
    ("new-(required-.*|request-path-)parameter", Meaning(("required-parameter-added",), Side.REQUEST)),
    ("new-optional-request-property", Meaning(("property-added",), Side.REQUEST)),
    ("new-required-request-.*property.*", Meaning(("required-property-added",), Side.REQUEST)),
    ("request-body-added-optional", Meaning(("body-added",), Side.REQUEST)),
    ("request-body-added-required", Meaning(("body-added", "body-became-required"), Side.REQUEST)),
    ("request-body-removed", Meaning(("body-removed",), Side.REQUEST)),
    ("request-body-became-required", Meaning(("body-became-required",), Side.REQUEST)),
    ("request-body-became-optional", Meaning(("body-became-optional",), Side.REQUEST)),
    ("request-body-media-type-added", Meaning(("request-media-type-added",), Side.REQUEST)),
    ("request-body-media-type-removed", Meaning(("request-media-type-removed",), Side.REQUEST)),
    ("request-parameter-became-required", Meaning(("parameter-became-required",), Side.REQUEST)),
    ("request-parameter-became-optional", Meaning(("parameter-became-optional",), Side.REQUEST)),
    ("request-parameter-removed.*", Meaning(("parameter-removed", "parameter-moved"), Side.REQUEST)),
    ("request-(header-)?property-became-required.*", Meaning(("property-became-required",), Side.REQUEST)),
    ("request-property-became-optional", Meaning(("property-became-optional",), Side.REQUEST)),
    ("request-property-removed", Meaning(("property-removed", "required-property-removed"), Side.REQUEST)),
    (
        "request-.*-became-(not-)?(read|write)-only",
        Meaning(("property-*", "required-property-*"), Side.REQUEST),
    ),
    (
        "response-.*-became-(not-)?(read|write)-only",
        Meaning(("property-*", "required-property-*"), Side.RESPONSE),
    ),
    ("response-.*property-became-required", Meaning(("property-became-required",), Side.RESPONSE)),
    ("response-.*property-became-optional", Meaning(("property-became-optional",), Side.RESPONSE)),
    ("response-optional-.*property-added", Meaning(("property-added",), Side.RESPONSE)),
    ("response-required-.*property-added", Meaning(("required-property-added",), Side.RESPONSE)),
    ("response-optional-.*property-removed", Meaning(("property-removed",), Side.RESPONSE)),
    ("response-required-.*property-removed", Meaning(("required-property-removed",), Side.RESPONSE)),
    ("response-media-type-added", Meaning(("response-media-type-added",), Side.RESPONSE)),
    ("response-media-type-(removed|name-.*)", Meaning(("response-media-type-removed",), Side.RESPONSE)),
    (
        "response-mediatype-enum-value-removed",
        Meaning(("enum-value-removed", "value-set-narrowed"), Side.RESPONSE),
    ),
    ("response-success-status-added", Meaning(("success-status-added",))),
    ("response-success-status-removed", Meaning(("success-status-removed", "success-status-replaced"))),
    ("response-non-success-status-added", Meaning(("error-status-added",))),
    ("response-non-success-status-removed", Meaning(("error-status-removed",))),
    ("required-response-header-removed", Meaning(("required-header-removed",), Side.RESPONSE)),
    ("optional-response-header-removed", Meaning(("header-removed",), Side.RESPONSE)),
    ("response-header-became-optional", Meaning(("header-became-optional",), Side.RESPONSE)),
)


@cache
def meaning(check: str) -> Meaning | None:
    """What oasdiff's check of that id is in our rules, or None where nothing of ours is like it."""
    for pattern, known in _OTHERS:
        if re.fullmatch(pattern, check):
            return known
    found = re.fullmatch(rf"(request|response)-({_PARTS})-(.*)", check)
    if found is None:
        return None
    side = Side(found[1])
    place = "status*" if side is Side.RESPONSE else "[qphc]*" if found[2].startswith("parameter") else "body*"
    for pattern, rules in _SCHEMA:
        if re.fullmatch(pattern, found[3]):
            return Meaning(rules, side, place)
    return None


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A line that could not be taken over, and why; to be told, never passed over."""

    file: str
    line: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text!r}: {self.why}"


def read_severities(text: str, *, file: str) -> tuple[tuple[Override, ...], tuple[Untranslated, ...]]:
    """The overrides that a file for `--severity-levels` means: a check's id and a level on each line.

    Raises: UsageError if a line is of another form or the level is not err, warn, info or none.
    """
    overrides: list[Override] = []
    untranslated: list[Untranslated] = []
    for number, line in _lines(text):
        words = line.split()
        if len(words) != 2 or words[1].lower() not in LEVELS:
            levels = ", ".join(LEVELS)
            raise UsageError(f"{file}:{number}: {line!r} is no check's id and level. Levels are {levels}.")
        known = meaning(words[0])
        if known is None:
            untranslated.append(Untranslated(file, number, line, "no rule of assent is like this check."))
            continue
        overrides += (
            Override(rule=rule, side=known.side, place=known.place, severity=LEVELS[words[1].lower()])
            for rule in known.rules
        )
    return tuple(overrides), tuple(untranslated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A finding that an ignore file names: its operation, what it says, and the names in it."""

    place: OperationPlace
    meaning: Meaning
    names: tuple[str, ...]
    at: str


_PHRASES: tuple[tuple[str, str], ...] = (
    ("api (path )?removed|api (path )?deleted", "api-removed-x"),
    ("endpoint added", "endpoint-added"),
    ("endpoint deprecated", "endpoint-deprecated"),
    ("api tag", "api-tag-x"),
    ("operation ?id", "api-operation-id-x"),
    ("security scope .* was added", "api-security-scope-added"),
    ("security scope .* was removed", "api-security-scope-removed"),
    ("security .*(was added|added)", "api-security-added"),
    ("security .*(was removed|removed|deleted)", "api-security-removed"),
    ("(removed|deleted) the non-success response", "response-non-success-status-removed"),
    ("added the non-success response", "response-non-success-status-added"),
    ("(removed|deleted) the success response", "response-success-status-removed"),
    ("added the success response", "response-success-status-added"),
    ("(removed|deleted) the media type .* for the response", "response-media-type-removed"),
    ("added the media type .* for the response", "response-media-type-added"),
    ("(removed|deleted) the media type .* request body", "request-body-media-type-removed"),
    ("added the media type .* request body", "request-body-media-type-added"),
    (
        "required response header .* removed|removed the required .* header",
        "required-response-header-removed",
    ),
    ("response header .* became optional", "response-header-became-optional"),
    ("(optional )?response header .* removed", "optional-response-header-removed"),
    ("added (a |the )?(new )?(mandatory|required) .*request parameter", "new-required-request-parameter"),
    ("added (a |the )?(new )?optional .*request parameter", "new-optional-request-parameter"),
    ("added (a |the )?(new )?required request (header )?property", "new-required-request-property"),
    ("added (a |the )?(new )?optional request property", "new-optional-request-property"),
    ("(deleted|removed) the .*request parameter", "request-parameter-removed"),
    ("request parameter .* became required", "request-parameter-became-required"),
    ("request parameter .* became optional", "request-parameter-became-optional"),
    ("request body became required|added required request body", "request-body-became-required"),
    ("request body became optional", "request-body-became-optional"),
    ("(removed|deleted) (the )?request body", "request-body-removed"),
    ("request (header )?property .* became required", "request-property-became-required"),
    ("request property .* became optional", "request-property-became-optional"),
    ("(removed|deleted) the request property", "request-property-removed"),
    ("response .*property .* became required", "response-property-became-required"),
    ("response .*property .* became optional", "response-property-became-optional"),
    ("(removed|deleted) the required .*property .* from the response", "response-required-property-removed"),
    ("(removed|deleted) the optional .*property .* from the response", "response-optional-property-removed"),
    ("added the required .*property .* to the response", "response-required-property-added"),
    ("added the optional .*property .* to the response", "response-optional-property-added"),
    ("became not nullable", "became-not-nullable"),
    ("became nullable", "became-nullable"),
    ("restricted to a list of enum values", "became-enum"),
    ("added .* enum value", "enum-value-added"),
    ("removed .* enum value", "enum-value-removed"),
    ("const value", "const-changed"),
    ("list-of-types|type/format", "type-changed"),
    ("max(imum )?length|min(imum )?length", "max-length-changed"),
    ("max(imum )?items|min(imum )?items", "max-items-changed"),
    ("max(imum )?contains|min(imum )?contains", "max-contains-changed"),
    ("exclusivem(ax|in)|\\bm(ax|in)(imum)?\\b", "max-changed"),
    ("pattern property", "pattern-property-changed"),
    ("pattern", "pattern-changed"),
    ("default value", "default-value-changed"),
    ("added .* (any|one)of", "one-of-added"),
    ("removed .* (any|one)of", "one-of-removed"),
    ("allof", "all-of-added"),
    ("discriminator", "discriminator-changed"),
    ("deprecated", "request-property-deprecated"),
)
"""What oasdiff's messages say without their names, and the check that says it. Those that begin with neither an
engine's word nor a place are about a schema, whose place the message tells elsewhere."""

_KEYWORDS = ("allOf", "anyOf", "oneOf")
_QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"")
_VALUES = r"\b(was |were )?(changed|increased|decreased|specialized|generalized|widened|narrowed|set|default value)\b.*$"
"""From where on a message tells bounds, types and other values, which we tell in other words."""

_METHODS = "GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE|CONNECT"


def read_ignored(text: str, *, file: str) -> tuple[tuple[Ignored, ...], tuple[Untranslated, ...]]:
    """The findings that a file for `--err-ignore` or `--warn-ignore` names: a method, a path and a message a line."""
    ignored: list[Ignored] = []
    untranslated: list[Untranslated] = []
    for number, line in _lines(text):
        found = re.search(rf"\b({_METHODS})\s+(/\S*?),?(?:\s+(.*))?$", line, re.IGNORECASE)
        if found is None:
            untranslated.append(Untranslated(file, number, line, "it names no method and path."))
            continue
        known = _said(found[3] or "")
        if known is None:
            untranslated.append(Untranslated(file, number, line, "assent does not know this message."))
            continue
        names = _names(found[3])
        if known.place != "*" and not [it for it in names if not it.isdigit()]:
            why = "it does not name what has changed, so assent cannot tell which finding is meant."
            untranslated.append(Untranslated(file, number, line, why))
            continue
        place = OperationPlace(found[1].upper(), found[2])
        ignored.append(Ignored(place=place, meaning=known, names=names, at=f"{file}:{number}"))
    return tuple(ignored), tuple(untranslated)


def without_ignored(findings: Iterable[Finding], ignored: Sequence[Ignored]) -> Iterator[Finding]:
    """The findings, those waived of which an ignore file names every operation that they reach."""
    for finding in findings:
        lines = [_named(finding, place, ignored) for place in finding.operations]
        told = list(dict.fromkeys(line for line in lines if line))
        if not told or None in lines or finding.waived:
            yield finding
        else:
            yield replace(finding, waived=Waiver(reason=f"ignored for oasdiff in {', '.join(told)}"))


def _named(finding: Finding, place: OperationPlace, ignored: Sequence[Ignored]) -> str | None:
    """Where the line is that names the finding in this operation."""
    wanted = (place.method, _nameless(place.path))
    words = f"{finding.message} {finding.subject} {place.place}"
    for line in ignored:
        if (line.place.method, _nameless(line.place.path)) != wanted:
            continue
        known = line.meaning
        if known.side not in (None, finding.side):
            continue
        if not any(fnmatchcase(finding.rule.id, it) for it in known.rules):
            continue
        if all(re.search(rf"(?<!\w){re.escape(it)}(?!\w)", words) for it in line.names):
            return line.at
    return None


def _nameless(path: str) -> str:
    return re.sub(r"\{[^{}/]*\}", "{}", path)


def _said(message: str) -> Meaning | None:
    """Which check a message comes from, with its names taken out."""
    words = " ".join(_QUOTED.sub(_keyword, message).lower().split())
    check = next((check for pattern, check in _PHRASES if re.search(pattern, words)), None)
    if check is None:
        return None
    known = meaning(check)
    if known is not None:
        return known
    side = "response" if "response" in words else "request"
    part = "parameter" if "parameter" in words else "property" if "property" in words else "body"
    return meaning(f"{side}-{part}-{check}")


def _keyword(quoted: re.Match[str]) -> str:
    """A quoted keyword as it is, a quoted name as `x`."""
    text = quoted[0].strip("`'\"")
    return text if text in _KEYWORDS else "x"


def _names(message: str) -> tuple[str, ...]:
    """The names in a message that tell one finding from another: of a path of properties the last, and no bounds."""
    told = re.sub(_VALUES, "", message)
    texts = [text for found in _QUOTED.finditer(told) if "#" not in (text := found[0].strip("`'\""))[:12]]
    if "media type" not in told:
        texts = [re.sub(r"\[[^]]*\]", "", text).rstrip("/").rpartition("/")[2] for text in texts]
    nameless = {*_KEYWORDS, "items", "additionalProperties"}
    return tuple(dict.fromkeys(it for it in texts if it and it not in nameless))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()
