"""Is one set of JSON values inside another? With a witness if it is not."""

from assent.schema.includes.ask import DEFAULT_BUDGET, MOST_REASONS, includes
from assent.schema.includes.outcomes import Doubt
from assent.schema.includes.verdict import Proved, Refuted, Undecided, Verdict, Witness

__all__ = [
    "DEFAULT_BUDGET",
    "MOST_REASONS",
    "Doubt",
    "Proved",
    "Refuted",
    "Undecided",
    "Verdict",
    "Witness",
    "includes",
]
