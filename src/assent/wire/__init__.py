"""Bytes and headers: what travels between client and provider, and how values are written on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.exports import loaded_on_use
from assent.wire.message import (
    Cut,
    Exchange,
    Headers,
    Request,
    Response,
    body_json,
    exchange_json,
    header,
    header_values,
    read_exchange,
    read_request,
    read_response,
    request_json,
    response_json,
    shortened,
)

if TYPE_CHECKING:
    from assent.wire.recorded import read_recorded, write_har, write_ndjson

__all__ = [
    "Cut",
    "Exchange",
    "Headers",
    "Request",
    "Response",
    "body_json",
    "exchange_json",
    "header",
    "header_values",
    "read_exchange",
    "read_recorded",
    "read_request",
    "read_response",
    "request_json",
    "response_json",
    "shortened",
    "write_har",
    "write_ndjson",
]

__getattr__, __dir__ = loaded_on_use(
    __name__, dict.fromkeys(("read_recorded", "write_har", "write_ndjson"), "assent.wire.recorded")
)
