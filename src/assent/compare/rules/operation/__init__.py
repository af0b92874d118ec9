"""Rules about operations, one a file."""

from typing import Final

READS: Final = {
    "base_path_removed": ("servers",),
    "callback_added": ("added",),
    "callback_removed": ("removed",),
    "operation_added": ("added",),
    "operation_id_changed": ("operation_id",),
    "operation_removed": ("removed",),
    "operation_tags_changed": ("tags",),
    "server_added": ("servers",),
    "server_removed": ("servers",),
    "webhook_added": ("added",),
    "webhook_removed": ("removed",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
