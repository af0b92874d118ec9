"""Findings of the judge: each about one exchange, which is its witness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assent.api.model import SchemaUse
from assent.api.sides import Side
from assent.document import Location, Node
from assent.findings import Because, Finding, OperationPlace, Rule, Severity, Witness
from assent.json import Json, Pointer, format_pointer
from assent.judge.checking import Complaint, Opinion
from assent.judge.marked import marked
from assent.judge.subject import Body, Subject
from assent.schema.model import Place

MOST_PLACES = 20
"""Places in one value that a finding lists; a cause can show in every item of a long array."""


def found(
    subject: Subject,
    rule: Rule,
    message: str,
    *,
    side: Side,
    place: str = "",
    at: Location | None = None,
    about: str = "",
    value: Json = None,
    because: Iterable[Because] = (),
    decided: bool = True,
) -> Finding:
    """A finding about this exchange. `place` and `about` are its place and subject as `Finding` has them."""
    operation = subject.operation
    if operation is not None:
        where = OperationPlace(operation.method, operation.path, place)
        at = at or operation.at
    else:
        where = OperationPlace(subject.request.method.upper(), subject.request.path, place)
        at = at or subject.prepared.api.at
    witness = Witness(request=subject.request, response=subject.response, value=value, because=tuple(because))
    return Finding(
        rule=rule,
        severity=rule.severity if decided else Severity.NOTE,
        message=message,
        operations=(where,),
        side=side,
        subject=about,
        decided=decided,
        new=at,
        witness=witness,
    )


def complaints(
    subject: Subject,
    rule: Rule,
    opinion: Opinion,
    *,
    what: str,
    side: Side,
    place: str,
    use: SchemaUse | None,
    formats: bool = False,
) -> Iterator[Finding]:
    """One finding for each cause. `what` names the value in the message, as `The body`.

    With `formats` the complaints are those of `format` alone.
    """
    for complaint in opinion.formats if formats else opinion.complaints:
        yield found(
            subject,
            rule,
            f"{what} breaks `{complaint.keyword}`{_where(complaint)}: {complaint.message}.",
            side=side,
            place=place,
            at=location(subject, complaint.at, use),
            about=complaint.subject,
            value=opinion.value,
            because=[
                Because(
                    keyword=complaint.keyword,
                    value_pointer=pointer,
                    schema_pointer=complaint.at.pointer,
                    message=complaint.message,
                )
                for pointer in complaint.values[:MOST_PLACES]
            ],
        )


def marks(subject: Subject, rule: Rule, body: Body, *, side: Side, place: str) -> Iterator[Finding]:
    """One finding for each property of the body that carries the mark of the other side."""
    check = body.plan.check
    if not check.marks or not isinstance(body.opinion, Opinion):
        return
    seen: dict[Place, list[Pointer]] = {}
    for pointer, schema in marked(body.opinion.value, check.firm, check.mark):
        seen.setdefault(schema.place_of(check.mark), []).append(pointer)
    for at, pointers in seen.items():
        complaint = Complaint(keyword=check.mark, at=at, values=tuple(pointers), message="")
        name = format_pointer(pointers[0])
        yield found(
            subject,
            rule,
            f"The body has {name}, which is {check.mark}.",
            side=side,
            place=place,
            at=location(subject, at, body.plan.media.schema),
            about=complaint.subject,
            value=body.opinion.value,
            because=[
                Because(keyword=check.mark, value_pointer=pointer, schema_pointer=at.pointer)
                for pointer in pointers[:MOST_PLACES]
            ],
        )


def location(subject: Subject, place: Place, use: SchemaUse | None) -> Location | None:
    """Where the place stands, if it is in a document that is at hand; else where its schema is used."""
    nodes = [subject.prepared.api.node]
    if use is not None:
        nodes.insert(0, use.node)
    if subject.operation is not None:
        nodes.append(subject.operation.node)
    for node in nodes:
        if node.document.uri == place.uri:
            return Node(None, node.document, place.pointer).at
    return use.at if use is not None else None


def _where(complaint: Complaint) -> str:
    first = format_pointer(complaint.values[0])
    more = len(complaint.values) - 1
    if not more:
        return f" at {first}" if first else ""
    return f" at {first or 'the root'} and {more} other place{'s' if more > 1 else ''}"
