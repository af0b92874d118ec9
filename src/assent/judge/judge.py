"""One exchange against one Api: everything that departs from the description."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assent.api.model import Api
from assent.api.sides import Side
from assent.findings import Finding
from assent.judge.prepared import Prepared, prepare
from assent.judge.rules import (
    broken_format,
    invalid_parameter,
    invalid_request_body,
    invalid_response_body,
    invalid_response_header,
    missing_credentials,
    missing_parameter,
    missing_request_body,
    missing_request_type,
    missing_response_body,
    missing_response_header,
    missing_response_type,
    not_judged,
    read_only_sent,
    undecodable_request_body,
    undecodable_response_body,
    undocumented_error_status,
    undocumented_method,
    undocumented_path,
    undocumented_query_parameter,
    undocumented_request_body,
    undocumented_request_type,
    undocumented_response_type,
    undocumented_status,
    unresolvable_link,
    write_only_leaked,
)
from assent.judge.subject import Subject
from assent.wire import Exchange

_REQUEST = (
    undocumented_path,
    undocumented_method,
    missing_parameter,
    invalid_parameter,
    undocumented_query_parameter,
    missing_credentials,
    missing_request_body,
    undocumented_request_body,
    undocumented_request_type,
    missing_request_type,
    undecodable_request_body,
    invalid_request_body,
)
_RESPONSE = (
    undocumented_status,
    undocumented_error_status,
    missing_response_header,
    invalid_response_header,
    missing_response_body,
    missing_response_type,
    undocumented_response_type,
    undecodable_response_body,
    invalid_response_body,
    unresolvable_link,
)
_BOTH = (read_only_sent, write_only_leaked, broken_format, not_judged)

RULES = tuple(module.RULE for module in (*_REQUEST, *_RESPONSE, *_BOTH))

_ON_REQUEST: tuple[Callable[[Subject], Iterator[Finding]], ...] = tuple(it.judge for it in _REQUEST)
_ON_RESPONSE: tuple[Callable[[Subject], Iterator[Finding]], ...] = tuple(it.judge for it in _RESPONSE)


def judge(api: Api | Prepared, exchange: Exchange) -> Iterator[Finding]:
    """Everything in the exchange that departs from the description, the request's findings first.

    An exchange without a response is judged by its request alone. One with a consumer, as webhooks and callbacks
    are, is judged with the sides turned round; see `prepare` and `Subject.found` for how it is known. To judge many exchanges, give what `prepare` made
    of the Api.
    """
    subject = Subject(api if isinstance(api, Prepared) else prepare(api), exchange)
    yield from judge_subject(subject)


def judge_request(subject: Subject) -> Iterator[Finding]:
    """What the request alone departs in, whatever was answered."""
    for on_request in _ON_REQUEST:
        yield from on_request(subject)
    yield from (it for rule in _BOTH for it in rule.judge(subject) if it.side is Side.REQUEST)


def judge_response(subject: Subject) -> Iterator[Finding]:
    """What the response alone departs in, whatever was asked."""
    if subject.response is not None:
        for on_response in _ON_RESPONSE:
            yield from on_response(subject)
    yield from (it for rule in _BOTH for it in rule.judge(subject) if it.side is Side.RESPONSE)


def judge_subject(subject: Subject) -> Iterator[Finding]:
    """The same for an exchange that was taken apart already."""
    yield from judge_request(subject)
    if subject.response is not None:
        yield from judge_response(subject)
