"""An operation has another operationId."""

from __future__ import annotations

from collections.abc import Iterator

from assent.api import Operation
from assent.compare.case import described
from assent.compare.change import Change, Extent, found
from assent.findings import Breaks, Case, Finding, Rule, Severity

RULE = Rule(
    id="operation-id-changed",
    title="An operation has another operationId",
    severity=Severity.NOTE,
    breaks=Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.10 Operation Object, operationId",
    since="0.1",
    why="Generated code names its functions by it, so calls to the old name stop compiling. Nothing travels differently.",
    instead="Keep the operationId; it is a name that people build on.",
    cases=(
        Case(
            before=described({"operationId": "addPet"}),
            after=described({"operationId": "createPet"}),
            breaks=False,
        ),
        Case(
            before=described({"operationId": "addPet"}),
            after=described({"operationId": "addPet", "summary": "Add"}),
            breaks=False,
        ),
    ),
)


def check(change: Change[Operation]) -> Iterator[Finding]:
    match change.pair:
        case old, new if old.operation_id != new.operation_id:
            message = f"The operationId was {_named(old)} and is {_named(new)}."
            yield found(RULE, change, message, Extent(severity=None if old.operation_id else Severity.NOTE))
        case _:
            return


def _named(operation: Operation) -> str:
    return f"`{operation.operation_id}`" if operation.operation_id else "absent"
