"""The exchange that shows a refusal, and the alternatives of a union that take after all what one of them refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from assent.api import Operation, Response, Side
from assent.compare.carried import is_refused, more_values, parameters_at
from assent.compare.change import Within
from assent.compare.decide import WHOLE_BUDGET, Decider, Question, bare
from assent.compare.found import Cause
from assent.compare.lift import drawn, filled, lift, lift_clean, shown
from assent.compare.positions import UNION_STEPS, Step
from assent.compare.sample import sample_request, sample_response
from assent.compare.statuses import answers
from assent.compare.text import as_typed
from assent.compare.told import Told
from assent.compare.wishes import Wishes
from assent.findings import Age, Because, Witness
from assent.json import Json, canonical
from assent.records import replace
from assent.schema import Schema
from assent.schema.includes import DEFAULT_BUDGET, Proved, Refuted, Undecided, Verdict, Witness as Refutation
from assent.schema.violations import Violation, accepts, innermost, violations
from assent.wire import Request


def witness_of(told: Told, cause: Cause) -> Witness | None:
    """An exchange that shows the cause by its own value, confirmed by an independent validator; None if none is found."""
    return confirmed(told, cause, _candidates(told, cause))


def witness_of_whole(told: Told, cause: Cause) -> Witness | None:
    """The same from the verdict on the whole, which costs far more."""
    match told.decider.whole(told.root, told.reader):
        case Refuted() as refuted:
            held = (it.value for it in refuted.witnesses if _concerns(it, told, cause))
            return confirmed(told, cause, held)
        case Proved() | Undecided():
            return None


def confirmed(told: Told, cause: Cause, candidates: Iterator[Json]) -> Witness | None:
    """The exchange with the first candidate that an independent validator confirms, if possible also as it travels."""
    reader, first = told.decider.read(told.reader), None
    for value in candidates:
        if refusals := shown(told.root, reader, value, told.decider):
            because = tuple(_because(as_typed(it, cause.wider)) for it in _foremost(refusals, cause))
            exchange = exchange_with(told.within, value, told.decider, reader=told.reader)
            exchange = replace(exchange, value=value, because=because)
            if is_refused(told.within, value, exchange.request):
                return exchange
            first = first or exchange
    return first


def _candidates(told: Told, cause: Cause) -> Iterator[Json]:
    """Whole values that may show the refusal, those that cost least first."""
    yield lift_clean(told.root, told.reader, told.path, cause, told.decider)
    yield lift(told.root, told.path, filled(cause, told.decider), told.decider)
    if cause.parts:
        yield lift(told.root, told.path, cause.value, told.decider)
    if not told.path:
        yield from more_values(told.within)


def disproved(told: Told, cause: Cause) -> bool:
    """Whether the verdict on the whole knows of no such reason."""
    match told.decider.whole(told.root, told.reader):
        case Proved():
            return True
        case Refuted() as refuted:
            return refuted.complete and not any(_concerns(it, told, cause) for it in refuted.witnesses)
        case Undecided():
            return False


def _concerns(witness: Refutation, told: Told, cause: Cause) -> bool:
    """Whether the reader refuses the value for the cause's reason at the end of the way.

    A union refuses for the reasons of all its alternatives, of which the verdict tells the closest one's. The value
    concerns each of them that its sender's counterpart allows.
    """
    at, decider = cause.violation.at, told.decider
    if witness.at == at:
        return True
    length = max(told.unions, default=len(told.path) - 1) + 1
    sender, reader = decider.sent(told.sender_at(length)), decider.read(told.reader_at(length))
    for part in _parts_at(witness.value, [edge.step for edge in told.path[:length]]):
        refusals = violations(reader, part, formats=decider.options.formats)
        if any(it.at == at for each in refusals for it in _all_in(each)) and accepts(sender, part):
            return True
    return False


def _all_in(violation: Violation) -> Iterator[Violation]:
    """The violation, and those in it."""
    yield violation
    for cause in violation.causes:
        yield from _all_in(cause)


def _parts_at(value: Json, steps: Sequence[Step]) -> Iterator[Json]:
    """The parts of the value to which the steps lead."""
    if not steps:
        yield value
        return
    (kind, name), rest = steps[0], steps[1:]
    match kind, value:
        case "property", dict() if name in value:
            yield from _parts_at(value[name], rest)
        case "item", list():
            items = value[int(name) : int(name) + 1] if name else value
            yield from (part for item in items for part in _parts_at(item, rest))
        case "extra", dict():
            yield from (part for held in value.values() for part in _parts_at(held, rest))
        case (("branch" | "split"), _):
            yield from _parts_at(value, rest)
        case _:
            pass


def within_unions(told: Told, cause: Cause, values: Sequence[Json] = ()) -> Iterator[tuple[int, Verdict]]:
    """Whether what one alternative refuses is taken by the others: the unions around it, innermost first, asked about just that.

    `values` are those to ask about, where the alternative lists them. Each verdict comes with where on the way its
    union is left; none for unions from which the way does not lead through properties and unions alone.
    """
    decider, held = told.decider, None
    for last in reversed(range(len(told.path))):
        edge = told.path[last]
        kind, name = edge.step
        plain = replace(bare(edge.narrower), origins={})
        if held is None:
            refused = {"enum": list(values)} if values else {"not": decider.read(cause.wider)}
            held = replace(plain, keywords=refused)
            budget = DEFAULT_BUDGET
        if kind in UNION_STEPS:
            held = decider.joined.all_of([edge.narrower, held])
            reader = told.reader_at(last)
            question = _question(told, cause, values, last)
            if question not in decider.of_unions:
                decider.of_unions[question] = decider.includes(
                    decider.read(reader), decider.sent_to(held, reader), budget=budget, most=2
                )
            yield last, decider.of_unions[question]
            budget = WHOLE_BUDGET
        elif kind == "property":
            held = replace(plain, keywords={"properties": {name: held}, "required": (name,)})
        else:
            return


def is_taken(told: Told, cause: Cause, values: Sequence[Json] = ()) -> bool:
    """Whether it is known already, from another way through the same union, that other alternatives take what one
    refuses.
    """
    known = told.decider.of_unions
    return any(isinstance(known.get(_question(told, cause, values, last)), Proved) for last in told.unions)


def _question(told: Told, cause: Cause, values: Sequence[Json], last: int) -> Question:
    """What the verdict on the union that is left there depends on: its reader, the way from there, what is refused."""
    way = tuple(
        [(edge.step, id(edge.narrower) if edge.step[0] in UNION_STEPS else 0) for edge in told.path[last:]]
    )
    return id(told.reader_at(last)), way, id(cause.wider), canonical(list(values))


def shown_within(told: Told, cause: Cause, verdicts: Sequence[tuple[int, Verdict]]) -> Iterator[Json]:
    """Whole values that hold what a union refuses; then, which costs most, others by chance."""
    for last, verdict in verdicts:
        match verdict:
            case Refuted() as refuted:
                for it in refuted.witnesses:
                    yield lift(told.root, told.path[:last], it.value, told.decider)
            case Proved() | Undecided():
                pass
    yield from drawn(told.root, told.path, cause, told.decider)


def _foremost(refusals: Sequence[Violation], cause: Cause) -> Iterator[Violation]:
    """The refusals, the one that the finding is about first."""
    inner = [it for refusal in refusals for it in innermost(refusal)]
    yield from sorted(inner, key=lambda it: it.at != cause.violation.at)


def _because(violation: Violation) -> Because:
    return Because(
        keyword=violation.keyword,
        value_pointer=violation.value_pointer,
        schema_pointer=violation.at.pointer,
        message=violation.message,
    )


def exchange_with(within: Within, value: Json, decider: Decider, *, reader: Schema | None = None) -> Witness:
    """The exchange that carries the value at the place, as far as it can be written; it is meant for the reader's schema."""
    sender: Age = "old" if within.receiver == "new" else "new"
    witness = Witness(accepted_by=sender, refused_by=within.receiver)
    operation = within.old if sender == "old" else within.new
    if operation is None:
        return witness
    words = within.place.split()
    if within.side is Side.REQUEST:
        wishes = (
            Wishes(value=value, media=_media(within)) if words[:1] == ["body"] else _parameter(within, value)
        )
        return replace(witness, request=sample_request(operation, wishes))
    request = _least_request(operation, decider)
    described = answers(within)
    if not described:
        return replace(witness, request=request)
    met = (it for it in described if _speaks_of(reader, it[0] if within.receiver == "old" else it[1]))
    old, new, status = described[0] if len(described) == 1 else next(met, described[0])
    response = old if sender == "old" else new
    if words[2:3] == ["header"]:
        answer = sample_response(response, status=status, header=(words[3].lower(), value))
    else:
        answer = sample_response(response, status=status, media=_media(within), value=value)
    return replace(witness, request=request, response=answer)


def _speaks_of(reader: Schema | None, read: Response) -> bool:
    """Whether it is this answer of which the reader's schema speaks."""
    uses = chain((it.described for it in read.content.values()), (it.schema for it in read.headers.values()))
    return any(use.schema is reader for use in uses if use is not None)


def _least_request(operation: Operation, decider: Decider) -> Request | None:
    """The request to which all answers of an operation are shown."""
    if id(operation) not in decider.requests:
        decider.requests[id(operation)] = operation, sample_request(operation, Wishes())
    return decider.requests[id(operation)][1]


def _media(within: Within) -> str:
    return within.place.rpartition("body ")[2]


def _parameter(within: Within, value: Json) -> Wishes:
    found = parameters_at(within)
    return Wishes(values={found[0].key: value}) if found else Wishes()
