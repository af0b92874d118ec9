"""Rules about the statuses of answers, one a file."""

from typing import Final

READS: Final = {
    "error_status_added": ("statuses",),
    "error_status_removed": ("statuses",),
    "success_status_added": ("statuses",),
    "success_status_removed": ("statuses",),
    "success_status_replaced": ("statuses",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
