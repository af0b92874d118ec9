"""jsonschema-rs, without the mail parser and the sockets that it imports to read the date of its own build."""

from __future__ import annotations

from assent.spared import spared

__all__ = ["jsonschema_rs"]

with spared({"email": {}, "email.utils": {"parsedate_to_datetime": str}}):
    import jsonschema_rs
