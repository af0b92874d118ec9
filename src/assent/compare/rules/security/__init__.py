"""Rules about credentials, one a file."""

from typing import Final

READS: Final = {
    "called_with_other_credentials": ("called",),
    "credentials_moved": ("shut out",),
    "security_alternative_added": ("let in",),
    "security_alternative_removed": ("shut out",),
    "security_requirement_added": ("shut out",),
    "security_requirement_dropped": ("let in",),
    "security_scope_added": ("shut out",),
    "security_scope_dropped": ("let in",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
