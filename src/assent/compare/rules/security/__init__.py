"""Rules about credentials, one a file."""

from typing import Final

READS: Final = {
    "credentials_moved": ("security",),
    "security_alternative_added": ("security",),
    "security_alternative_removed": ("security",),
    "security_requirement_added": ("security",),
    "security_requirement_dropped": ("security",),
    "security_scope_added": ("security",),
    "security_scope_dropped": ("security",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
