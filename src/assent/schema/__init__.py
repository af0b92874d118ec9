"""A schema is a set of JSON values: what it refuses, whether it lies inside another, which values it holds."""

from typing import TYPE_CHECKING

from assent.exports import loaded_on_use
from assent.schema.formats import Formats
from assent.schema.includes import Doubt, Proved, Refuted, Undecided, Verdict, Witness, includes
from assent.schema.model import Place, Schema, Trouble
from assent.schema.nodes import Pool
from assent.schema.plain import Plain, plain
from assent.schema.read import read
from assent.schema.violations import Violation, accepts, violations

if TYPE_CHECKING:
    from assent.schema.views import View, closed, tolerant, typed, viewed, without

__all__ = [
    "Doubt",
    "Formats",
    "Place",
    "Plain",
    "Pool",
    "Proved",
    "Refuted",
    "Schema",
    "Trouble",
    "Undecided",
    "Verdict",
    "View",
    "Violation",
    "Witness",
    "accepts",
    "closed",
    "includes",
    "plain",
    "read",
    "tolerant",
    "typed",
    "viewed",
    "violations",
    "without",
]

__getattr__, __dir__ = loaded_on_use(
    __name__,
    dict.fromkeys(("View", "closed", "tolerant", "typed", "viewed", "without"), "assent.schema.views"),
)
