"""Requests travel from client to provider, and the other way for webhooks and callbacks."""

from __future__ import annotations

import pytest

from assent.api import Origin, Party, Side, as_received, as_sent, hidden, receiver, sender
from assent.json import Json
from assent.schema.model import Schema
from assent.schema.read import read
from assent.schema.violations import violations


@pytest.mark.parametrize(
    ("side", "origin", "who"),
    [
        (Side.REQUEST, Origin.PATH, Party.CLIENT),
        (Side.RESPONSE, Origin.PATH, Party.PROVIDER),
        (Side.REQUEST, Origin.WEBHOOK, Party.PROVIDER),
        (Side.RESPONSE, Origin.WEBHOOK, Party.CLIENT),
        (Side.REQUEST, Origin.CALLBACK, Party.PROVIDER),
        (Side.RESPONSE, Origin.CALLBACK, Party.CLIENT),
    ],
)
def test_who_sends_does_not_receive(side: Side, origin: Origin, who: Party) -> None:
    assert sender(side, origin) is who
    assert receiver(side, origin) is not who


def test_clients_do_not_send_what_is_read_only() -> None:
    assert hidden(Side.REQUEST) == "readOnly"
    assert hidden(Side.RESPONSE) == "writeOnly"
    assert hidden(Side.REQUEST, Origin.WEBHOOK) == "writeOnly"


PET = read(
    {
        "required": ["id", "secret"],
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "secret": {"type": "string", "writeOnly": True},
        },
        "additionalProperties": False,
    },
    dialect="2020-12",
)


def takes(schema: Schema, value: Json) -> bool:
    return not list(violations(schema, value))


def test_a_client_neither_sends_nor_needs_what_is_read_only() -> None:
    sent, received = as_sent(PET, Side.REQUEST), as_received(PET, Side.REQUEST)
    assert takes(sent, {"secret": "s"})
    assert takes(received, {"secret": "s"})
    assert not takes(sent, {"secret": "s", "id": 1})
    assert not takes(sent, {})


def test_a_provider_neither_sends_nor_needs_what_is_write_only() -> None:
    sent, received = as_sent(PET, Side.RESPONSE), as_received(PET, Side.RESPONSE)
    assert takes(sent, {"id": 1})
    assert takes(received, {"id": 1, "more": True})
    assert not takes(sent, {"id": 1, "more": True})
    assert not takes(as_received(PET, Side.RESPONSE, tolerant=False), {"id": 1, "more": True})
    assert takes(as_sent(PET, Side.REQUEST, Origin.WEBHOOK), {"id": 1})


def test_what_names_properties_is_an_object_unless_told_otherwise() -> None:
    assert not takes(as_received(PET, Side.RESPONSE), 5)
    assert takes(as_received(PET, Side.RESPONSE, typed=False), 5)
