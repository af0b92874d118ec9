"""Witnesses of structural findings: the exchange that one side may send and the other does not expect."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from assent.api import Header, Operation, Parameter, Response
from assent.compare.change import Change, Described
from assent.compare.credentials import meets
from assent.compare.wishes import Wishes
from assent.findings import Age, Finding, Witness
from assent.wire import Response as Answer

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


def request_with_credentials(change: Change[Operation], _finding: Finding) -> Witness | None:
    """A request with credentials that its sender may send, and that are not enough for its receiver."""
    old, new = change.old, change.new
    if old is None or new is None:
        return None
    sender, receiver = (old, new) if change.within.receiver == "new" else (new, old)
    for alternative in sender.security:
        if not any(meets(alternative, other) for other in receiver.security):
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


def response_with_body(change: Change[Response], _finding: Finding) -> Witness | None:
    """An answer as the sender's description allows it now."""
    sender = change.new if change.within.receiver == "old" else change.old
    return _response(change, sender) if sender else None


def response_without_header(change: Change[Header], _finding: Finding) -> Witness | None:
    """An answer without the header."""
    return _response(change, _described(change), leave_out=change.old or change.new)


def response_with_header(change: Change[Header], _finding: Finding) -> Witness | None:
    """An answer with the header as the sender writes it."""
    sent = change.new if change.within.receiver == "old" else change.old
    return _response(change, _described(change), put_in=sent)


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
) -> Witness | None:
    from assent.compare.sample import sample_request, sample_response  # as above

    if described is None:
        return None
    sender, receiver = _ages(change)
    operation = change.within.old if sender == "old" else change.within.new
    if operation is None:
        return None
    answer: Answer | None = sample_response(described, leave_out=leave_out, put_in=put_in)
    request = sample_request(operation, Wishes())
    if answer is None:
        return None
    return Witness(request=request, response=answer, accepted_by=sender, refused_by=receiver)
