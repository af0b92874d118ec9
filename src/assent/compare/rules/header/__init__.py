"""Rules about headers of responses, one a file."""

from typing import Final

READS: Final = {
    "header_added": ("added",),
    "header_became_optional": ("optional",),
    "header_became_required": ("required",),
    "header_removed": ("removed",),
    "header_serialised_differently": ("style", "explode", "content"),
    "required_header_removed": ("removed",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
