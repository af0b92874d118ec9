"""Rules about responses, one a file."""

from typing import Final

READS: Final = {
    "link_added": ("links",),
    "link_changed": ("links",),
    "link_removed": ("links",),
    "response_media_type_added": ("content",),
    "response_media_type_removed": ("content",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
