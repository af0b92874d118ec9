"""What is wrong with a description: the official checks, and what they do not see."""

from __future__ import annotations

from assent.check.engine import check

__all__ = ["check"]
