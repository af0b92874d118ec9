"""Witnesses of structural findings: the exchange that one side may send and the other does not expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from assent.api import Header, Operation, Parameter, RequestBody, Response
from assent.compare.align import receivers
from assent.compare.change import Change, Described
from assent.compare.credentials import meets
from assent.compare.wishes import Wishes
from assent.findings import Age, Finding, Witness
from assent.records import replace
from assent.wire import Response as Answer

T = TypeVar("T", bound=Described)

Exhibit: TypeAlias = Callable[[Change[Described], Finding], Witness | None]
"""Makes the witness of a finding, for its first operation; None where none can be written."""


def minimal_request(change: Change[Described], _finding: Finding) -> Witness | None:
    """The smallest request that the sender's description allows; its receiver misses or refuses something."""
    return _request(change, Wishes())


def request_with_parameter(change: Change[Parameter], _finding: Finding) -> Witness | None:
    """A request that carries the parameter as the sender's description writes it."""
    sent = change.old if change.demanded else change.new
    return _request(change, Wishes(parameters=frozenset({sent.key}) if sent else frozenset()))


def request_with_empty_value(change: Change[Parameter], _finding: Finding) -> Witness | None:
    """A request that carries the parameter's bare name."""
    sent = change.old
    return _request(change, Wishes(empty=sent.key)) if sent else None


def request_with_body(change: Change[Described], finding: Finding) -> Witness | None:
    """A request whose body is of the media type that the finding names, or of the one it stands in."""
    media = finding.operations[0].place.rpartition("body ")[2]
    return _request(change, Wishes(media=media, body=True))


def request_with_media_type(change: Change[RequestBody], finding: Finding) -> Witness | None:
    """A request whose body is of the media type that the finding is about, and of none that the receiver describes."""
    _, reader = _sent_and_read(change)
    unlike = tuple(reader.content) if reader else ()
    return _request(change, Wishes(media=finding.subject, unlike=unlike, body=True))


def request_with_credentials(change: Change[Operation], _finding: Finding) -> Witness | None:
    """A request with credentials that were enough and are not."""
    if change.old is None or change.new is None:
        return None
    for alternative in change.old.security:
        if not any(meets(alternative, other) for other in change.new.security):
            return _request(change, Wishes(security=alternative))
    return None


def response_with_status(change: Change[Operation], _finding: Finding) -> Witness | None:
    """An answer with a status that the receiver does not expect."""
    sender = change.new if change.within.receiver == "old" else change.old
    reader = change.old if change.within.receiver == "old" else change.new
    if sender is None or reader is None:
        return None
    status = next((it for it in sender.responses if it not in reader.responses and it != "default"), None)
    return _response(change, sender.responses[status]) if status else None


def response_without_media_type(change: Change[Response], finding: Finding) -> Witness | None:
    """A request for the media type that the finding is about, and an answer of another, unknown to the reader if any is."""
    sender, reader = _sent_and_read(change)
    if sender is None or reader is None:
        return None
    strange = next((name for name in sender.content if receivers(name, reader.content) is None), "")
    witness = _response(change, sender, media=strange, unlike=tuple(reader.content))
    if witness is None or witness.request is None:
        return witness
    headers = [it for it in witness.request.headers if it[0].lower() != "accept"]
    asking = replace(witness.request, headers=(*headers, ("Accept", finding.subject)))
    return replace(witness, request=asking)


def response_without_header(change: Change[Header], _finding: Finding) -> Witness | None:
    """An answer without the header."""
    return _response(change, _described(change), leave_out=change.old or change.new)


def response_with_header(change: Change[Header], _finding: Finding) -> Witness | None:
    """An answer with the header as the sender writes it."""
    sent, _ = _sent_and_read(change)
    return _response(change, _described(change), put_in=sent)


def _sent_and_read(change: Change[T]) -> tuple[T | None, T | None]:
    """What the sender says of the thing, and what the receiver does."""
    return (change.old, change.new) if change.demanded else (change.new, change.old)


def _described(change: Change[Header]) -> Response | None:
    sender = change.within.new if change.within.receiver == "old" else change.within.old
    if sender is None:
        return None
    status = change.within.place.split()[1]
    return sender.responses.get(status)


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
    leave_out: Header | None = None,
    put_in: Header | None = None,
    media: str = "",
    unlike: Sequence[str] = (),
) -> Witness | None:
    from assent.compare.sample import sample_request, sample_response  # as above

    if described is None:
        return None
    sender, receiver = _ages(change)
    operation = change.within.old if sender == "old" else change.within.new
    if operation is None:
        return None
    answer: Answer | None = sample_response(
        described, leave_out=leave_out, put_in=put_in, media=media, unlike=unlike
    )
    request = sample_request(operation, Wishes())
    if answer is None:
        return None
    return Witness(request=request, response=answer, accepted_by=sender, refused_by=receiver)
