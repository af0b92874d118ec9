"""How a rule of `check` says what it found."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.survey import Place, Survey
from assent.document import Node
from assent.findings.finding import Finding
from assent.findings.rule import Rule, Severity
from assent.json import format_pointer


def found(
    rule: Rule,
    place: Place,
    message: str,
    *,
    at: Node | None = None,
    subject: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding about an object. `at` is the part of it that is wrong, `subject` what tells two findings there apart."""
    node = at or place.node
    operations = (place.operation,) if place.operation and place.operation.method else ()
    inner = node.pointer[len(place.node.pointer) :] if node.document is place.node.document else ()
    where = format_pointer((*place.within, *inner)) if operations else format_pointer(node.pointer)
    return Finding(
        rule=rule,
        severity=severity or rule.severity,
        message=message,
        operations=operations,
        subject=f"{where} {subject}".strip() if operations or subject else "",
        new=node.at,
    )


def below(node: Node, *tokens: str) -> Node:
    """The part of a node that the tokens lead to, or the last one on the way that is there."""
    for token in tokens:
        match node.value:
            case dict() if token in node.value:
                node = Node(node.value[token], node.document, (*node.pointer, token))
            case list() if token.isdecimal() and int(token) < len(node.value):
                node = Node(node.value[int(token)], node.document, (*node.pointer, token))
            case _:
                break
    return node


def told_by_loader(rule: Rule, survey: Survey) -> Iterator[Finding]:
    """What the loader found of the rule's kind, each with its place in an operation where it has one."""
    for problem in survey.problems:
        if problem.kind == rule.id:
            yield Finding(rule=rule, severity=rule.severity, message=problem.message, new=problem.at)
