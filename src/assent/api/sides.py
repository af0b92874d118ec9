"""Who sends what: requests travel from client to provider, responses back; webhooks and callbacks the other way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # sides are known where no schema is
    from assent.schema.model import Schema


class Origin(StrEnum):
    """Where an operation stands. For webhooks and callbacks the provider calls and the client answers."""

    PATH = "path"
    WEBHOOK = "webhook"
    CALLBACK = "callback"


class Side(StrEnum):
    """The part of an exchange that something belongs to."""

    REQUEST = "request"
    RESPONSE = "response"


class Party(StrEnum):
    """The two that exchange messages. The provider is the one whom the description describes."""

    CLIENT = "client"
    PROVIDER = "provider"


def sender(side: Side, origin: Origin = Origin.PATH) -> Party:
    """Who sends what belongs to the side of an operation that stands there."""
    called = origin is Origin.PATH
    return Party.CLIENT if (side is Side.REQUEST) == called else Party.PROVIDER


def receiver(side: Side, origin: Origin = Origin.PATH) -> Party:
    """Who receives it."""
    return Party.PROVIDER if sender(side, origin) is Party.CLIENT else Party.CLIENT


def hidden(side: Side, origin: Origin = Origin.PATH) -> str:
    """The keyword of properties that do not exist in what is sent: `readOnly` from clients, `writeOnly` from providers.

    OpenAPI speaks of requests and responses. For webhooks and callbacks we go by who sends, as JSON Schema does:
    what only the provider may set, it may well tell in a request of its own.
    Source: OAS 3.1.1 §4.8.24.1, JSON Schema 2020-12 validation §9.4.
    """
    return "readOnly" if sender(side, origin) is Party.CLIENT else "writeOnly"


def as_sent(
    schema: Schema, side: Side, origin: Origin = Origin.PATH, *, tolerant: bool = True, typed: bool = True
) -> Schema:
    """The schema as the sender keeps it: without what is hidden from it and, if `tolerant`, only what it names.

    `typed`: a schema that names properties and no type is an object.
    """
    from assent.schema.views import View, viewed

    return viewed(schema, View(typed=typed, closed=tolerant, without=hidden(side, origin)))


def as_received(
    schema: Schema, side: Side, origin: Origin = Origin.PATH, *, tolerant: bool = True, typed: bool = True
) -> Schema:
    """The schema as the receiver reads it: without what is hidden from the sender and, if `tolerant`, heedless of
    what it does not name.

    `typed`: a schema that names properties and no type is an object.
    """
    from assent.schema.views import View, viewed

    return viewed(schema, View(typed=typed, tolerant=tolerant, without=hidden(side, origin)))
