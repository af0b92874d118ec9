"""A schema is a set of JSON values: what it refuses, whether it lies inside another, which values it holds."""

from assent.schema.formats import Formats
from assent.schema.includes import Doubt, Proved, Refuted, Undecided, Verdict, Witness, includes
from assent.schema.model import Place, Schema, Trouble
from assent.schema.nodes import Pool
from assent.schema.plain import Plain, plain
from assent.schema.read import read
from assent.schema.views import View, closed, tolerant, typed, viewed, without
from assent.schema.violations import Violation, accepts, violations

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
