"""Requests travel from client to provider, and the other way for webhooks and callbacks."""

from __future__ import annotations

import pytest

from assent.api import Origin, Party, Side, hidden, receiver, sender


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
