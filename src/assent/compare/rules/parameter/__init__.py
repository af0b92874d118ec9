"""Rules about parameters, one a file."""

from typing import Final

READS: Final = {
    "empty_value_allowed": ("allow_empty_value",),
    "empty_value_refused": ("allow_empty_value",),
    "parameter_added": ("added",),
    "parameter_became_optional": ("optional",),
    "parameter_became_required": ("required",),
    "parameter_moved": ("key",),
    "parameter_removed": ("removed",),
    "parameter_renamed": ("key",),
    "parameter_serialised_differently": ("style", "explode", "content"),
    "required_parameter_added": ("added",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
