"""Rules about bodies of one media type, one a file."""

from typing import Final

READS: Final = {
    "form_field_encoded_differently": ("encoding",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
