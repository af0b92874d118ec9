"""How a rule of `check` says what it found."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.survey import Kind, Place, Survey
from assent.document import Location, Node
from assent.findings.finding import Finding, OperationPlace
from assent.findings.rule import Rule, Severity
from assent.json import Pointer, format_pointer


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
            message = problem.message[:1].upper() + problem.message[1:]
            if rule.id == "duplicate-key" and problem.also:
                message += f" The other stands in line {problem.also[0].line}."
            yield told_at(rule, survey, problem.at, message)


def told_at(rule: Rule, survey: Survey, at: Location, message: str) -> Finding:
    """A finding about a place in a document, with the operation that the place is part of."""
    held = survey.once(operations_by_place)
    for length in range(len(at.pointer), 0, -1):
        operation = held.get((at.file, at.pointer[:length]))
        if operation is not None:
            subject = format_pointer(at.pointer[length:])
            return Finding(
                rule=rule,
                severity=rule.severity,
                message=message,
                operations=(operation,),
                subject=subject,
                new=at,
            )
    return Finding(rule=rule, severity=rule.severity, message=message, new=at)


def operations_by_place(survey: Survey) -> dict[tuple[str, Pointer], OperationPlace]:
    """The operations of a description by the file and pointer where they are written."""
    return {
        (place.node.document.name, place.node.pointer): place.operation
        for place in survey.of(Kind.OPERATION)
        if place.operation is not None
    }
