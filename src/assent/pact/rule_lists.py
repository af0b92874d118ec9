"""Matching rules as pact files write them, in any version's form, into one form.

Version 2 keeps one table of paths (`$.body.id`, `$.headers.Accept`, `$.path`, `$.query.page`); versions 3 and 4
keep a table per category with lists of matchers. Real libraries write either into files of any version.
"""

from __future__ import annotations

from collections.abc import Mapping

from assent.json import Json
from assent.pact.dates import ISO_PATTERNS
from assent.pact.model import Combine, Matcher, MatchingRules, Path, RuleList, Wildcard
from assent.pact.paths import PathError, parse_path

CATEGORIES = {
    "body": "body",
    "content": "body",
    "header": "header",
    "headers": "header",
    "query": "query",
    "path": "path",
    "status": "status",
}
"""What files call a category, and what we do."""


def matcher_of(rule: Mapping[str, Json]) -> Matcher:
    """One matcher. Version 2 leaves `match` out where `min`, `max`, `regex` or a date pattern says it."""
    attributes = {name: value for name, value in rule.items() if name != "match"}
    word = rule.get("match")
    if not isinstance(word, str):
        word = next((name for name in ("regex", "date", "time", "timestamp") if name in rule), "type")
    if word in ISO_PATTERNS and "format" not in attributes and word in attributes:
        attributes["format"] = attributes[word]
    return Matcher(match=word, attributes=attributes)


def matchers_of(rules: Json) -> tuple[Matcher, ...]:
    """The matchers of a list; what is no object is left out."""
    return (
        tuple(matcher_of(rule) for rule in rules if isinstance(rule, dict)) if isinstance(rules, list) else ()
    )


def rule_lists(table: Json, complaints: list[str]) -> tuple[RuleList, ...]:
    """A category's rules by path. What cannot be read is told in `complaints`."""
    if not isinstance(table, dict):
        return ()
    if "matchers" in table and isinstance(table["matchers"], list):
        table = {"$": table}
    found = (_rule_list(text, written, complaints) for text, written in table.items())
    return tuple(rule for rule in found if rule is not None)


def matching_rules(written: Json, complaints: list[str]) -> MatchingRules:
    """All rules of a request or a response."""
    if not isinstance(written, dict):
        if written is not None:
            complaints.append("matchingRules is no object")
        return MatchingRules()
    named: dict[str, list[RuleList]] = {"body": [], "header": [], "query": [], "path": [], "status": []}
    for key, table in written.items():
        category = CATEGORIES.get(key)
        if category is not None:
            named[category].extend(rule_lists(table, complaints))
        elif key.startswith("$"):
            _sort_in(key, table, named, complaints)
        else:
            complaints.append(f"the rules for {key!r} belong to no part of a message")
    return MatchingRules(
        body=tuple(named["body"]),
        header=_by_name(named["header"], fold=True),
        query=_by_name(named["query"], fold=False),
        path=tuple(named["path"]),
        status=tuple(named["status"]),
    )


def _rule_list(text: str, written: Json, complaints: list[str]) -> RuleList | None:
    try:
        path = parse_path(text)
    except PathError as unreadable:
        complaints.append(str(unreadable))
        return None
    if not isinstance(written, dict):
        complaints.append(f"the rule for {text!r} is no object")
        return None
    matchers = written.get("matchers")
    combine = Combine.OR if str(written.get("combine", "AND")).upper() == "OR" else Combine.AND
    if isinstance(matchers, list):
        return RuleList(path=path, matchers=matchers_of(matchers), combine=combine)
    return RuleList(path=path, matchers=(matcher_of(written),))


def _sort_in(text: str, written: Json, named: dict[str, list[RuleList]], complaints: list[str]) -> None:
    """A version 2 path: its first step is the category, the rest the path within."""
    rule = _rule_list(text, written, complaints)
    if rule is None:
        return
    category = CATEGORIES.get(str(rule.path[0])) if rule.path else None
    if category is None:
        complaints.append(f"the rule {text!r} belongs to no part of a message")
        return
    named[category].append(RuleList(path=rule.path[1:], matchers=rule.matchers, combine=rule.combine))


def _by_name(rules: list[RuleList], *, fold: bool) -> dict[str, tuple[RuleList, ...]]:
    """Rules of headers or query parameters under the name of each; further steps stay in the path."""
    table: dict[str, list[RuleList]] = {}
    for rule in rules:
        if not rule.path or isinstance(rule.path[0], Wildcard):
            continue
        name = rule.path[0].lower() if fold else rule.path[0]
        rest: Path = rule.path[1:]
        table.setdefault(name, []).append(RuleList(path=rest, matchers=rule.matchers, combine=rule.combine))
    return {name: tuple(rules) for name, rules in table.items()}
