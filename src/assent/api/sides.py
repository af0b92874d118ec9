"""Who sends what: requests travel from client to provider, responses back."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """The part of an exchange that something belongs to."""

    REQUEST = "request"
    RESPONSE = "response"
