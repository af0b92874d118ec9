"""What is known of request methods. Source: RFC 9110 §9.2; the QUERY method."""

from __future__ import annotations

from typing import Final

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "QUERY"})
"""Methods that ask for no change (§9.2.1)."""

IDEMPOTENT: Final = SAFE | {"PUT", "DELETE"}
"""Methods of which several equal requests ask for no more than one (§9.2.2)."""
