"""Values against schemas as one side of an exchange sees them, with the complaints grouped by their cause."""

from __future__ import annotations

from collections.abc import Iterable

from assent.api.sides import Origin, Side, hidden
from assent.json import Json, Pointer
from assent.judge.marked import mentions
from assent.judge.relaxing import Relaxing
from assent.records import dataclass
from assent.schema.model import Place, Schema, reachable
from assent.schema.violations import Violation, accepts, innermost, unchecked, violations
from assent.wire.views import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One keyword at one place of the schema that refuses the value, at one or more places in it."""

    keyword: str
    at: Place
    values: tuple[Pointer, ...]
    message: str

    @property
    def subject(self) -> str:
        """The place in the value with `*` for each index, which does not change with the number of items."""
        path = "/".join("*" if token.isdigit() else token for token in self.values[0])
        return f"{path} {self.keyword}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What is to be said of a value: complaints, none if it is valid; `undecided` names what assent cannot judge.

    `formats` are complaints of `format` alone, which JSON Schema lets a validator pass over.
    """

    value: Json
    complaints: tuple[Complaint, ...] = ()
    formats: tuple[Complaint, ...] = ()
    undecided: str = ""

    def also(self, each: Check) -> Opinion:
        """The opinion with that of each item of a sequence added."""
        complaints, formats = list(self.complaints), list(self.formats)
        undecided = self.undecided
        for index, item in enumerate(self.value if isinstance(self.value, list) else []):
            of_item = each.of(item)
            undecided = undecided or of_item.undecided
            complaints += [_below(complaint, str(index)) for complaint in of_item.complaints]
            formats += [_below(complaint, str(index)) for complaint in of_item.formats]
        return Opinion(
            value=self.value,
            complaints=_grouped(complaints),
            formats=_grouped(formats),
            undecided=undecided,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A schema as one side means it, with the views that reading it and finding marks need.

    Without a schema everything is valid. `firm` is the view without branches; `marks` says whether properties that
    do not exist on the side occur at all, `formats` whether `format` does. `undecided` names a construct that nothing can check.
    """

    schema: Schema | None
    within: View
    firm: View
    mark: str
    marks: bool
    formats: bool = False
    undecided: str = ""

    def best(self, readings: Iterable[Json]) -> Opinion:
        """The opinion of the first reading that is valid; else of the first."""
        first: Opinion | None = None
        for value in readings:
            opinion = self.of(value)
            if not opinion.complaints and not opinion.formats:
                return opinion
            if first is None or (first.complaints and not opinion.complaints):
                first = opinion
        assert first is not None
        return first

    def of(self, value: Json) -> Opinion:
        """What is to be said of one value."""
        if self.schema is None or accepts(self.schema, value):
            return Opinion(value=value, formats=self._formats(value), undecided=self.undecided)
        found = [_complaint(violation) for violation in violations(self.schema, value)]
        return Opinion(value=value, complaints=_grouped(found), undecided=self.undecided)

    def _formats(self, value: Json) -> tuple[Complaint, ...]:
        if self.schema is None or not self.formats or accepts(self.schema, value, formats="assert"):
            return ()
        return _grouped(_complaint(it) for it in violations(self.schema, value, formats="assert"))


def check_of(schema: Schema | None, side: Side, origin: Origin = Origin.PATH) -> Check:
    """The check of values that travel on that side of an operation that stands there."""
    mark = hidden(side, origin)
    if schema is None:
        nothing = View((), branches=False)
        return Check(schema=None, within=nothing, firm=nothing, mark=mark, marks=False)
    marks = mentions(schema, mark)
    troubles = unchecked(schema)
    why = f"{troubles[0].construct} at {troubles[0].at}: {troubles[0].why}" if troubles else ""
    return Check(
        schema=Relaxing(mark)(schema) if marks else schema,
        within=View((schema,)),
        firm=View((schema,), branches=False),
        mark=mark,
        marks=marks,
        formats=any("format" in it.keywords for it in reachable(schema)),
        undecided=why,
    )


def _grouped(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """One complaint for each keyword and place of the schema; a missing property is a cause of its own."""
    grouped: dict[tuple[str, Place, str], Complaint] = {}
    for complaint in complaints:
        own = complaint.message if complaint.keyword == "required" else ""
        key = complaint.keyword, complaint.at, own
        before = grouped.get(key)
        values = complaint.values if before is None else before.values + complaint.values
        message = complaint.message if before is None else before.message
        grouped[key] = Complaint(keyword=complaint.keyword, at=complaint.at, values=values, message=message)
    return tuple(grouped.values())


def _complaint(violation: Violation) -> Complaint:
    """A union's refusal is that of its closest alternative, where there is one thing to say about it."""
    inner = list(innermost(violation))
    said = inner[0] if len(inner) == 1 and violation.keyword != "propertyNames" else violation
    return Complaint(keyword=said.keyword, at=said.at, values=(said.value_pointer,), message=said.message)


def _below(complaint: Complaint, token: str) -> Complaint:
    values = tuple((token, *pointer) for pointer in complaint.values)
    return Complaint(keyword=complaint.keyword, at=complaint.at, values=values, message=complaint.message)
