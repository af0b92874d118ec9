"""Rules about what is announced about operations, parameters, headers and schemas, one a file."""

from typing import Final

READS: Final = {
    "deprecation_announced": ("deprecated",),
    "deprecation_withdrawn": ("deprecated",),
    "stability_lowered": ("extensions",),
    "stability_raised": ("extensions",),
    "sunset_announced": ("extensions",),
    "sunset_brought_forward": ("extensions",),
    "sunset_postponed": ("extensions",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
