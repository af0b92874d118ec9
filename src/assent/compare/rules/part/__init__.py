"""Rules about parts that cannot be read, one a file."""

from typing import Final

READS: Final = {
    "part_unreadable": ("added", "removed", "unreadable"),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
