"""Witnesses of structural findings: the exchange that one side may send and the other does not expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from assent.api import Header, MediaType, Operation, Parameter, RequestBody, Response, Side
from assent.compare.align import receivers, successes
from assent.compare.change import Change, Described
from assent.compare.credentials import meets
from assent.compare.statuses import answers, unexpected
from assent.compare.wishes import Wishes
from assent.findings import Age, Finding, Severity, Witness
from assent.records import replace
from assent.wire import Response as Answer

T = TypeVar("T", bound=Described)

Exhibit: TypeAlias = Callable[[Change[Described], Finding], Witness | None]
"""Makes the witness of a finding, for its first operation; None where none can be written."""


def minimal_request(change: Change[Described], _finding: Finding) -> Witness | None:
    """The smallest request that the sender's description allows; its receiver misses or refuses something."""
    return _request(change, Wishes())


def request_after_removal(
    change: Change[Parameter] | Change[RequestBody], finding: Finding
) -> Witness | None:
    """A request with the parameter or body that its receiver forgets, which nobody refuses; where the sender leaves it out,
    one without it, if the receiver was promised it.
    """
    gone = change.old
    if not change.demanded:
        return minimal_request(change, finding) if finding.severity is Severity.ERROR else None
    carried = frozenset({gone.key}) if isinstance(gone, Parameter) else frozenset()
    witness = _request(change, Wishes(parameters=carried, body=not carried))
    return witness and replace(witness, refused_by=None)


def request_with_parameter(change: Change[Parameter], _finding: Finding) -> Witness | None:
    """A request that carries the parameter as the sender's description writes it."""
    sent = change.old if change.demanded else change.new
    return _request(change, Wishes(parameters=frozenset({sent.key}) if sent else frozenset()))


def request_with_empty_value(change: Change[Parameter], _finding: Finding) -> Witness | None:
    """A request that carries the parameter's bare name."""
    sent = change.old
    return _request(change, Wishes(empty=sent.key)) if sent else None


def form_with_field(change: Change[MediaType], finding: Finding) -> Witness | None:
    """A request or an answer with a form that has the field that the finding is about."""
    sender, _ = _sent_and_read(change)
    if sender is None:
        return None
    if change.within.side is Side.REQUEST:
        return _request(change, Wishes(media=sender.name, filled=finding.subject, body=True))
    for old, new, status in answers(change.within):
        answer = old if change.demanded else new
        if sender in answer.content.values():
            return _response(change, answer, status=status, media=sender.name, filled=finding.subject)
    return None


def request_with_media_type(change: Change[RequestBody], finding: Finding) -> Witness | None:
    """A request whose body is of the media type that the finding is about, and of none that the receiver describes."""
    _, reader = _sent_and_read(change)
    unlike = tuple(reader.content) if reader else ()
    return _request(change, Wishes(media=finding.subject, unlike=unlike, body=True))


def request_with_credentials(change: Change[Operation], _finding: Finding) -> Witness | None:
    """A request with credentials that its sender may send, and that are not enough for its receiver."""
    sender, receiver = _sent_and_read(change)
    if sender is None or receiver is None:
        return None
    for alternative in sender.security:
        if not any(meets(alternative, other) for other in receiver.security):
            return _request(change, Wishes(security=alternative))
    return None


def response_with_status(change: Change[Operation], finding: Finding) -> Witness | None:
    """An answer with a status that the receiver does not expect, the one that the finding is about if it is sent."""
    sender, reader = _sent_and_read(change)
    if sender is None or reader is None:
        return None
    sent = sender.responses
    if not sent:
        return _any_answer(change, reader)
    named = [finding.subject] if finding.subject in sent else successes(sent) or list(sent)
    for status in named:
        if (code := unexpected(status, sent, reader.responses)) is not None:
            return _response(change, sent[status], status=code)
    return None


def _any_answer(change: Change[Operation], reader: Operation) -> Witness | None:
    """An answer that the reader does not expect of a sender that promises none: an error, or where it knows of all
    errors, a success.
    """
    known = reader.responses
    codes = ["204", "200", "302"] if "default" in known else ["500", "404"]
    witness = _request(change, Wishes())
    for code in codes:
        if code not in known and f"{code[:1]}XX" not in known:
            return witness and replace(witness, response=Answer(int(code), (), b""))
    return None


def response_without_media_type(change: Change[Response], finding: Finding) -> Witness | None:
    """A request for the media type that the finding is about, and an answer of another, unknown to the reader if any is."""
    sender, reader = _sent_and_read(change)
    if sender is None or reader is None:
        return None
    status = next((code for old, new, code in answers(change.within) if (old, new) == change.pair), "")
    strange = next((name for name in sender.content if receivers(name, reader.content) is None), "")
    witness = _response(change, sender, status=status, media=strange, unlike=tuple(reader.content))
    if witness is None or witness.request is None:
        return witness
    headers = [it for it in witness.request.headers if it[0].lower() != "accept"]
    asking = replace(witness.request, headers=(*headers, ("Accept", finding.subject)))
    return replace(witness, request=asking)


def response_without_header(change: Change[Header], _finding: Finding) -> Witness | None:
    """An answer without the header."""
    described, status = _described(change)
    return _response(change, described, status=status, leave_out=change.old or change.new)


def response_with_header(change: Change[Header], _finding: Finding) -> Witness | None:
    """An answer with the header as the sender writes it."""
    sent, _ = _sent_and_read(change)
    described, status = _described(change)
    return _response(change, described, status=status, put_in=sent)


def _sent_and_read(change: Change[T]) -> tuple[T | None, T | None]:
    """What the sender says of the thing, and what the receiver does."""
    return (change.old, change.new) if change.demanded else (change.new, change.old)


def _described(change: Change[Header]) -> tuple[Response | None, str]:
    """What the sender says of the answer whose header it is, and a status by which the receiver expects the same one."""
    for old, new, status in answers(change.within):
        if change.old in (None, *old.headers.values()) and change.new in (None, *new.headers.values()):
            return (old if change.demanded else new), status
    return None, ""


def _ages(change: Change[Described]) -> tuple[Age, Age]:
    return ("old", "new") if change.within.receiver == "new" else ("new", "old")


def _request(change: Change[Described], wishes: Wishes) -> Witness | None:
    from assent.compare.sample import sample_request  # which imports all that makes values, for breaks alone

    sender, receiver = _ages(change)
    operation = change.within.old if sender == "old" else change.within.new
    if operation is None:
        return None
    request = sample_request(operation, wishes)
    if request is None:
        return None
    return Witness(request=request, accepted_by=sender, refused_by=receiver)


def _response(
    change: Change[Described],
    described: Response | None,
    *,
    status: str = "",
    leave_out: Header | None = None,
    put_in: Header | None = None,
    media: str = "",
    unlike: Sequence[str] = (),
    filled: str = "",
) -> Witness | None:
    from assent.compare.sample import sample_request, sample_response  # as above

    if described is None:
        return None
    sender, receiver = _ages(change)
    operation = change.within.old if sender == "old" else change.within.new
    if operation is None:
        return None
    answer: Answer | None = sample_response(
        described,
        status=status,
        leave_out=leave_out,
        put_in=put_in,
        media=media,
        unlike=unlike,
        filled=filled,
    )
    request = sample_request(operation, Wishes())
    if answer is None:
        return None
    return Witness(request=request, response=answer, accepted_by=sender, refused_by=receiver)
