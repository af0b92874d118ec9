"""A schema is a set of JSON values: what it refuses, whether it lies inside another, which values it holds."""

from typing import TYPE_CHECKING

from assent.exports import loaded_on_use

if TYPE_CHECKING:
    from assent.schema.dialect import Formats
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

__getattr__, __dir__ = loaded_on_use(
    __name__,
    {
        "Doubt": "assent.schema.includes",
        "Formats": "assent.schema.dialect",
        "Place": "assent.schema.model",
        "Plain": "assent.schema.plain",
        "Pool": "assent.schema.nodes",
        "Proved": "assent.schema.includes",
        "Refuted": "assent.schema.includes",
        "Schema": "assent.schema.model",
        "Trouble": "assent.schema.model",
        "Undecided": "assent.schema.includes",
        "Verdict": "assent.schema.includes",
        "View": "assent.schema.views",
        "Violation": "assent.schema.violations",
        "Witness": "assent.schema.includes",
        "accepts": "assent.schema.violations",
        "closed": "assent.schema.views",
        "includes": "assent.schema.includes",
        "plain": "assent.schema.plain",
        "read": "assent.schema.read",
        "tolerant": "assent.schema.views",
        "typed": "assent.schema.views",
        "viewed": "assent.schema.views",
        "violations": "assent.schema.violations",
        "without": "assent.schema.views",
    },
)
