"""Rules about request bodies, one a file."""

from typing import Final

READS: Final = {
    "body_added": ("added",),
    "body_became_optional": ("optional",),
    "body_became_required": ("added", "required"),
    "body_removed": ("removed",),
    "request_media_type_added": ("content",),
    "request_media_type_removed": ("content",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
